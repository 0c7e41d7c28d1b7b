"""Asking for a thumbnail."""

import secrets
import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.models import BrandAsset, User
from accounts.selectors import get_owned_asset
from billing import ledger
from billing.selectors import plan_of_tier, tier_of
from billing.tiers import Tier
from common.background import nudge
from common.errors import NotFoundError, ValidationFailedError
from generation.errors import TierRequiredError, TooManyActiveError
from generation.events import typical_seconds
from generation.models import ACTIVE_STATUSES, Algorithm, AspectRatio, Generation, Priority
from generation.pipeline.continuity import KEEPS_CHARACTER, earlier_of_same_character
from generation.services.sizes import aspect_of, usual_size
from generation.services.wording import clean_custom_text, clean_prompt
from generation.tasks import run_next_generation
from templates_lib.models import Template

MOST_VARIANTS = 4
HIGH_PRIORITY_CREDITS = 1
LARGEST_SEED = 2**31 - 1
_HIGHEST_QUEUE_PRIORITY = 9
_LONGEST_NOTE = 100


@dataclass(frozen=True)
class GenerationRequest:
    """What a user asks for. `algorithm` is a slug, "" the default. `size` in pixels, None for the usual one."""

    prompt: str
    algorithm: str = ""
    aspect_ratio: str = AspectRatio.WIDE.value
    size: tuple[int, int] | None = None
    custom_text: str = ""
    template_id: uuid.UUID | None = None
    face_asset_id: uuid.UUID | None = None
    logo_asset_id: uuid.UUID | None = None
    variants: int = 1
    priority: str = Priority.NORMAL.value
    conversation_id: uuid.UUID | None = None
    seed: int | None = None


def request_generation(user: User, request: GenerationRequest, *, wakes_workers: bool = True) -> Generation:
    """Put a generation into the queue and set its credits aside, in one transaction; a worker is woken after commit.

    Raises `ValidationFailedError`, `TierRequiredError`, `InsufficientCreditsError` or `TooManyActiveError`; nothing is
    written then.
    """
    algorithm = find_algorithm(request.algorithm)
    tier = Tier(tier_of(user))
    if not tier.includes(Tier(algorithm.tier)):
        raise TierRequiredError(details={"required_tier": algorithm.tier, "tier": tier.value})
    plan = plan_of_tier(tier)
    generation = _described(user, request, algorithm)
    generation.queue_rank = _rank(Priority(generation.priority), plan.queue_priority)
    if generation.face_asset is None:
        earlier = earlier_of_same_character(generation).exclude(face_asset=None).first()
        generation.face_asset = earlier.face_asset if earlier else None
    generation.expected_seconds = typical_seconds(algorithm.pk)
    with transaction.atomic():
        # This locks the user's account until commit, so that two requests can't both be the last one allowed.
        note = f"{algorithm.name}: {generation.prompt}"[:_LONGEST_NOTE]
        ledger.reserve(user, amount=generation.credits_cost, reference=generation.pk, note=note)
        active = Generation.objects.filter(owner=user, status__in=ACTIVE_STATUSES).count()
        if active >= plan.active_generations:
            raise TooManyActiveError(details={"limit": plan.active_generations})
        generation.save(force_insert=True)
        if wakes_workers:
            nudge(run_next_generation)
    return generation


def cost_of(algorithm: Algorithm, *, variants: int, priority: str) -> int:
    """Return the credits: the algorithm's for each variant, and one more for high priority."""
    return algorithm.credit_cost * variants + (HIGH_PRIORITY_CREDITS if priority == Priority.HIGH else 0)


def _described(user: User, request: GenerationRequest, algorithm: Algorithm) -> Generation:
    """Check every field and return the unsaved row; all faults are told at once."""
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
        faults["priority"] = "It is normal or high."
    if request.seed is not None and not 0 <= request.seed <= LARGEST_SEED:
        faults["seed"] = f"It is a whole number from 0 to {LARGEST_SEED}."
    aspect, size = _shape(request, algorithm, faults)
    template = _template(request.template_id, faults)
    face = _asset(user, request.face_asset_id, "face_asset_id", faults)
    logo = _asset(user, request.logo_asset_id, "logo_asset_id", faults)
    if face is not None and not {"face_swap", KEEPS_CHARACTER} & set(algorithm.features):
        faults["face_asset_id"] = f"{algorithm.name} does not place faces. Pick another algorithm."
    if logo is not None and "logo_integration" not in algorithm.features:
        faults["logo_asset_id"] = f"{algorithm.name} does not place logos. Pick another algorithm."
    if faults:
        raise ValidationFailedError(fields=faults)
    return Generation(
        owner=user,
        prompt=prompt,
        custom_text=custom_text,
        aspect_ratio=aspect,
        width=size[0],
        height=size[1],
        seed=secrets.randbelow(LARGEST_SEED + 1) if request.seed is None else request.seed,
        variants=request.variants,
        algorithm=algorithm,
        template=template,
        priority=request.priority,
        face_asset=face,
        logo_asset=logo,
        conversation_id=request.conversation_id,
        credits_cost=cost_of(algorithm, variants=request.variants, priority=request.priority),
    )


def find_algorithm(slug: str) -> Algorithm:
    """Return the active algorithm of that slug, the default for ""; `ValidationFailedError` when there is none."""
    wanted = Algorithm.objects.filter(is_active=True)
    found = wanted.filter(slug=slug).first() if slug else wanted.filter(is_default=True).first()
    if found is None:
        raise ValidationFailedError(fields={"algorithm": "There is no such algorithm."})
    return found


def _shape(
    request: GenerationRequest, algorithm: Algorithm, faults: dict[str, str]
) -> tuple[AspectRatio, tuple[int, int]]:
    if request.size is None:
        if request.aspect_ratio not in AspectRatio.values:
            faults["aspect_ratio"] = "It is 16:9, 1:1, 9:16 or 4:5."
            return AspectRatio.WIDE, (0, 0)
        aspect = AspectRatio(request.aspect_ratio)
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
        faults["template_id"] = "There is no such template."
    return template


def _asset(user: User, asset_id: uuid.UUID | None, field: str, faults: dict[str, str]) -> BrandAsset | None:
    if asset_id is None:
        return None
    try:
        return get_owned_asset(user, asset_id)
    except NotFoundError:
        faults[field] = "There is no such picture of yours."
        return None


def _rank(priority: Priority, queue_priority: int) -> int:
    """Lower goes first: high priority, then the plan that promises more."""
    after_high = 0 if priority == Priority.HIGH else _HIGHEST_QUEUE_PRIORITY + 1
    return after_high + _HIGHEST_QUEUE_PRIORITY - queue_priority
