"""Buying in tests, by the gateway of test payments."""

from typing import Any

from accounts.models import User
from billing.gateways.local.checkouts import pay_checkout
from billing.gateways.local.renewing import renew
from billing.models import Invoice, LocalSubscription, Order, Pack, Plan, Subscription
from billing.services.purchasing import buy_pack
from billing.services.subscribing import subscribe
from billing.settlement import settle_order, settle_subscription
from tests.accounts.people import make_user

GATEWAY = "test"


def buyer(username: str = "sara", **fields: Any) -> User:
    """Somebody who may buy."""
    return make_user(username, is_verified=True, **fields)


def bought_pack(user: User, slug: str = "small", *, card: str = "works") -> Order:
    """An order that was paid at the checkout, and settled."""
    order = paid_pack(user, slug, card=card)
    return settle_order(order.pk)


def paid_pack(user: User, slug: str = "small", *, card: str = "works") -> Order:
    """An order that was paid at the checkout, of which nobody told us yet."""
    order = buy_pack(user, Pack.objects.get(pk=slug), ip_digest="")
    pay_checkout(order.session_id or "", card_slug=card)
    return order


def subscribed(user: User, tier: str = "basic", *, card: str = "works") -> Subscription:
    """A subscription that was paid, and settled."""
    order = subscribe(user, Plan.objects.get(pk=tier), ip_digest="")
    pay_checkout(order.session_id or "", card_slug=card)
    settle_order(order.pk)
    return Subscription.objects.get(user=user, ended_at=None)


def renewed(subscription: Subscription, *, tell: bool = True) -> Subscription:
    """The next period begins, and is settled unless nobody is to `tell` us."""
    row = LocalSubscription.objects.get(pk=subscription.reference)
    renew(subscription.reference, period_end=row.period_end)
    if tell:
        settle_subscription(GATEWAY, subscription.reference)
    subscription.refresh_from_db()
    return subscription


def newest_invoice(user: User) -> Invoice:
    return Invoice.objects.filter(user=user).latest("period_end", "paid_at")
