"""Erasing what somebody made. The files are erased with their folder, see `accounts.upkeep.erasing`."""

from contextlib import suppress

from django.db import transaction

from accounts.models import User
from accounts.upkeep.erasing import forget_admin_log
from generation import lifecycle
from generation.errors import NotCancellableError
from generation.models import ACTIVE_STATUSES, Batch, Generation, Thumbnail

_AT_ONCE = 100


def erase(user: User) -> None:
    """Stop what waits or runs, giving its credits back, then delete every generation and what hangs on it.

    A run that is under way loses its row: its next report tells it so, and it deletes what it had stored.
    """
    mine = Generation.objects.filter(owner=user)
    for generation in mine.filter(status__in=ACTIVE_STATUSES):
        with suppress(NotCancellableError):  # it ended by itself meanwhile
            lifecycle.cancel(generation)
    while keys := list(mine.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            thumbnails = Thumbnail.objects.filter(generation__in=keys)
            forget_admin_log(Thumbnail, thumbnails.values_list("pk", flat=True))
            forget_admin_log(Generation, keys)
            Generation.objects.filter(pk__in=keys).delete()
    Batch.objects.filter(owner=user).delete()
