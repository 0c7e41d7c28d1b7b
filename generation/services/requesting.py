"""Asking for a thumbnail."""

import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_noop

from accounts.models import ApiKey, BrandAsset, User
from accounts.selectors import assets_of, get_owned_asset
from canvas.brief.understand import asked_aspect
from common.errors import NotFoundError, ValidationFailedError
from generation.lifecycle import HIGH_PRIORITY_CREDITS, cost_of
from generation.models import Algorithm, AspectRatio, Batch, Generation, Priority
from generation.pipeline.continuity import KEEPS_CHARACTER, earlier_of_same_character
from generation.services.queueing import put_in_queue, require_tier
from generation.services.sizes import aspect_of, usual_size
from generation.services.wording import clean_custom_text, clean_prompt
from templates_lib.models import Template

__all__ = [
    "HIGH_PRIORITY_CREDITS",
    "LARGEST_SEED",
    "MOST_REFERENCES",
    "MOST_VARIANTS",
    "GenerationRequest",
    "cost_of",
    "find_algorithm",
    "random_seed",
    "request_generation",
]

MOST_VARIANTS = 4
MOST_REFERENCES = 4
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class GenerationRequest:
    """What a user asks for. `algorithm` is a slug, "" the default. `size` in pixels, None for the usual one.

    Without an `aspect_ratio` the prompt decides ("vertical, for shorts"), else it is 16:9.

    `reference_asset_ids` are pictures of the user's own whose colours are followed where the prompt names none.
    """

    prompt: str
    algorithm: str = ""
    aspect_ratio: str | None = None
    size: tuple[int, int] | None = None
    custom_text: str = ""
    template_id: uuid.UUID | None = None
    face_asset_id: uuid.UUID | None = None
    logo_asset_id: uuid.UUID | None = None
    reference_asset_ids: Sequence[uuid.UUID] = ()
    variants: int = 1
    priority: str = Priority.NORMAL.value
    conversation_id: uuid.UUID | None = None
    seed: int | None = None


def request_generation(
    user: User,
    request: GenerationRequest,
    *,
    api_key: ApiKey | None = None,
    batch: Batch | None = None,
    wakes_workers: bool = True,
) -> Generation:
    """Put a generation into the queue and set its credits aside, in one transaction; a worker is woken after commit.

    `api_key` is what the request came with, so that its spending cap holds. Raises `ValidationFailedError`,
    `TierRequiredError`, `InsufficientCreditsError`, `SpendingCapReachedError`, `AccountFrozenError` or
    `TooManyActiveError`; nothing is written then.
    """
    algorithm = find_algorithm(request.algorithm)
    require_tier(user, algorithm)
    generation, references = _described(user, request, algorithm)
    generation.api_key, generation.batch = api_key, batch
    if generation.face_asset is None:
        earlier = earlier_of_same_character(generation).exclude(face_asset=None).first()
        generation.face_asset = earlier.face_asset if earlier else None
    return put_in_queue(generation, references=references, wakes_workers=wakes_workers)


def random_seed() -> int:
    """Return a seed nobody asked for."""
    return secrets.randbelow(LARGEST_SEED + 1)


