from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.errors import (
    AccountFrozenError,
    InsufficientCreditsError,
    IrreversibleError,
    LedgerKeyReusedError,
    SpendingCapReachedError,
)
from billing.ledger.correcting import RETURNED_FOR
from billing.models import Bucket, CreditLot, Hold, LedgerTransaction
from billing.selectors import Balance, available_credits, balance_of
from tests.accounts.people import make_user
from tests.billing.books import days_from_now, debt_of, faults, lots_of, make_empty_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return make_empty_user()


@pytest.fixture
def boss() -> User:
    return make_user("boss")


def grant(user: User, key: str, amount: int) -> LedgerTransaction:
    ledger.grant(user, amount=amount, key=key, reason="A gift")
    return LedgerTransaction.objects.get(key=key)


def spend(user: User, amount: int) -> LedgerTransaction:
    reference = uuid4()
    ledger.reserve(user, amount=amount, reference=reference)
    ledger.capture(reference)
    return LedgerTransaction.objects.get(hold=reference)


class TestAdjusting:
    def test_gives_and_says_who_did_it(self, user, boss):
        assert ledger.adjust(user, amount=5, key="sorry", reason="For the trouble", author=boss) is True
        assert ledger.adjust(user, amount=5, key="sorry", reason="For the trouble", author=boss) is False

        booked = LedgerTransaction.objects.get()
        assert (booked.kind, booked.bucket, booked.author, booked.amount) == ("adjustment", "bonus", boss, 5)
        assert balance_of(user).available == 5
        assert faults() == {}

    def test_takes_the_soonest_to_expire_first(self, user, boss):
        grant(user, "never", 5)
        ledger.grant(user, amount=5, key="soon", reason="A gift", expires_at=days_from_now(1))

        assert ledger.adjust(user, amount=-7, key="wrong", reason="Given twice", author=boss) is True
        assert ledger.adjust(user, amount=-7, key="wrong", reason="Given twice", author=boss) is False

        assert lots_of(user) == {"never": 3}
        booked = LedgerTransaction.objects.get(key="wrong")
        assert (booked.kind, booked.bucket, booked.author, booked.balance_after) == ("adjustment", "", boss, 3)
        assert faults() == {}

    def test_takes_no_more_than_is_free(self, user, boss):
        grant(user, "gift", 5)
        ledger.reserve(user, amount=2, reference=uuid4())

        with pytest.raises(InsufficientCreditsError) as caught:
            ledger.adjust(user, amount=-4, key="wrong", reason="Given twice", author=boss)

        assert caught.value.details == {"required": 4, "available": 3}
        assert balance_of(user) == Balance(available=3, held=2)
        assert not LedgerTransaction.objects.filter(key="wrong").exists()

    def test_refuses_a_key_that_stands_for_something_else(self, user, boss):
        grant(user, "gift", 5)
        with pytest.raises(LedgerKeyReusedError):
            ledger.adjust(user, amount=-5, key="gift", reason="Given twice", author=boss)
        with pytest.raises(LedgerKeyReusedError):
            ledger.adjust(user, amount=4, key="gift", reason="Given twice", author=boss)

    def test_changes_something(self, user, boss):
        with pytest.raises(ValueError):
            ledger.adjust(user, amount=0, key="nothing", reason="Nothing", author=boss)


