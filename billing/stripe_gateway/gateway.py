"""`billing.gateway.PaymentGateway` by Stripe, as its API is in version 2026-10-28.endive (`stripe` 16.1.0)."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import stripe
from django.conf import settings

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
from billing.models import Gateway
from billing.stripe_gateway.catalogue import bring_in_line
from billing.stripe_gateway.connection import client, failures_told, is_missing
from billing.stripe_gateway.objects import (
    checkout_of,
    invoice_of,
    item_of,
    lines_of,
    payment_of,
    refund_of,
    subscription_of,
)
from billing.stripe_gateway.signatures import verify_event

if TYPE_CHECKING:
    from stripe.params import CustomerCreateParams, RefundCreateParams, SubscriptionUpdateParams
    from stripe.params.checkout import SessionCreateParams

_LIVE_KEYS = ("sk_live_", "rk_live_")
_MOST_A_PAGE = 100
_WITH_WHAT_PAYS = ["payment_intent", "subscription"]


class StripeGateway:
    """Stripe with the key of the settings. What its methods do and raise stands at the Protocol."""

    def __init__(self) -> None:
        self.name: str = Gateway.STRIPE.value
        self.livemode: bool = settings.STRIPE_SECRET_KEY.startswith(_LIVE_KEYS)

    @failures_told()
    def create_customer(self, *, user_id: uuid.UUID, email: str, name: str, key: str) -> str:
        params: CustomerCreateParams = {"email": email, "metadata": {"user_id": str(user_id)}}
        if name:  # an empty one is refused
            params["name"] = name
        return client().v1.customers.create(params=params, options={"idempotency_key": key}).id

    @failures_told()
    def delete_customer(self, customer: str) -> None:
        try:
            client().v1.customers.delete(customer)
        except stripe.InvalidRequestError as error:
            if not is_missing(error):
                raise

    @failures_told()
    def begin_checkout(self, request: CheckoutRequest) -> Checkout:
        metadata = {"order_id": str(request.order_id)}
        params: SessionCreateParams = {
            "customer": request.customer,
            "client_reference_id": str(request.user_id),
            "line_items": [{"price": request.price, "quantity": 1}],
            "metadata": metadata,
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
            "expires_at": int(request.expires_at.timestamp()),
        }
        if request.mode == "subscription":
            params["mode"], params["subscription_data"] = "subscription", {"metadata": metadata}
        else:
            params["mode"], params["payment_intent_data"] = "payment", {"metadata": metadata}
        key = f"order-{request.order_id}"
        return checkout_of(client().v1.checkout.sessions.create(params=params, options={"idempotency_key": key}))

    @failures_told()
    def get_checkout(self, checkout_id: str) -> Checkout:
        return checkout_of(client().v1.checkout.sessions.retrieve(checkout_id, params={"expand": _WITH_WHAT_PAYS}))

    @failures_told()
    def expire_checkout(self, checkout_id: str) -> Checkout:
        checkout = self.get_checkout(checkout_id)
        if checkout.status != "open":
            return checkout
        try:
            return checkout_of(client().v1.checkout.sessions.expire(checkout_id))
        except stripe.InvalidRequestError:
            # It may have been paid, or have run out, since we looked; only an open one should have closed.
            checkout = self.get_checkout(checkout_id)
            if checkout.status == "open":
                raise
            return checkout

    @failures_told()
    def get_payment(self, payment_id: str) -> Payment:
        intent = client().v1.payment_intents.retrieve(payment_id, params={"expand": ["latest_charge"]})
        refunds = client().v1.refunds.list(params={"payment_intent": payment_id, "limit": _MOST_A_PAGE})
        disputes = client().v1.disputes.list(params={"payment_intent": payment_id, "limit": _MOST_A_PAGE})
        return payment_of(intent, refunds.auto_paging_iter(), disputes.auto_paging_iter())

    @failures_told()
    def get_subscription(self, subscription_id: str) -> SubscriptionState:
        return subscription_of(client().v1.subscriptions.retrieve(subscription_id))

    @failures_told()
    def list_paid_invoices(self, subscription_id: str) -> Sequence[PaidInvoice]:
        pages = client().v1.invoices.list(
            params={
                "subscription": subscription_id,
                "status": "paid",
                "limit": _MOST_A_PAGE,
                "expand": ["data.payments"],
            }
        )
        # Stripe lists the newest first; those of one second keep its order, as the sort is stable.
        oldest_first = [invoice_of(invoice) for invoice in pages.auto_paging_iter()][::-1]
        return sorted(oldest_first, key=lambda invoice: invoice.created_at)

    @failures_told()
    def preview_change(self, subscription_id: str, *, price: str, at: datetime) -> ChangePreview:
        item = item_of(client().v1.subscriptions.retrieve(subscription_id))
        invoice = client().v1.invoices.create_preview(
            params={
                "subscription": subscription_id,
                "subscription_details": {
                    "items": [{"id": item.id, "price": price}],
                    "proration_behavior": "always_invoice",
                    "proration_date": int(at.timestamp()),
                },
            }
        )
        lines = [line for line in lines_of(invoice) if line.is_proration]
        return ChangePreview(amount=max(0, sum(line.amount for line in lines)), currency=invoice.currency, lines=lines)

    @failures_told()
    def change_price(self, subscription_id: str, *, price: str, at: datetime | None, key: str) -> SubscriptionState:
        item = item_of(client().v1.subscriptions.retrieve(subscription_id))
        params: SubscriptionUpdateParams = {"items": [{"id": item.id, "price": price}], "proration_behavior": "none"}
        if at is not None:
            params["proration_behavior"] = "always_invoice"
            params["proration_date"] = int(at.timestamp())
            params["payment_behavior"] = "error_if_incomplete"
        return self._update(subscription_id, params, key)

    @failures_told()
    def set_cancels_at_period_end(self, subscription_id: str, cancels: bool, *, key: str) -> SubscriptionState:
        params: SubscriptionUpdateParams = {"cancel_at_period_end": cancels}
        if not cancels:
            subscription = client().v1.subscriptions.retrieve(subscription_id)
            # The portal may have set a date instead, which the switch alone would leave.
            if subscription.cancel_at is not None and not subscription.cancel_at_period_end:
                params = {"cancel_at": ""}
        return self._update(subscription_id, params, key)

    @failures_told()
    def portal_url(self, customer: str, *, return_url: str) -> str:
        return client().v1.billing_portal.sessions.create(params={"customer": customer, "return_url": return_url}).url

    @failures_told()
    def refund(self, payment_id: str, *, amount: int | None, key: str) -> Refund:
        params: RefundCreateParams = {"payment_intent": payment_id, "reason": "requested_by_customer"}
        if amount is not None:
            params["amount"] = amount
        return refund_of(client().v1.refunds.create(params=params, options={"idempotency_key": key}))

    @failures_told()
    def ensure_price(self, wanted: PriceWanted, *, dry_run: bool) -> PriceFound:
        return bring_in_line(wanted, dry_run=dry_run)

    def read_event(self, body: bytes, signature: str) -> Event:
        return verify_event(body, signature, settings.STRIPE_WEBHOOK_SECRETS)

    def _update(self, subscription_id: str, params: "SubscriptionUpdateParams", key: str) -> SubscriptionState:
        updated = client().v1.subscriptions.update(subscription_id, params=params, options={"idempotency_key": key})
        return subscription_of(updated)