def _described(user: User, request: GenerationRequest, algorithm: Algorithm) -> tuple[Generation, Sequence[BrandAsset]]:
    """Check every field and return the unsaved row with its references; all faults are told at once."""
    faults: dict[str, str] = {}
    prompt = custom_text = ""
    try:
        prompt = clean_prompt(request.prompt)
    except ValueError as error:
        faults["prompt"] = str(error)
    try:
        custom_text = clean_custom_text(request.custom_text)
    except ValueError as error:
        faults["custom_text"] = str(error)
    if not 1 <= request.variants <= MOST_VARIANTS:
        faults["variants"] = f"Ask for 1 to {MOST_VARIANTS} variants."
    elif request.variants > 1 and algorithm.params.get("angles", 1) != 1:
        faults["variants"] = f"{algorithm.name} delivers several pictures by itself."
    if request.priority not in Priority.values:
        faults["priority"] = gettext_noop("It is normal or high.")
    if request.seed is not None and not 0 <= request.seed <= LARGEST_SEED:
        faults["seed"] = f"It is a whole number from 0 to {LARGEST_SEED}."
    aspect, size = _shape(request, algorithm, faults)
    template = _template(request.template_id, faults)
    face = _asset(user, request.face_asset_id, "face_asset_id", faults)
    logo = _asset(user, request.logo_asset_id, "logo_asset_id", faults)
    if face is not None and not {"face_swap", KEEPS_CHARACTER} & set(algorithm.features):
        faults["face_asset_id"] = gettext("%(name)s does not place faces. Pick another algorithm.") % {
            "name": algorithm.name
        }
    if logo is not None and "logo_integration" not in algorithm.features:
        faults["logo_asset_id"] = gettext("%(name)s does not place logos. Pick another algorithm.") % {
            "name": algorithm.name
        }
    references = _references(user, request.reference_asset_ids, faults)
    if request.conversation_id is not None and not _conversation_check()(user, request.conversation_id):
        faults["conversation_id"] = gettext_noop("There is no such conversation of yours.")
    if faults:
        raise ValidationFailedError(fields=faults)
    generation = Generation(
        owner=user,
        prompt=prompt,
        custom_text=custom_text,
        aspect_ratio=aspect,
        width=size[0],
        height=size[1],
        seed=random_seed() if request.seed is None else request.seed,
        variants=request.variants,
        algorithm=algorithm,
        template=template,
        priority=request.priority,
        face_asset=face,
        logo_asset=logo,
        conversation_id=request.conversation_id,
        credits_cost=cost_of(algorithm, variants=request.variants, priority=request.priority),
    )
    return generation, references


@cache
def _conversation_check() -> Callable[[User, uuid.UUID], bool]:
    found: Callable[[User, uuid.UUID], bool] = import_string(settings.CONVERSATION_CHECK)
    return found


def find_algorithm(slug: str) -> Algorithm:
    """Return the active algorithm of that slug, the default for ""; `ValidationFailedError` when there is none."""
    wanted = Algorithm.objects.filter(is_active=True)
    found = wanted.filter(slug=slug).first() if slug else wanted.filter(is_default=True).first()
    if found is None:
        raise ValidationFailedError(fields={"algorithm": gettext_noop("There is no such algorithm.")})
    return found


def _shape(
    request: GenerationRequest, algorithm: Algorithm, faults: dict[str, str]
) -> tuple[AspectRatio, tuple[int, int]]:
    if request.size is None:
        wanted = request.aspect_ratio or asked_aspect(request.prompt) or AspectRatio.WIDE
        if wanted not in AspectRatio.values:
            faults["aspect_ratio"] = gettext_noop("It is 16:9, 1:1, 9:16 or 4:5.")
            return AspectRatio.WIDE, (0, 0)
        aspect = AspectRatio(wanted)
        return aspect, usual_size(algorithm, aspect)
    try:
        return aspect_of(*request.size), request.size
    except ValueError as error:
        faults["size"] = str(error)
        return AspectRatio.WIDE, request.size


def _template(template_id: uuid.UUID | None, faults: dict[str, str]) -> Template | None:
    if template_id is None:
        return None
    template = Template.objects.searchable().light().filter(pk=template_id).first()
    if template is None:
        faults["template_id"] = gettext_noop("There is no such template.")
    return template


def _asset(user: User, asset_id: uuid.UUID | None, field: str, faults: dict[str, str]) -> BrandAsset | None:
    if asset_id is None:
        return None
    try:
        return get_owned_asset(user, asset_id)
    except NotFoundError:
        faults[field] = gettext_noop("There is no such picture of yours.")
        return None


def _references(user: User, asset_ids: Sequence[uuid.UUID], faults: dict[str, str]) -> Sequence[BrandAsset]:
    """All at once, since each may be one of several."""
    wanted = set(asset_ids)
    if len(wanted) > MOST_REFERENCES:
        faults["reference_asset_ids"] = f"Send {MOST_REFERENCES} pictures at most."
        return ()
    found = list(assets_of(user).filter(pk__in=wanted)) if wanted else []
    if len(found) < len(wanted):
        faults["reference_asset_ids"] = gettext_noop("There is no such picture of yours.")
    return found
