"""Erasing who somebody is to the books: at Stripe, and in our own rows."""

from typing import Any

import pytest
import stripe

from accounts.models import User
from accounts.services.erasing import erase_account
from accounts.upkeep.erasing import finish_erasure
from billing import ledger
from billing.errors import PaymentsUnavailableError
from billing.gateways.local import LocalGateway
from billing.models import GatewayCustomer, Invoice, LocalCustomer, Order, Pack, Plan, StripeEvent, Subscription
from billing.services.prices import sync_prices
from billing.services.purchasing import buy_pack
from billing.services.subscribing import subscribe
from billing.settlement import settle_order
from billing.stripe_events import apply_next
from tests.accounts.people import PASSWORD, make_user
from tests.billing.local_purchases import customer_for, subscribed
from tests.billing.stripe_shop import BASIC, Shop, point_at
from tests.fakes.stripe_server import StripeServer, stripe_server

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

MARK = "zwitschern"


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    # The SDK waits between its tries: that is time, and no behaviour of ours.
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.01)
    with stripe_server() as stand_in:
        point_at(stand_in, settings)
        yield stand_in


@pytest.fixture
def subscriber(server: StripeServer) -> User:
    """Somebody with a plan that was paid at Stripe, and an open checkout of a pack."""
    sync_prices(dry_run=False)
    user = make_user(MARK, full_name=MARK, is_verified=True)
    order = subscribe(user, Plan.objects.get(pk="basic"), ip_digest="d" * 64)
    server.pay(order.session_id or "")
    settle_order(order.pk)
    buy_pack(user, Pack.objects.get(pk="small"), ip_digest="d" * 64)
    return user


def reference_of(user: User) -> str:
    return GatewayCustomer.objects.get(user=user).reference


class TestAtStripe:
    def test_the_customer_is_deleted_and_the_plan_ends(self, server, subscriber):
        reference = reference_of(subscriber)

        erase_account(subscriber, password=PASSWORD)
        assert finish_erasure(subscriber.pk)

        assert server.row(reference) == {"id": reference, "object": "customer", "deleted": True}
        subscription = Subscription.objects.get(user=subscriber)
        assert subscription.status == "ended"
        assert server.row(subscription.reference)["status"] == "canceled"
        assert all(figure == 0 for figure in ledger.verify().values())

    def test_nothing_is_paid_any_more_once_it_was_asked_for(self, server, subscriber):
        erase_account(subscriber, password=PASSWORD)

        order = Order.objects.get(user=subscriber, kind="pack")
        assert server.row(order.session_id or "")["status"] == "expired"
        assert server.row(Subscription.objects.get().reference)["cancel_at_period_end"] is True

    def test_nothing_is_erased_while_stripe_is_away(self, server, subscriber):
        server.fail_next(20, status=503)

        with pytest.raises(PaymentsUnavailableError):
            erase_account(subscriber, password=PASSWORD)

        assert User.objects.get(pk=subscriber.pk).username == MARK

    def test_is_tried_again_where_stripe_goes_away_in_between(self, server, subscriber):
        erase_account(subscriber, password=PASSWORD)
        server.fail_next(3, status=503)

        assert not finish_erasure(subscriber.pk)
        assert not Order.objects.filter(ip_digest="d" * 64).exists()  # the rest is done all the same
        assert finish_erasure(subscriber.pk)

        assert server.row(reference_of(subscriber))["deleted"] is True

    def test_asks_stripe_no_more_once_it_is_done(self, server, subscriber):
        erase_account(subscriber, password=PASSWORD)
        finish_erasure(subscriber.pk)
        before = len(server.requests)

        assert finish_erasure(subscriber.pk)

        assert len(server.requests) == before

    def test_events_are_blanked_once_they_are_applied(self, server, subscriber):
        [event] = server.events_of("customer.created")
        for told in [*server.events_of("checkout.session.completed"), event]:
            StripeEvent.objects.create(
                event_id=told["id"],
                gateway="stripe",
                type=told["type"],
                livemode=False,
                object_id=told["data"]["object"]["id"],
                payload=told,
                occurred_at=subscriber.created_at,
            )
        while apply_next():
            pass
        assert MARK in str(list(StripeEvent.objects.values_list("payload", flat=True)))

        erase_account(subscriber, password=PASSWORD)
        finish_erasure(subscriber.pk)

        payloads = list(StripeEvent.objects.values_list("payload", flat=True))
        assert MARK not in str(payloads)
        assert all(payload["data"]["object"]["id"] for payload in payloads)


class TestTheRows:
    def test_keep_the_sums_and_lose_the_rest(self, server, subscriber):
        invoice = Invoice.objects.get(user=subscriber)
        assert invoice.page_url

        erase_account(subscriber, password=PASSWORD)
        finish_erasure(subscriber.pk)

        invoice.refresh_from_db()
        assert (invoice.page_url, invoice.pdf_url) == ("", "")
        assert invoice.amount == Plan.objects.get(pk="basic").price
        orders = Order.objects.filter(user=subscriber)
        assert {(order.checkout_url, order.ip_digest, order.card_digest) for order in orders} == {("", "", "")}


class TestDeletingACustomer:
    def test_at_stripe_again_is_fine(self, server):
        shop = Shop(server)
        reference = shop.subscription(BASIC)

        shop.gateway.delete_customer(shop.customer)
        shop.gateway.delete_customer(shop.customer)
        shop.gateway.delete_customer("cus_none")

        assert shop.gateway.get_subscription(reference).status == "canceled"

    def test_at_stripe_tells_where_it_is_away(self, server):
        shop = Shop(server)
        server.fail_next(3, status=500)

        with pytest.raises(PaymentsUnavailableError):
            shop.gateway.delete_customer(shop.customer)

    def test_of_test_payments_ends_the_plan_and_forgets_who_it_was(self):
        subscription = subscribed()
        another = subscribed()

        for _ in range(2):
            LocalGateway().delete_customer(subscription.customer_id)

        subscription.refresh_from_db()
        another.refresh_from_db()
        customer = LocalCustomer.objects.get(pk=subscription.customer_id)
        assert (customer.email, customer.name, customer.card) == ("", "", "")
        assert (subscription.status, another.status) == ("canceled", "active")
        LocalGateway().delete_customer("cus_none")
        assert LocalCustomer.objects.get(pk=customer_for()).email == "sara@example.com"
