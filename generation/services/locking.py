"""A row of one's own, held for the rest of a transaction."""

import uuid

from accounts.models import User
from common.errors import NotFoundError
from generation.models import Generation


def lock_generation(user: User, generation_id: uuid.UUID) -> Generation:
    """Return a user's generation, locked: whoever ends, shares or deletes it at this moment comes before or after.

    Raises `NotFoundError`.
    """
    rows = Generation.objects.select_for_update(no_key=True)
    generation = rows.filter(pk=generation_id, owner=user, deleted_at__isnull=True).first()
    if generation is None:
        raise NotFoundError
    return generation
