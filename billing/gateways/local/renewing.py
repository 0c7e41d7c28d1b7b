"""From one period of a subscription to the next."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from billing.gateways.local import events
from billing.gateways.local.cards import Card, card_named
from billing.gateways.local.invoices import add_invoice, try_to_pay, whole_period
from billing.gateways.local.payments import require_paid
from billing.gateways.local.periods import period_after, this_second
from billing.gateways.local.rows import bad_request, get_row, lock_row
from billing.gateways.local.subscriptions import end_subscription
from billing.models import LocalInvoice, LocalSubscription

_log = structlog.get_logger(__name__)
Status = LocalSubscription.Status
_A_BATCH = 100


def renew(reference: str, *, period_end: datetime, card: Card | None = None) -> LocalSubscription:
    """Begin the period after the one that ends at `period_end`, due or not, and charge for it; or end, if that was
    asked for. What has moved on from there, or ended, is left as it is: asking twice renews once.

    It is paid by `card`, or else by the customer's. One that has an unpaid invoice is refused: that comes first.
    """
    with transaction.atomic():
        subscription = lock_row(LocalSubscription, reference)
        if subscription.period_end != period_end or subscription.status == Status.CANCELED:
            return subscription
        if subscription.status != Status.ACTIVE:
            raise bad_request(f"a subscription that is {subscription.status} is not renewed")
        if subscription.cancels_at_period_end:
            end_subscription(subscription)
        else:
            _begin_next_period(subscription, card or card_named(subscription.customer.card))
        return subscription


def pay_open_invoice(reference: str) -> LocalInvoice:
    """Pay an invoice by the customer's card, because the customer wants to. Raises `PaymentRefusedError`; then
    nothing changed. One that is paid already stays as it is."""
    with transaction.atomic():
        subscription = lock_row(LocalSubscription, get_row(LocalInvoice, reference).subscription_id)
        invoice = get_row(LocalInvoice, reference)
        if invoice.paid_at is None:
            if subscription.status == Status.CANCELED:
                raise bad_request("the subscription has ended")
            _try_again(subscription, invoice, is_asked_for=True)
        return invoice


def renew_what_is_due() -> int:
    """Renew subscriptions whose period is over, and try unpaid invoices again. Returns how many of both.

    A subscription that missed several periods goes through them one by one, each time that this is called.
    """
    now = timezone.now()
    over = LocalSubscription.objects.filter(status=Status.ACTIVE, period_end__lte=now)
    subscriptions = list(over.order_by("period_end").values_list("pk", "period_end")[:_A_BATCH])
    for reference, period_end in subscriptions:
        renew(reference, period_end=period_end)
    unpaid = LocalInvoice.objects.filter(paid_at=None, due_at__lte=now)
    invoices = list(unpaid.values_list("pk", "subscription_id")[:_A_BATCH])
    for invoice_reference, reference in invoices:
        with transaction.atomic():
            subscription = lock_row(LocalSubscription, reference)
            invoice = get_row(LocalInvoice, invoice_reference)
            if invoice.paid_at is None and invoice.due_at is not None and invoice.due_at <= now:
                _try_again(subscription, invoice, is_asked_for=False)
    return len(subscriptions) + len(invoices)


def _begin_next_period(subscription: LocalSubscription, card: Card) -> None:
    subscription.period_start, subscription.period_end = period_after(subscription.started_at, subscription.period_end)
    subscription.renewed_at = this_second()
    line = whole_period(subscription.price, subscription.period_start, subscription.period_end)
    invoice = add_invoice(subscription, billing_reason="subscription_cycle", lines=[line])
    try_to_pay(invoice, card)
    subscription.status = Status.ACTIVE if invoice.paid_at else Status.PAST_DUE
    subscription.save(update_fields=["period_start", "period_end", "renewed_at", "status"])
    events.tell_of_subscription("customer.subscription.updated", subscription)


def _try_again(subscription: LocalSubscription, invoice: LocalInvoice, *, is_asked_for: bool) -> None:
    payment = try_to_pay(invoice, card_named(subscription.customer.card))
    if payment is not None and is_asked_for:
        # What it raises undoes the attempt.
        require_paid(payment)
    if invoice.paid_at is not None:
        subscription.status = Status.ACTIVE
        subscription.save(update_fields=["status"])
        events.tell_of_subscription("customer.subscription.updated", subscription)
    elif invoice.due_at is None:
        _log.info("test_subscription_given_up", subscription=subscription.pk, attempts=invoice.attempts)
        end_subscription(subscription)
