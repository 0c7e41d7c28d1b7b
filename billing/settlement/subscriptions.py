"""Subscriptions: their state, and the credits of every paid invoice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.gateway import PaidInvoice, PaymentGateway, SubscriptionState
from billing.gateways import gateway_named
from billing.models import Bucket, GatewayCustomer, Invoice, Plan, Subscription
from billing.selectors import plan_of_price
from billing.settlement.cards import trace_card
from billing.settlement.invoices import Brought, read_invoice
from billing.settlement.reversals import settle_reversals
from billing.settlement.rewards import note_first_purchase, reward_referrer
from billing.settlement.standing import refresh_tier

_log = structlog.get_logger(__name__)
Status = Subscription.Status
_STATUSES = {
    "incomplete": Status.INCOMPLETE,
    "trialing": Status.ACTIVE,
    "active": Status.ACTIVE,
    "past_due": Status.PAST_DUE,
    "unpaid": Status.PAST_DUE,
    "paused": Status.PAUSED,
    "canceled": Status.ENDED,
    "incomplete_expired": Status.ENDED,
}
# How many invoices back a refund is looked for before the next one is booked.
_LOOK_BACK = 3


@dataclass(frozen=True)
class _Reading:
    """What the gateway said at one moment."""

    at: datetime
    state: SubscriptionState
    invoices: Sequence[PaidInvoice]


def settle_subscription(gateway_name: str, reference: str) -> Subscription | None:
    """Read a subscription and its paid invoices, and book what they say. None where it isn't a user of ours.

    Raises `PaymentsUnavailableError` where the gateway can't be asked.
    """
    gateway = gateway_named(gateway_name)
    at = timezone.now()
    reading = _Reading(at, gateway.get_subscription(reference), gateway.list_paid_invoices(reference))
    customer = GatewayCustomer.objects.filter(gateway=gateway_name, reference=reading.state.customer)
    owner = customer.select_related("user").first()
    plan = plan_of_price(gateway_name, reading.state.price)
    if owner is None or plan is None or reading.state.livemode != gateway.livemode:
        _log.warning("subscription_not_ours", subscription=reference, price=reading.state.price)
        return None
    subscription = _keep(owner.user, plan, reading, gateway)
    for index in range(len(reading.invoices)):
        _settle_invoice(subscription, owner.user, gateway, reading.invoices, index)
    refresh_tier(owner.user)
    reward_referrer(owner.user)
    subscription.refresh_from_db()
    return subscription


def _keep(user: User, plan: Plan, reading: _Reading, gateway: PaymentGateway) -> Subscription:
    """Write the state down, unless a later reading was written already."""
    state = reading.state
    status = _STATUSES.get(state.status, Status.INCOMPLETE)
    subscription, _ = Subscription.objects.get_or_create(
        reference=state.id,
        defaults={
            "user": user,
            "gateway": gateway.name,
            "livemode": state.livemode,
            "customer_reference": state.customer,
            "plan": plan,
            "status": Status.INCOMPLETE,
            "amount": state.amount,
            "currency": state.currency,
            "started_at": state.started_at,
            "read_at": state.started_at,
        },
    )
    with transaction.atomic():
        row = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
        if row.read_at > reading.at:
            return row
        row.plan, row.status, row.amount, row.currency = plan, status, state.amount, state.currency
        row.period_start, row.period_end = state.period_start, state.period_end
        row.cancels_at_period_end = state.cancels_at_period_end
        row.ended_at = (state.ended_at or reading.at) if status == Status.ENDED else None
        # The period that was not paid began when the one before it ended.
        row.past_due_since = (row.past_due_since or reading.at) if status == Status.PAST_DUE else None
        row.read_at = reading.at
        row.save()
    return row


def _settle_invoice(
    subscription: Subscription,
    user: User,
    gateway: PaymentGateway,
    invoices: Sequence[PaidInvoice],
    index: int,
) -> None:
    """Book an invoice, once. What earlier ones gave back before it was paid comes first, as it did in time."""
    earlier, invoice, later = invoices[:index], invoices[index], invoices[index + 1 :]
    if Invoice.objects.filter(reference=invoice.id).exists():
        return
    brought = read_invoice(invoice, earlier, gateway_name=gateway.name)
    if brought is None:
        _log.warning("invoice_without_a_plan", invoice=invoice.id)
        return
    for previous in earlier[-_LOOK_BACK:]:
        row = Invoice.objects.filter(reference=previous.id).select_related("user").first()
        if row is not None and row.payment_id:
            settle_reversals(row, gateway.get_payment(row.payment_id), before=invoice.paid_at)
    payment = gateway.get_payment(invoice.payment_id) if invoice.payment_id else None
    with transaction.atomic():
        # One settlement of a subscription at a time.
        row_of_subscription = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
        if Invoice.objects.filter(reference=invoice.id).exists():
            return
        Invoice.objects.create(
            subscription=subscription,
            user=user,
            plan=brought.plan,
            reference=invoice.id,
            number=invoice.number,
            billing_reason=invoice.billing_reason,
            amount=invoice.amount,
            currency=invoice.currency,
            credits=brought.credits,
            period_start=brought.period_start,
            period_end=brought.period_end,
            payment_id=invoice.payment_id,
            page_url=invoice.page_url,
            pdf_url=invoice.pdf_url,
            paid_at=invoice.paid_at,
        )
        # One that is paid after a later one, a renewal that was a draft at an upgrade say, changes the tier no more.
        if not Invoice.objects.filter(reference__in=[invoice.id for invoice in later]).exists():
            row_of_subscription.paid_plan = brought.plan
            row_of_subscription.save(update_fields=["paid_plan"])
        if payment is not None:
            trace_card(user, payment)
        _grant(user, brought, invoice)
        if invoice.amount:
            note_first_purchase(user)


def _grant(user: User, brought: Brought, invoice: PaidInvoice) -> None:
    key, kept_until = f"invoice:{invoice.id}", brought.period_end + timedelta(days=settings.PAYMENT_GRACE_DAYS)
    if brought.is_renewal:
        ledger.renew_plan(
            user,
            amount=brought.credits,
            ceiling=brought.plan.monthly_credits * brought.plan.rollover_factor,
            key=key,
            reason=f"{brought.plan.name}: credits of {brought.period_start:%d %b %Y} to {brought.period_end:%d %b %Y}",
            expires_at=brought.period_end,
            kept_until=kept_until,
        )
    elif brought.credits:
        ledger.grant(
            user,
            amount=brought.credits,
            key=key,
            reason=f"{brought.plan.name}: credits for the rest of the period",
            bucket=Bucket.PLAN,
            expires_at=brought.period_end,
            kept_until=kept_until,
        )
