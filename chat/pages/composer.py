"""The form that asks for a thumbnail: what can be chosen, and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import AssetKind, User
from accounts.services.assets import LARGEST_UPLOAD
from billing.selectors import tier_of
from billing.tiers import Tier
from chat.pages import wording
from common.ids import new_id
from generation.models import AspectRatio
from generation.selectors import find_algorithms
from generation.services.requesting import GenerationRequest
from generation.services.wording import LONGEST_CUSTOM_TEXT, LONGEST_PROMPT

LARGEST_PHOTO = LARGEST_UPLOAD[AssetKind.FACE]
_PHOTO_FEATURES = {"face_swap", "character_consistency"}
_ICON_SIDE = 20
_ICON_LONGEST = 16


@dataclass(frozen=True)
class AlgorithmChoice:
    """One algorithm on the form. `is_locked` when the user's plan does not include it."""

    slug: str
    name: str
    description: str
    credit_cost: int
    tier_label: str
    is_locked: bool
    is_default: bool
    takes_photo: bool


@dataclass(frozen=True)
class RatioChoice:
    """A shape of the picture, and the rectangle that shows it in a 20 × 20 icon."""

    value: str
    label: str
    x: float
    y: float
    width: float
    height: float


def composer_context(user: User, sent: GenerationRequest | None = None, errors: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the form's template needs; `sent` is what it was filled with."""
    algorithms = _algorithms(user)
    usable = [choice for choice in algorithms if not choice.is_locked]
    wanted = sent.algorithm if sent else ""
    chosen = next((choice for choice in usable if choice.slug == wanted), None)
    chosen = chosen or next((choice for choice in usable if choice.is_default), None)
    return {
        "algorithms": algorithms,
        "has_locked": len(usable) < len(algorithms),
        "chosen_algorithm": chosen.slug if chosen else "",
        "chosen_price": chosen.credit_cost if chosen else 0,
        "ratios": [_ratio(value) for value in AspectRatio.values],
        "chosen_ratio": sent.aspect_ratio if sent else None,
        "prompt": sent.prompt if sent else "",
        "custom_text": sent.custom_text if sent else "",
        "is_detailed": sent is not None and bool(sent.custom_text or sent.aspect_ratio),
        "max_prompt": LONGEST_PROMPT,
        "max_custom_text": LONGEST_CUSTOM_TEXT,
        "max_photo_bytes": LARGEST_PHOTO,
        "errors": errors,
        "request_key": str(new_id()),
    }


def read_request(request: HttpRequest) -> GenerationRequest:
    """Return what the form asks for. Browsers send line ends as two characters, and the limit counts one."""
    return GenerationRequest(
        prompt=request.POST.get("prompt", "").replace("\r\n", "\n"),
        algorithm=request.POST.get("algorithm", ""),
        aspect_ratio=request.POST.get("aspect_ratio") or None,
        custom_text=request.POST.get("custom_text", ""),
    )


def read_photo(request: HttpRequest) -> bytes | None:
    """Return the attached photo, None without one. Of one that is too large enough is read to have it refused."""
    photo = request.FILES.get("photo")
    return photo.read(LARGEST_PHOTO + 1) if photo else None


def _algorithms(user: User) -> list[AlgorithmChoice]:
    tier = Tier(tier_of(user))
    return [
        AlgorithmChoice(
            slug=algorithm.slug,
            name=algorithm.name,
            description=_(algorithm.description),
            credit_cost=algorithm.credit_cost,
            tier_label=str(Tier(algorithm.tier).label),
            is_locked=not tier.includes(Tier(algorithm.tier)),
            is_default=algorithm.is_default,
            takes_photo=not _PHOTO_FEATURES.isdisjoint(algorithm.features),
        )
        for algorithm in find_algorithms(user).filter(is_active=True)
    ]


def _ratio(value: str) -> RatioChoice:
    across, down = (int(side) for side in value.split(":"))
    width = _ICON_LONGEST * min(1.0, across / down)
    height = _ICON_LONGEST * min(1.0, down / across)
    return RatioChoice(
        value=value,
        label=str(wording.RATIOS[value]),
        x=round((_ICON_SIDE - width) / 2, 1),
        y=round((_ICON_SIDE - height) / 2, 1),
        width=round(width, 1),
        height=round(height, 1),
    )
