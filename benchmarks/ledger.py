"""The ledger: what it books a second, and what reading costs on an account with a million entries.

Written to a durable database of its own, which is removed afterwards. `LEDGER_ENTRIES=1000000` is the size of the one
account that is read.
"""

import atexit
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import django

from benchmarks.report import Figure, main, median, percentile

if TYPE_CHECKING:
    from accounts.models import User

_ENTRIES = int(os.environ.get("LEDGER_ENTRIES", "1000000"))
_THREADS = 8
_USERS = 64
_SECONDS = 6.0
_READS = 300
_PAGE = 20
_OTHERS = 50_000


def measure() -> list[Figure]:
    folder = tempfile.mkdtemp(prefix="rxb")
    Path(folder).chmod(0o755)
    # Registered before the services' own leave-taking, so it runs after that.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ROUTIX_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.test")
    from django.conf import settings

    from routix.embedded import ensure

    ensure(settings.HOME, durable=True)  # unlike the tests' servers it keeps what it confirmed
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False, aliases={"default": True})
    try:
        return [*_postings(), *_reads()]
    finally:
        teardown_databases(databases, verbosity=0)


# --- postings


def _postings() -> list[Figure]:
    from accounts.models import User
    from billing import ledger

    users = [User.objects.create_user(f"payer{number}", f"payer{number}@example.com") for number in range(_USERS)]
    for user in users:
        ledger.grant(user, amount=1_000_000, key=f"first:{user.pk}", reason="A gift")

    def grant(number: int) -> None:
        ledger.grant(users[number % _USERS], amount=1, key=f"grant:{uuid.uuid4()}", reason="A gift")

    def charge(number: int) -> None:
        _charge(users[number % _USERS])

    def charge_one(_: int) -> None:
        charge(0)

    def commit(number: int) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE billing_creditaccount SET tier = tier WHERE user_id = %s", [users[number].pk])

    committed = _a_second(lambda number: commit(number % _USERS))
    charges, charges_of_one, grants = _a_second(charge), _a_second(charge_one), _a_second(grant)
    faults = {name: number for name, number in ledger.verify().items() if number}
    if faults:
        raise RuntimeError(f"The books are not clean: {faults}")
    return [
        Figure(f"reserve and capture, {_THREADS} threads", charges, "postings/s"),
        Figure("the same, time for each", 1000 / charges, "ms", limit=4),
        Figure("the same, database transactions", 2 * charges, "/s"),
        Figure("reserve and capture, all on one account", charges_of_one, "postings/s"),
        Figure(f"grant, {_THREADS} threads", grants, "postings/s"),
        Figure("the same, time for each", 1000 / grants, "ms", limit=4),
        Figure("floor: one committed UPDATE, same threads", committed, "/s"),
        Figure("floor / (reserve and capture)", committed / charges, "x"),
        Figure("floor / grant", committed / grants, "x"),
    ]


def _a_second(action: Callable[[int], None]) -> float:
    """How often the threads do it a second, all together."""
    from django.db import connection

    numbers = count()
    ends = time.perf_counter() + _SECONDS

    def run(_: int) -> int:
        done = 0
        try:
            while time.perf_counter() < ends:
                action(next(numbers))
                done += 1
        finally:
            connection.close()
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(_THREADS) as pool:
        done = sum(pool.map(run, range(_THREADS)))
    return done / (time.perf_counter() - started)


# --- reads


def _reads() -> list[Figure]:
    from accounts.models import User
    from billing import ledger
    from billing.selectors import balance_of, statement_of

    user = User.objects.create_user("reader", "reader@example.com")
    ledger.grant(user, amount=1_000_000, key="reader", reason="A gift")
    _fill(user)
    balance, bare_balance = _in_turns(
        lambda: balance_of(user), lambda: _fetch("SELECT * FROM billing_creditaccount WHERE user_id = %s", user)
    )
    page, bare_page = _in_turns(lambda: list(statement_of(user)[:_PAGE]), lambda: _fetch(_BARE_PAGE, user))
    if [line.id for line in statement_of(user)[:_PAGE]] != [row[0] for row in _fetch(_BARE_PAGE, user)]:
        raise RuntimeError("The bare SQL reads another page.")
    newcomer = User.objects.create_user("newcomer", "newcomer@example.com")
    ledger.grant(newcomer, amount=1_000_000, key="newcomer", reason="A gift")
    charge, fresh_charge = _in_turns(lambda: _charge(user), lambda: _charge(newcomer))
    return [
        Figure(f"reserve and capture beside {_ENTRIES:,} entries, p50", median(charge), "ms"),
        Figure("floor: on a new account, p50", median(fresh_charge), "ms"),
        Figure("the one / the other", median(charge) / median(fresh_charge), "x", limit=2),
        Figure(f"balance beside {_ENTRIES:,} entries, p50", median(balance), "ms"),
        Figure("the same, p95", percentile(balance, 0.95), "ms"),
        Figure("floor: the account's row in bare SQL, p50", median(bare_balance), "ms"),
        Figure("balance / floor", median(balance) / median(bare_balance), "x", limit=3),
        Figure(f"newest {_PAGE} lines of {_ENTRIES:,}, p50", median(page), "ms"),
        Figure("the same, p95", percentile(page, 0.95), "ms"),
        Figure("floor: the same lines in bare SQL, p50", median(bare_page), "ms"),
        Figure("newest lines / floor", median(page) / median(bare_page), "x", limit=3),
    ]


