import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from billing import ledger
from billing.models import Hold, LedgerTransaction, StatementLine
from billing.selectors import balance_of, statement_of, transactions_of
from tests.accounts.people import make_user
from tests.billing.books import days_from_now, faults, make_empty_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

THREADS = 16


@pytest.fixture
def user() -> User:
    return make_empty_user()


def grant(user: User, key: str, amount: int) -> None:
    ledger.grant(user, amount=amount, key=key, reason="A gift")


def read(user: User) -> list[tuple[str, int, int, int, int, int | None]]:
    lines = statement_of(user)
    return [
        (line.kind, line.amount, line.held, line.charged, line.returned, line.balance_after) for line in reversed(lines)
    ]


def assert_adds_up(user: User) -> None:
    """Each line's balance is that of the line before and what this one changed; the last is what there is."""
    booked = [line for line in reversed(statement_of(user)) if line.balance_after is not None]
    assert booked[0].balance_after == booked[0].amount
    for before, after in pairwise(booked):
        assert after.balance_after == before.balance_after + after.amount, after
    balance = balance_of(user)
    assert booked[-1].balance_after == balance.available + balance.held + balance.lapsed - balance.owed


class TestTheStatement:
    def test_tells_what_became_of_each_piece_of_work(self, user):
        grant(user, "gift", 20)
        charged, part, returned, under_way = (uuid4() for _ in range(4))
        for reference in (charged, part, returned, under_way):
            ledger.reserve(user, amount=4, reference=reference, note="Routix V4: a cat")
        ledger.capture(charged)
        ledger.capture(part, amount=1)
        ledger.release(returned)

        lines = {line.reference: line for line in statement_of(user)}
        assert lines.pop(None).amount == 20
        assert {line.note for line in lines.values()} == {"Routix V4: a cat"}
        told = {key: (line.kind, line.held, line.charged, line.returned) for key, line in lines.items()}
        assert told == {
            charged: ("capture", 4, 4, 0),
            part: ("capture", 4, 1, 3),
            returned: ("returned", 4, 0, 4),
            under_way: ("held", 4, 0, 0),
        }
        assert_adds_up(user)

    def test_shows_work_that_was_charged_nothing_as_returned(self, user):
        grant(user, "gift", 20)
        ledger.reserve(user, amount=4, reference=(reference := uuid4()))
        ledger.capture(reference, amount=0)

        assert read(user)[-1] == ("returned", 0, 4, 0, 4, None)

    def test_says_nothing_of_work_that_costs_nothing(self, user):
        ledger.reserve(user, amount=0, reference=(reference := uuid4()))
        ledger.capture(reference)

        assert read(user) == []

    def test_says_when_what_came_in_expires(self, user):
        until = days_from_now(3)
        ledger.grant(user, amount=5, key="gift", reason="A gift", expires_at=until)

        (line,) = statement_of(user)
        assert (line.bucket, line.reason, line.expires_at) == ("bonus", "A gift", until)

    def test_is_the_users_own_newest_first(self, user):
        grant(make_user("omid"), "omids", 3)
        for index in range(3):
            grant(user, f"gift{index}", index + 1)

        assert [line.amount for line in statement_of(user)] == [3, 2, 1]
        assert [booked.key for booked in transactions_of(user)] == ["gift2", "gift1", "gift0"]

    def test_goes_below_nothing_with_a_debt_and_hides_its_payment(self, user):
        ledger.take_back(user, amount=8, key="refund", reason="Money back")
        grant(user, "gift", 10)

        assert LedgerTransaction.objects.filter(kind="settlement").exists()
        assert read(user) == [("refund", -8, 0, 0, 0, -8), ("grant", 10, 0, 0, 0, 2)]
        assert_adds_up(user)

    def test_adds_up_over_all_kinds_of_business(self, user):
        for number in range(3):
            ledger.renew_plan(
                user,
                amount=50,
                ceiling=80,
                key=f"plan{number}",
                reason="Plan credits",
                expires_at=days_from_now(number + 1),
                kept_until=days_from_now(number + 2),
            )
            ledger.reserve(user, amount=7, reference=(reference := uuid4()))
            ledger.capture(reference, amount=5)
        ledger.grant(user, amount=4, key="over", reason="A gift", expires_at=days_from_now(-1))
        ledger.expire_lots()
        ledger.adjust(user, amount=-3, key="wrong", reason="Given twice", author=user)
        ledger.take_back(user, amount=100, key="refund", reason="Money back")
        ledger.compensate(LedgerTransaction.objects.get(key="refund"), reason="It failed")

        assert len(read(user)) > 10
        assert_adds_up(user)
        assert faults() == {}

    @pytest.mark.django_db(transaction=True)
    def test_adds_up_under_16_threads(self, user):
        grant(user, "gift", 1000)

        def act(index: int) -> None:
            reference = uuid4()
            if index % 5 == 0:
                grant(user, f"gift{index}", 3)
            elif index % 5 == 1:
                ledger.take_back(user, amount=2, key=f"refund{index}", reason="Money back")
            else:
                ledger.reserve(user, amount=2, reference=reference)
                if index % 5 == 4:
                    ledger.release(reference)
                else:
                    ledger.capture(reference, amount=1 + index % 2)

        answers = together(320, act, at_once=THREADS)

        assert [answer for answer in answers if answer is not None] == []
        assert len(read(user)) == 1 + 320
        assert_adds_up(user)
        assert faults() == {}


