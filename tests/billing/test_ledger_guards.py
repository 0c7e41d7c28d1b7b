from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from billing import ledger
from billing.models import CreditAccount, Hold, LedgerLeg, LedgerTransaction
from common.ids import new_id
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def check_as_at_commit() -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def booked() -> LedgerTransaction:
    ledger.grant(make_user(), amount=7, key="gift", reason="A gift")
    return LedgerTransaction.objects.get(key="gift")


class TestTheLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE billing_ledgerleg SET amount = amount + 1",
            "DELETE FROM billing_ledgerleg",
            "UPDATE billing_ledgertransaction SET reason = 'Another'",
            "DELETE FROM billing_ledgertransaction",
        ],
    )
    def test_is_never_changed(self, booked, statement):
        with pytest.raises(IntegrityError, match="append-only"):
            execute(statement)

        assert booked.legs.count() == 2

    @pytest.mark.parametrize(
        "tables", ["billing_ledgerleg", "billing_ledgertransaction, billing_ledgerleg", "billing_creditaccount CASCADE"]
    )
    def test_is_never_emptied(self, booked, tables):
        check_as_at_commit()  # PostgreSQL empties no table with checks pending
        execute("SET LOCAL routix.guard_test_ledger = 'on'")  # test databases are let off otherwise

        with pytest.raises(IntegrityError, match="append-only: TRUNCATE"):
            execute(f"TRUNCATE {tables}")

        assert booked.legs.count() == 2

    def test_is_not_changed_by_the_orm_either(self, booked):
        leg = LedgerLeg.objects.first()
        assert leg is not None
        leg.amount = 1000
        with pytest.raises(IntegrityError), transaction.atomic():
            leg.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerLeg.objects.all().delete()


class TestATransaction:
    @transaction.atomic
    def book(self, *amounts: int) -> None:
        made = LedgerTransaction.objects.create(kind="capture", key=str(new_id()), reason="Test")
        account = CreditAccount.objects.get()
        for index, amount in enumerate(amounts):
            book = {"book": "spent"} if index else {"book": "user", "account": account}
            made.legs.create(**book, amount=amount)
        check_as_at_commit()

    @transaction.atomic
    def add_leg(self, booked: LedgerTransaction) -> None:
        booked.legs.create(book="issued", amount=1)
        check_as_at_commit()

    @pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, -4, -2), (-5, 6)])
    def test_that_does_not_balance_is_refused(self, booked, amounts):
        with pytest.raises(IntegrityError, match="does not balance"):
            self.book(*amounts)

    @pytest.mark.parametrize("amounts", [(5, -5), (5, -2, -3)])
    def test_that_balances_is_taken(self, booked, amounts):
        self.book(*amounts)

        assert LedgerTransaction.objects.filter(kind="capture").count() == 1

    def test_takes_no_further_leg_that_unbalances_it(self, booked):
        with pytest.raises(IntegrityError, match="does not balance"):
            self.add_leg(booked)

    @pytest.mark.parametrize(
        ("book", "has_account", "amount"),
        [("user", False, 5), ("issued", True, 5), ("spent", True, 5), ("elsewhere", False, 5), ("issued", False, 0)],
    )
    def test_takes_no_odd_leg(self, booked, book, has_account, amount):
        account = CreditAccount.objects.get() if has_account else None
        with pytest.raises(IntegrityError), transaction.atomic():
            booked.legs.create(book=book, account=account, amount=amount)

    @pytest.mark.parametrize(("kind", "bucket"), [("gift", ""), ("grant", ""), ("grant", "odd"), ("capture", "bonus")])
    def test_has_a_known_kind_and_bucket(self, kind, bucket):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerTransaction.objects.create(kind=kind, bucket=bucket, key="odd", reason="Test")


class TestAnAccount:
    @pytest.mark.parametrize("change", [{"posted": -1}, {"held": -1}, {"held": 100}, {"tier": "gold"}])
    def test_is_never_overdrawn_or_odd(self, booked, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditAccount.objects.update(**change)

    def test_keeps_its_user_from_being_deleted(self, booked):
        with pytest.raises(IntegrityError):
            CreditAccount.objects.get().user.delete()


class TestAHold:
    @pytest.mark.parametrize(
        "change",
        [
            {"amount": -1},
            {"captured": 4},
            {"captured": 1},
            {"state": "captured"},
            {"state": "released"},
            {"state": "x"},
        ],
    )
    def test_is_open_or_closed_and_nothing_between(self, change):
        user = make_user()
        ledger.reserve(user, amount=3, reference=uuid4())

        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.update(**change)
