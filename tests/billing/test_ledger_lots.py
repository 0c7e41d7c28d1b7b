from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.errors import HoldClosedError, InsufficientCreditsError
from billing.models import Bucket, CreditLot, Hold, HoldPart, LedgerTransaction
from billing.selectors import Balance, balance_of, expiring_of
from tests.billing.books import days_from_now, debt_of, faults, lots_of, make_empty_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user() -> User:
    return make_empty_user()


def grant(user: User, key: str, amount: int, days: float | None = None, kept_for: float = 0) -> None:
    expires_at = None if days is None else days_from_now(days)
    kept_until = None if expires_at is None else expires_at + timedelta(days=kept_for)
    ledger.grant(user, amount=amount, key=key, reason="A gift", expires_at=expires_at, kept_until=kept_until)


def renew(user: User, key: str, *, ceiling: int, days: float = 30, amount: int = 100) -> bool:
    return ledger.renew_plan(
        user,
        amount=amount,
        ceiling=ceiling,
        key=key,
        reason="Plan credits",
        expires_at=days_from_now(days),
        kept_until=days_from_now(days + 7),
    )


def let_pass(days: float) -> None:
    """Let so much time go by for every lot."""
    for lot in CreditLot.objects.exclude(expires_at=None):
        assert lot.expires_at is not None
        assert lot.kept_until is not None
        lot.expires_at -= timedelta(days=days)
        lot.kept_until -= timedelta(days=days)
        lot.save()


def parts_of(reference: UUID) -> dict[str, int]:
    """How much of a hold stands on which lot, by the key of what opened that."""
    parts = HoldPart.objects.filter(hold_id=reference, lot__opened_by__isnull=False)
    return dict(parts.values_list("lot__opened_by__key", "amount"))


class TestReserving:
    def test_takes_the_soonest_to_expire_first_and_what_never_does_last(self, user):
        grant(user, "never", 5)
        grant(user, "late", 5, days=20)
        grant(user, "soon", 5, days=10)
        first, second = uuid4(), uuid4()

        ledger.reserve(user, amount=7, reference=first)
        ledger.reserve(user, amount=5, reference=second)

        assert parts_of(first) == {"soon": 5, "late": 2}
        assert parts_of(second) == {"late": 3, "never": 2}
        assert balance_of(user) == Balance(available=3, held=12)
        assert faults() == {}

    def test_takes_the_older_of_two_that_expire_together(self, user):
        for key in ("first", "second"):
            grant(user, key, 5)
        ledger.reserve(user, amount=5, reference=uuid4())

        assert HoldPart.objects.get().lot.opened_by.key == "first"

    def test_takes_nothing_that_another_hold_stands_on(self, user):
        grant(user, "soon", 5, days=10)
        grant(user, "never", 5)
        ledger.reserve(user, amount=4, reference=uuid4())
        second = uuid4()
        ledger.reserve(user, amount=4, reference=second)

        assert parts_of(second) == {"soon": 1, "never": 3}
        assert faults() == {}

    def test_takes_nothing_whose_time_is_over(self, user):
        grant(user, "over", 5, days=-1, kept_for=7)
        grant(user, "never", 5)

        assert balance_of(user) == Balance(available=5, held=0, lapsed=5)
        with pytest.raises(InsufficientCreditsError) as caught:
            ledger.reserve(user, amount=6, reference=uuid4())
        assert caught.value.details == {"required": 6, "available": 5}


