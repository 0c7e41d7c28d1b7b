"""Keeping passwords and codes from being guessed: five wrong ones in a row lock a name for a quarter of an hour.

Two things are counted: the name as it was typed, and the account behind it, so that nobody gets five tries by the
username and five more by the e-mail address. A locked name is told, whether or not somebody has it. A locked account
is not, where another name of it was typed: its password is called wrong without being looked at. Told, it would give
away which address belongs to which username.

A try is counted before the password is looked at and forgotten when it was right. So however many come at the same
moment, no more than five are looked at.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.errors import TooManyFailedSignInsError
from accounts.models import FailedSignIns, User
from common.ids import new_id

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

_log = structlog.get_logger(__name__)

# One statement for both rows, in the order of their digests, so that no two wait for each other. The count stops at
# one beyond the bound, which stands for a refused try.
_COUNT = """
    INSERT INTO accounts_failedsignins AS row (id, created_at, digest, count, last_failed_at, locked_until)
    SELECT key.id, %(now)s, key.digest, 1, %(now)s, NULL
    FROM unnest(%(ids)s::uuid[], %(digests)s::text[]) AS key (id, digest)
    ORDER BY key.digest
    ON CONFLICT (digest) DO UPDATE SET
        count = CASE
            WHEN row.locked_until > %(now)s THEN least(row.count + 1, %(most)s + 1)
            WHEN row.locked_until IS NOT NULL OR row.last_failed_at <= %(forgotten)s THEN 1
            ELSE least(row.count + 1, %(most)s + 1)
        END,
        locked_until = CASE
            WHEN row.locked_until > %(now)s THEN row.locked_until
            WHEN row.locked_until IS NOT NULL OR row.last_failed_at <= %(forgotten)s THEN NULL
            WHEN row.count + 1 >= %(most)s THEN %(until)s
        END,
        last_failed_at = CASE WHEN row.locked_until > %(now)s THEN row.last_failed_at ELSE %(now)s END
    RETURNING digest, count, locked_until
"""


@dataclass(frozen=True)
class Attempt:
    """A counted try. `may_look` says whether the password may be looked at; else it counts as wrong."""

    digests: tuple[str, str]
    may_look: bool


def count_attempt(identifier: str, user: User | None) -> Attempt:
    """Count a try under a name as it was typed; `user` is whom it names, None for nobody.

    Raises `TooManyFailedSignInsError` while the name is locked. Call it outside of a transaction: what is not
    committed stops nobody else.
    """
    by_name, by_account = _digest_of_name(identifier), _digest_of_account(user, identifier)
    now = timezone.now()
    rows = _count((by_name, by_account), now)
    count, locked_until = rows[by_name]
    if count > MOST_FAILURES:
        raise TooManyFailedSignInsError(retry_after=_seconds_until(locked_until, now))
    if locked_until is not None:
        _log.warning("sign_in_locked", minutes=LOCKED_FOR.total_seconds() / 60)
    return Attempt((by_name, by_account), may_look=rows[by_account][0] <= MOST_FAILURES)


def uncount(attempt: Attempt) -> None:
    """Take a try back that was right but ends nothing: a password that still waits for a code."""
    rows = FailedSignIns.objects.filter(digest__in=attempt.digests)
    rows.update(count=Greatest(Least(F("count"), MOST_FAILURES) - 1, 0), locked_until=None)


def forget_failures(user: User) -> None:
    """Start anew: the user proved who they are."""
    names = [_digest_of_name(user.username), _digest_of_name(user.email)]
    FailedSignIns.objects.filter(digest__in=[*names, _digest_of_account(user, "")]).delete()


def _count(digests: tuple[str, str], now: datetime) -> dict[str, tuple[int, datetime | None]]:
    parameters: dict[str, Any] = {
        "ids": [new_id() for _ in digests],
        "digests": list(digests),
        "now": now,
        "forgotten": now - LOCKED_FOR,
        "until": now + LOCKED_FOR,
        "most": MOST_FAILURES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, parameters)
        return {digest: (count, locked_until) for digest, count, locked_until in cursor.fetchall()}


def _digest_of_name(identifier: str) -> str:
    return _digest(f"name {identifier.lower()}")


def _digest_of_account(user: User | None, identifier: str) -> str:
    # Nobody's tries are counted twice as well, so that a name without an account costs as much as one with.
    return _digest(f"account {user.pk}" if user else f"nobody {identifier.lower()}")


def _digest(text: str) -> str:
    # Keyed, so that the table does not tell which names were tried.
    return salted_hmac("accounts.failed_sign_ins", text, algorithm="sha256").hexdigest()


def _seconds_until(moment: datetime | None, now: datetime) -> int:
    # Several that began to wait at once may find the row just as the lock is being written.
    left = (moment or now + LOCKED_FOR) - now
    return max(1, math.ceil(left.total_seconds()))
