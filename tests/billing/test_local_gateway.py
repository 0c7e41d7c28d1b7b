"""The gateway of test payments: the whole of `PaymentGateway`, and what its pages make happen."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from billing.errors import PaymentRefusedError, PaymentsUnavailableError
from billing.gateway import PaymentGateway, PriceWanted
from billing.gateways import current_gateway
from billing.gateways.local import LocalGateway
from billing.gateways.local.checkouts import pay_checkout
from billing.gateways.local.customers import choose_card
from billing.gateways.local.delivery import deliver_next, signature_of
from billing.gateways.local.payments import close_dispute, open_dispute
from billing.gateways.local.periods import months_after, period_after, prorated, share_left
from billing.gateways.local.renewing import pay_open_invoice, renew, renew_what_is_due
from billing.models import (
    LedgerTransaction,
    LocalCheckout,
    LocalCustomer,
    LocalEvent,
    LocalInvoice,
    LocalPayment,
    LocalPrice,
    LocalRefund,
    LocalSubscription,
    Order,
    Pack,
    StripeEvent,
)
from billing.services.purchasing import buy_pack
from billing.tasks import apply_stripe_events, deliver_test_webhooks, renew_test_subscriptions
from common.errors import NotFoundError, ValidationFailedError
from tests.accounts.people import make_user
from tests.billing.local_purchases import (
    BASIC,
    PACK,
    PRO,
    about,
    begin,
    buy,
    customer_for,
    forget_events,
    price_of,
    request_of,
    subscribed,
    told,
)
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def gateway() -> PaymentGateway:
    return LocalGateway()


def this_second() -> datetime:
    return timezone.now().replace(microsecond=0)


class TestLocalGateway:
    def test_is_the_present_one_without_a_key(self):
        found = current_gateway()

        assert (found.name, found.livemode) == ("test", False)

    @pytest.mark.parametrize("reading", ["get_checkout", "get_payment", "get_subscription", "list_paid_invoices"])
    def test_knows_nothing_that_is_not_there(self, gateway, reading):
        with pytest.raises(NotFoundError):
            getattr(gateway, reading)("xx_test_none")


class TestCustomers:
    def test_are_made_once(self, gateway):
        user_id = uuid4()

        first, again = customer_for(user_id), customer_for(user_id)

        assert first == again
        assert first.startswith("cus_test_")
        assert customer_for() != first

    def test_stay_the_same_under_another_address(self, gateway):
        user_id = uuid4()
        first = customer_for(user_id)

        again = gateway.create_customer(user_id=user_id, email="new@example.com", name="", key=f"customer-{user_id}")

        assert again == first

    def test_find_their_portal(self, gateway, settings):
        customer = customer_for()

        url = gateway.portal_url(customer, return_url=f"{settings.PUBLIC_URL}/account/plan")

        assert url.startswith(f"{settings.PUBLIC_URL}/test-payments/portal/{customer}?return_url=http")


class TestPrices:
    def test_are_named_after_what_they_are_of(self, gateway):
        found = gateway.ensure_price(PACK, dry_run=False)

        assert (found.product, found.price) == ("prod_test_pack-small", "price_test_pack-small_999_usd")
        assert found.changes

    def test_are_made_once(self, gateway):
        gateway.ensure_price(PACK, dry_run=False)

        assert gateway.ensure_price(PACK, dry_run=False).changes == ()
        assert LocalPrice.objects.count() == 1

    def test_are_not_made_by_a_dry_run(self, gateway):
        assert gateway.ensure_price(PACK, dry_run=True).changes == ("price 999 usd made",)
        assert not LocalPrice.objects.exists()

    def test_are_replaced_by_another_amount(self, gateway):
        old = price_of(PACK)
        dearer = PriceWanted(slug="pack-small", name="100 credits", amount=1099, currency="usd", interval="")

        found = gateway.ensure_price(dearer, dry_run=False)

        assert found.changes == ("price 1099 usd made", "price 999 usd archived")
        assert list(LocalPrice.objects.filter(is_active=True).values_list("pk", flat=True)) == [found.price]
        assert LocalPrice.objects.get(pk=old).amount == 999

    def test_come_back_into_use(self, gateway):
        price_of(PACK)
        price_of(PriceWanted(slug="pack-small", name="100 credits", amount=1099, currency="usd", interval=""))

        found = gateway.ensure_price(PACK, dry_run=False)

        assert found.changes == ("price 999 usd taken into use again", "price 1099 usd archived")
        assert LocalPrice.objects.get(is_active=True).pk == found.price

    def test_take_on_a_new_name(self, gateway):
        price_of(PACK)

        gateway.ensure_price(
            PriceWanted(slug="pack-small", name="A hundred", amount=999, currency="usd", interval=""), dry_run=False
        )

        assert LocalPrice.objects.get().name == "A hundred"


class TestCheckouts:
    def test_begin_open(self, settings):
        request = request_of()

        checkout = LocalGateway().begin_checkout(request)

        assert checkout.id.startswith("cs_test_")
        assert checkout.url == f"{settings.PUBLIC_URL}/test-payments/checkout/{checkout.id}"
        assert (checkout.status, checkout.is_paid, checkout.has_failed) == ("open", False, False)
        assert (checkout.order_id, checkout.customer) == (str(request.order_id), request.customer)
        assert (checkout.payment_id, checkout.subscription_id, checkout.livemode) == (None, None, False)
        assert checkout.expires_at == request.expires_at

    def test_are_one_for_each_order(self, gateway):
        request = request_of()

        assert gateway.begin_checkout(request) == gateway.begin_checkout(request)
        assert LocalCheckout.objects.count() == 1

    def test_do_not_begin_with_an_order_of_something_else(self, gateway):
        request = request_of()
        gateway.begin_checkout(request)

        with pytest.raises(PaymentsUnavailableError):
            gateway.begin_checkout(request_of(BASIC, order_id=request.order_id, customer=request.customer))

    def test_do_not_begin_with_an_unknown_price(self):
        with pytest.raises(PaymentsUnavailableError):
            begin(price="price_test_none_1_usd")

    def test_do_not_begin_with_a_price_that_is_archived(self):
        old = price_of(PACK)
        price_of(PriceWanted(slug="pack-small", name="100 credits", amount=1099, currency="usd", interval=""))

        with pytest.raises(PaymentsUnavailableError):
            begin(price=old)

    def test_do_not_begin_in_the_wrong_mode(self):
        with pytest.raises(PaymentsUnavailableError):
            begin(PACK, mode="subscription")

    def test_do_not_begin_for_a_stranger(self):
        with pytest.raises(NotFoundError):
            begin(customer="cus_test_none")

    def test_are_paid(self, gateway):
        request = request_of()
        checkout = gateway.begin_checkout(request)

        pay_checkout(checkout.id, card_slug="works")

        paid = gateway.get_checkout(checkout.id)
        assert (paid.status, paid.is_paid, paid.subscription_id) == ("complete", True, None)
        payment = gateway.get_payment(paid.payment_id)
        assert (payment.amount, payment.currency, payment.is_paid) == (999, "usd", True)
        assert (payment.order_id, payment.customer) == (str(request.order_id), request.customer)
        assert (payment.refunds, payment.disputes) == ((), ())
        assert told() == ["payment_intent.succeeded", "checkout.session.completed"]
        assert about("checkout.session.completed")["id"] == checkout.id

    def test_are_paid_once(self):
        checkout = buy()

        assert pay_checkout(checkout.id, card_slug="works").status == "complete"
        assert LocalPayment.objects.count() == 1

    @pytest.mark.parametrize(
        ("card", "words"),
        [("declined", "Your card was declined."), ("insufficient_funds", "Your card has insufficient funds.")],
    )
    def test_stay_open_for_another_card_after_a_refused_one(self, gateway, card, words):
        checkout = begin()

        with pytest.raises(PaymentRefusedError) as refused:
            pay_checkout(checkout.id, card_slug=card)

        assert refused.value.message == words
        assert gateway.get_checkout(checkout.id).status == "open"
        assert told() == ["payment_intent.payment_failed"]
        pay_checkout(checkout.id, card_slug="works")
        assert gateway.get_checkout(checkout.id).is_paid

    def test_begin_no_subscription_with_a_refused_card(self):
        checkout = begin(BASIC)

        with pytest.raises(PaymentRefusedError):
            pay_checkout(checkout.id, card_slug="declined")

        assert not LocalSubscription.objects.exists()

    def test_refuse_a_card_that_is_none(self):
        with pytest.raises(ValidationFailedError):
            pay_checkout(begin().id, card_slug="4242424242424242")

    def test_expire_when_asked(self, gateway):
        checkout = begin()

        assert gateway.expire_checkout(checkout.id).status == "expired"
        assert gateway.expire_checkout(checkout.id).status == "expired"
        assert pay_checkout(checkout.id, card_slug="works").status == "expired"
        assert not LocalPayment.objects.exists()
        assert told() == ["checkout.session.expired"]

    def test_do_not_expire_once_paid(self, gateway):
        checkout = buy()

        assert gateway.expire_checkout(checkout.id).status == "complete"

    def test_expire_by_the_clock(self, gateway):
        checkout = begin(expires_at=timezone.now() - timedelta(seconds=1))

        assert gateway.get_checkout(checkout.id).status == "expired"
        assert pay_checkout(checkout.id, card_slug="works").status == "expired"
        assert told() == ["checkout.session.expired"]

    def test_can_not_be_complete_without_what_was_bought(self):
        checkout = begin()

        with pytest.raises(IntegrityError, match="complete_test_checkouts_bought_one_thing"), transaction.atomic():
            LocalCheckout.objects.filter(pk=checkout.id).update(status="complete")


class TestCards:
    def fingerprint(self, card: str, customer: str) -> str:
        checkout = buy(card=card, customer=customer)
        return LocalGateway().get_payment(checkout.payment_id).card_fingerprint

    def test_are_the_same_for_the_same_customer(self):
        sara = customer_for()

        assert self.fingerprint("works", sara) == self.fingerprint("works", sara)

    def test_are_everybodys_own(self):
        assert self.fingerprint("works", customer_for()) != self.fingerprint("works", customer_for())

    def test_are_the_same_for_all_where_they_are_shared(self):
        assert self.fingerprint("shared", customer_for()) == self.fingerprint("shared", customer_for())


class TestRefunds:
    def test_send_all_back(self, gateway):
        payment_id = buy().payment_id

        refund = gateway.refund(payment_id, amount=None, key="refund-1")

        assert (refund.amount, refund.status) == (999, "succeeded")
        assert gateway.get_payment(payment_id).refunds == (refund,)
        assert about("refund.created")["payment_intent"] == payment_id
        charge = about("charge.refunded")
        assert (charge["payment_intent"], charge["amount_refunded"], charge["refunded"]) == (payment_id, 999, True)

    def test_send_parts_back_and_then_the_rest(self, gateway):
        payment_id = buy().payment_id

        gateway.refund(payment_id, amount=300, key="refund-1")
        gateway.refund(payment_id, amount=None, key="refund-2")

        assert [refund.amount for refund in gateway.get_payment(payment_id).refunds] == [300, 699]

    def test_happen_once_for_a_key(self, gateway):
        payment_id = buy().payment_id

        first = gateway.refund(payment_id, amount=300, key="refund-1")

        assert gateway.refund(payment_id, amount=300, key="refund-1") == first
        assert LocalRefund.objects.count() == 1

    def test_do_not_happen_under_the_key_of_another(self, gateway):
        payment_id = buy().payment_id
        gateway.refund(payment_id, amount=300, key="refund-1")

        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(payment_id, amount=301, key="refund-1")
        assert LocalRefund.objects.count() == 1

    @pytest.mark.parametrize("amount", [1000, 0, -1])
    def test_of_what_was_not_paid_are_refused(self, gateway, amount):
        payment_id = buy().payment_id

        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(payment_id, amount=amount, key="refund-1")
        assert not LocalRefund.objects.exists()

    def test_leave_a_refused_key_free(self, gateway):
        payment_id = buy().payment_id
        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(payment_id, amount=1000, key="refund-1")

        assert gateway.refund(payment_id, amount=999, key="refund-1").amount == 999

    def test_of_nothing_left_are_refused(self, gateway):
        payment_id = buy().payment_id
        gateway.refund(payment_id, amount=None, key="refund-1")

        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(payment_id, amount=None, key="refund-2")

    def test_of_a_refused_payment_are_refused(self, gateway):
        with pytest.raises(PaymentRefusedError):
            pay_checkout(begin().id, card_slug="declined")

        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(LocalPayment.objects.get().pk, amount=None, key="refund-1")


class TestDisputes:
    def test_take_what_was_not_refunded(self, gateway):
        payment_id = buy().payment_id
        gateway.refund(payment_id, amount=300, key="refund-1")

        open_dispute(payment_id)

        (dispute,) = gateway.get_payment(payment_id).disputes
        assert (dispute.amount, dispute.status) == (699, "needs_response")
        assert about("charge.dispute.created")["payment_intent"] == payment_id

    def test_are_one_for_each_payment(self):
        payment_id = buy().payment_id

        assert open_dispute(payment_id) == open_dispute(payment_id)

    @pytest.mark.parametrize(("is_won", "status"), [(True, "won"), (False, "lost")])
    def test_are_decided_once(self, gateway, is_won, status):
        payment_id = buy().payment_id
        dispute = open_dispute(payment_id)

        close_dispute(dispute.pk, is_won=is_won)
        close_dispute(dispute.pk, is_won=not is_won)

        assert gateway.get_payment(payment_id).disputes[0].status == status
        assert told().count("charge.dispute.closed") == 1

    def test_leave_nothing_to_refund_until_they_are_won(self, gateway):
        payment_id = buy().payment_id
        dispute = open_dispute(payment_id)
        with pytest.raises(PaymentsUnavailableError):
            gateway.refund(payment_id, amount=None, key="refund-1")

        close_dispute(dispute.pk, is_won=True)

        assert gateway.refund(payment_id, amount=None, key="refund-1").amount == 999

    def test_of_what_went_back_already_are_refused(self, gateway):
        payment_id = buy().payment_id
        gateway.refund(payment_id, amount=None, key="refund-1")

        with pytest.raises(PaymentsUnavailableError):
            open_dispute(payment_id)


class TestSubscriptions:
    def test_begin_with_a_paid_month(self, gateway):
        before = this_second()

        checkout = buy(BASIC)

        state = gateway.get_subscription(checkout.subscription_id)
        assert checkout.payment_id is None
        assert (state.status, state.price, state.amount, state.currency) == ("active", price_of(BASIC), 1000, "usd")
        assert before <= state.period_start == state.started_at <= this_second()
        assert state.period_end == months_after(state.period_start, 1)
        assert (state.cancels_at_period_end, state.ended_at, state.livemode) == (False, None, False)
        (invoice,) = gateway.list_paid_invoices(state.id)
        (line,) = invoice.lines
        assert (invoice.billing_reason, invoice.amount, invoice.currency) == ("subscription_create", 1000, "usd")
        assert (invoice.subscription_id, invoice.customer) == (state.id, state.customer)
        assert (line.price, line.amount, line.is_proration) == (price_of(BASIC), 1000, False)
        assert (line.period_start, line.period_end) == (state.period_start, state.period_end)
        assert gateway.get_payment(invoice.payment_id).amount == 1000
        assert invoice.page_url.endswith(f"/test-payments/portal/{state.customer}#{invoice.id}")
        assert told() == [
            "customer.subscription.created",
            "payment_intent.succeeded",
            "invoice.paid",
            "checkout.session.completed",
        ]
        assert about("invoice.paid")["parent"]["subscription_details"]["subscription"] == state.id

    def test_end_with_their_period_or_go_on_after_all(self, gateway):
        subscription = subscribed()

        assert gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1").cancels_at_period_end
        assert gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1").cancels_at_period_end
        assert not gateway.set_cancels_at_period_end(subscription.pk, False, key="resume-1").cancels_at_period_end
        assert told().count("customer.subscription.updated") == 2

    def test_are_not_ended_again_by_a_late_repetition(self, gateway):
        subscription = subscribed()
        gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1")
        gateway.set_cancels_at_period_end(subscription.pk, False, key="resume-1")

        assert not gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1").cancels_at_period_end

    def test_that_ended_can_not_be_changed(self, gateway):
        subscription = subscribed()
        gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1")
        renew(subscription.pk, period_end=subscription.period_end)

        with pytest.raises(PaymentsUnavailableError):
            gateway.set_cancels_at_period_end(subscription.pk, False, key="resume-1")
        with pytest.raises(PaymentsUnavailableError):
            gateway.change_price(subscription.pk, price=price_of(PRO), at=None, key="change-1")


class TestChangesOfPrice:
    """Of a subscription of which exactly a half, and so on, is left."""

    @pytest.fixture
    def half_over(self) -> LocalSubscription:
        subscription = subscribed(BASIC)
        start = this_second() - timedelta(days=15)
        LocalSubscription.objects.filter(pk=subscription.pk).update(
            started_at=start, period_start=start, renewed_at=start, period_end=start + timedelta(days=30)
        )
        subscription.refresh_from_db()
        forget_events()
        return subscription

    def middle(self, subscription: LocalSubscription) -> datetime:
        return subscription.period_start + timedelta(days=15)

    def test_are_previewed_by_the_second(self, gateway, half_over):
        at = self.middle(half_over)

        preview = gateway.preview_change(half_over.pk, price=price_of(PRO), at=at)

        assert (preview.amount, preview.currency) == (1000, "usd")
        assert [(line.price, line.amount) for line in preview.lines] == [(price_of(BASIC), -500), (price_of(PRO), 1500)]
        assert all(line.is_proration for line in preview.lines)
        assert {(line.period_start, line.period_end) for line in preview.lines} == {(at, half_over.period_end)}
        assert told() == []

    def test_cost_what_the_preview_said(self, gateway, half_over):
        at = self.middle(half_over)
        preview = gateway.preview_change(half_over.pk, price=price_of(PRO), at=at)

        state = gateway.change_price(half_over.pk, price=price_of(PRO), at=at, key="change-1")

        assert (state.price, state.amount, state.period_end) == (price_of(PRO), 3000, half_over.period_end)
        invoice = gateway.list_paid_invoices(half_over.pk)[-1]
        assert (invoice.billing_reason, invoice.amount) == ("subscription_update", preview.amount)
        assert invoice.lines == preview.lines
        assert told() == ["customer.subscription.updated", "payment_intent.succeeded", "invoice.paid"]

    def test_happen_once_for_a_key(self, gateway, half_over):
        at = self.middle(half_over)

        first = gateway.change_price(half_over.pk, price=price_of(PRO), at=at, key="change-1")

        assert gateway.change_price(half_over.pk, price=price_of(PRO), at=at, key="change-1") == first
        assert len(gateway.list_paid_invoices(half_over.pk)) == 2

    def test_do_not_happen_with_a_refused_card(self, gateway, half_over):
        choose_card(half_over.customer, "declined")

        with pytest.raises(PaymentRefusedError, match="declined"):
            gateway.change_price(half_over.pk, price=price_of(PRO), at=self.middle(half_over), key="change-1")

        assert gateway.get_subscription(half_over.pk).price == price_of(BASIC)
        assert LocalInvoice.objects.count() == 1
        assert told() == []

    def test_cost_nothing_before_the_next_period_without_a_moment(self, gateway, half_over):
        state = gateway.change_price(half_over.pk, price=price_of(PRO), at=None, key="change-1")

        assert (state.price, state.amount) == (price_of(PRO), 3000)
        assert len(gateway.list_paid_invoices(half_over.pk)) == 1
        renew(half_over.pk, period_end=half_over.period_end)
        assert gateway.list_paid_invoices(half_over.pk)[-1].amount == 3000

    def test_to_the_same_price_cost_nothing(self, gateway, half_over):
        gateway.change_price(half_over.pk, price=price_of(BASIC), at=self.middle(half_over), key="change-1")

        assert len(gateway.list_paid_invoices(half_over.pk)) == 1

    def test_to_a_lower_price_send_nothing_back(self, gateway, half_over):
        gateway.change_price(half_over.pk, price=price_of(PRO), at=None, key="change-1")

        preview = gateway.preview_change(half_over.pk, price=price_of(BASIC), at=self.middle(half_over))

        assert [line.amount for line in preview.lines] == [-1500, 500]
        assert preview.amount == 0

    @pytest.mark.parametrize("days", [-1, 31])
    def test_outside_the_period_are_refused(self, gateway, half_over, days):
        with pytest.raises(PaymentsUnavailableError):
            gateway.preview_change(half_over.pk, price=price_of(PRO), at=half_over.period_start + timedelta(days=days))

    @pytest.mark.parametrize("price", ["price_test_none_1_usd", "price_test_pack-small_999_usd"])
    def test_to_what_is_no_plan_are_refused(self, gateway, half_over, price):
        price_of(PACK)

        with pytest.raises(PaymentsUnavailableError):
            gateway.change_price(half_over.pk, price=price, at=None, key="change-1")

    def test_cost_the_whole_difference_in_a_period_that_was_begun_early(self, gateway, half_over):
        renew(half_over.pk, period_end=half_over.period_end)

        preview = gateway.preview_change(half_over.pk, price=price_of(PRO), at=this_second())

        assert preview.amount == 2000


class TestRenewals:
    def test_begin_the_next_month(self, gateway):
        subscription = subscribed()
        forget_events()

        renew(subscription.pk, period_end=subscription.period_end)

        state = gateway.get_subscription(subscription.pk)
        assert (state.period_start, state.period_end) == (
            subscription.period_end,
            months_after(subscription.started_at, 2),
        )
        invoice = gateway.list_paid_invoices(subscription.pk)[-1]
        assert (invoice.billing_reason, invoice.amount) == ("subscription_cycle", 1000)
        assert invoice.lines[0].period_start == state.period_start
        assert told() == ["payment_intent.succeeded", "invoice.paid", "customer.subscription.updated"]

    def test_happen_once_for_a_period(self, gateway):
        subscription = subscribed()

        renew(subscription.pk, period_end=subscription.period_end)
        renew(subscription.pk, period_end=subscription.period_end)

        assert len(gateway.list_paid_invoices(subscription.pk)) == 2

    def test_end_what_was_cancelled(self, gateway):
        subscription = subscribed()
        gateway.set_cancels_at_period_end(subscription.pk, True, key="cancel-1")

        renew(subscription.pk, period_end=subscription.period_end)

        state = gateway.get_subscription(subscription.pk)
        assert state.status == "canceled"
        assert state.ended_at is not None
        assert len(gateway.list_paid_invoices(subscription.pk)) == 1
        assert told()[-1] == "customer.subscription.deleted"

    def test_that_are_refused_leave_it_past_due(self, gateway):
        subscription = subscribed()
        choose_card(subscription.customer, "insufficient_funds")
        forget_events()

        renew(subscription.pk, period_end=subscription.period_end)

        assert gateway.get_subscription(subscription.pk).status == "past_due"
        assert len(gateway.list_paid_invoices(subscription.pk)) == 1
        assert told() == ["payment_intent.payment_failed", "invoice.payment_failed", "customer.subscription.updated"]

    def test_come_after_an_unpaid_invoice(self):
        subscription = subscribed()
        choose_card(subscription.customer, "declined")
        after = renew(subscription.pk, period_end=subscription.period_end)

        with pytest.raises(PaymentsUnavailableError):
            renew(subscription.pk, period_end=after.period_end)

    def test_that_were_refused_can_be_paid_by_another_card(self, gateway):
        subscription = subscribed()
        choose_card(subscription.customer, "declined")
        renew(subscription.pk, period_end=subscription.period_end)
        invoice = LocalInvoice.objects.get(paid_at=None)
        with pytest.raises(PaymentRefusedError):
            pay_open_invoice(invoice.pk)

        choose_card(LocalCustomer.objects.get(), "works")
        pay_open_invoice(invoice.pk)
        pay_open_invoice(invoice.pk)

        assert gateway.get_subscription(subscription.pk).status == "active"
        assert [paid.id for paid in gateway.list_paid_invoices(subscription.pk)][-1] == invoice.pk
        assert LocalPayment.objects.filter(is_paid=True).count() == 2


class TestWhatIsDue:
    def overdue(self, *, months: int = 1) -> LocalSubscription:
        """A subscription that began so many months and a day ago, and was never renewed."""
        subscription = subscribed()
        start = months_after(this_second() - timedelta(days=1), -months)
        LocalSubscription.objects.filter(pk=subscription.pk).update(
            started_at=start, period_start=start, renewed_at=start, period_end=months_after(start, 1)
        )
        subscription.refresh_from_db()
        return subscription

    def test_is_renewed_one_period_at_a_time(self, gateway):
        subscription = self.overdue(months=2)

        assert [renew_what_is_due() for _ in range(3)] == [1, 1, 0]
        assert len(gateway.list_paid_invoices(subscription.pk)) == 3
        assert gateway.get_subscription(subscription.pk).period_end > timezone.now()

    def test_leaves_out_what_is_not_over(self):
        subscribed()

        assert renew_test_subscriptions() == 0

    def test_is_tried_four_times_and_then_ended(self, gateway):
        subscription = self.overdue()
        choose_card(subscription.customer, "declined")
        assert renew_what_is_due() == 1
        waits = []
        for _ in range(3):
            invoice = LocalInvoice.objects.get(paid_at=None)
            waits.append(round((invoice.due_at - timezone.now()) / timedelta(days=1)))
            assert renew_what_is_due() == 0
            LocalInvoice.objects.filter(pk=invoice.pk).update(due_at=timezone.now())
            assert renew_what_is_due() == 1

        assert waits == [1, 3, 5]
        assert gateway.get_subscription(subscription.pk).status == "canceled"
        assert LocalInvoice.objects.get(paid_at=None).attempts == 4
        assert renew_what_is_due() == 0

    def test_recovers_by_a_card_that_works(self, gateway):
        subscription = self.overdue()
        choose_card(subscription.customer, "declined")
        renew_what_is_due()
        choose_card(subscription.customer, "works")
        LocalInvoice.objects.filter(paid_at=None).update(due_at=timezone.now())

        renew_what_is_due()

        assert gateway.get_subscription(subscription.pk).status == "active"

    def test_is_nothing_where_a_vendor_takes_the_money(self, settings):
        settings.STRIPE_SECRET_KEY = "sk_test_x"
        self.overdue()

        assert renew_test_subscriptions() == 0
        assert LocalInvoice.objects.count() == 1


class TestPeriods:
    @pytest.mark.parametrize(
        ("months", "expected"), [(1, (2027, 2, 28)), (2, (2027, 3, 31)), (13, (2028, 2, 29)), (-1, (2026, 12, 31))]
    )
    def test_are_calendar_months_that_lose_no_day(self, months, expected):
        anchor = datetime(2027, 1, 31, 10, 30, 5, tzinfo=UTC)

        year, month, day = expected
        assert months_after(anchor, months) == anchor.replace(year=year, month=month, day=day)

    def test_follow_each_other_from_the_anchor(self):
        anchor = end = datetime(2027, 1, 31, tzinfo=UTC)
        days = []
        for _ in range(13):
            start, end = period_after(anchor, end)
            days.append(start.day)

        assert days == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]

    @pytest.mark.parametrize(("seconds", "amount"), [(-5, 999), (0, 999), (1, 666), (2, 333), (3, 0), (9, 0)])
    def test_are_shared_by_the_second(self, seconds, amount):
        start = datetime(2027, 1, 31, tzinfo=UTC)

        share = share_left(start, start + timedelta(seconds=3), start + timedelta(seconds=seconds))

        assert prorated(999, share) == amount


@dataclass
class Endpoint:
    """A webhook endpoint: what it answers, one after the other and then 200, and what was posted to it."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    taken: list[tuple[str, bytes, str]] = field(default_factory=list)