class TestTakingBack:
    def test_takes_what_is_left_of_that_grant_first(self, user):
        ledger.grant(user, amount=5, key="soon", reason="A gift", expires_at=days_from_now(1))
        grant(user, "pack", 5)

        assert ledger.take_back(user, amount=7, key="refund", reason="Money back", granted_by="pack") is True
        assert ledger.take_back(user, amount=7, key="refund", reason="Money back", granted_by="pack") is False

        assert lots_of(user) == {"soon": 3}
        assert LedgerTransaction.objects.get(key="refund").kind == "refund"
        assert faults() == {}

    def test_of_spent_credits_leaves_a_debt(self, user):
        grant(user, "pack", 10)
        spend(user, 8)

        ledger.take_back(user, amount=10, key="refund", reason="Money back", granted_by="pack")

        assert balance_of(user) == Balance(available=0, held=0, owed=8)
        booked = LedgerTransaction.objects.get(key="refund")
        assert (booked.amount, booked.balance_after) == (-10, -8)
        assert sorted(booked.legs.values_list("book", "amount")) == [("debt", -8), ("issued", 10), ("user", -2)]
        assert faults() == {}

    def test_leaves_what_work_under_way_holds_until_it_is_free(self, user):
        grant(user, "pack", 10)
        charged, returned = uuid4(), uuid4()
        ledger.reserve(user, amount=6, reference=charged)
        ledger.reserve(user, amount=4, reference=returned)
        ledger.take_back(user, amount=10, key="refund", reason="Money back", granted_by="pack")
        assert balance_of(user) == Balance(available=0, held=10, owed=10)
        assert faults() == {}

        ledger.capture(charged, amount=1)
        assert balance_of(user) == Balance(available=0, held=4, owed=5)
        ledger.release(returned)

        assert balance_of(user) == Balance(available=0, held=0, owed=1)
        assert faults() == {}

    def test_takes_what_has_lapsed_too(self, user):
        ledger.grant(
            user,
            amount=5,
            key="lapsed",
            reason="A gift",
            expires_at=days_from_now(-1),
            kept_until=days_from_now(5),
        )
        ledger.take_back(user, amount=5, key="refund", reason="Money back")

        assert debt_of(user) == 0
        assert faults() == {}

    def test_refuses_a_key_that_stands_for_something_else(self, user):
        grant(user, "gift", 5)
        with pytest.raises(LedgerKeyReusedError):
            ledger.take_back(user, amount=5, key="gift", reason="Money back")
        assert balance_of(user).available == 5

    @pytest.mark.parametrize("amount", [0, -1])
    def test_takes_something(self, user, amount):
        with pytest.raises(ValueError):
            ledger.take_back(user, amount=amount, key="refund", reason="Money back")


class TestADebt:
    @pytest.fixture(autouse=True)
    def debt(self, user) -> None:
        ledger.take_back(user, amount=8, key="refund", reason="Money back")

    def test_keeps_its_user_from_spending(self, user):
        with pytest.raises(InsufficientCreditsError) as caught:
            ledger.reserve(user, amount=1, reference=uuid4())

        assert caught.value.details == {"required": 1, "available": 0, "owed": 8}

    def test_is_paid_by_the_next_grant(self, user):
        grant(user, "small", 3)
        assert balance_of(user) == Balance(available=0, held=0, owed=5)
        grant(user, "big", 10)

        assert balance_of(user) == Balance(available=5, held=0)
        settled = LedgerTransaction.objects.filter(kind="settlement")
        assert sorted(settled.values_list("key", "amount")) == [("settlement:big", 0), ("settlement:small", 0)]
        assert LedgerTransaction.objects.get(key="big").balance_after == 5
        assert faults() == {}

    def test_is_paid_by_what_has_lapsed_too(self, user):
        ledger.grant(
            user, amount=20, key="over", reason="A gift", expires_at=days_from_now(-1), kept_until=days_from_now(1)
        )

        assert balance_of(user) == Balance(available=0, held=0, lapsed=12)
        assert faults() == {}

    def test_is_forgiven_first_when_its_cause_is_reversed(self, user, boss):
        grant(user, "small", 3)
        ledger.reverse(LedgerTransaction.objects.get(key="refund"), reason="The money stayed", author=boss)

        assert balance_of(user) == Balance(available=3, held=0)
        assert faults() == {}

    def test_that_was_paid_comes_back_and_stays(self, user, boss):
        grant(user, "big", 10)
        ledger.compensate(LedgerTransaction.objects.get(key="refund"), reason="The dispute was won")

        assert lots_of(user) == {"big": 2, "reversal:refund": 8}
        assert CreditLot.objects.get(opened_by__key="reversal:refund").expires_at is None
        assert faults() == {}

    def test_can_not_be_adjusted_into(self, user, boss):
        with pytest.raises(InsufficientCreditsError):
            ledger.adjust(user, amount=-1, key="wrong", reason="Given twice", author=boss)


