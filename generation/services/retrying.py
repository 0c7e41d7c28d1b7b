"""Another try at what came to nothing."""

import uuid

from accounts.models import ApiKey, User
from generation.errors import NotRetryableError
from generation.models import Generation, Origin, Status
from generation.pipeline.parents import request_of
from generation.services.descending import descend, get_parent
from generation.services.queueing import put_in_queue, require_tier
from generation.services.requesting import find_algorithm, random_seed

_RETRYABLE = (Status.FAILED, Status.CANCELLED)


def retry_generation(user: User, generation_id: uuid.UUID, *, api_key: ApiKey | None = None) -> Generation:
    """Ask for the same anew, at the same price; what failed once for its seed gets another one.

    Raises `NotFoundError`, `NotRetryableError` unless it failed or was cancelled, `ValidationFailedError` or
    `TierRequiredError` where its algorithm is no longer to be had, and what `put_in_queue` raises.
    """
    parent = get_parent(user, generation_id)
    if parent.status not in _RETRYABLE:
        raise NotRetryableError(details={"status": parent.status})
    asked = request_of(parent)
    if asked.origin != Origin.UPSCALE:
        require_tier(user, find_algorithm(parent.algorithm.slug))
    generation = descend(
        parent,
        Origin.RETRY,
        # A variation keeps what it does not vary, and that comes out of the seed.
        seed=random_seed() if asked.origin == Origin.PROMPT else parent.seed,
        credits_cost=parent.credits_cost,
        api_key=api_key,
    )
    return put_in_queue(generation, references=list(parent.reference_assets.all()))