@contextmanager
def listening_endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            endpoint.taken.append((self.path, body, self.headers["Stripe-Signature"]))
            self.send_response(endpoint.answers.pop(0) if endpoint.answers else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Tests need no log of requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        endpoint.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield endpoint
        server.shutdown()
        thread.join()


@pytest.fixture
def endpoint(settings) -> Iterator[Endpoint]:
    with listening_endpoint() as listening:
        settings.PUBLIC_URL = listening.url
        yield listening


class TestDelivery:
    def test_posts_signed_events_in_order(self, endpoint, gateway):
        buy()

        assert deliver_test_webhooks() == 2

        events = [gateway.read_event(body, signature) for _, body, signature in endpoint.taken]
        assert [event.type for event in events] == ["payment_intent.succeeded", "checkout.session.completed"]
        assert [path for path, _, _ in endpoint.taken] == ["/billing/webhook"] * 2
        assert all(event.id.startswith("evt_test_") and not event.livemode for event in events)
        assert events[1].object_id == LocalCheckout.objects.get().pk
        assert not LocalEvent.objects.filter(delivered_at=None).exists()
        assert deliver_test_webhooks() == 0

    @pytest.mark.parametrize("answer", [500, 400, 302])
    def test_tries_again_later_what_is_not_taken(self, endpoint, answer):
        buy()
        endpoint.answers = [answer]

        assert deliver_test_webhooks() == 0

        event = LocalEvent.objects.get(attempts=1)
        assert (event.delivered_at, event.error) == (None, f"answered {answer}")
        assert timedelta(seconds=10) < event.due_at - timezone.now() <= timedelta(seconds=15)
        LocalEvent.objects.update(due_at=timezone.now())
        assert deliver_test_webhooks() == 2
        assert LocalEvent.objects.filter(error="", delivered_at__isnull=False).count() == 2

    def test_sends_the_same_body_each_time(self, endpoint):
        buy()
        LocalEvent.objects.exclude(type="checkout.session.completed").delete()
        endpoint.answers = [500]
        deliver_next()
        LocalEvent.objects.update(due_at=timezone.now())
        deliver_next()

        first, again = endpoint.taken
        assert first[1] == again[1]

    def test_waits_for_an_endpoint_that_is_away(self, settings):
        with listening_endpoint() as endpoint:
            settings.PUBLIC_URL = endpoint.url
        buy()

        assert deliver_test_webhooks() == 0
        assert "ConnectError" in LocalEvent.objects.get(attempts=1).error

    def test_waits_ever_longer_but_never_more_than_an_hour(self, endpoint):
        buy()
        LocalEvent.objects.exclude(type="checkout.session.completed").delete()
        endpoint.answers = [500] * 9
        pauses = []
        for _ in range(9):
            LocalEvent.objects.update(due_at=timezone.now())
            deliver_next()
            pauses.append(round((LocalEvent.objects.get().due_at - timezone.now()).total_seconds()))

        assert pauses == [15, 45, 135, 405, 1215, 3600, 3600, 3600, 3600]

    def test_tells_nothing_of_what_was_undone(self, endpoint, gateway):
        subscription = subscribed()
        forget_events()
        choose_card(subscription.customer, "declined")
        with pytest.raises(PaymentRefusedError):
            gateway.change_price(subscription.pk, price=price_of(PRO), at=this_second(), key="change-1")

        assert deliver_test_webhooks() == 0
        assert endpoint.taken == []

    def test_is_nothing_where_a_vendor_takes_the_money(self, endpoint, settings):
        buy()
        settings.STRIPE_SECRET_KEY = "sk_test_x"

        assert deliver_test_webhooks() == 0
        assert endpoint.taken == []


class TestReadingEvents:
    BODY = b'{"id":"evt_test_1","object":"event","type":"x","created":1,"livemode":false,"data":{"object":{"id":"y"}}}'

    def at(self, seconds: int = 0) -> int:
        return int(timezone.now().timestamp()) + seconds

    def test_takes_its_own_signature(self, gateway):
        event = gateway.read_event(self.BODY, signature_of(self.BODY, at=self.at()))

        assert (event.id, event.type, event.object_id) == ("evt_test_1", "x", "y")
        assert event.payload == json.loads(self.BODY)

    @pytest.mark.parametrize("seconds", [-400, 400])
    def test_refuses_another_time(self, gateway, seconds):
        with pytest.raises(ValueError, match="signature"):
            gateway.read_event(self.BODY, signature_of(self.BODY, at=self.at(seconds)))

    def test_refuses_another_body(self, gateway):
        with pytest.raises(ValueError):
            gateway.read_event(self.BODY.replace(b"x", b"z"), signature_of(self.BODY, at=self.at()))

    def test_refuses_another_secret(self, gateway, settings):
        signature = signature_of(self.BODY, at=self.at())
        settings.TEST_PAYMENTS_SECRET = "another"

        with pytest.raises(ValueError):
            gateway.read_event(self.BODY, signature)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_checkout_is_paid_once(self):
        checkout = begin()

        answers = together(6, lambda _: pay_checkout(checkout.id, card_slug="works").status)

        assert answers == ["complete"] * 6
        assert LocalPayment.objects.count() == 1
        assert told() == ["payment_intent.succeeded", "checkout.session.completed"]

    def test_an_order_gets_one_checkout(self):
        request = request_of()

        answers = together(6, lambda _: LocalGateway().begin_checkout(request).id)

        assert len(set(answers)) == 1
        assert LocalCheckout.objects.count() == 1

    def test_no_more_is_refunded_than_was_paid(self):
        payment_id = buy().payment_id

        answers = together(6, lambda n: LocalGateway().refund(payment_id, amount=400, key=f"refund-{n}").amount)

        assert answers.count(400) == 2
        assert sum(refund.amount for refund in LocalRefund.objects.all()) == 800

    def test_a_period_is_renewed_once(self):
        subscription = subscribed()

        together(6, lambda _: renew(subscription.pk, period_end=subscription.period_end))

        assert LocalInvoice.objects.count() == 2

    def test_an_event_is_delivered_once(self, settings):
        with listening_endpoint() as endpoint:
            settings.PUBLIC_URL = endpoint.url
            buy()
            answers = together(6, lambda _: deliver_next())

        assert (answers.count(True), answers.count(False)) == (2, 4)
        assert len({body for _, body, _ in endpoint.taken}) == 2

    def test_an_event_that_another_is_claiming_is_passed_over(self, settings):
        def deliver(_: int) -> bool:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return deliver_next()

        with listening_endpoint() as endpoint:
            settings.PUBLIC_URL = endpoint.url
            buy()
            first, second = LocalEvent.objects.order_by("due_at")
            with transaction.atomic():
                LocalEvent.objects.select_for_update().get(pk=first.pk)
                answers = together(1, deliver)

        assert answers == [True]
        assert [body.decode() for _, body, _ in endpoint.taken] == [second.body]

    def test_prices_are_brought_in_line_one_after_the_other(self):
        wanted = [PriceWanted("pack-small", "100 credits", 900 + n, "usd", "") for n in range(6)]

        answers = together(6, lambda n: LocalGateway().ensure_price(wanted[n], dry_run=False).price)

        assert len(set(answers)) == 6
        assert LocalPrice.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
class TestTheWayOfAPurchase:
    def test_leads_from_the_page_through_the_webhook_to_credits(self, live_server, settings):
        settings.PUBLIC_URL = live_server.url
        user = make_user(is_verified=True)
        order = buy_pack(user, Pack.objects.get(slug="small"), ip_digest="")

        pay_checkout(order.session_id, card_slug="works")
        assert deliver_test_webhooks() == 2
        assert set(StripeEvent.objects.values_list("type", "gateway")) == {
            ("payment_intent.succeeded", "test"),
            ("checkout.session.completed", "test"),
        }
        assert apply_stripe_events() == 2

        order.refresh_from_db()
        assert order.state == Order.State.PAID
        assert LedgerTransaction.objects.get(key=f"order:{order.pk}").amount == 100
