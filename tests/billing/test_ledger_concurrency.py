from uuid import uuid4

import pytest
from django.db.models import Sum

from accounts.models import User
from billing import ledger
from billing.errors import HoldClosedError, InsufficientCreditsError
from billing.models import CreditAccount, Hold, LedgerLeg, LedgerTransaction
from billing.selectors import Balance
from tests.accounts.people import make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

THREADS = 16


@pytest.fixture
def user() -> User:
    return make_user()


def errors_among(answers) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def check_books() -> None:
    """Every account is the sum of its legs and of its open holds; every transaction balances."""
    for account in CreditAccount.objects.all():
        posted = LedgerLeg.objects.filter(account=account).aggregate(sum=Sum("amount"))["sum"] or 0
        held = Hold.objects.filter(account=account, state="held").aggregate(sum=Sum("amount"))["sum"] or 0
        assert (account.posted, account.held) == (posted, held)
    sums = LedgerLeg.objects.order_by().values("transaction").annotate(sum=Sum("amount")).values_list("sum", flat=True)
    assert set(sums) <= {0}


class TestOpeningAnAccount:
    def test_welcomes_once(self, user):
        answers = together(THREADS, lambda _: ledger.open_account(user))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=10, held=0)
        assert LedgerTransaction.objects.count() == 1
        check_books()

    def test_while_reserving_welcomes_once(self, user):
        answers = together(THREADS, lambda _: ledger.reserve(user, amount=1, reference=uuid4()))

        assert len(errors_among(answers)) == THREADS - 10
        assert all(isinstance(error, InsufficientCreditsError) for error in errors_among(answers))
        assert ledger.balance(user) == Balance(available=0, held=10)
        check_books()


class TestGranting:
    def test_500_at_once_is_exact(self, user):
        answers = together(
            500, lambda index: ledger.grant(user, amount=3, key=f"gift{index}", reason="A gift"), at_once=THREADS
        )

        assert answers == [True] * 500
        assert ledger.balance(user).available == 10 + 1500
        check_books()

    def test_64_times_with_one_key_gives_once(self, user):
        answers = together(64, lambda _: ledger.grant(user, amount=3, key="gift", reason="A gift"), at_once=2 * THREADS)

        assert sorted(answers, key=str) == [False] * 63 + [True]
        assert ledger.balance(user).available == 13
        check_books()


class TestReserving:
    def test_20_of_which_10_fit_lets_10_pass(self, user):
        answers = together(20, lambda _: ledger.reserve(user, amount=1, reference=uuid4()))

        refused = errors_among(answers)
        assert len(refused) == 10
        assert all(isinstance(error, InsufficientCreditsError) for error in refused), refused
        assert ledger.balance(user) == Balance(available=0, held=10)
        assert Hold.objects.count() == 10
        check_books()

    def test_one_reference_often_holds_once(self, user):
        reference = uuid4()

        answers = together(THREADS, lambda _: ledger.reserve(user, amount=2, reference=reference))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=8, held=2)


class TestSettling:
    def test_by_capture_often_charges_once(self, user):
        reference = uuid4()
        ledger.reserve(user, amount=2, reference=reference)

        answers = together(THREADS, lambda _: ledger.capture(reference))

        assert not errors_among(answers)
        assert ledger.balance(user) == Balance(available=8, held=0)
        check_books()

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
        check_books()

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
        check_books()
        posted = CreditAccount.objects.aggregate(sum=Sum("posted"))["sum"]
        issued = LedgerLeg.objects.filter(book="issued").aggregate(sum=Sum("amount"))["sum"]
        spent = LedgerLeg.objects.filter(book="spent").aggregate(sum=Sum("amount"))["sum"]
        assert spent == 600
        assert posted == -issued - spent == 2020 - 600
