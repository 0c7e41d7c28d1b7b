"""The gateway of test payments, as the rest of billing sees it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from billing import stripe_gateway
from billing.gateway import (
    ChangePreview,
    Checkout,
    CheckoutRequest,
    Event,
    PaidInvoice,
    Payment,
    PriceFound,
    PriceWanted,
    Refund,
    SubscriptionState,
)
from billing.gateways.local import checkouts, customers, invoices, payments, prices, subscriptions
from billing.gateways.local.rows import get_row
from billing.models import Gateway, LocalCustomer


class LocalGateway:
    """A `PaymentGateway` that moves no money. `ImproperlyConfigured` in production."""

    name: str = Gateway.TEST.value
    livemode = False

    def __init__(self) -> None:
        if settings.IS_PRODUCTION:
            raise ImproperlyConfigured("Test payments can't be used in production; set STRIPE_SECRET_KEY.")

    def create_customer(self, *, user_id: uuid.UUID, email: str, name: str, key: str) -> str:
        return customers.create_customer(user_id=user_id, email=email, name=name, key=key)

    def delete_customer(self, customer: str) -> None:
        customers.delete_customer(customer)

    def begin_checkout(self, request: CheckoutRequest) -> Checkout:
        return checkouts.begin_checkout(request)

    def get_checkout(self, checkout_id: str) -> Checkout:
        return checkouts.get_checkout(checkout_id)

    def expire_checkout(self, checkout_id: str) -> Checkout:
        return checkouts.expire_checkout(checkout_id)

    def get_payment(self, payment_id: str) -> Payment:
        return payments.get_payment(payment_id)

    def get_subscription(self, subscription_id: str) -> SubscriptionState:
        return subscriptions.get_subscription(subscription_id)

    def list_paid_invoices(self, subscription_id: str) -> Sequence[PaidInvoice]:
        return invoices.list_paid(subscription_id)

    def preview_change(self, subscription_id: str, *, price: str, at: datetime) -> ChangePreview:
        return subscriptions.preview_change(subscription_id, price=price, at=at)

    def change_price(self, subscription_id: str, *, price: str, at: datetime | None, key: str) -> SubscriptionState:
        return subscriptions.change_price(subscription_id, price=price, at=at, key=key)

    def set_cancels_at_period_end(self, subscription_id: str, cancels: bool, *, key: str) -> SubscriptionState:
        return subscriptions.set_cancels_at_period_end(subscription_id, cancels, key=key)

    def portal_url(self, customer: str, *, return_url: str) -> str:
        reference = get_row(LocalCustomer, customer).reference
        portal = reverse("test-payments-portal", args=[reference])
        return f"{settings.PUBLIC_URL}{portal}?{urlencode({'return_url': return_url})}"

    def refund(self, payment_id: str, *, amount: int | None, key: str) -> Refund:
        return payments.refund(payment_id, amount=amount, key=key)

    def ensure_price(self, wanted: PriceWanted, *, dry_run: bool) -> PriceFound:
        return prices.ensure_price(wanted, dry_run=dry_run)

    def read_event(self, body: bytes, signature: str) -> Event:
        return stripe_gateway.verify_event(body, signature, [settings.TEST_PAYMENTS_SECRET])