class TestReversing:
    def test_a_grant_takes_it_back(self, user, boss):
        booked = grant(user, "gift", 7)
        grant(user, "other", 2)

        assert ledger.reverse(booked, reason="A mistake", author=boss) is True
        assert ledger.reverse(booked, reason="A mistake", author=boss) is False

        assert lots_of(user) == {"other": 2}
        reversal = LedgerTransaction.objects.get(kind="reversal")
        assert (reversal.reverses, reversal.author, reversal.amount, reversal.key) == (
            booked,
            boss,
            -7,
            "reversal:gift",
        )
        assert faults() == {}

    def test_a_spent_grant_leaves_a_debt(self, user, boss):
        booked = grant(user, "gift", 7)
        spend(user, 4)
        ledger.reverse(booked, reason="A mistake", author=boss)

        assert balance_of(user) == Balance(available=0, held=0, owed=4)
        assert faults() == {}

    def test_a_charge_gives_the_credits_back_where_they_came_from(self, user, boss):
        grant(user, "never", 5)
        ledger.grant(user, amount=5, key="soon", reason="A gift", expires_at=days_from_now(1))
        charge = spend(user, 7)

        assert ledger.reverse(charge, reason="A bad picture", author=boss) is True

        assert lots_of(user) == {"never": 5, "soon": 5}
        legs = LedgerTransaction.objects.get(kind="reversal").legs.values_list("book", "amount")
        assert sorted(legs) == [("spent", -7), ("user", 2), ("user", 5)]
        assert faults() == {}

    def test_a_charge_gives_what_expired_meanwhile_back_as_a_bonus(self, user, boss):
        grant(user, "never", 5)
        ledger.grant(user, amount=5, key="soon", reason="A gift", expires_at=days_from_now(1))
        charge = spend(user, 7)
        CreditLot.objects.filter(opened_by__key="soon").update(expires_at=days_from_now(-1))
        ledger.reverse(charge, reason="A bad picture", author=boss)

        assert lots_of(user) == {"never": 5, f"reversal:{charge.key}": 5}
        returned = CreditLot.objects.get(opened_by__key=f"reversal:{charge.key}")
        assert returned.bucket == Bucket.BONUS
        assert returned.expires_at is not None
        assert abs(returned.expires_at - timezone.now() - RETURNED_FOR) < timedelta(minutes=1)
        assert faults() == {}

    @pytest.mark.parametrize("amount", [5, -5])
    def test_an_adjustment_undoes_it(self, user, boss, amount):
        grant(user, "gift", 7)
        ledger.adjust(user, amount=amount, key="wrong", reason="Given twice", author=boss)
        ledger.reverse(LedgerTransaction.objects.get(key="wrong"), reason="A mistake", author=boss)

        assert lots_of(user) == {"gift": 7}
        assert faults() == {}

    def test_an_expiry_gives_a_bonus(self, user, boss):
        ledger.grant(user, amount=5, key="over", reason="A gift", expires_at=days_from_now(-1))
        ledger.expire_lots()
        ledger.reverse(LedgerTransaction.objects.get(kind="expiry"), reason="Our fault", author=boss)

        assert balance_of(user) == Balance(available=5, held=0)
        assert faults() == {}

    @pytest.mark.parametrize("kind", [LedgerTransaction.Kind.REFUND, LedgerTransaction.Kind.DISPUTE])
    def test_what_was_taken_back_gives_it_again(self, user, kind):
        grant(user, "pack", 10)
        spend(user, 4)
        ledger.take_back(user, amount=10, key="money", reason="Money back", kind=kind, granted_by="pack")
        taken = LedgerTransaction.objects.get(key="money")

        assert ledger.compensate(taken, reason="The money stayed") is True
        assert ledger.compensate(taken, reason="The money stayed") is False

        assert lots_of(user) == {"pack": 6}
        assert LedgerTransaction.objects.get(kind="reversal").author is None
        assert faults() == {}

    def test_by_itself_takes_back_a_grant_too(self, user):
        booked = grant(user, "pack", 10)
        ledger.compensate(booked, reason="It was never paid")

        assert balance_of(user) == Balance(available=0, held=0)
        assert faults() == {}

    def test_once_is_enough_whoever_does_it(self, user, boss):
        grant(user, "pack", 10)
        ledger.take_back(user, amount=10, key="money", reason="Money back")
        taken = LedgerTransaction.objects.get(key="money")
        ledger.compensate(taken, reason="The money stayed")

        assert ledger.reverse(taken, reason="The money stayed", author=boss) is False
        assert balance_of(user).available == 10

    def test_is_refused_for_what_has_no_opposite(self, user, boss):
        ledger.take_back(user, amount=1, key="refund", reason="Money back")
        for number in (1, 2):
            ledger.renew_plan(
                user,
                amount=10,
                ceiling=20,
                key=f"plan{number}",
                reason="Plan credits",
                expires_at=days_from_now(number),
                kept_until=days_from_now(number),
            )
        ledger.reverse(LedgerTransaction.objects.get(key="plan2"), reason="A mistake", author=boss)
        for kind in ("settlement", "rollover", "reversal"):
            with pytest.raises(IrreversibleError) as caught:
                ledger.reverse(LedgerTransaction.objects.get(kind=kind), reason="A mistake", author=boss)
            assert caught.value.details == {"kind": kind}
        assert faults() == {}


