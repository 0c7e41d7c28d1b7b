"""Buying: from a pack or a plan to a checkout at the gateway, and back from there."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.services.verification import require_verified
from billing import ledger
from billing.errors import AccountFrozenError, PurchaseLimitError, RequestInProgressError
from billing.gateway import Checkout, CheckoutRequest, PaymentGateway
from billing.gateways import current_gateway
from billing.models import CreditAccount, Order, Pack, Plan
from billing.selectors.people import accounts_on_a_card_of
from billing.services.customers import customer_of
from billing.services.prices import current_price
from billing.settlement import settle_order
from common.errors import NotFoundError

CHECKOUT_LIFETIME = timedelta(hours=2)
MOST_ORDERS_AN_HOUR = 10
MOST_ORDERS_AN_HOUR_BY_ADDRESS = 30
MOST_ACCOUNTS_ON_A_CARD = 3
_HOUR = timedelta(hours=1)


def buy_pack(user: User, pack: Pack, *, ip_digest: str) -> Order:
    """Begin the checkout of a pack. The order's `checkout_url` is where the user pays.

    Raises `EmailNotVerifiedError`, `AccountFrozenError`, `PurchaseLimitError`, `PaymentsUnavailableError`.
    """
    gateway = current_gateway()
    price = current_price(gateway, pack=pack)
    order = Order(
        user=user,
        kind=Order.Kind.PACK,
        pack=pack,
        credits=pack.credits,
        amount=pack.price,
        currency=pack.currency,
        gateway=gateway.name,
        livemode=gateway.livemode,
        ip_digest=ip_digest,
    )
    place(order)
    return begin_checkout(order, gateway, price)


def complete_order(user: User, order_id: uuid.UUID) -> Order:
    """Settle an order of the user's who comes back from its checkout. Raises `NotFoundError` for another's."""
    order = Order.objects.filter(user=user, pk=order_id).first()
    if order is None:
        raise NotFoundError(gettext_noop("There is no such order of yours."))
    return settle_order(order.pk)


def place(order: Order) -> None:
    """Write a new order down, unless the user may not buy, or buys too much at once. Raises what `buy_pack` raises.

    `IntegrityError` stands for a plan's checkout that is open already.
    """
    user = order.user
    require_verified(user)
    ledger.open_account(user)
    with transaction.atomic():
        # One purchase of a user at a time is counted.
        account = CreditAccount.objects.select_for_update(no_key=True).get(pk=user.pk)
        if account.frozen_at is not None:
            raise AccountFrozenError
        since = timezone.now() - _HOUR
        _check_pace(Order.objects.filter(user=user, created_at__gte=since).count(), MOST_ORDERS_AN_HOUR)
        if order.ip_digest:
            by_address = Order.objects.filter(ip_digest=order.ip_digest, created_at__gte=since).count()
            _check_pace(by_address, MOST_ORDERS_AN_HOUR_BY_ADDRESS)
        if accounts_on_a_card_of(user) > MOST_ACCOUNTS_ON_A_CARD:
            raise PurchaseLimitError(retry_after=24 * 3600, reason="card_of_several_accounts")
        order.expires_at = timezone.now() + CHECKOUT_LIFETIME
        order.save(force_insert=True)


def begin_checkout(order: Order, gateway: PaymentGateway, price: str) -> Order:
    """Make the order's checkout at the gateway; made before, it is the same one."""
    if order.expires_at is None:
        raise AssertionError("An order is placed before its checkout begins.")
    back = settings.PUBLIC_URL + reverse("checkout-return") + f"?order={order.pk}"
    checkout = gateway.begin_checkout(
        CheckoutRequest(
            order_id=order.pk,
            user_id=order.user_id,
            customer=customer_of(order.user, gateway),
            mode="payment" if order.kind == Order.Kind.PACK else "subscription",
            price=price,
            success_url=back,
            cancel_url=f"{back}&cancelled=1",
            expires_at=order.expires_at,
        )
    )
    if not _note(order, checkout):
        # Another request closed it while it began, and began another; this one must not be paid as well.
        gateway.expire_checkout(checkout.id)
        raise RequestInProgressError
    return order


def close_checkout(order: Order) -> Order:
    """Close an order's checkout, so that it can't be paid any more; it may turn out to have been paid just now."""
    gateway = current_gateway()
    if order.session_id is None or (order.gateway, order.livemode) != (gateway.name, gateway.livemode):
        # The present gateway does not know of it, so nobody can pay it here.
        Order.objects.filter(pk=order.pk, state=Order.State.OPEN).update(state=Order.State.EXPIRED)
    else:
        gateway.expire_checkout(order.session_id)
        settle_order(order.pk)
    order.refresh_from_db()
    return order


def open_checkout_of_plan(user: User) -> Order | None:
    """The user's open checkout of a plan; there is one at most."""
    mine = Order.objects.filter(user=user, kind=Order.Kind.PLAN, state=Order.State.OPEN)
    return mine.select_related("user", "plan").first()


def place_plan(user: User, plan: Plan, gateway: PaymentGateway, *, ip_digest: str) -> Order | None:
    """Write down the order of a plan; None where another request did so at this moment."""
    order = Order(
        user=user,
        kind=Order.Kind.PLAN,
        plan=plan,
        credits=plan.monthly_credits,
        amount=plan.price,
        currency=plan.currency,
        gateway=gateway.name,
        livemode=gateway.livemode,
        ip_digest=ip_digest,
    )
    try:
        with transaction.atomic():
            place(order)
    except IntegrityError:
        return None
    return order


def _check_pace(orders: int, most: int) -> None:
    if orders >= most:
        raise PurchaseLimitError(retry_after=int(_HOUR.total_seconds()), limit=most)


def _note(order: Order, checkout: Checkout) -> bool:
    """Write down where it is paid. False where the order is not open any more."""
    order.session_id, order.checkout_url, order.expires_at = checkout.id, checkout.url, checkout.expires_at
    still_open = Order.objects.filter(pk=order.pk, state=Order.State.OPEN)
    return bool(
        still_open.update(session_id=order.session_id, checkout_url=order.checkout_url, expires_at=order.expires_at)
    )