class TestItsNewestLines:
    @pytest.fixture(autouse=True)
    def many(self, user) -> None:
        """More lines than are worth sorting, and statistics that say so."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO billing_hold (id, account_id, amount, captured, state, note, created_at, closed_at,"
                " expires_at) SELECT gen_random_uuid(), %s, 1, g %% 2, CASE g %% 2 WHEN 0 THEN 'released' ELSE"
                " 'captured' END, 'a cat', now() - g * interval '1 min', now() - g * interval '1 min', now()"
                " FROM generate_series(1, 5000) AS g",
                [user.pk],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "INSERT INTO billing_ledgertransaction (id, created_at, account_id, kind, key, reason, bucket, amount,"
                " balance_after, hold_id) SELECT gen_random_uuid(), closed_at, account_id, 'capture', 'capture:' || id,"
                " 'Thumbnail', '', -1, 0, id FROM billing_hold WHERE captured = 1"
            )
            cursor.execute("ANALYZE billing_hold, billing_ledgertransaction")
            cursor.execute("SET LOCAL session_replication_role = origin")

    def test_are_read_in_the_order_of_the_indexes(self, user):
        assert StatementLine.objects.filter(account_id=user.pk).count() == Hold.objects.count() == 5000
        plan = json.loads(statement_of(user)[:20].explain(format="json", analyze=True))[0]["Plan"]

        # What else a line says comes from tables that are short here, and may be read whole.
        long = {None, "billing_hold", "billing_ledgertransaction"}
        nodes = [node for node in walk(plan) if node.get("Relation Name") in long]
        assert {node["Node Type"] for node in nodes}.isdisjoint({"Sort", "Incremental Sort", "Seq Scan", "Hash Join"})
        read = [node["Actual Rows"] for node in nodes if node.get("Relation Name") and node["Actual Loops"] == 1]
        assert sum(read) <= 2 * 20 + 2

    def test_come_with_what_their_holds_say(self, user):
        newest = statement_of(user)[:20]

        assert [line.kind for line in newest] == ["capture", "returned"] * 10
        assert {(line.held, line.charged, line.returned, line.note) for line in newest} == {
            (1, 1, 0, "a cat"),
            (1, 0, 1, "a cat"),
        }


def walk(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The nodes of a query plan, that of the answer first."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from walk(inner)
