"""What is looked after by the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from billing import ledger, upkeep
from billing.models import CreditAccount
from billing.selectors import balance_of, expiring_of
from billing.tasks import expire_credits
from billing.tiers import Tier
from tests.accounts.people import make_user
from tests.common.together import fine, together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def opened(name: str = "sara", **fields):
    user = make_user(name, **fields)
    ledger.open_account(user)
    return user


def let_a_month_pass() -> None:
    CreditAccount.objects.update(free_month_due_at=timezone.now() - timedelta(seconds=1))


class TestFreeMonths:
    def test_come_once_a_month_and_expire_with_it(self):
        user = opened()
        assert upkeep.grant_free_months() == 0
        let_a_month_pass()

        answers = fine(together(8, lambda _: upkeep.grant_free_months()))

        assert sum(answers) == 1
        assert balance_of(user).available == 20
        (expiring,) = expiring_of(user)
        assert (expiring.amount, expiring.bucket) == (10, "plan")
        assert timedelta(days=29) < expiring.expires_at - timezone.now() <= timedelta(days=30)

    def test_are_not_for_paid_plans_nor_for_closed_accounts(self):
        ledger.set_tier(opened(), Tier.PRO)
        opened("gone", is_active=False)
        let_a_month_pass()
        assert upkeep.grant_free_months() == 0


class TestExpiry:
    def test_books_away_what_is_over_and_gives_back_what_nobody_settled(self):
        user = opened()
        soon = timezone.now() + timedelta(milliseconds=300)
        ledger.grant(user, amount=5, key="short", reason="A gift", expires_at=soon)
        reference = uuid4()
        ledger.reserve(user, amount=3, reference=reference)
        user.credit_account.holds.update(expires_at=timezone.now())

        while timezone.now() <= soon:
            pass
        assert balance_of(user).available == 10

        assert expire_credits() == 2
        assert expire_credits() == 0
        balance = balance_of(user)
        assert (balance.available, balance.held, balance.lapsed) == (10, 0, 0)
        assert not {name: count for name, count in ledger.verify().items() if count}


class TestLowBalance:
    def test_is_told_once_each_time(self):
        user = opened()
        assert upkeep.tell_low_balances() == 0
        ledger.reserve(user, amount=6, reference=uuid4())

        answers = fine(together(4, lambda _: upkeep.tell_low_balances()))
        assert sum(answers) == 1
        assert CreditAccount.objects.get().low_balance_told_at is not None

        ledger.grant(user, amount=50, key="more", reason="A gift")
        upkeep.tell_low_balances()
        assert CreditAccount.objects.get().low_balance_told_at is None

    def test_is_not_told_to_whoever_does_not_want_it(self):
        user = opened()
        ledger.set_low_balance_notice(user, None)
        ledger.reserve(user, amount=10, reference=uuid4())
        assert upkeep.tell_low_balances() == 0
