"""What a hostile review of settlement found: each of these was once a way to lose or gain money or credits."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.errors import RequestInProgressError, SubscriptionStateError
from billing.gateway import Refund
from billing.gateways import current_gateway
from billing.gateways.local.cards import Card, card_named
from billing.gateways.local.checkouts import pay_checkout
from billing.gateways.local.gateway import LocalGateway
from billing.gateways.local.payments import close_dispute, open_dispute
from billing.gateways.local.renewing import pay_open_invoice, renew
from billing.models import (
    CreditAccount,
    CreditLot,
    Invoice,
    LocalInvoice,
    LocalSubscription,
    Order,
    Plan,
    Referral,
    Subscription,
)
from billing.services import subscribing
from billing.services.prices import current_price
from billing.services.refunding import refund_invoice
from billing.services.subscribing import subscribe
from billing.settlement import refresh_tier, settle_order, settle_payment, settle_subscription
from billing.settlement.reversals import settle_reversals
from billing.tasks.events import settle_again
from billing.upkeep import grant_free_months
from tests.accounts.people import client_of, make_user
from tests.billing.shopping import GATEWAY, bought_pack, buyer, newest_invoice, paid_pack, renewed, subscribed
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def account(user: User) -> CreditAccount:
    return CreditAccount.objects.get(pk=user.pk)


def change_at_gateway(subscription: Subscription, tier: str, at) -> None:
    gateway = current_gateway()
    price = current_price(gateway, plan=Plan.objects.get(pk=tier))
    gateway.change_price(subscription.reference, price=price, at=at, key=f"at-the-gateway-{tier}")


def renewed_unpaid(subscription: Subscription) -> LocalSubscription:
    row = LocalSubscription.objects.get(pk=subscription.reference)
    renew(subscription.reference, period_end=row.period_end, card=card_named("declined"))
    row.refresh_from_db()
    return row


class TestDisputes:
    def test_are_not_forgotten_for_a_renewal_that_was_paid_before(self):
        user = buyer()
        subscription = subscribed(user)
        first = newest_invoice(user)
        renewed(subscription, tell=False)
        open_dispute(first.payment_id)
        settle_payment(GATEWAY, first.payment_id)
        assert account(user).frozen_at is not None

        settle_subscription(GATEWAY, subscription.reference)

        assert account(user).frozen_at is not None

    def test_that_were_won_stay_so_for_an_older_reading(self):
        user = buyer()
        order = bought_pack(user)
        dispute = open_dispute(order.payment_id)
        older = current_gateway().get_payment(order.payment_id)
        settle_payment(GATEWAY, order.payment_id)
        close_dispute(dispute.reference, is_won=True)
        settle_payment(GATEWAY, order.payment_id)
        order.refresh_from_db()

        settle_reversals(order, older)

        assert account(user).frozen_at is None

    def test_of_what_brought_no_credits_freeze_as_well(self):
        user = buyer()
        subscription = subscribed(user)
        end = LocalSubscription.objects.get(pk=subscription.reference).period_end
        change_at_gateway(subscription, "pro", end - timedelta(minutes=60))
        settle_subscription(GATEWAY, subscription.reference)
        upgrade = Invoice.objects.get(user=user, billing_reason="subscription_update")
        assert (upgrade.amount > 0, upgrade.credits) == (True, 0)
        open_dispute(upgrade.payment_id)

        settle_payment(GATEWAY, upgrade.payment_id)

        assert account(user).frozen_at is not None

    def test_leave_nothing_for_a_refund_to_take_again(self):
        user = buyer()
        order = bought_pack(user)
        open_dispute(order.payment_id)
        settle_payment(GATEWAY, order.payment_id)
        payment = current_gateway().get_payment(order.payment_id)
        also = replace(payment, refunds=(Refund("re_1", payment.amount, "succeeded", timezone.now()),))

        settle_reversals(order, also)

        assert ledger.balance(user).owed == 0
        assert account(user).posted == 10


class TestRefunds:
    def test_that_fail_are_counted_no_more(self):
        order = bought_pack(buyer())
        payment = current_gateway().get_payment(order.payment_id)
        for status in ("pending", "failed"):
            refund = Refund("re_1", payment.amount, status, timezone.now())
            settle_reversals(order, replace(payment, refunds=(refund,)))

        order.refresh_from_db()
        assert order.refunded_amount == 0

    def test_take_nothing_for_credits_that_expired_unused(self):
        user = buyer()
        subscribed(user)
        invoice = newest_invoice(user)
        past = timezone.now() - timedelta(days=1)
        CreditLot.objects.filter(account_id=user.pk, bucket="plan").update(expires_at=past, kept_until=past)
        ledger.expire_lots()

        refund_invoice(invoice, amount=None, reason="never used it", author=make_user("staff"), key="k")

        after = ledger.balance(user)
        assert (after.available, after.owed) == (10, 0)


class TestTiers:
    def test_follow_a_payment_that_is_booked_at_the_same_moment(self, monkeypatch):
        user = buyer()
        order = subscribe(user, Plan.objects.get(pk="basic"), ip_digest="")
        pay_checkout(order.session_id or "", card_slug="works")
        real = ledger.set_tier
        threads: list[threading.Thread] = []

        def settle_elsewhere() -> None:
            settle_order(order.pk)
            connection.close()

        def slow(owner: User, tier) -> None:
            if not threads:
                threads.append(threading.Thread(target=settle_elsewhere))
                threads[0].start()
                threads[0].join(1.5)
            real(owner, tier)

        monkeypatch.setattr(ledger, "set_tier", slow)
        refresh_tier(user)
        threads[0].join()

        assert account(user).tier == "basic"

    def test_follow_the_latest_invoice_not_the_one_booked_last(self):
        user = buyer()
        subscription = subscribed(user)
        row = renewed_unpaid(subscription)
        change_at_gateway(subscription, "pro", row.period_start)
        settle_subscription(GATEWAY, subscription.reference)
        pay_open_invoice(LocalInvoice.objects.get(subscription=row, paid_at=None).reference)

        settle_subscription(GATEWAY, subscription.reference)

        subscription.refresh_from_db()
        assert (subscription.paid_plan_id, account(user).tier) == ("pro", "pro")

    def test_end_where_a_subscription_can_not_be_read_any_more(self):
        user = buyer()
        subscription = subscribed(user, "pro")
        long_ago = timezone.now() - timedelta(days=60)
        Subscription.objects.filter(pk=subscription.pk).update(
            reference="sub_gone", period_end=long_ago, read_at=long_ago
        )
        settle_again()
        assert account(user).tier == "free"

    def test_do_not_put_off_the_free_month_of_whoever_has_not_paid(self):
        user = buyer()
        subscription = subscribed(user)
        old = timezone.now() - timedelta(days=40)
        Subscription.objects.filter(pk=subscription.pk).update(
            status="past_due", past_due_since=old, read_at=timezone.now()
        )
        refresh_tier(user)
        assert account(user).tier == "free"
        CreditAccount.objects.update(free_month_due_at=timezone.now() - timedelta(minutes=5))

        settle_again()

        assert grant_free_months() == 1


class TestProrations:
    def test_of_a_period_that_is_not_paid_bring_their_share_only(self):
        user = buyer()
        subscription = subscribed(user)
        row = renewed_unpaid(subscription)
        change_at_gateway(subscription, "enterprise", row.period_end - timedelta(days=1))
        settle_subscription(GATEWAY, subscription.reference)
        assert newest_invoice(user).credits < 100


class TestReferrals:
    def referred(self) -> tuple[User, User]:
        referrer, newcomer = buyer("referrer"), buyer("newcomer", email="other@example.org")
        for user in (referrer, newcomer):
            ledger.open_account(user)
        Referral.objects.create(newcomer=newcomer, referrer=referrer)
        return referrer, newcomer

    def test_know_a_card_that_paid_for_a_plan(self, monkeypatch):
        monkeypatch.setattr(Card, "fingerprint", lambda self, customer: "one-card")
        referrer, newcomer = self.referred()
        bought_pack(referrer)
        subscribed(newcomer)
        assert Referral.objects.get().rewarded_at is None

    def test_bring_nothing_for_money_that_went_back(self):
        referrer, newcomer = self.referred()
        order = paid_pack(newcomer)
        payment_id = current_gateway().get_checkout(order.session_id or "").payment_id
        current_gateway().refund(payment_id or "", amount=None, key="x")

        settle_order(order.pk)

        assert ledger.balance(referrer).available == 10


class TestCheckoutsOfPlans:
    def test_of_which_two_begin_at_once_are_paid_once(self, monkeypatch):
        user = buyer()
        real = LocalGateway.begin_checkout
        others: list[Order] = []
        begun_before: list[bool] = []

        def slow(self, request):
            begun = real(self, request)
            if not begun_before:
                begun_before.append(True)
                others.append(subscribe(user, Plan.objects.get(pk="pro"), ip_digest=""))
            return begun

        monkeypatch.setattr(LocalGateway, "begin_checkout", slow)

        with pytest.raises(RequestInProgressError):
            subscribe(user, Plan.objects.get(pk="basic"), ip_digest="")

        pay_checkout(others[0].session_id or "", card_slug="works")
        settle_order(others[0].pk)
        assert Subscription.objects.filter(user=user, status="active").count() == 1

    def test_of_the_other_mode_block_nothing(self):
        user = buyer()
        order = subscribe(user, Plan.objects.get(pk="basic"), ip_digest="")
        Order.objects.filter(pk=order.pk).update(session_id="cs_of_other_mode", livemode=True)
        assert subscribe(user, Plan.objects.get(pk="basic"), ip_digest="").pk != order.pk


class TestChangesAtOnce:
    def test_to_different_plans_charge_for_one(self):
        user = buyer()
        subscribed(user)
        at = timezone.now().replace(microsecond=0)
        tiers = ("pro", "enterprise")
        answers = together(
            8,
            lambda index: subscribing.change_plan(
                user, Plan.objects.get(pk=tiers[index % 2]), at=at, key=f"click {index}"
            ),
        )

        done = [answer for answer in answers if isinstance(answer, Subscription)]
        refused = [answer for answer in answers if not isinstance(answer, Subscription)]
        assert len(done) == 1
        assert {type(error) for error in refused} == {SubscriptionStateError}
        upgrades = Invoice.objects.filter(user=user, billing_reason="subscription_update")
        assert upgrades.count() == 1
        assert account(user).tier == upgrades.get().plan_id == done[0].plan_id


class TestEnding:
    def test_is_not_told_by_an_answer_of_before(self):
        user = buyer()
        subscribed(user)
        assert subscribing.cancel(user).cancels_at_period_end
        assert not subscribing.resume(user).cancels_at_period_end
        assert subscribing.cancel(user).cancels_at_period_end

    def test_takes_the_longest_key(self):
        user = buyer()
        subscribed(user)
        for verb in ("cancel", "resume"):
            answer = client_of(user).post(
                f"/api/v1/users/subscription/{verb}", format="json", HTTP_IDEMPOTENCY_KEY=verb[0] * 255
            )
            assert answer.status_code == 200
