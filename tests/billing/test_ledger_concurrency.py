from uuid import uuid4

import pytest
from django.db.models import Sum

from accounts.models import User
from billing import ledger
from billing.errors import AccountFrozenError, HoldClosedError, InsufficientCreditsError, SpendingCapReachedError
from billing.models import CreditAccount, CreditLot, Hold, LedgerLeg, LedgerTransaction
from billing.selectors import Balance
from tests.accounts.people import make_user
from tests.billing.books import days_from_now, faults
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

THREADS = 16


@pytest.fixture
def user() -> User:
    return make_user()


def take_back(user: User, key: str, amount: int) -> bool:
    return ledger.take_back(user, amount=amount, key=key, reason="Money back")


def errors_among(answers) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


class TestOpeningAnAccount:
    def test_welcomes_once(self, user):
        answers = together(THREADS, lambda _: ledger.open_account(user))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=10, held=0)
        assert LedgerTransaction.objects.count() == 1
        assert faults() == {}

    def test_while_reserving_welcomes_once(self, user):
        answers = together(THREADS, lambda _: ledger.reserve(user, amount=1, reference=uuid4()))

        assert len(errors_among(answers)) == THREADS - 10
        assert all(isinstance(error, InsufficientCreditsError) for error in errors_among(answers))
        assert ledger.balance(user) == Balance(available=0, held=10)
        assert faults() == {}


class TestGranting:
    def test_500_at_once_is_exact(self, user):
        answers = together(
            500, lambda index: ledger.grant(user, amount=3, key=f"gift{index}", reason="A gift"), at_once=THREADS
        )

        assert answers == [True] * 500
        assert ledger.balance(user).available == 10 + 1500
        assert faults() == {}

    def test_64_times_with_one_key_gives_once(self, user):
        answers = together(64, lambda _: ledger.grant(user, amount=3, key="gift", reason="A gift"), at_once=2 * THREADS)

        assert sorted(answers, key=str) == [False] * 63 + [True]
        assert ledger.balance(user).available == 13
        assert faults() == {}


class TestReserving:
    def test_20_of_which_10_fit_lets_10_pass(self, user):
        answers = together(20, lambda _: ledger.reserve(user, amount=1, reference=uuid4()))

        refused = errors_among(answers)
        assert len(refused) == 10
        assert all(isinstance(error, InsufficientCreditsError) for error in refused), refused
        assert ledger.balance(user) == Balance(available=0, held=10)
        assert Hold.objects.count() == 10
        assert faults() == {}

    def test_one_reference_often_holds_once(self, user):
        reference = uuid4()

        answers = together(THREADS, lambda _: ledger.reserve(user, amount=2, reference=reference))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=8, held=2)
        assert faults() == {}

    def test_stays_under_the_monthly_cap(self, user):
        ledger.grant(user, amount=100, key="gift", reason="A gift")
        ledger.set_monthly_cap(user, 10)

        answers = together(THREADS, lambda _: ledger.reserve(user, amount=2, reference=uuid4()))

        refused = errors_among(answers)
        assert len(refused) == THREADS - 5
        assert all(isinstance(error, SpendingCapReachedError) for error in refused), refused
        assert ledger.balance(user) == Balance(available=100, held=10)

    def test_beside_a_freeze_holds_nothing_after_it(self, user):
        ledger.grant(user, amount=100, key="gift", reason="A gift")

        def act(index: int) -> None:
            if index == THREADS // 2:
                ledger.freeze(user.pk, "A dispute")
            else:
                ledger.reserve(user, amount=1, reference=uuid4())

        refused = errors_among(together(THREADS, act))

        assert all(isinstance(error, AccountFrozenError) for error in refused), refused
        assert ledger.balance(user).held == THREADS - 1 - len(refused)
        with pytest.raises(AccountFrozenError):
            ledger.reserve(user, amount=1, reference=uuid4())


class TestTransferring:
    def test_400_times_between_lots_conserves_every_credit(self, user):
        """Renewals roll lots over while parts of them are taken back and given again."""
        ledger.grant(user, amount=1000, key="gift", reason="A gift")

        def transfer(index: int) -> bool:
            if index % 4 == 0:
                period = days_from_now(1 + index / 100)
                return ledger.renew_plan(
                    user,
                    amount=5,
                    ceiling=10_000,
                    key=f"plan{index}",
                    reason="Plan credits",
                    expires_at=period,
                    kept_until=period,
                )
            return ledger.take_back(user, amount=3, key=f"refund{index}", reason="Money back") and ledger.compensate(
                LedgerTransaction.objects.get(key=f"refund{index}"), reason="It failed"
            )

        answers = together(400, transfer, at_once=8)

        assert answers == [True] * 400
        assert ledger.balance(user) == Balance(available=10 + 1000 + 100 * 5, held=0)
        assert CreditLot.objects.aggregate(sum=Sum("posted"))["sum"] == 1510
        assert LedgerTransaction.objects.filter(kind="rollover").exists()
        assert faults() == {}


