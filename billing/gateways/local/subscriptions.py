"""Subscriptions: beginning, changing, ending."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from billing.gateway import ChangePreview, InvoiceLine, SubscriptionState
from billing.gateways.local import events
from billing.gateways.local.cards import Card, card_named
from billing.gateways.local.invoices import add_invoice, amount_of, try_to_pay, whole_period
from billing.gateways.local.once import once
from billing.gateways.local.payments import require_paid
from billing.gateways.local.periods import months_after, prorated, share_left, this_second
from billing.gateways.local.rows import bad_request, get_row, lock_row, new_reference
from billing.models import LocalCheckout, LocalPrice, LocalSubscription

Status = LocalSubscription.Status


def begin_subscription(checkout: LocalCheckout, card: Card) -> LocalSubscription:
    """Begin what a checkout is of, with a first month that is paid by a card that works."""
    now = this_second()
    subscription = LocalSubscription.objects.create(
        reference=new_reference("sub"),
        customer=checkout.customer,
        price=checkout.price,
        order_id=checkout.order_id,
        started_at=now,
        period_start=now,
        period_end=months_after(now, 1),
        renewed_at=now,
    )
    events.tell_of_subscription("customer.subscription.created", subscription)
    line = whole_period(subscription.price, subscription.period_start, subscription.period_end)
    invoice = add_invoice(subscription, billing_reason="subscription_create", lines=[line])
    try_to_pay(invoice, card)
    return subscription


def get_subscription(reference: str) -> SubscriptionState:
    """A subscription as it is now."""
    row = get_row(LocalSubscription, reference)
    return SubscriptionState(
        id=row.reference,
        customer=row.customer_id,
        status=row.status,
        price=row.price.reference,
        amount=row.price.amount,
        currency=row.price.currency,
        period_start=row.period_start,
        period_end=row.period_end,
        cancels_at_period_end=row.cancels_at_period_end,
        started_at=row.started_at,
        ended_at=row.ended_at,
        livemode=False,
    )


def preview_change(reference: str, *, price: str, at: datetime) -> ChangePreview:
    """What moving to that price at that moment costs."""
    subscription = get_row(LocalSubscription, reference)
    lines = _prorations(subscription, _new_price(subscription, price), at)
    return ChangePreview(amount=amount_of(lines), currency=subscription.price.currency, lines=lines)


def change_price(reference: str, *, price: str, at: datetime | None, key: str) -> SubscriptionState:
    """Move to that price: prorated from `at` and paid at once, or, without it, from the next period on."""
    asked = {"change_price": reference, "price": price, "at": at.isoformat() if at else None}
    once(key, asked, partial(_change_price, reference, price, at))
    return get_subscription(reference)


def set_cancels_at_period_end(reference: str, cancels: bool, *, key: str) -> SubscriptionState:
    """End with the period, or go on after all."""
    asked = {"cancels_at_period_end": reference, "cancels": cancels}
    once(key, asked, partial(_set_cancels, reference, cancels))
    return get_subscription(reference)


def end_subscription(subscription: LocalSubscription) -> None:
    """End a subscription now. It is locked."""
    subscription.status, subscription.ended_at = Status.CANCELED, this_second()
    subscription.save(update_fields=["status", "ended_at"])
    events.tell_of_subscription("customer.subscription.deleted", subscription)


def _change_price(reference: str, price: str, at: datetime | None) -> str:
    subscription = lock_row(LocalSubscription, reference)
    wanted = _new_price(subscription, price)
    lines = _prorations(subscription, wanted, at) if at is not None else ()
    subscription.price = wanted
    subscription.save(update_fields=["price"])
    events.tell_of_subscription("customer.subscription.updated", subscription)
    if lines:
        invoice = add_invoice(subscription, billing_reason="subscription_update", lines=lines)
        payment = try_to_pay(invoice, card_named(subscription.customer.card))
        if payment is not None:
            # What it raises undoes the change.
            require_paid(payment)
    return reference


def _set_cancels(reference: str, cancels: bool) -> str:
    subscription = lock_row(LocalSubscription, reference)
    if subscription.status == Status.CANCELED:
        raise bad_request("the subscription has ended")
    if subscription.cancels_at_period_end != cancels:
        subscription.cancels_at_period_end = cancels
        subscription.save(update_fields=["cancels_at_period_end"])
        events.tell_of_subscription("customer.subscription.updated", subscription)
    return reference


def _new_price(subscription: LocalSubscription, reference: str) -> LocalPrice:
    price = LocalPrice.objects.filter(pk=reference, is_active=True).first()
    if price is None or not price.interval or price.currency != subscription.price.currency:
        raise bad_request(f"no subscription can have the price {reference}")
    if subscription.status == Status.CANCELED:
        raise bad_request("the subscription has ended")
    return price


def _prorations(subscription: LocalSubscription, wanted: LocalPrice, at: datetime) -> Sequence[InvoiceLine]:
    """What is given back for the rest of the period, and what it costs by the new price."""
    if wanted.pk == subscription.price_id:
        return ()
    begun = min(subscription.period_start, subscription.renewed_at)
    if not begun <= at <= subscription.period_end:
        raise bad_request(f"{at} is not in the present period")
    share = share_left(subscription.period_start, subscription.period_end, at)
    start = max(at, subscription.period_start)
    return tuple(
        InvoiceLine(
            price=price.reference,
            amount=sign * prorated(price.amount, share),
            is_proration=True,
            period_start=start,
            period_end=subscription.period_end,
        )
        for sign, price in ((-1, subscription.price), (1, wanted))
    )
