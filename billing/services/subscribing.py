"""Plans: subscribing, changing, ending."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from billing.errors import AccountFrozenError, RequestInProgressError, SubscriptionStateError
from billing.gateway import PaymentGateway
from billing.gateways import current_gateway, gateway_named
from billing.models import Invoice, Order, Plan, Subscription
from billing.selectors import account_of, plan_of_price, subscription_of
from billing.selectors.purchases import LIVING
from billing.services.customers import customer_of
from billing.services.prices import current_price
from billing.services.purchasing import begin_checkout, close_checkout, open_checkout_of_plan, place_plan
from billing.settlement import settle_subscription
from billing.settlement.invoices import credits_of_lines
from billing.tiers import Tier
from common.errors import NotFoundError, ValidationFailedError
from common.ids import new_id
from common.locks import one_at_a_time

Status = Subscription.Status
# How long a preview's price holds.
PREVIEW_LIFETIME = timedelta(minutes=30)
_PATIENCE = 20.0  # seconds that a change waits for the one before it


@dataclass(frozen=True)
class PlanChange:
    """What a change of plan does. `amount` is due at once, for `credits` at once; both are 0 for a downgrade.

    `at` is the moment the proration is reckoned from, `effective_at` when the tier changes, and `monthly_amount` what
    every later month costs. Amounts in minor units.
    """

    plan: Plan
    is_upgrade: bool
    amount: int
    currency: str
    credits: int
    at: datetime
    effective_at: datetime
    monthly_amount: int


def subscribe(user: User, plan: Plan, *, ip_digest: str) -> Order:
    """Begin the checkout of a plan. The order's `checkout_url` is where the user pays; an open one is gone on with.

    Raises `SubscriptionStateError` for whoever has a subscription, `ValidationFailedError` for what is not on sale,
    and what `buy_pack` raises.
    """
    _check_on_sale(plan)
    _check_not_frozen(user)
    if _living(user) is not None:
        raise SubscriptionStateError(gettext_noop("You have a plan already. Change it instead of buying a second one."))
    gateway = current_gateway()
    price = current_price(gateway, plan=plan)
    order = open_checkout_of_plan(user)
    if order is not None and not _is_the_same(order, plan, gateway):
        if close_checkout(order).state == Order.State.PAID:
            raise SubscriptionStateError(gettext_noop("Your earlier checkout was just paid."))
        order = None
    if order is None:
        order = place_plan(user, plan, gateway, ip_digest=ip_digest) or open_checkout_of_plan(user)
    if order is None or order.plan_id != plan.pk:
        raise RequestInProgressError
    return begin_checkout(order, gateway, price)


def preview_change(user: User, plan: Plan) -> PlanChange:
    """Say what moving to that plan now would cost and bring. Raises `SubscriptionStateError` where it can't be done."""
    subscription = _changeable(user, plan)
    gateway = gateway_named(subscription.gateway)
    price = current_price(gateway, plan=plan)
    now = timezone.now().replace(microsecond=0)
    paid = subscription.paid_plan or subscription.plan
    period_end = subscription.period_end or now
    if plan.price <= paid.price:
        return PlanChange(
            plan=plan,
            is_upgrade=False,
            amount=0,
            currency=plan.currency,
            credits=0,
            at=now,
            effective_at=now if plan.pk == paid.pk else period_end,
            monthly_amount=plan.price,
        )
    preview = gateway.preview_change(subscription.reference, price=price, at=now)
    # The line that gives back may bear a price of before a change of the catalogue.
    plans = {line.price: known for line in preview.lines if (known := plan_of_price(gateway.name, line.price))}
    lines = [line for line in preview.lines if line.price in plans]
    starts = {
        end: start
        for start, end in Invoice.objects.filter(subscription=subscription)
        .exclude(billing_reason="subscription_update")
        .values_list("period_start", "period_end")
    }
    return PlanChange(
        plan=plan,
        is_upgrade=True,
        amount=preview.amount,
        currency=preview.currency,
        credits=credits_of_lines(lines, plans, starts),
        at=now,
        effective_at=now,
        monthly_amount=plan.price,
    )


