"""The first rows of the algorithms. After that the rows are the truth, and staff edit them in the admin."""

from typing import Any

from django.utils.translation import gettext_noop

from billing.tiers import Tier
from generation.models import Algorithm

_V4_FEATURES = ["text_overlay", "template_matching", "basic_customization"]
_V5_FEATURES = [*_V4_FEATURES, "advanced_customization", "face_swap"]
_V6_FEATURES = [*_V5_FEATURES, "logo_integration"]
_ANIME_FEATURES = ["text_overlay", "template_matching", "anime_style", "character_consistency"]

# A description is shown in the language of the page where staff left it as it is here.
# `params` is what generation.pipeline.recipe reads.
_FIRST_ROWS: tuple[dict[str, Any], ...] = (
    {
        "slug": "routix_v4",
        "name": "Routix V4",
        "description": gettext_noop("Fast: one layout, drawn once."),
        "version": "4.0.0",
        "credit_cost": 1,
        "features": _V4_FEATURES,
        "params": {},
    },
    {
        "slug": "routix_v5",
        "name": "Routix V5",
        "description": gettext_noop(
            "Cuts out your face, picks the better of two backgrounds and mends the worst measured fault."
        ),
        "version": "5.0.0",
        "credit_cost": 1,
        "features": _V5_FEATURES,
        "params": {"tries": ["background"], "repairs": 1},
    },
    {
        "slug": "routix_v6",
        "name": "Routix V6",
        "description": gettext_noop("Draws several layouts, measures each and keeps the best, in Full HD."),
        "version": "6.0.0",
        "credit_cost": 2,
        "features": _V6_FEATURES,
        "is_default": True,
        "max_width": 1920,
        "max_height": 1080,
        "params": {"looks": 2, "tries": ["layout"], "repairs": 1},
    },
    {
        "slug": "routix_v7_anime",
        "name": "Routix V7 Anime",
        "description": gettext_noop("Line art and halftone; your character stays the same over a conversation."),
        "version": "7.0.0",
        "credit_cost": 2,
        "tier": Tier.BASIC,
        "features": _ANIME_FEATURES,
        "max_width": 1920,
        "max_height": 1080,
        "params": {"tries": ["layout"], "repairs": 1, "style": "anime"},
    },
    {
        "slug": "routix_experimental",
        "name": "Routix Experimental",
        "description": gettext_noop("Three angles on your idea, forced apart, in 2560×1440."),
        "version": "0.1.0",
        "credit_cost": 3,
        "tier": Tier.PRO,
        "is_active": False,
        "features": [*_V6_FEATURES, "anime_style", "character_consistency"],
        "max_width": 2560,
        "max_height": 1440,
        "params": {"angles": 3, "repairs": 1},
    },
)


def ensure_algorithms() -> int:
    """Add the algorithms that are missing, and leave the others as they are. Returns how many were added."""
    added = 0
    for sort, row in enumerate(_FIRST_ROWS):
        _, is_new = Algorithm.objects.get_or_create(
            slug=row["slug"], defaults={"providers": ["local"], "sort": sort, **row}
        )
        added += is_new
    return added