class TestTakingBack:
    def test_64_times_with_one_key_takes_once(self, user):
        ledger.grant(user, amount=50, key="pack", reason="A pack")

        answers = together(64, lambda _: take_back(user, "refund", 40), at_once=THREADS)

        assert sorted(answers, key=str) == [False] * 63 + [True]
        assert ledger.balance(user).available == 20
        assert faults() == {}

    def test_beside_spending_owes_exactly_what_was_spent(self, user):
        ledger.grant(user, amount=50, key="pack", reason="A pack")

        def act(index: int) -> None:
            if index == 5:
                take_back(user, "refund", 60)
            else:
                ledger.reserve(user, amount=4, reference=(reference := uuid4()))
                ledger.capture(reference)

        together(THREADS, act)

        spent = sum(Hold.objects.filter(state="captured").values_list("captured", flat=True))
        assert ledger.balance(user) == Balance(available=0, held=0, owed=spent)
        assert faults() == {}

    def test_64_reversals_at_once_reverse_once(self, user):
        ledger.grant(user, amount=50, key="pack", reason="A pack")
        booked = LedgerTransaction.objects.get(key="pack")

        answers = together(64, lambda _: ledger.reverse(booked, reason="A mistake", author=user), at_once=THREADS)

        assert sorted(answers, key=str) == [False] * 63 + [True]
        assert ledger.balance(user).available == 10
        assert faults() == {}


class TestExpiring:
    def test_beside_spending_and_itself_loses_nothing(self, user):
        for number in range(8):
            ledger.grant(user, amount=5, key=f"over{number}", reason="A gift", expires_at=days_from_now(-1))

        def act(index: int) -> int:
            if index % 2:
                return ledger.expire_lots()
            ledger.reserve(user, amount=1, reference=uuid4())
            return 0

        answers = together(10, act)

        assert not errors_among(answers)
        assert sum(answer for answer in answers if isinstance(answer, int)) == 8
        assert ledger.balance(user) == Balance(available=5, held=5)
        assert LedgerTransaction.objects.filter(kind="expiry").count() == 8
        assert faults() == {}

    def test_of_holds_beside_their_capture_settles_each_once(self, user):
        references = [uuid4() for _ in range(10)]
        for reference in references:
            ledger.reserve(user, amount=1, reference=reference)
        Hold.objects.update(expires_at=days_from_now(-1))

        def settle(index: int) -> None:
            if index % 2:
                ledger.release_expired()
            else:
                ledger.capture(references[index // 2])

        refused = errors_among(together(20, settle, at_once=10))

        assert all(isinstance(error, HoldClosedError) for error in refused), refused
        captured = Hold.objects.filter(state="captured").count()
        assert captured == 10 - len(refused)
        assert ledger.balance(user) == Balance(available=10 - captured, held=0)
        assert faults() == {}


class TestSettling:
    def test_by_capture_often_charges_once(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=2, reference=reference)

        answers = together(THREADS, lambda _: ledger.capture(reference))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=8, held=0)
        assert faults() == {}

    def test_by_capture_and_release_at_once_does_one_of_them(self, user):
        references = [uuid4() for _ in range(8)]
        for reference in references:
            ledger.reserve(user, amount=1, reference=reference)

        def settle(index):
            reference = references[index // 2]
            if index % 2:
                ledger.capture(reference)
            else:
                ledger.release(reference)

        refused = errors_among(together(16, settle))

        assert len(refused) == 8
        assert all(isinstance(error, HoldClosedError) for error in refused), refused
        captured = Hold.objects.filter(state="captured").count()
        assert ledger.balance(user) == Balance(available=10 - captured, held=0)
        assert faults() == {}

    def test_drifts_nowhere_over_1000_steps(self, user):
        omid = make_user("omid")
        ledger.grant(user, amount=1000, key="sara", reason="A gift")
        ledger.grant(omid, amount=1000, key="omid", reason="A gift")

        def step(index):
            owner, reference = (user, omid)[index % 2], uuid4()
            ledger.reserve(owner, amount=1 + index % 3, reference=reference)
            if index % 5 == 0:
                ledger.release(reference)
            elif index % 5 < 4:
                ledger.capture(reference, amount=1)

        answers = together(1000, step, at_once=8)

        assert not errors_among(answers)
        assert faults() == {}
        posted = CreditAccount.objects.aggregate(sum=Sum("posted"))["sum"]
        issued = LedgerLeg.objects.filter(book="issued").aggregate(sum=Sum("amount"))["sum"]
        spent = LedgerLeg.objects.filter(book="spent").aggregate(sum=Sum("amount"))["sum"]
        assert spent == 600
        assert posted == -issued - spent == 2020 - 600
