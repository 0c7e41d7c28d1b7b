from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.errors import HoldClosedError, InsufficientCreditsError, LedgerKeyReusedError
from billing.models import CreditAccount, CreditLot, Hold, LedgerLeg, LedgerTransaction
from billing.selectors import Balance, available_credits, tier_of
from billing.tiers import Tier
from common.errors import NotFoundError
from tests.accounts.people import make_user
from tests.billing.books import faults

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return make_user()


def posted_by_log(user: User) -> int:
    return LedgerLeg.objects.filter(account_id=user.pk).aggregate(sum=Sum("amount"))["sum"] or 0


class TestOpenAccount:
    def test_brings_the_welcome_credits_once(self, user):
        ledger.open_account(user)
        ledger.open_account(user)

        assert ledger.balance(user) == Balance(available=10, held=0)
        assert LedgerTransaction.objects.get().key == f"welcome:{user.pk}"

    def test_brings_nothing_where_welcomes_are_off(self, user, settings):
        settings.WELCOME_CREDITS = 0

        assert ledger.balance(user) == Balance(available=0, held=0)
        assert not LedgerTransaction.objects.exists()

    def test_tells_whether_it_made_one(self, user):
        assert ledger.open_account(user) is True
        assert ledger.open_account(user) is False

    def test_brings_nothing_to_who_is_not_welcome_to_it(self, user):
        assert ledger.open_account(user, is_welcome=False) is True
        ledger.open_account(user)

        assert ledger.balance(user) == Balance(available=0, held=0)

    def test_says_when_the_free_plan_brings_more(self, user):
        ledger.open_account(user)

        due_at = CreditAccount.objects.get().free_month_due_at
        assert due_at is not None
        assert abs(due_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)

    def test_is_counted_before_it_happens(self, user):
        assert available_credits(user) == 10
        assert tier_of(user) is Tier.FREE
        assert not CreditAccount.objects.exists()


class TestGrant:
    def test_adds_to_what_can_be_spent(self, user):
        assert ledger.grant(user, amount=7, key="gift", reason="A gift") is True

        assert ledger.balance(user) == Balance(available=17, held=0)
        booked = LedgerTransaction.objects.get(key="gift")
        assert (booked.kind, booked.bucket, booked.reason) == ("grant", "bonus", "A gift")
        assert (booked.amount, booked.balance_after, booked.author) == (7, 17, None)
        lot = CreditLot.objects.get(opened_by=booked)
        assert (lot.granted, lot.posted, lot.held, lot.bucket) == (7, 7, 0, "bonus")
        legs = set(booked.legs.values_list("book", "account_id", "lot_id", "amount"))
        assert legs == {("user", user.pk, lot.pk, 7), ("issued", None, None, -7)}

    def test_keeps_its_lot_as_long_as_was_asked(self, user):
        expires_at, kept_until = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)
        ledger.grant(user, amount=1, key="kept", reason="A gift", expires_at=expires_at, kept_until=kept_until)
        ledger.grant(user, amount=1, key="gone", reason="A gift", expires_at=expires_at)

        lots = CreditLot.objects.exclude(expires_at=None).order_by("-kept_until")
        assert list(lots.values_list("opened_by__key", "expires_at", "kept_until")) == [
            ("kept", expires_at, kept_until),
            ("gone", expires_at, expires_at),
        ]

    def test_again_is_a_no_op_that_is_not_reported_as_applied(self, user):
        ledger.grant(user, amount=7, key="gift", reason="A gift")

        assert ledger.grant(user, amount=7, key="gift", reason="A gift") is False
        assert ledger.balance(user).available == 17

    def test_refuses_a_key_that_stands_for_something_else(self, user):
        ledger.grant(user, amount=7, key="gift", reason="A gift")

        with pytest.raises(LedgerKeyReusedError):
            ledger.grant(user, amount=8, key="gift", reason="A gift")
        with pytest.raises(LedgerKeyReusedError):
            ledger.grant(make_user("omid"), amount=7, key="gift", reason="A gift")
        assert ledger.balance(user).available == 17

    @pytest.mark.parametrize("amount", [0, -1])
    def test_gives_something(self, user, amount):
        with pytest.raises(ValueError):
            ledger.grant(user, amount=amount, key="gift", reason="A gift")


