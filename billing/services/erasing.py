"""Erasing who somebody is to the books. What was bought and what was spent stays, under a row that names nobody."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.upkeep.erasing import forget_admin_log
from billing import ledger
from billing.errors import PaymentsUnavailableError
from billing.gateways import gateway_named
from billing.gateways.local.customers import delete_customer as delete_test_customer
from billing.models import (
    CreditAccount,
    Gateway,
    GatewayCustomer,
    Hold,
    IdempotencyKey,
    Invoice,
    Order,
    PersonTrace,
    ReferralCode,
    StripeEvent,
    Subscription,
)
from billing.selectors.purchases import LIVING
from billing.services.purchasing import close_checkout
from billing.settlement import settle_subscription

# What an event is applied by; the rest of it quotes addresses and names.
_REFERENCES = ("id", "object", "client_reference_id", "customer", "subscription", "payment_intent", "invoice", "status")


def stop_payments(user: User) -> None:
    """Have nothing paid any more: open checkouts are closed, and a plan is not renewed.

    Raises `PaymentsUnavailableError` where the gateway can't be asked.
    """
    for order in Order.objects.filter(user=user, state=Order.State.OPEN):
        close_checkout(order)
    living = Subscription.objects.filter(user=user, status__in=LIVING, cancels_at_period_end=False)
    for subscription in living.exclude(gateway=Gateway.TEST):
        key = f"erasure-{subscription.pk}"
        gateway_named(subscription.gateway).set_cancels_at_period_end(subscription.reference, True, key=key)


def erase(user: User) -> None:
    """Delete the customer at the gateway, which ends the plan, then whatever tells who the user was.

    The account is frozen, so that nothing which is under way is charged to it, and gets no more free credits. Raises
    `PaymentsUnavailableError` where the gateway can't be asked; the rest is done all the same.
    """
    ledger.freeze(user.pk, "The account was erased.")
    CreditAccount.objects.filter(pk=user.pk).update(free_month_due_at=None, low_balance_at=None, monthly_cap=None)
    _blank_rows(user)
    if user.erasure_done_at is None:
        _delete_customers(user)


def _delete_customers(user: User) -> None:
    for customer in GatewayCustomer.objects.filter(user=user):
        if customer.gateway == Gateway.TEST:
            # Its rows are ours, whichever gateway takes the money by now.
            delete_test_customer(customer.reference)
        else:
            gateway_named(customer.gateway).delete_customer(customer.reference)
    for subscription in Subscription.objects.filter(user=user, ended_at=None):
        # Test payments of before Stripe was set up can't be read any more, and never were money.
        with suppress(*[PaymentsUnavailableError] if subscription.gateway == Gateway.TEST else []):
            settle_subscription(subscription.gateway, subscription.reference)


def _blank_rows(user: User) -> None:
    with transaction.atomic():
        forget_admin_log(CreditAccount, [user.pk])
        forget_admin_log(Order, Order.objects.filter(user=user).values_list("pk", flat=True))
        Hold.objects.filter(account=user.pk).exclude(note="").update(note="")
        Order.objects.filter(user=user).update(checkout_url="", ip_digest="", card_digest="")
        # The gateway's own pages show who paid to whoever has their address.
        Invoice.objects.filter(user=user).update(page_url="", pdf_url="")
        IdempotencyKey.objects.filter(user=user).delete()
        PersonTrace.objects.filter(user=user).delete()
        ReferralCode.objects.filter(user=user).delete()
        _blank_events(user)


def _blank_events(user: User) -> None:
    customers = list(GatewayCustomer.objects.filter(user=user).values_list("reference", flat=True))
    if not customers:
        return
    orders = Order.objects.filter(user=user).values_list("session_id", "payment_id")
    bought = {reference for pair in orders for reference in pair if reference}
    told = StripeEvent.objects.filter(
        Q(payload__data__object__customer__in=customers) | Q(object_id__in=[*customers, *bought])
    )
    # One that waits is looked at again when it is applied.
    for event in told.exclude(state=StripeEvent.State.RECEIVED).select_for_update():
        blank = _without_person(event.payload)
        if blank != event.payload:
            event.payload = blank
            event.save(update_fields=["payload"])


def _without_person(payload: Mapping[str, Any]) -> dict[str, Any]:
    data = payload.get("data") or {}
    found = data.get("object") if isinstance(data, Mapping) else None
    kept = {
        name: found[name] for name in _REFERENCES if isinstance(found, Mapping) and isinstance(found.get(name), str)
    }
    head = {name: payload[name] for name in ("id", "type", "created", "livemode") if name in payload}
    return {**head, "data": {"object": kept}}
