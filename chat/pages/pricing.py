"""What Routix costs: plans, packs and what a thumbnail takes. Every figure comes from a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from billing.pages.promises import promises_of
from billing.selectors import balance_of, packs_on_sale, plans_on_sale, subscription_of, tier_of
from billing.selectors.purchases import LIVING
from billing.tiers import Tier
from common.ids import new_id
from generation.models import Algorithm
from generation.services.requesting import HIGH_PRIORITY_CREDITS

if TYPE_CHECKING:
    from billing.models import Pack, Plan


@dataclass(frozen=True)
class PlanOffer:
    """A plan in the window. `action`: start (sign up), subscribe, change, current, or "" where nothing can be done.

    `thumbnails` is how many of the usual algorithm a month's credits are enough for, None where none is on offer.
    """

    plan: "Plan"
    thumbnails: int | None
    new_algorithms: Sequence[str]
    promises: Sequence[str]
    action: str


@dataclass(frozen=True)
class PackOffer:
    """A pack in the window."""

    pack: "Pack"
    thumbnails: int | None


@dataclass(frozen=True)
class AlgorithmPrice:
    """What one thumbnail takes. `tier_label` is the plan it comes with, "" for every plan."""

    name: str
    description: str
    credits: int
    tier_label: str


@require_safe
@never_cache
def pricing(request: HttpRequest) -> HttpResponse:
    """The prices, for anybody; whoever is signed in sees which plan is theirs."""
    user = request.user if isinstance(request.user, User) else None
    plans = list(plans_on_sale())
    algorithms = list(Algorithm.objects.filter(is_active=True).order_by("sort", "slug"))
    usual = next((algorithm for algorithm in algorithms if algorithm.is_default), None)
    tier = tier_of(user) if user else None
    has_subscription = user is not None and _has_living(user)
    context = {
        "plans": [
            PlanOffer(
                plan=plan,
                thumbnails=_enough_for(plan.monthly_credits, usual),
                new_algorithms=[algorithm.name for algorithm in algorithms if algorithm.tier == plan.tier],
                promises=promises_of(plan, plans),
                action=_action(Tier(plan.tier), tier, has_subscription=has_subscription),
            )
            for plan in plans
        ],
        "packs": [PackOffer(pack, _enough_for(pack.credits, usual)) for pack in packs_on_sale()],
        "algorithms": [
            AlgorithmPrice(
                name=algorithm.name,
                description=_(algorithm.description),
                credits=algorithm.credit_cost,
                tier_label="" if algorithm.tier == Tier.FREE else str(Tier(algorithm.tier).label),
            )
            for algorithm in algorithms
        ],
        "usual": usual,
        "high_priority_credits": HIGH_PRIORITY_CREDITS,
        "is_frozen": user is not None and balance_of(user).is_frozen,
        "token": str(new_id()),
    }
    return render(request, "chat/pricing.html", context)


def _has_living(user: User) -> bool:
    subscription = subscription_of(user)
    return subscription is not None and subscription.status in LIVING


def _enough_for(credits_there: int, usual: Algorithm | None) -> int | None:
    return credits_there // usual.credit_cost if usual else None


def _action(tier: Tier, present: Tier | None, *, has_subscription: bool) -> str:
    if present is None:
        return "start"
    if tier is present:
        return "current"
    if tier is Tier.FREE:
        return ""
    return "change" if has_subscription else "subscribe"
