"""Stripe's objects in our words. Amounts stay in minor units; Unix seconds become UTC datetimes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from billing.gateway import Checkout, Dispute, InvoiceLine, PaidInvoice, Payment, Refund, SubscriptionState

if TYPE_CHECKING:
    import stripe
    from stripe.checkout import Session

_PAID = ("paid", "no_payment_required")
# A completed checkout's payment and subscription once the delayed payment was refused; before, they are on their way.
_REFUSED_PAYMENT = ("requires_payment_method", "canceled")
_REFUSED_SUBSCRIPTION = ("incomplete_expired", "unpaid", "canceled")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def checkout_of(session: "Session") -> Checkout:
    """A session. Whether its payment failed is only known where payment and subscription are expanded."""
    metadata = session.metadata
    return Checkout(
        id=session.id,
        status=session.status or "open",
        is_paid=session.payment_status in _PAID,
        has_failed=_has_failed(session),
        url=session.url or "",
        order_id=metadata["order_id"] if metadata is not None and "order_id" in metadata else "",
        customer=_id_of(session.customer) or "",
        payment_id=_id_of(session.payment_intent),
        subscription_id=_id_of(session.subscription),
        expires_at=_moment(session.expires_at),
        livemode=session.livemode,
    )


def payment_of(
    intent: "stripe.PaymentIntent", refunds: Iterable["stripe.Refund"], disputes: Iterable["stripe.Dispute"]
) -> Payment:
    """A payment intent with its latest charge expanded, and what went back of it."""
    metadata = intent.metadata
    return Payment(
        id=intent.id,
        amount=intent.amount,
        currency=intent.currency,
        is_paid=intent.status == "succeeded",
        card_fingerprint=_fingerprint(intent),
        order_id=metadata["order_id"] if metadata is not None and "order_id" in metadata else "",
        customer=_id_of(intent.customer) or "",
        # Stripe lists the newest first. What was made within one second keeps the order that it tells.
        refunds=[refund_of(refund) for refund in reversed(list(refunds))],
        disputes=[_dispute_of(dispute) for dispute in reversed(list(disputes))],
    )


def refund_of(refund: "stripe.Refund") -> Refund:
    """A refund. One whose state Stripe does not say yet is pending."""
    return Refund(
        id=refund.id, amount=refund.amount, status=refund.status or "pending", created_at=_moment(refund.created)
    )


def subscription_of(subscription: "stripe.Subscription") -> SubscriptionState:
    """A subscription of one item, as all of ours are."""
    item = item_of(subscription)
    ends = subscription.cancel_at  # by which a customer's ending in the portal may be known alone
    return SubscriptionState(
        id=subscription.id,
        customer=_id_of(subscription.customer) or "",
        status=subscription.status,
        price=item.price.id,
        amount=(item.price.unit_amount or 0) * (item.quantity or 1),
        currency=item.price.currency,
        period_start=_moment(item.current_period_start),
        period_end=_moment(item.current_period_end),
        cancels_at_period_end=subscription.cancel_at_period_end
        or (ends is not None and ends <= item.current_period_end),
        started_at=_moment(subscription.start_date),
        ended_at=_moment(subscription.ended_at) if subscription.ended_at is not None else None,
        livemode=subscription.livemode,
    )


def item_of(subscription: "stripe.Subscription") -> "stripe.SubscriptionItem":
    """What is subscribed to. Raises `ValueError` for a subscription to nothing, which Stripe does not have."""
    if not subscription.items.data:
        raise ValueError(f"{subscription.id} has no item")
    return subscription.items.data[0]


def invoice_of(invoice: "stripe.Invoice") -> PaidInvoice:
    """A paid invoice with its payments expanded. Lines beyond those that came with it are fetched."""
    paid_at = invoice.status_transitions.paid_at
    return PaidInvoice(
        id=invoice.id,
        number=invoice.number or "",
        subscription_id=_subscription_of(invoice),
        customer=_id_of(invoice.customer) or "",
        billing_reason=invoice.billing_reason or "",
        amount=invoice.amount_paid,
        currency=invoice.currency,
        payment_id=_payment_of(invoice),
        page_url=invoice.hosted_invoice_url or "",
        pdf_url=invoice.invoice_pdf or "",
        paid_at=_moment(paid_at if paid_at is not None else invoice.created),
        created_at=_moment(invoice.created),
        lines=lines_of(invoice),
    )


def lines_of(invoice: "stripe.Invoice") -> list[InvoiceLine]:
    """All lines of an invoice, or of one to come. Lines beyond those that came with it are fetched."""
    return [_line_of(line) for line in invoice.lines.auto_paging_iter()]


def _line_of(line: "stripe.InvoiceLineItem") -> InvoiceLine:
    details = line.pricing.price_details if line.pricing is not None else None
    return InvoiceLine(
        price=(_id_of(details.price) or "") if details is not None else "",
        amount=line.amount,
        is_proration=_is_proration(line),
        period_start=_moment(line.period.start),
        period_end=_moment(line.period.end),
    )


def _is_proration(line: "stripe.InvoiceLineItem") -> bool:
    parent = line.parent
    if parent is None:
        return False
    # A proration that waited for its invoice comes from an invoice item, one billed at once from the subscription's.
    details = parent.subscription_item_details or parent.invoice_item_details
    return details is not None and details.proration


def _subscription_of(invoice: "stripe.Invoice") -> str:
    details = invoice.parent.subscription_details if invoice.parent is not None else None
    return (_id_of(details.subscription) or "") if details is not None else ""


def _payment_of(invoice: "stripe.Invoice") -> str | None:
    """What paid it; None for an invoice over nothing, or one that was settled outside Stripe."""
    for payment in invoice.payments.data if invoice.payments is not None else ():
        if payment.status == "paid" and payment.payment.type == "payment_intent":
            return _id_of(payment.payment.payment_intent)
    return None


def _dispute_of(dispute: "stripe.Dispute") -> Dispute:
    return Dispute(id=dispute.id, amount=dispute.amount, status=dispute.status, created_at=_moment(dispute.created))


def _has_failed(session: "Session") -> bool:
    if session.status != "complete" or session.payment_status in _PAID:
        return False
    payment, subscription = session.payment_intent, session.subscription
    if payment is not None and not isinstance(payment, str):
        return payment.status in _REFUSED_PAYMENT
    if subscription is not None and not isinstance(subscription, str):
        return subscription.status in _REFUSED_SUBSCRIPTION
    return False


def _fingerprint(intent: "stripe.PaymentIntent") -> str:
    charge = intent.latest_charge
    if charge is None or isinstance(charge, str) or charge.payment_method_details is None:
        return ""
    details = charge.payment_method_details
    card = details.card if "card" in details else None
    return (card.fingerprint or "") if card is not None else ""


def _id_of(value: "str | _HasId | None") -> str | None:
    """The id of a reference, expanded or not."""
    return value if value is None or isinstance(value, str) else value.id


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
