"""The statement a page at a time: the same lines as the view, read by index."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from billing import ledger
from billing.models import StatementLine
from billing.selectors import statement_of
from billing.selectors.statement_pages import Mark, read_statement
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MANY = 20_000
LONG_TABLES = ("billing_hold", "billing_ledgertransaction")
# Holds that were captured and booked, and every third one returned, as the triggers would not let us write so many.
FILL = """
INSERT INTO billing_hold (id, account_id, amount, captured, state, note, created_at, closed_at, expires_at)
SELECT gen_random_uuid(), %(user)s, 2, CASE WHEN n %% 3 = 0 THEN 0 ELSE 2 END,
       CASE WHEN n %% 3 = 0 THEN 'released' ELSE 'captured' END, 'Work ' || n,
       now() - n * interval '5 minutes', now() - n * interval '5 minutes' + interval '3 seconds', now()
FROM generate_series(1, %(many)s) AS n;
INSERT INTO billing_ledgertransaction (id, account_id, kind, key, reason, bucket, amount, balance_after, hold_id,
                                       created_at)
SELECT gen_random_uuid(), account_id, 'capture', 'capture:' || id, 'Generation', '', -2, 100, id, closed_at
FROM billing_hold WHERE state = 'captured' AND account_id = %(user)s;
"""


def walk(user: User, *, limit: int, kinds: tuple[str, ...] = ()) -> Iterator[StatementLine]:
    before: Mark | None = None
    while True:
        page = read_statement(user, kinds=kinds, before=before, limit=limit)
        assert len(page.lines) <= limit
        yield from page.lines
        if page.older is None:
            return
        before = page.older


def live(user: User) -> None:
    """A little of everything."""
    ledger.grant(user, amount=50, key=f"gift:{user.pk}", reason="A gift")
    for end in (ledger.capture, ledger.release, None, ledger.capture):
        reference = uuid4()
        ledger.reserve(user, amount=2, reference=reference, note="Work")
        if end is not None:
            end(reference)
    nothing = uuid4()
    ledger.reserve(user, amount=3, reference=nothing, note="Work")
    ledger.capture(nothing, amount=0)


class TestStatement:
    @pytest.mark.parametrize("limit", [1, 2, 3, 100])
    def test_has_every_line_once_and_in_order(self, limit: int) -> None:
        user = make_user()
        live(user)
        assert [line.pk for line in walk(user, limit=limit)] == [line.pk for line in statement_of(user)]

    def test_ends_where_there_is_no_more(self) -> None:
        user = make_user()
        live(user)
        number = statement_of(user).count()
        assert read_statement(user, limit=number).older is None
        assert read_statement(user, limit=number - 1).older is not None

    def test_is_empty_for_whoever_has_no_account(self) -> None:
        assert read_statement(make_user(), limit=5).lines == ()

    @pytest.mark.parametrize("kind", StatementLine.Kind.values)
    def test_narrows_to_a_kind(self, kind: str) -> None:
        user = make_user()
        live(user)
        found = [line.pk for line in walk(user, limit=2, kinds=(kind,))]
        assert found == [line.pk for line in statement_of(user).filter(kind=kind)]

    def test_leaves_out_what_belongs_to_others(self) -> None:
        user, other = make_user(), make_user("omid")
        live(other)
        ledger.open_account(user)
        assert {line.account_id for line in walk(user, limit=100)} == {user.pk}


class TestLongStatement:
    @pytest.fixture
    def busy(self) -> User:
        user = make_user()
        ledger.open_account(user)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(FILL, {"user": user.pk, "many": MANY})
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("ANALYZE billing_hold, billing_ledgertransaction")
        return user

    def test_is_read_by_index_at_both_ends(self, busy: User) -> None:
        middle = statement_of(busy)[MANY // 2]
        for before in (None, Mark(middle.at, middle.pk)):
            plans: list[Any] = []

            def explained(execute: Any, sql: str, params: Any, *more: Any, plans: list[Any] = plans) -> Any:
                with connection.cursor() as cursor:
                    cursor.cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                    plans.append(cursor.fetchone()[0])
                return execute(sql, params, *more)

            with connection.execute_wrapper(explained):
                assert len(read_statement(busy, before=before, limit=30).lines) == 30
            assert len(plans) == 2
            steps = [step for plan in plans for step in _steps(plan[0]["Plan"])]
            assert {step["Relation Name"] for step in steps if "Relation Name" in step} >= set(LONG_TABLES)
            assert not any(step["Node Type"] == "Seq Scan" and step["Relation Name"] in LONG_TABLES for step in steps)
            assert max(_rows_read(step) for step in steps) < 200


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A step of a plan and all that stand below it."""
    yield step
    for below in step.get("Plans", ()):
        yield from _steps(below)


def _rows_read(step: dict[str, Any]) -> int:
    """How many rows a step went through, those it threw away included."""
    return int((step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"])
