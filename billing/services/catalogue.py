"""What is on sale, where nobody set it up."""

from billing.models import Pack, Plan
from billing.tiers import Tier

_PLANS = (
    Plan(tier=Tier.FREE, name="Free", price=0, monthly_credits=10),
    Plan(
        tier=Tier.BASIC,
        name="Basic",
        price=999,
        monthly_credits=100,
        rollover_factor=2,
        queue_priority=1,
        brand_assets=200,
    ),
    Plan(
        tier=Tier.PRO,
        name="Pro",
        price=2999,
        monthly_credits=500,
        rollover_factor=2,
        queue_priority=2,
        active_generations=40,
        brand_assets=500,
    ),
    Plan(
        tier=Tier.ENTERPRISE,
        name="Enterprise",
        price=9999,
        monthly_credits=2000,
        rollover_factor=2,
        queue_priority=3,
        active_generations=80,
        brand_assets=2000,
    ),
)
_PACKS = (
    Pack(slug="small", name="100 credits", credits=100, price=999),
    Pack(slug="medium", name="500 credits", credits=500, price=3999),
    Pack(slug="large", name="2000 credits", credits=2000, price=12999),
)


def ensure_catalogue() -> int:
    """Add the first plans and packs that are missing, and leave the others as they are. Returns how many were added."""
    plans, packs = Plan.objects.count(), Pack.objects.count()
    Plan.objects.bulk_create(_PLANS, ignore_conflicts=True)
    Pack.objects.bulk_create(_PACKS, ignore_conflicts=True)
    return Plan.objects.count() - plans + Pack.objects.count() - packs