def _charge(user: "User") -> None:
    from billing import ledger

    reference = uuid.uuid4()
    ledger.reserve(user, amount=2, reference=reference)
    ledger.capture(reference)


def _in_turns(*readers: Callable[[], object]) -> list[list[float]]:
    """Milliseconds of each read, warm."""
    took: list[list[float]] = [[] for _ in readers]
    for number in range(_READS + 20):
        for reader, times in zip(readers, took, strict=True):
            started = time.perf_counter()
            reader()
            if number >= 20:
                times.append((time.perf_counter() - started) * 1000)
    return took


def _fetch(sql: str, user: "User") -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, {"user": user.pk} if "%(user)s" in sql else [user.pk])
        return list(cursor.fetchall())


def _fill(user: "User") -> None:
    """Other people's accounts, and this one's entries: of ten seven charged, one returned, two received and spent."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the checks of each row take longest
        for sql in _FILL:
            cursor.execute(sql, {"user": user.pk, "entries": _ENTRIES, "others": _OTHERS})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


_FILL = (
    """
    WITH others AS (
        INSERT INTO accounts_user (id, username, email, password, full_name, role, preferences, is_verified, is_staff,
                                   is_active, is_superuser, created_at)
        SELECT gen_random_uuid(), 'other' || n, 'other' || n || '@example.com', '', '', 'user', '{}', true, false,
               true, false, now()
        FROM generate_series(1, %(others)s) AS n RETURNING id
    ), accounts AS (
        INSERT INTO billing_creditaccount (user_id, tier, posted, held, owed, frozen_reason, created_at)
        SELECT id, 'free', 20, 0, 0, '', now() FROM others
    )
    INSERT INTO billing_creditlot (id, created_at, account_id, bucket, granted, posted, held)
    SELECT gen_random_uuid(), now(), id, 'bonus', 10, 10, 0 FROM others, generate_series(1, 2)
    """,
    """
    INSERT INTO billing_hold (id, account_id, amount, captured, state, note, created_at, closed_at, expires_at)
    SELECT gen_random_uuid(), %(user)s, 2, CASE WHEN n %% 10 < 7 THEN 2 ELSE 0 END,
           CASE WHEN n %% 10 < 7 THEN 'captured' ELSE 'released' END, 'Routix V4: a cat',
           now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '3 s', now()
    FROM generate_series(1, %(entries)s) AS n WHERE n %% 10 < 8
    """,
    """
    INSERT INTO billing_ledgertransaction
        (id, created_at, account_id, kind, key, reason, bucket, amount, balance_after, hold_id)
    SELECT gen_random_uuid(), closed_at, account_id, 'capture', 'capture:' || id, 'Thumbnail', '', -2, 10, id
    FROM billing_hold WHERE account_id = %(user)s AND captured > 0
    """,
    """
    INSERT INTO billing_ledgertransaction
        (id, created_at, account_id, kind, key, reason, bucket, amount, balance_after)
    SELECT gen_random_uuid(), now() - n * interval '1 minute', %(user)s, 'grant', 'filled:' || n, 'A gift', 'bonus',
           7, 10
    FROM generate_series(1, %(entries)s) AS n WHERE n %% 10 >= 8
    """,
    """
    INSERT INTO billing_creditlot (id, created_at, account_id, bucket, opened_by_id, granted, posted, held)
    SELECT gen_random_uuid(), created_at, account_id, 'bonus', id, amount, 0, 0 FROM billing_ledgertransaction
    WHERE account_id = %(user)s AND key LIKE 'filled:%%'
    """,
    """
    INSERT INTO billing_ledgerleg (transaction_id, book, account_id, lot_id, amount)
    SELECT id, 'user', account_id, (SELECT lot.id FROM billing_creditlot lot WHERE lot.opened_by_id = booked.id),
           amount
    FROM billing_ledgertransaction booked WHERE account_id = %(user)s AND key LIKE 'filled:%%'
    UNION ALL
    SELECT id, 'issued', NULL, NULL, -amount FROM billing_ledgertransaction booked
    WHERE account_id = %(user)s AND key LIKE 'filled:%%'
    """,
)
_BARE_PAGE = f"""
    SELECT line.id, line.at, coalesce(booked.kind, hold.state), booked.reason, hold.note, booked.bucket, booked.amount,
           hold.amount, hold.captured, booked.balance_after, lot.expires_at, hold.id
    FROM (
        (SELECT id, created_at AS at, id AS booked_id, hold_id FROM billing_ledgertransaction
         WHERE account_id = %(user)s AND kind <> 'settlement' ORDER BY created_at DESC, id DESC LIMIT {_PAGE})
        UNION ALL
        (SELECT id, coalesce(closed_at, created_at), NULL, id FROM billing_hold
         WHERE account_id = %(user)s AND captured = 0 AND amount > 0
         ORDER BY coalesce(closed_at, created_at) DESC, id DESC LIMIT {_PAGE})
        ORDER BY at DESC, id DESC LIMIT {_PAGE}
    ) AS line
    LEFT JOIN billing_ledgertransaction booked ON booked.id = line.booked_id
    LEFT JOIN billing_hold hold ON hold.id = line.hold_id
    LEFT JOIN billing_creditlot lot ON lot.opened_by_id = line.booked_id
    ORDER BY line.at DESC, line.id DESC
"""  # noqa: S608 - a constant of ours


if __name__ == "__main__":
    main("The ledger", measure)