class TestCapturing:
    def test_of_a_part_charges_the_lots_that_expire_soonest(self, user):
        grant(user, "never", 5)
        grant(user, "late", 5, days=20)
        grant(user, "soon", 5, days=10)
        reference = uuid4()
        ledger.reserve(user, amount=15, reference=reference)

        ledger.capture(reference, amount=7)

        assert lots_of(user) == {"late": 3, "never": 5}
        assert balance_of(user) == Balance(available=8, held=0)
        legs = LedgerTransaction.objects.get(kind="capture").legs.values_list("book", "amount")
        assert sorted(legs) == [("spent", 7), ("user", -5), ("user", -2)]
        assert faults() == {}

    def test_charges_what_was_held_though_its_time_is_over_meanwhile(self, user):
        grant(user, "soon", 5, days=1)
        reference = uuid4()
        ledger.reserve(user, amount=5, reference=reference)
        let_pass(days=2)

        ledger.capture(reference, amount=2)

        assert balance_of(user) == Balance(available=0, held=0, lapsed=3)
        assert faults() == {}


class TestExpiring:
    def test_books_away_what_is_left_once_it_is_no_longer_kept(self, user):
        grant(user, "gone", 5, days=-2, kept_for=1)
        grant(user, "kept", 5, days=-2, kept_for=7)
        grant(user, "good", 5, days=1)

        assert ledger.expire_lots() == 1
        assert ledger.expire_lots() == 0

        assert lots_of(user) == {"kept": 5, "good": 5}
        assert balance_of(user) == Balance(available=5, held=0, lapsed=5)
        legs = LedgerTransaction.objects.get(kind="expiry").legs.values_list("book", "amount")
        assert sorted(legs) == [("expired", 5), ("user", -5)]
        assert faults() == {}

    def test_leaves_what_work_under_way_holds(self, user):
        grant(user, "over", 5, days=1)
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        let_pass(days=2)

        assert ledger.expire_lots() == 1
        assert lots_of(user) == {"over": 3}
        ledger.release(reference)
        assert ledger.expire_lots() == 1

        assert lots_of(user) == {}
        assert sorted(LedgerTransaction.objects.filter(kind="expiry").values_list("amount", flat=True)) == [-3, -2]
        assert faults() == {}

    def test_can_happen_to_a_lot_as_often_as_credits_come_back_to_it(self, user):
        renew(user, "first", amount=10, ceiling=20, days=1)
        ledger.reserve(user, amount=3, reference=uuid4())
        let_pass(days=20)
        assert ledger.expire_lots() == 1
        expired = LedgerTransaction.objects.get(kind="expiry")
        renew(user, "second", amount=10, ceiling=20, days=1)  # what is held gets the new period, and so does its lot
        ledger.reverse(expired, reason="A mistake", author=user)
        assert lots_of(user) == {"first": 10, "second": 10}
        let_pass(days=20)

        assert ledger.expire_lots() == 2
        assert lots_of(user) == {"first": 3}
        assert faults() == {}

    def test_tells_the_user_before(self, user):
        grant(user, "soon", 5, days=1)
        grant(user, "never", 5)
        ledger.reserve(user, amount=2, reference=uuid4())

        assert [(entry.amount, entry.bucket) for entry in expiring_of(user)] == [(3, "bonus")]


