"""Orders: from a checkout to its credits."""

import uuid

import structlog
from django.db import transaction
from django.utils import timezone

from billing import ledger
from billing.gateway import Checkout, Payment
from billing.gateways import gateway_named
from billing.models import Bucket, Order
from billing.settlement.cards import trace_card
from billing.settlement.reversals import settle_reversals
from billing.settlement.rewards import note_first_purchase, reward_referrer
from billing.settlement.subscriptions import settle_subscription
from common.errors import NotFoundError

_log = structlog.get_logger(__name__)
State = Order.State


def settle_session(gateway_name: str, session_id: str) -> Order | None:
    """Settle the order of a checkout session; None where it isn't ours."""
    order = Order.objects.filter(gateway=gateway_name, session_id=session_id).first()
    if order is None:
        # Our process may have died between making the session and noting it.
        checkout = gateway_named(gateway_name).get_checkout(session_id)
        order = _order_of(gateway_name, checkout.order_id)
        if order is None:
            return None
        Order.objects.filter(pk=order.pk, session_id=None).update(session_id=session_id)
    return settle_order(order.pk)


def settle_order(order_id: uuid.UUID) -> Order:
    """Read the order's checkout and payment, and book what they say. Returns the order as it then is.

    Raises `NotFoundError` for an unknown order, `PaymentsUnavailableError` where the gateway can't be asked.
    """
    order = Order.objects.select_related("user").filter(pk=order_id).first()
    if order is None:
        raise NotFoundError("There is no such order.")
    if order.session_id is None:
        return order
    gateway = gateway_named(order.gateway)
    checkout = gateway.get_checkout(order.session_id)
    if checkout.order_id != str(order.pk) or checkout.livemode != order.livemode:
        _log.error("checkout_of_another_order", order_id=str(order.pk), session_id=checkout.id)
        raise NotFoundError("That checkout belongs to another order.")
    payment = gateway.get_payment(checkout.payment_id) if checkout.payment_id and checkout.is_paid else None
    with transaction.atomic():
        order = Order.objects.select_for_update(no_key=True, of=["self"]).select_related("user").get(pk=order_id)
        _set_state(order, checkout, payment)
        if order.state == State.PAID and order.kind == Order.Kind.PACK:
            _grant(order)
    if order.state == State.PAID:
        if order.kind == Order.Kind.PLAN and checkout.subscription_id:
            settle_subscription(order.gateway, checkout.subscription_id)
        if payment is not None:
            settle_reversals(order, payment)
        reward_referrer(order.user)  # last: money that went back already earns nothing
        order.refresh_from_db()
    return order


def _order_of(gateway_name: str, order_id: str) -> Order | None:
    try:
        return Order.objects.filter(gateway=gateway_name, pk=uuid.UUID(order_id)).first()
    except ValueError:
        return None


def _set_state(order: Order, checkout: Checkout, payment: Payment | None) -> None:
    """A paid order stays paid; whatever else it was, money that came in makes it so."""
    if order.state == State.PAID:
        return
    if checkout.is_paid and (payment is not None or order.kind == Order.Kind.PLAN):
        order.state, order.paid_at = State.PAID, timezone.now()
        if payment is not None:
            order.payment_id = payment.id
            order.card_digest = trace_card(order.user, payment)
    elif checkout.has_failed:
        order.state = State.FAILED
    elif checkout.status == "expired":
        order.state = State.EXPIRED
    else:
        return
    order.save(update_fields=["state", "paid_at", "payment_id", "card_digest"])


def _grant(order: Order) -> None:
    is_new = ledger.grant(
        order.user,
        amount=order.credits,
        key=f"order:{order.pk}",
        reason=f"Bought {order.credits} credits",
        bucket=Bucket.PACK,
    )
    if is_new:
        note_first_purchase(order.user)
