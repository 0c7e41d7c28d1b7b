from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import LedgerTransaction
from billing.selectors import Balance, balance_of
from tests.accounts.people import make_user
from tests.billing.books import days_from_now, faults, make_empty_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return make_empty_user()


def do_business(user: User) -> None:
    """Something of every kind: a renewed plan, a gift that expires, work under way and done, a debt, reversals."""
    for number, key in enumerate(("first", "second")):
        ledger.renew_plan(
            user,
            amount=50,
            ceiling=80,
            key=key,
            reason="Plan credits",
            expires_at=days_from_now(number + 1),
            kept_until=days_from_now(number + 8),
        )
    ledger.grant(user, amount=9, key="gift", reason="A gift", expires_at=days_from_now(-1))
    ledger.expire_lots()
    for captured in (0, 7, None):
        reference = uuid4()
        ledger.reserve(user, amount=10, reference=reference)
        if captured is not None:
            ledger.capture(reference, amount=captured)
    ledger.adjust(user, amount=-3, key="wrong", reason="Given by mistake", author=user)
    ledger.reverse(LedgerTransaction.objects.get(key="wrong"), reason="It was none", author=user)
    ledger.take_back(user, amount=90, key="refund", reason="Money back", granted_by="second")


def spoil(*statements: str) -> None:
    """Change sums behind the back of every guard; deferred checks of what came before run first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class TestVerifying:
    def test_finds_nothing_after_all_kinds_of_business(self, user):
        do_business(user)

        assert faults() == {}
        assert set(LedgerTransaction.objects.values_list("kind", flat=True)) == {
            *("grant", "rollover", "expiry", "capture", "adjustment", "reversal", "refund")
        }

    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("UPDATE billing_creditaccount SET posted = posted + 1", "accounts_that_differ_from_the_log"),
            ("UPDATE billing_creditaccount SET owed = owed + 1", "accounts_that_differ_from_the_log"),
            ("UPDATE billing_creditaccount SET held = held - 1", "accounts_that_differ_from_their_lots"),
            (
                "UPDATE billing_creditlot SET posted = posted + 1 WHERE granted > posted",
                "lots_that_differ_from_the_log",
            ),
            ("UPDATE billing_creditlot SET held = held - 1 WHERE held > 0", "lots_that_differ_from_their_holds"),
            ("UPDATE billing_holdpart SET amount = amount + 1", "holds_that_differ_from_their_parts"),
            ("UPDATE billing_hold SET captured = 3 WHERE captured = 7", "captures_without_a_transaction"),
            ("UPDATE billing_ledgerleg SET amount = amount + 1 WHERE book = 'spent'", "unbalanced_transactions"),
            ("DELETE FROM billing_ledgerleg WHERE book = 'issued'", "unbalanced_transactions"),
            (
                "UPDATE billing_ledgertransaction SET amount = amount + 1 WHERE key = 'first'",
                "transactions_that_disagree_with_their_legs",
            ),
            (
                "UPDATE billing_hold SET expires_at = now() - interval '2 hours' WHERE state = 'held'",
                "holds_long_overdue",
            ),
            (
                "UPDATE billing_creditlot SET granted = 5, posted = 5, expires_at = now() - interval '3 days',"
                " kept_until = now() - interval '2 days' WHERE posted = 0",
                "lots_long_over",
            ),
            ("UPDATE billing_creditaccount SET posted = held + 1, owed = 1", "debts_beside_free_credits"),
        ],
    )
    def test_finds_what_was_spoilt(self, user, statement, found):
        do_business(user)
        spoil(statement)

        assert ledger.verify()[found] > 0


class TestRebuilding:
    def test_sets_every_sum_to_what_the_log_says(self, user):
        do_business(user)
        omid = make_user("omid")
        ledger.open_account(omid)
        before, print_before = [balance_of(user), balance_of(omid)], ledger.fingerprint()
        spoil(
            "UPDATE billing_creditlot SET granted = granted + 100, posted = posted + 50, held = 40",
            "UPDATE billing_creditaccount SET posted = posted + 7, held = 3, owed = owed + 11",
        )
        assert ledger.verify()["accounts_that_differ_from_the_log"] == 2
        assert ledger.fingerprint() != print_before

        assert ledger.rebuild() > 2

        assert faults() == {}
        assert [balance_of(user), balance_of(omid)] == before
        assert ledger.fingerprint() == print_before
        assert ledger.rebuild() == 0

    @pytest.mark.django_db(transaction=True)
    def test_stands_in_nobodys_way(self, user):
        ledger.grant(user, amount=400, key="gift", reason="A gift")

        def act(index: int) -> None:
            if index % 10 == 0:
                ledger.rebuild()
            elif index % 10 == 1:
                ledger.open_account(make_user(f"newcomer{index}"))
            else:
                reference = uuid4()
                ledger.reserve(user, amount=1, reference=reference)
                ledger.capture(reference)

        answers = together(200, act, at_once=8)

        assert [answer for answer in answers if answer is not None] == []
        assert balance_of(user) == Balance(available=400 - 160, held=0)
        assert faults() == {}


class TestTheFingerprint:
    def test_is_that_of_the_same_business_in_another_order(self, user):
        def run(*keys: str) -> str:
            with transaction.atomic():
                for key in keys:
                    ledger.grant(user, amount=len(key), key=key, reason="A gift", expires_at=days_from_now(-1))
                ledger.expire_lots()
                fingerprint = ledger.fingerprint()
                transaction.set_rollback(True)
            return fingerprint

        assert run("one", "three") == run("three", "one")
        assert run("one", "three") != run("one", "four")

    def test_covers_holds_tiers_and_debts(self, user):
        seen = {ledger.fingerprint()}
        ledger.grant(user, amount=5, key="gift", reason="A gift")
        seen.add(ledger.fingerprint())
        ledger.reserve(user, amount=5, reference=uuid4())
        seen.add(ledger.fingerprint())
        ledger.freeze(user.pk, "A dispute")
        seen.add(ledger.fingerprint())
        ledger.take_back(user, amount=1, key="refund", reason="Money back")
        seen.add(ledger.fingerprint())

        assert len(seen) == 5

    def test_is_blind_to_times(self, user):
        with transaction.atomic():
            ledger.grant(user, amount=5, key="gift", reason="A gift")
            first = ledger.fingerprint()
            transaction.set_rollback(True)
        until = timezone.now() + timedelta(days=3)
        ledger.grant(user, amount=5, key="gift", reason="A gift", expires_at=until)

        assert ledger.fingerprint() == first
