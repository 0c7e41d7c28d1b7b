"""Taking a thumbnail out of one's history."""

import uuid
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation import lifecycle
from generation.errors import NotCancellableError
from generation.models import Generation, Share
from generation.services.locking import lock_generation


def delete_generation(user: User, generation_id: uuid.UUID) -> None:
    """Hide it from everybody at once, with its shares; its files go with the next sweep.

    One that is still under way is cancelled first, which returns its credits. `NotFoundError` for one that is not the
    user's or was deleted before.
    """
    with transaction.atomic():
        generation = lock_generation(user, generation_id)
        with suppress(NotCancellableError):
            lifecycle.cancel(generation)
        now = timezone.now()
        Generation.objects.filter(pk=generation.pk).update(deleted_at=now)
        Share.objects.filter(generation=generation, revoked_at=None).update(revoked_at=now)