class TestReserve:
    def test_sets_credits_aside(self, user):
        ledger.reserve(user, amount=3, reference=uuid4())

        assert ledger.balance(user) == Balance(available=7, held=3)
        assert posted_by_log(user) == 10

    def test_again_is_a_no_op(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.reserve(user, amount=3, reference=reference)

        assert ledger.balance(user) == Balance(available=7, held=3)

    def test_takes_the_last_credit_and_no_more(self, user):
        ledger.reserve(user, amount=10, reference=uuid4())

        with pytest.raises(InsufficientCreditsError) as caught:
            ledger.reserve(user, amount=1, reference=uuid4())

        assert (caught.value.code, caught.value.status) == ("insufficient_credits", 402)
        assert caught.value.details == {"required": 1, "available": 0}
        assert Hold.objects.count() == 1

    def test_notes_what_the_work_is(self, user):
        ledger.reserve(user, amount=3, reference=uuid4(), note="Routix V4: " + "a cat " * 100)

        assert Hold.objects.get().note.startswith("Routix V4: a cat")

    def test_writes_nothing_when_it_refuses(self, user):
        with pytest.raises(InsufficientCreditsError) as caught:
            ledger.reserve(user, amount=11, reference=uuid4())

        assert caught.value.details == {"required": 11, "available": 10}
        assert not Hold.objects.exists()
        assert ledger.balance(user) == Balance(available=10, held=0)

    def test_refuses_a_reference_that_holds_something_else(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)

        with pytest.raises(LedgerKeyReusedError):
            ledger.reserve(user, amount=4, reference=reference)
        with pytest.raises(LedgerKeyReusedError):
            ledger.reserve(make_user("omid"), amount=3, reference=reference)

    def test_of_nothing_is_possible_and_of_less_is_not(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=0, reference=reference)
        ledger.capture(reference)

        assert ledger.balance(user) == Balance(available=10, held=0)
        assert LedgerTransaction.objects.count() == 1
        with pytest.raises(ValueError):
            ledger.reserve(user, amount=-1, reference=uuid4())

    def test_goes_with_the_callers_transaction(self, user):
        ledger.open_account(user)
        with transaction.atomic():
            ledger.reserve(user, amount=3, reference=uuid4())
            transaction.set_rollback(True)

        assert ledger.balance(user) == Balance(available=10, held=0)
        assert not Hold.objects.exists()


class TestCapture:
    def test_charges_what_was_held(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.capture(reference)

        assert ledger.balance(user) == Balance(available=7, held=0)
        booked = LedgerTransaction.objects.get(kind="capture")
        assert set(booked.legs.values_list("book", "amount")) == {("user", -3), ("spent", 3)}
        hold = Hold.objects.get()
        assert (hold.state, hold.captured) == ("captured", 3)
        assert hold.closed_at is not None
        assert faults() == {}

    def test_again_is_a_no_op(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.capture(reference)
        ledger.capture(reference)
        ledger.capture(reference, amount=3)

        assert ledger.balance(user) == Balance(available=7, held=0)
        assert LedgerTransaction.objects.filter(kind="capture").count() == 1

    def test_of_a_part_gives_the_rest_back(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=5, reference=reference)
        ledger.capture(reference, amount=2)

        assert ledger.balance(user) == Balance(available=8, held=0)
        assert posted_by_log(user) == 8
        with pytest.raises(HoldClosedError):
            ledger.capture(reference)

    @pytest.mark.parametrize("amount", [-1, 6])
    def test_of_more_than_was_held_is_refused(self, user, amount):
        reference = uuid4()
        ledger.reserve(user, amount=5, reference=reference)

        with pytest.raises(ValueError):
            ledger.capture(reference, amount=amount)

        assert ledger.balance(user) == Balance(available=5, held=5)

    def test_after_a_release_is_refused(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.release(reference)

        with pytest.raises(HoldClosedError):
            ledger.capture(reference)

        assert ledger.balance(user) == Balance(available=10, held=0)

    def test_without_a_hold_is_refused(self):
        with pytest.raises(NotFoundError):
            ledger.capture(uuid4())


class TestRelease:
    def test_gives_back_what_was_held(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.release(reference)
        ledger.release(reference)

        assert ledger.balance(user) == Balance(available=10, held=0)
        assert Hold.objects.get().state == "released"
        assert posted_by_log(user) == 10
        assert faults() == {}

    def test_after_a_capture_is_refused(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        ledger.capture(reference)

        with pytest.raises(HoldClosedError):
            ledger.release(reference)

        assert ledger.balance(user) == Balance(available=7, held=0)

    def test_without_a_hold_is_refused(self):
        with pytest.raises(NotFoundError):
            ledger.release(uuid4())

    def test_touches_nobody_elses_holds(self, user):
        omid, first, second = make_user("omid"), uuid4(), uuid4()
        ledger.reserve(user, amount=3, reference=first)
        ledger.reserve(omid, amount=4, reference=second)
        ledger.release(first)

        assert ledger.balance(omid) == Balance(available=6, held=4)


class TestSetTier:
    def test_puts_the_user_on_it(self, user):
        ledger.set_tier(user, Tier.PRO)

        assert tier_of(user) is Tier.PRO
        assert ledger.balance(user).available == 10