def change_plan(user: User, plan: Plan, *, at: datetime, key: str) -> Subscription:
    """Move to that plan: an upgrade at once, prorated from `at` (a preview's) and paid now, a downgrade with the next
    period. With the same `key` it is the same change.

    Raises `SubscriptionStateError`, `PaymentRefusedError` (then nothing changed) and `PaymentsUnavailableError`.
    """
    seen = _changeable(user, plan)
    with one_at_a_time(f"subscription:{seen.pk}", patience=_PATIENCE) as is_mine:
        if not is_mine:
            raise RequestInProgressError
        # Another change may have come between: whoever decided by what was before has to decide anew.
        subscription = _settled(seen)
        if (subscription.plan_id, subscription.paid_plan_id) != (seen.plan_id, seen.paid_plan_id):
            raise SubscriptionStateError(gettext_noop("Your plan was changed a moment ago. Look at it again."))
        return _changed(subscription, plan, at, key)


def cancel(user: User) -> Subscription:
    """End the plan with its period; until then everything stays. Raises `SubscriptionStateError` without a plan."""
    return _set_cancelling(user, True)


def resume(user: User) -> Subscription:
    """Take back an ending that has not come yet."""
    return _set_cancelling(user, False)


def portal_url(user: User, *, return_url: str) -> str:
    """Where the user manages cards and invoices. Raises `SubscriptionStateError` for whoever never bought anything."""
    gateway = current_gateway()
    if not user.gateway_customers.filter(gateway=gateway.name, livemode=gateway.livemode).exists():
        raise SubscriptionStateError(gettext_noop("There is nothing to manage before a first purchase."))
    return gateway.portal_url(customer_of(user, gateway), return_url=return_url)


def _changed(subscription: Subscription, plan: Plan, at: datetime, key: str) -> Subscription:
    gateway = gateway_named(subscription.gateway)
    paid = subscription.paid_plan or subscription.plan
    is_upgrade = plan.price > paid.price
    now = timezone.now()
    if is_upgrade and not now - PREVIEW_LIFETIME <= at <= now:
        raise ValidationFailedError(fields={"at": gettext_noop("This preview is too old. Look at the price again.")})
    named = hashlib.sha256(f"{key} {at.isoformat()}".encode(errors="surrogatepass")).hexdigest()
    gateway.change_price(
        subscription.reference,
        price=current_price(gateway, plan=plan),
        at=at if is_upgrade else None,
        key=f"change-{subscription.pk}-{named}",
    )
    return _settled(subscription)


def _check_on_sale(plan: Plan) -> None:
    if plan.tier == Tier.FREE or not plan.is_active:
        raise ValidationFailedError(fields={"tier": gettext_noop("This plan is not for sale.")})


def _check_not_frozen(user: User) -> None:
    account = account_of(user)
    if account is not None and account.frozen_at is not None:
        raise AccountFrozenError


def _living(user: User) -> Subscription | None:
    found = subscription_of(user)
    return found if found is not None and found.status in LIVING else None


def _is_the_same(order: Order, plan: Plan, gateway: PaymentGateway) -> bool:
    is_fresh = order.expires_at is not None and order.expires_at > timezone.now()
    asked = (order.plan_id, order.amount, order.gateway, order.livemode)
    return is_fresh and asked == (plan.pk, plan.price, gateway.name, gateway.livemode)


def _changeable(user: User, plan: Plan) -> Subscription:
    _check_on_sale(plan)
    _check_not_frozen(user)
    subscription = _living(user)
    if subscription is None:
        raise SubscriptionStateError(gettext_noop("You have no plan to change. Subscribe to one first."))
    if subscription.status != Status.ACTIVE or subscription.paid_plan is None:
        raise SubscriptionStateError(
            gettext_noop("Your plan's last payment is missing. Pay it first, in the payment portal.")
        )
    if subscription.plan_id == plan.pk:
        raise SubscriptionStateError(gettext("You are on %(plan)s already.") % {"plan": plan.name})
    if plan.price > subscription.paid_plan.price and subscription.plan_id != subscription.paid_plan_id:
        raise SubscriptionStateError(
            f"A change to {subscription.plan.name} is planned. Go back to {subscription.paid_plan.name} first."
        )
    return subscription


def _set_cancelling(user: User, cancels: bool) -> Subscription:
    subscription = _living(user)
    if subscription is None:
        raise SubscriptionStateError(gettext_noop("You have no plan that could end."))
    gateway = gateway_named(subscription.gateway)
    # It sets a state, so asking twice does no harm, while an answer of before may not hold any more.
    gateway.set_cancels_at_period_end(subscription.reference, cancels, key=f"ending-{new_id()}")
    return _settled(subscription)


def _settled(subscription: Subscription) -> Subscription:
    settled = settle_subscription(subscription.gateway, subscription.reference)
    if settled is None:
        raise NotFoundError(gettext_noop("This subscription is gone."))
    return settled
