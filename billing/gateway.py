"""What billing asks of whoever takes the money. Amounts are in minor units of a currency (ISO 4217, lower case).

Every call that changes something bears a `key`: asked again with the same key, the gateway does nothing again and
answers the same. Calls raise `PaymentsUnavailableError` where the gateway can't be reached, refuses our key or our
request, or is busy (nothing is known to have happened then: ask again with the same key), `PaymentRefusedError` where
the user's card was refused, and `common.errors.NotFoundError` for an object that is not there.
No call may stand inside a database transaction.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class CheckoutRequest:
    """A checkout to begin. `mode` is "payment" for a pack, "subscription" for a plan."""

    order_id: uuid.UUID
    user_id: uuid.UUID
    customer: str
    mode: str
    price: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True)
class Checkout:
    """A checkout. `status` is open, complete or expired; `is_paid` also for what cost nothing.

    `has_failed` is a completed one whose delayed payment was refused in the end.
    """

    id: str
    status: str
    is_paid: bool
    has_failed: bool
    url: str
    order_id: str
    customer: str
    payment_id: str | None
    subscription_id: str | None
    expires_at: datetime
    livemode: bool


@dataclass(frozen=True)
class Refund:
    """Money sent back. `status` is pending, requires_action, succeeded, failed or canceled."""

    id: str
    amount: int
    status: str
    created_at: datetime


@dataclass(frozen=True)
class Dispute:
    """A payment that the cardholder's bank took back, or asks about.

    `status` as Stripe's: warning_needs_response, warning_under_review, warning_closed, needs_response, under_review,
    won, lost (and prevented). Only those that don't begin with "warning_" moved money.
    """

    id: str
    amount: int
    status: str
    created_at: datetime


@dataclass(frozen=True)
class Payment:
    """A payment and what became of it, oldest first. `card_fingerprint` is the same for the same card, "" unknown."""

    id: str
    amount: int
    currency: str
    is_paid: bool
    card_fingerprint: str
    order_id: str
    customer: str
    refunds: Sequence[Refund]
    disputes: Sequence[Dispute]


@dataclass(frozen=True)
class InvoiceLine:
    """One line: a price over a period. Prorations are for a part of a period, negative for what is given back."""

    price: str
    amount: int
    is_proration: bool
    period_start: datetime
    period_end: datetime


@dataclass(frozen=True)
class PaidInvoice:
    """An invoice that was paid. `billing_reason`: subscription_create, subscription_cycle, subscription_update, …"""

    id: str
    number: str
    subscription_id: str
    customer: str
    billing_reason: str
    amount: int
    currency: str
    payment_id: str | None
    page_url: str
    pdf_url: str
    paid_at: datetime
    created_at: datetime
    lines: Sequence[InvoiceLine]


@dataclass(frozen=True)
class SubscriptionState:
    """A subscription now. `status` as Stripe's: incomplete, incomplete_expired, trialing, active, past_due, unpaid,
    paused, canceled. `price` and `amount` are what the next invoice will ask for each month."""

    id: str
    customer: str
    status: str
    price: str
    amount: int
    currency: str
    period_start: datetime
    period_end: datetime
    cancels_at_period_end: bool
    started_at: datetime
    ended_at: datetime | None
    livemode: bool


@dataclass(frozen=True)
class ChangePreview:
    """What a change of plan would cost now: the sum, and the lines it comes from."""

    amount: int
    currency: str
    lines: Sequence[InvoiceLine]


@dataclass(frozen=True)
class PriceWanted:
    """A product and its price as our rows have them. `slug` names it for ever: plan-pro, pack-small.

    `interval` is "month" for plans, "" for packs.
    """

    slug: str
    name: str
    amount: int
    currency: str
    interval: str


@dataclass(frozen=True)
class PriceFound:
    """How the gateway knows it. `changes` says in words what had (or, on a dry run, would have) to be changed."""

    product: str
    price: str
    changes: Sequence[str]


@dataclass(frozen=True)
class Event:
    """A verified webhook event. `payload` is the whole of it."""

    id: str
    type: str
    livemode: bool
    object_id: str
    created_at: datetime
    payload: Mapping[str, Any]


class PaymentGateway(Protocol):
    """Who takes the money. `name` is a `billing.models.Gateway`; `livemode` says whether it is real money."""

    name: str
    livemode: bool

    def create_customer(self, *, user_id: uuid.UUID, email: str, name: str, key: str) -> str:
        """Make a customer and return its reference."""

    def delete_customer(self, customer: str) -> None:
        """Forget a customer: address, name and cards. Their subscriptions end at once, without money going back, and
        payments and invoices stay. One that is gone already is fine."""

    def begin_checkout(self, request: CheckoutRequest) -> Checkout:
        """Begin a checkout; its key is the order's id."""

    def get_checkout(self, checkout_id: str) -> Checkout: ...

    def expire_checkout(self, checkout_id: str) -> Checkout:
        """Close an open checkout, so that it can't be paid any more. One that is closed already is returned as is."""

    def get_payment(self, payment_id: str) -> Payment:
        """A payment with all its refunds and disputes."""

    def get_subscription(self, subscription_id: str) -> SubscriptionState: ...

    def list_paid_invoices(self, subscription_id: str) -> Sequence[PaidInvoice]:
        """All paid invoices of a subscription, the oldest first, with all their lines."""

    def preview_change(self, subscription_id: str, *, price: str, at: datetime) -> ChangePreview:
        """What moving to that price at that moment would cost, prorated."""

    def change_price(self, subscription_id: str, *, price: str, at: datetime | None, key: str) -> SubscriptionState:
        """Move to that price. With `at` the rest of the period is prorated from then and charged at once, and a refused
        card changes nothing. Without it nothing is charged before the next period."""

    def set_cancels_at_period_end(self, subscription_id: str, cancels: bool, *, key: str) -> SubscriptionState: ...

    def portal_url(self, customer: str, *, return_url: str) -> str:
        """Where the customer manages cards and invoices."""

    def refund(self, payment_id: str, *, amount: int | None, key: str) -> Refund:
        """Send back `amount`, or all that is left."""

    def ensure_price(self, wanted: PriceWanted, *, dry_run: bool) -> PriceFound:
        """Bring product and price in line with our rows. A price never changes: another amount is another price."""

    def read_event(self, body: bytes, signature: str) -> Event:
        """Check the raw body's signature. Raises `ValueError` with the reason for what is forged, stale, malformed."""
