"""Invoices of subscriptions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from billing.gateway import InvoiceLine, PaidInvoice
from billing.gateways.local import events
from billing.gateways.local.cards import Card
from billing.gateways.local.payments import charge
from billing.gateways.local.rows import get_row, new_reference
from billing.models import LocalInvoice, LocalPayment, LocalPrice, LocalSubscription

# After each refusal, how long the next attempt waits. There are no more attempts than these and the first one.
RETRY_PAUSES = (timedelta(days=1), timedelta(days=3), timedelta(days=5))


def whole_period(price: LocalPrice, period_start: datetime, period_end: datetime) -> InvoiceLine:
    """The line of a period that is paid as a whole."""
    return InvoiceLine(
        price=price.reference,
        amount=price.amount,
        is_proration=False,
        period_start=period_start,
        period_end=period_end,
    )


def amount_of(lines: Sequence[InvoiceLine]) -> int:
    """What lines add up to. Never less than 0: customers have no balance here that could be credited."""
    return max(0, sum(line.amount for line in lines))


def add_invoice(subscription: LocalSubscription, *, billing_reason: str, lines: Sequence[InvoiceLine]) -> LocalInvoice:
    """Write an invoice, not paid yet. The subscription is locked, so the invoices' numbers have no holes."""
    number = LocalInvoice.objects.filter(subscription=subscription).count() + 1
    return LocalInvoice.objects.create(
        reference=new_reference("in"),
        subscription=subscription,
        number=f"TEST-{subscription.reference[-10:].upper()}-{number:04}",
        billing_reason=billing_reason,
        amount=amount_of(lines),
        currency=subscription.price.currency,
        lines=[_as_json(line) for line in lines],
    )


def try_to_pay(invoice: LocalInvoice, card: Card) -> LocalPayment | None:
    """Pay an invoice, or say when it is tried again. Returns the payment, None for what costs nothing."""
    payment = None
    if invoice.amount:
        customer = invoice.subscription.customer
        payment = charge(customer, card, amount=invoice.amount, currency=invoice.currency)
    invoice.attempts += 1
    if payment is None or payment.is_paid:
        invoice.payment, invoice.paid_at, invoice.due_at = payment, timezone.now(), None
    else:
        pauses = dict(enumerate(RETRY_PAUSES, start=1))
        invoice.due_at = timezone.now() + pauses[invoice.attempts] if invoice.attempts in pauses else None
    invoice.save(update_fields=["payment", "attempts", "due_at", "paid_at"])
    events.tell_of_invoice("invoice.paid" if invoice.paid_at else "invoice.payment_failed", invoice)
    return payment


def list_paid(subscription_reference: str) -> Sequence[PaidInvoice]:
    """A subscription's paid invoices, the oldest first."""
    subscription = get_row(LocalSubscription, subscription_reference)
    rows = LocalInvoice.objects.filter(subscription=subscription, paid_at__isnull=False)
    return tuple(_paid(row, row.paid_at) for row in rows.order_by("created_at", "number") if row.paid_at)


def lines_of(invoice: LocalInvoice) -> tuple[InvoiceLine, ...]:
    """An invoice's lines."""
    return tuple(
        InvoiceLine(
            price=line["price"],
            amount=line["amount"],
            is_proration=line["is_proration"],
            period_start=datetime.fromisoformat(line["period_start"]),
            period_end=datetime.fromisoformat(line["period_end"]),
        )
        for line in invoice.lines
    )


def _paid(row: LocalInvoice, paid_at: datetime) -> PaidInvoice:
    customer = row.subscription.customer_id
    return PaidInvoice(
        id=row.reference,
        number=row.number,
        subscription_id=row.subscription_id,
        customer=customer,
        billing_reason=row.billing_reason,
        amount=row.amount,
        currency=row.currency,
        payment_id=row.payment_id,
        page_url=f"{settings.PUBLIC_URL}{reverse('test-payments-portal', args=[customer])}#{row.reference}",
        pdf_url="",
        paid_at=paid_at,
        created_at=row.created_at,
        lines=lines_of(row),
    )


def _as_json(line: InvoiceLine) -> dict[str, Any]:
    return {
        "price": line.price,
        "amount": line.amount,
        "is_proration": line.is_proration,
        "period_start": line.period_start.isoformat(),
        "period_end": line.period_end.isoformat(),
    }