class TestRenewing:
    def test_rolls_over_what_is_left_as_far_as_the_ceiling(self, user):
        renew(user, "first", ceiling=150, days=1)

        assert renew(user, "second", ceiling=150) is True
        assert renew(user, "second", ceiling=150) is False

        assert lots_of(user) == {"second": 100, "rollover:second": 50}
        assert balance_of(user) == Balance(available=150, held=0)
        assert LedgerTransaction.objects.get(key="expiry:second").amount == -50
        rolled = LedgerTransaction.objects.get(key="rollover:second")
        assert (rolled.amount, rolled.balance_after, rolled.bucket) == (0, 150, "plan")
        assert faults() == {}

    def test_rolls_over_all_that_fits(self, user):
        renew(user, "first", ceiling=300, days=1)
        ledger.reserve(user, amount=40, reference=(reference := uuid4()))
        ledger.capture(reference)
        renew(user, "second", ceiling=300)

        assert lots_of(user) == {"second": 100, "rollover:second": 60}
        assert not LedgerTransaction.objects.filter(kind="expiry").exists()
        assert faults() == {}

    def test_without_a_rollover_lets_the_rest_expire(self, user):
        renew(user, "first", ceiling=100, days=1)
        renew(user, "second", ceiling=100)

        assert lots_of(user) == {"second": 100}
        assert faults() == {}

    def test_keeps_the_newest_credits(self, user):
        renew(user, "first", ceiling=300, days=1, amount=30)
        renew(user, "second", ceiling=300, days=2, amount=100)
        assert lots_of(user) == {"second": 100, "rollover:second": 30}
        renew(user, "third", ceiling=150, days=30, amount=100)

        assert lots_of(user) == {"third": 100, "rollover:third": 50}
        assert faults() == {}

    def test_touches_neither_packs_nor_gifts(self, user):
        ledger.grant(user, amount=5, key="pack", reason="A pack", bucket=Bucket.PACK)
        grant(user, "gift", 5, days=1)
        renew(user, "first", ceiling=100)

        assert lots_of(user) == {"pack": 5, "gift": 5, "first": 100}

    def test_does_not_cut_off_what_work_under_way_holds(self, user):
        renew(user, "first", ceiling=150, days=1)
        reference = uuid4()
        ledger.reserve(user, amount=20, reference=reference)
        renew(user, "second", ceiling=150)
        let_pass(days=2)
        ledger.release(reference)

        assert balance_of(user) == Balance(available=150, held=0)
        assert faults() == {}

    @pytest.mark.parametrize(("held", "available"), [(1, 150), (49, 150), (70, 170)])
    def test_passes_the_ceiling_by_no_more_than_is_held(self, user, held, available):
        renew(user, "first", ceiling=1000, days=1)
        renew(user, "second", ceiling=1000, days=2)
        reference = uuid4()
        ledger.reserve(user, amount=held, reference=reference)

        renew(user, "third", ceiling=150)
        assert balance_of(user) == Balance(available=available - held, held=held)
        ledger.release(reference)

        assert balance_of(user).available == available
        assert faults() == {}

    def test_with_a_hold_and_without_a_rollover_keeps_the_hold_only(self, user):
        renew(user, "first", ceiling=100, days=1)
        reference = uuid4()
        ledger.reserve(user, amount=20, reference=reference)
        renew(user, "second", ceiling=100)

        assert balance_of(user) == Balance(available=100, held=20)
        let_pass(days=2)
        ledger.release(reference)
        assert balance_of(user) == Balance(available=100, held=0, lapsed=20)
        assert faults() == {}

    def test_pays_a_debt_first(self, user):
        ledger.take_back(user, amount=30, key="refund", reason="Money back")
        renew(user, "first", ceiling=150)

        assert (debt_of(user), balance_of(user).available) == (0, 70)
        assert faults() == {}

    def test_goes_with_the_callers_transaction(self, user):
        renew(user, "first", ceiling=150, days=1)
        with transaction.atomic():
            renew(user, "second", ceiling=150)
            transaction.set_rollback(True)

        assert lots_of(user) == {"first": 100}
        assert faults() == {}


class TestHoldsThatNobodySettles:
    def test_are_given_back_once_their_time_is_over(self, user):
        grant(user, "gift", 10)
        late, open_ = uuid4(), uuid4()
        for reference in (late, open_):
            ledger.reserve(user, amount=4, reference=reference)
        Hold.objects.filter(pk=late).update(expires_at=timezone.now() - timedelta(seconds=1))

        assert ledger.release_expired() == 1
        assert ledger.release_expired() == 0

        assert balance_of(user) == Balance(available=6, held=4)
        assert Hold.objects.get(pk=late).state == "released"
        with pytest.raises(HoldClosedError):
            ledger.capture(late)
        assert faults() == {}

    def test_have_the_hours_of_the_setting(self, user, settings):
        settings.CREDIT_HOLD_HOURS = 3
        ledger.reserve(user, amount=0, reference=uuid4())

        remaining = Hold.objects.get().expires_at - timezone.now()
        assert timedelta(hours=2, minutes=59) < remaining <= timedelta(hours=3)
