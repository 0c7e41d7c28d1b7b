"""What is on sale."""

from django.db.models import QuerySet

from billing.models import GatewayPrice, Pack, Plan
from billing.tiers import Tier
from common.errors import ValidationFailedError


def plan_of_tier(tier: Tier) -> Plan:
    """The plan of that tier. `Plan.DoesNotExist` where `seed` was not run."""
    return Plan.objects.get(pk=tier)


def plans_on_sale() -> "QuerySet[Plan]":
    """The plans, the cheapest first, the free one among them."""
    return Plan.objects.filter(is_active=True).order_by("price")


def packs_on_sale() -> "QuerySet[Pack]":
    """The packs, the smallest first."""
    return Pack.objects.filter(is_active=True).order_by("credits")


def get_pack(*, slug: str = "", credits_wanted: int | None = None) -> Pack:
    """The pack of that slug or that size. `ValidationFailedError` where none is on sale, saying which ones are."""
    wanted = packs_on_sale().filter(slug=slug) if slug else packs_on_sale().filter(credits=credits_wanted or 0)
    pack = wanted.first()
    if pack is None:
        offered = ", ".join(f"{pack.slug} ({pack.credits} credits)" for pack in packs_on_sale())
        field = "pack" if slug else "credits"
        raise ValidationFailedError(fields={field: f"There is no such pack. On sale: {offered or 'none'}."})
    return pack


def plan_of_price(gateway: str, reference: str) -> Plan | None:
    """The plan that a price of the gateway is or was of."""
    price = GatewayPrice.objects.filter(gateway=gateway, reference=reference).select_related("plan").first()
    return price.plan if price else None
