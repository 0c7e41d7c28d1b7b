"""Making a thumbnail in the process that asks for it, through the same rows, credits and pipeline as in a worker."""

import os
import time

from django.db import transaction

from accounts.models import User
from billing import ledger
from billing.tiers import Tier
from common.ids import new_id
from generation import lifecycle, pipeline
from generation.models import FINAL_STATUSES, Generation
from generation.pipeline import Watcher
from generation.services.requesting import GenerationRequest, cost_of, find_algorithm, request_generation

_HOUSE_NAME = "command-line"
_POLL_SECONDS = 0.2


def make_here(user: User, request: GenerationRequest, *, watch: Watcher) -> Generation:
    """Ask for a thumbnail and make it here and now; returns it ended, whichever way.

    `watch` hears of every report. Raises what `request_generation` raises. Interrupted, it cancels the generation,
    which gives the credits back.
    """
    worker = f"command line {os.getpid()}"
    with transaction.atomic():
        # No worker can come in between: they see the row only once it is taken.
        generation = request_generation(user, request, wakes_workers=False)
        claimed = lifecycle.claim(worker=worker, only=generation.pk)
    try:
        while generation.status not in FINAL_STATUSES:
            if claimed is not None:
                pipeline.run(claimed, watch=watch)
            else:
                time.sleep(_POLL_SECONDS)
            claimed = lifecycle.claim(worker=worker, only=generation.pk)
            generation.refresh_from_db()
    except KeyboardInterrupt:
        lifecycle.cancel(generation)
        raise
    return generation


def house_user(request: GenerationRequest) -> User:
    """Return the account that the command line works for when nobody is named, with the credits for this request.

    Nobody can sign in to it. It may use every algorithm.
    """
    user, is_new = User.objects.get_or_create(
        username=_HOUSE_NAME, defaults={"email": f"{_HOUSE_NAME}@routix.invalid", "is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    ledger.set_tier(user, Tier.ENTERPRISE)
    cost = cost_of(find_algorithm(request.algorithm), variants=request.variants, priority=request.priority)
    ledger.grant(user, amount=cost, key=f"command-line:{new_id()}", reason="Command line")
    return user
