"""The user's plan: what it is, changing it after a look at the price, ending it and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.pages.access import for_signed_in
from billing.errors import SubscriptionStateError
from billing.models import GatewayCustomer, Plan, Subscription
from billing.pages.addresses import on_this_host
from billing.pages.promises import promises_of
from billing.selectors import account_of, balance_of, expiring_of, plan_of_tier, plans_on_sale, subscription_of, tier_of
from billing.selectors.purchases import LIVING
from billing.services import subscribing
from billing.tiers import Tier
from common.errors import DomainError
from common.ids import new_id

Status = Subscription.Status
_reading = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Offer:
    """Another plan. `action` is what can be done about it: subscribe, upgrade, downgrade, return or "" (nothing)."""

    plan: Plan
    promises: Sequence[str]
    action: str


@require_safe
@never_cache
@for_signed_in
def plan_page(request: HttpRequest, user: User) -> HttpResponse:
    """The present plan and what it could become."""
    return _page(request, user)


@_reading
@never_cache
@for_signed_in
def change_page(request: HttpRequest, user: User, tier: str) -> HttpResponse:
    """What a change costs and brings; sent as a form, the change itself."""
    plan = _plan_on_sale(tier)
    subscription = subscription_of(user)
    if subscription is not None and subscription.status in LIVING and subscription.cancels_at_period_end:
        ending = SubscriptionStateError(_("Your plan is about to end. Keep it first, then change it."))
        return _page(request, user, refusal=ending)
    if request.method != "POST":
        return _preview(request, user, plan)
    at = _read_time(request.POST.get("at", ""))
    if at is None:
        return _preview(request, user, plan)
    try:
        changed = subscribing.change_plan(user, plan, at=at, key=_key(request))
    except SubscriptionStateError as error:
        latest = subscription_of(user)
        if latest is None or latest.plan_id != plan.pk:
            return _preview(request, user, plan, refusal=error)
        changed = latest  # the second of two clicks: the first one did it
    except DomainError as error:
        return _preview(request, user, plan, refusal=error)
    messages.success(request, _told_change(changed, plan))
    return redirect("plan")


@_reading
@never_cache
@for_signed_in
def cancel_page(request: HttpRequest, user: User) -> HttpResponse:
    """What ending the plan means; sent as a form, its end."""
    subscription = subscription_of(user)
    if subscription is None or subscription.status not in LIVING:
        return redirect("plan")
    refusal = None
    if request.method == "POST":
        try:
            ended = subscribing.cancel(user)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _told_end(ended))
            return redirect("plan")
    context = {
        "section": "plan",
        "subscription": subscription,
        "paid_plan": subscription.paid_plan or subscription.plan,
        "free_plan": plan_of_tier(Tier.FREE),
        "balance": balance_of(user),
        "plan_credits": sum(row.amount for row in expiring_of(user) if row.bucket == "plan"),
        "key": str(new_id()),
        "refusal": refusal,
    }
    return render(request, "billing/plan_cancel.html", context, status=refusal.status if refusal else 200)


@require_POST
@never_cache
@for_signed_in
def resume(request: HttpRequest, user: User) -> HttpResponse:
    """Take back the plan's end."""
    try:
        subscribing.resume(user)
    except DomainError as error:
        return _page(request, user, refusal=error)
    messages.success(request, _("Your plan goes on."))
    return redirect("plan")


@require_POST
@never_cache
@for_signed_in
def open_portal(request: HttpRequest, user: User) -> HttpResponse:
    """Lead to where cards and invoices are managed."""
    try:
        return redirect(on_this_host(subscribing.portal_url(user, return_url=settings.PUBLIC_URL + reverse("plan"))))
    except DomainError as error:
        return _page(request, user, refusal=error)


def _page(request: HttpRequest, user: User, *, refusal: DomainError | None = None) -> HttpResponse:
    subscription = subscription_of(user)
    living = subscription if subscription is not None and subscription.status in LIVING else None
    plan, account = plan_of_tier(tier_of(user)), account_of(user)
    plans = list(plans_on_sale())
    offers = [Offer(other, promises_of(other, plans), _action(other, plan, living)) for other in plans]
    context: dict[str, Any] = {
        "section": "plan",
        "plan": plan,
        "promises": promises_of(plan, plans),
        "free_month_due_at": account.free_month_due_at if account and plan.tier == Tier.FREE else None,
        "subscription": living,
        "ended": subscription if living is None else None,
        "next_plan": living.plan if living and living.paid_plan and living.plan_id != living.paid_plan_id else None,
        "grace_ends_at": _grace_ends_at(living),
        "has_portal": GatewayCustomer.objects.filter(user=user).exists(),
        "offers": [offer for offer in offers if offer.action],
        "key": str(new_id()),
        "refusal": refusal,
    }
    return render(request, "billing/plan.html", context, status=refusal.status if refusal else 200)


def _preview(request: HttpRequest, user: User, plan: Plan, *, refusal: DomainError | None = None) -> HttpResponse:
    try:
        change = subscribing.preview_change(user, plan)
    except DomainError as error:
        return _page(request, user, refusal=refusal or error)
    subscription = subscription_of(user)
    context = {
        "section": "plan",
        "change": change,
        "present_plan": (subscription.paid_plan or subscription.plan) if subscription else None,
        "subscription": subscription,
        "stays": subscription is not None and subscription.paid_plan_id == plan.pk,
        "promises": promises_of(plan, list(plans_on_sale())),
        "key": str(new_id()),
        "refusal": refusal,
    }
    return render(request, "billing/plan_change.html", context, status=refusal.status if refusal else 200)


def _action(other: Plan, plan: Plan, living: Subscription | None) -> str:
    if other.tier == Tier.FREE:
        return ""
    if living is None:
        return "subscribe"
    if living.status != Status.ACTIVE or living.paid_plan is None or living.cancels_at_period_end:
        return ""
    if other.pk == living.plan_id:
        return ""
    if other.pk == living.paid_plan_id:
        return "return"
    if other.price <= living.paid_plan.price:
        return "downgrade"
    return "upgrade" if living.plan_id == living.paid_plan_id else ""  # a planned change is taken back first


def _grace_ends_at(living: Subscription | None) -> datetime | None:
    if living is None or living.past_due_since is None:
        return None
    return living.past_due_since + timedelta(days=settings.PAYMENT_GRACE_DAYS)


def _told_change(changed: Subscription, plan: Plan) -> str:
    if changed.paid_plan_id == plan.pk:
        return _("You are on %(plan)s.") % {"plan": plan.name}
    return _("From %(date)s on you are on %(plan)s.") % {"date": _date(changed.period_end), "plan": plan.name}


def _told_end(ended: Subscription) -> str:
    return _("Your plan ends on %(date)s. Until then everything stays as it is.") % {"date": _date(ended.period_end)}


def _date(at: datetime | None) -> str:
    return date_format(at, "j M Y") if at else ""


def _plan_on_sale(tier: str) -> Plan:
    plan = plans_on_sale().filter(tier=tier).first()
    if plan is None:
        raise Http404
    return plan


def _key(request: HttpRequest) -> str:
    """What makes a second click the same request as the first."""
    return request.POST.get("key", "")[:64] or str(new_id())


def _read_time(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
