from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from billing import ledger
from billing.models import CreditAccount, CreditLot, Hold, LedgerLeg, LedgerTransaction
from common.ids import new_id
from tests.accounts.people import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def check_as_at_commit() -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def check_after(statement: str) -> None:
    execute(statement)
    check_as_at_commit()


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
        "tables", ["billing_ledgerleg", "billing_ledgertransaction CASCADE", "billing_creditaccount CASCADE"]
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
    def book(self, *amounts: int, says: int | None = None) -> None:
        account, lot = CreditAccount.objects.get(), CreditLot.objects.get(opened_by__key="gift")
        said = (amounts[0] if amounts else 5) if says is None else says
        made = LedgerTransaction.objects.create(
            account=account, kind="capture", key=str(new_id()), reason="Test", amount=said, balance_after=0
        )
        for index, amount in enumerate(amounts):
            book = {"book": "spent"} if index else {"book": "user", "account": account, "lot": lot}
            made.legs.create(**book, amount=amount)
        check_as_at_commit()

    @transaction.atomic
    def move(self, lot: CreditLot, other: CreditLot) -> None:
        made = LedgerTransaction.objects.create(
            account_id=lot.account_id, kind="capture", key="odd", reason="Test", amount=0, balance_after=0
        )
        made.legs.create(book="user", account_id=lot.account_id, lot=lot, amount=5)
        made.legs.create(book="user", account_id=other.account_id, lot=other, amount=-5)
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

    @pytest.mark.parametrize("says", [4, -5, 0])
    def test_that_says_something_else_than_its_legs_is_refused(self, booked, says):
        with pytest.raises(IntegrityError, match=r"says -?\d credits, its legs say 5"):
            self.book(5, -5, says=says)

    def test_that_moves_somebody_elses_credits_is_refused(self, booked):
        omid = make_user("omid")
        ledger.open_account(omid)
        mine, theirs = CreditLot.objects.get(opened_by=booked), CreditLot.objects.get(account_id=omid.pk)
        with pytest.raises(IntegrityError, match="its legs say"):
            self.move(mine, theirs)

    def test_takes_no_further_leg_that_unbalances_it(self, booked):
        with pytest.raises(IntegrityError, match="does not balance"):
            self.add_leg(booked)

    @pytest.mark.parametrize(
        ("book", "has_account", "has_lot", "amount"),
        [
            ("user", False, False, 5),
            ("user", True, False, 5),
            ("debt", False, False, 5),
            ("debt", True, True, 5),
            ("issued", True, False, 5),
            ("spent", True, False, 5),
            ("expired", False, True, 5),
            ("elsewhere", False, False, 5),
            ("issued", False, False, 0),
        ],
    )
    def test_takes_no_odd_leg(self, booked, book, has_account, has_lot, amount):
        account = CreditAccount.objects.get() if has_account else None
        lot = CreditLot.objects.get(opened_by=booked) if has_lot else None
        with pytest.raises(IntegrityError, match="legs_"), transaction.atomic():
            booked.legs.create(book=book, account=account, lot=lot, amount=amount)

    @pytest.mark.parametrize(
        ("kind", "bucket", "refused_by"),
        [
            ("gift", "", "transactions_have_a_known_kind"),
            ("grant", "", "grants_have_a_bucket"),
            ("grant", "odd", "grants_have_a_bucket"),
            ("reversal", "", "reversals_and_only_those_reverse_something"),
        ],
    )
    def test_has_a_known_kind_and_bucket(self, booked, kind, bucket, refused_by):
        with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
            LedgerTransaction.objects.create(
                account_id=booked.account_id,
                kind=kind,
                bucket=bucket,
                key="odd",
                reason="Test",
                amount=1,
                balance_after=1,
            )

    def test_is_reversed_once(self, booked):
        ledger.reverse(booked, reason="A mistake", author=booked.account.user)
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerTransaction.objects.create(
                account_id=booked.account_id,
                kind="reversal",
                key="again",
                reason="Test",
                amount=-7,
                balance_after=1,
                reverses=booked,
            )


class TestAnAccount:
    @pytest.mark.parametrize("change", [{"posted": -1}, {"held": -1}, {"held": 100}, {"owed": -1}, {"tier": "gold"}])
    def test_is_never_overdrawn_or_odd(self, booked, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditAccount.objects.update(**change)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE billing_creditaccount SET posted = posted + 1",
            "UPDATE billing_creditaccount SET held = held + 1",
            "UPDATE billing_creditlot SET posted = posted - 1",
            "UPDATE billing_creditlot SET held = held + 1",
        ],
    )
    def test_is_the_sum_of_its_lots(self, booked, statement):
        with pytest.raises(IntegrityError, match="its lots"):
            check_after(statement)

    def test_owes_nothing_while_something_is_free(self, booked):
        with pytest.raises(IntegrityError, match="owes 1 credits while 17 are free"):
            check_after("UPDATE billing_creditaccount SET owed = 1")

    def test_keeps_its_user_from_being_deleted(self, booked):
        with pytest.raises(IntegrityError):
            CreditAccount.objects.get().user.delete()


class TestALot:
    @pytest.mark.parametrize(
        ("change", "refused_by"),
        [
            ({"posted": -1}, "lots_hold_what_is_there"),
            ({"held": -1}, "lots_hold_what_is_there"),
            ({"held": 11}, "lots_hold_what_is_there"),
            ({"posted": 11}, "lots_never_grow"),
            ({"bucket": "odd"}, "lots_have_a_known_bucket"),
            ({"kept_until": timezone.now()}, "lots_are_kept_until_they_expire"),
        ],
    )
    def test_is_never_overdrawn_or_odd(self, change, refused_by):
        ledger.open_account(make_user())
        with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
            CreditLot.objects.update(**change)


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