class TestFreezing:
    def test_refuses_new_work_and_lets_old_work_end(self, user):
        grant(user, "gift", 10)
        first, second = uuid4(), uuid4()
        for reference in (first, second):
            ledger.reserve(user, amount=3, reference=reference)

        assert ledger.freeze(user.pk, "A dispute") is True
        assert ledger.freeze(user.pk, "Another") is False
        with pytest.raises(AccountFrozenError):
            ledger.reserve(user, amount=1, reference=uuid4())
        ledger.capture(first)
        ledger.release(second)

        assert balance_of(user) == Balance(available=7, held=0, is_frozen=True)
        assert Hold.objects.count() == 2
        assert faults() == {}

    def test_ends_with_its_reason(self, user):
        ledger.freeze(user.pk, "A dispute")

        assert ledger.thaw(user.pk, only_for="Something else") is False
        assert ledger.thaw(user.pk, only_for="A dispute") is True
        assert ledger.thaw(user.pk) is False
        ledger.reserve(user, amount=0, reference=uuid4())
        assert balance_of(user).is_frozen is False


class TestTheMonthlyCap:
    def test_counts_what_was_charged_and_what_is_held(self, user):
        grant(user, "gift", 100)
        ledger.set_monthly_cap(user, 10)
        spend(user, 4)
        ledger.reserve(user, amount=5, reference=uuid4())

        with pytest.raises(SpendingCapReachedError) as caught:
            ledger.reserve(user, amount=2, reference=uuid4())
        assert caught.value.details == {"cap": 10, "spent": 9, "required": 2}
        ledger.reserve(user, amount=1, reference=uuid4())
        assert available_credits(user) == 90

    def test_counts_neither_what_was_returned_nor_other_months(self, user):
        grant(user, "gift", 100)
        ledger.set_monthly_cap(user, 10)
        spend(user, 10)
        Hold.objects.update(created_at=timezone.now().replace(day=1) - timedelta(days=1))
        reference = uuid4()
        ledger.reserve(user, amount=10, reference=reference)
        ledger.capture(reference, amount=3)

        ledger.reserve(user, amount=7, reference=uuid4())
        with pytest.raises(SpendingCapReachedError):
            ledger.reserve(user, amount=1, reference=uuid4())

    def test_is_lifted_by_none(self, user):
        grant(user, "gift", 100)
        ledger.set_monthly_cap(user, 0)
        ledger.set_monthly_cap(user, None)

        ledger.reserve(user, amount=100, reference=uuid4())
        assert available_credits(user) == 0
