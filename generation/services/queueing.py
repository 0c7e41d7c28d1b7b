"""The way into the queue, the same for whatever is to be drawn: credits, limits, the row, a worker woken."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import ApiKey, BrandAsset, User
from billing import ledger
from billing.selectors import plan_of_tier, tier_of
from billing.tiers import Tier
from common.background import nudge
from generation.errors import KeyCapReachedError, TierRequiredError, TooManyActiveError
from generation.events import typical_seconds
from generation.models import ACTIVE_STATUSES, Algorithm, Generation, Priority
from generation.selectors.spending import spent_by_key
from generation.tasks import run_next_generation

_HIGHEST_QUEUE_PRIORITY = 9
_LONGEST_NOTE = 100


def require_tier(user: User, algorithm: Algorithm) -> None:
    """Raise `TierRequiredError` unless the user's plan includes the algorithm."""
    tier = Tier(tier_of(user))
    if not tier.includes(Tier(algorithm.tier)):
        raise TierRequiredError(details={"required_tier": algorithm.tier, "tier": tier.value})


def put_in_queue(
    generation: Generation, *, references: Sequence[BrandAsset] = (), wakes_workers: bool = True
) -> Generation:
    """Save a new row and set its credits aside, in one transaction; a worker is woken after commit.

    Raises `InsufficientCreditsError`, `SpendingCapReachedError`, `AccountFrozenError` or `TooManyActiveError`; nothing
    is written then.
    """
    user = generation.owner
    plan = plan_of_tier(Tier(tier_of(user)))
    generation.queue_rank = _rank(Priority(generation.priority), plan.queue_priority)
    generation.expected_seconds = typical_seconds(generation.algorithm_id)
    with transaction.atomic():
        # This locks the user's account until commit, so that two requests can't both be the last one allowed.
        note = f"{generation.algorithm.name}: {generation.prompt}"[:_LONGEST_NOTE]
        ledger.reserve(user, amount=generation.credits_cost, reference=generation.pk, note=note)
        active = Generation.objects.filter(owner=user, status__in=ACTIVE_STATUSES).count()
        if active >= plan.active_generations:
            raise TooManyActiveError(details={"limit": plan.active_generations})
        if generation.api_key is not None:
            _check_cap(generation.api_key, generation.credits_cost)
        generation.save(force_insert=True)
        if references:
            generation.reference_assets.set(references)
        if wakes_workers:
            nudge(run_next_generation)
    return generation


def _check_cap(key: ApiKey, cost: int) -> None:
    """Keep a program within what its owner lets it spend in a month. The account is locked by now."""
    if key.monthly_cap is None:
        return
    spent = spent_by_key(key)
    if spent + cost > key.monthly_cap:
        raise KeyCapReachedError(cap=key.monthly_cap, spent=spent, required=cost)


def _rank(priority: Priority, queue_priority: int) -> int:
    """Lower goes first: high priority, then the plan that promises more."""
    after_high = 0 if priority == Priority.HIGH else _HIGHEST_QUEUE_PRIORITY + 1
    return after_high + _HIGHEST_QUEUE_PRIORITY - queue_priority
