"""Stopping a thumbnail that is not needed any more."""

import uuid

from accounts.models import User
from common.errors import NotFoundError
from generation import lifecycle
from generation.models import Generation


def cancel_generation(user: User, generation_id: uuid.UUID) -> Generation:
    """Cancel the user's generation and return its credits. `NotFoundError`, or `NotCancellableError` when it ended."""
    generation = Generation.objects.filter(pk=generation_id, owner=user, deleted_at=None).first()
    if generation is None:
        raise NotFoundError
    lifecycle.cancel(generation)
    return generation
