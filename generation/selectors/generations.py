"""One generation of one user. Somebody else's looks the same as none."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotFoundError
from generation.models import Generation, StageTiming, Thumbnail


def get_generation(user: User, generation_id: uuid.UUID) -> Generation:
    """Return a user's generation. Raises `NotFoundError`."""
    generation = Generation.objects.filter(pk=generation_id, owner=user, deleted_at__isnull=True).first()
    if generation is None:
        raise NotFoundError
    return generation


def find_thumbnails(generation: Generation) -> Sequence[Thumbnail]:
    """Return its pictures, best first, without their documents, which are large."""
    return list(Thumbnail.objects.filter(generation=generation).order_by("index").defer("document"))


def find_timings(generation: Generation) -> Sequence[StageTiming]:
    """Return how long each stage of each attempt took, in order."""
    return list(StageTiming.objects.filter(generation=generation).order_by("attempt", "started_at", "pk"))


def get_thumbnail(generation: Generation, index: int) -> Thumbnail:
    """Return a picture of a generation, 0 being the best. Raises `NotFoundError`."""
    return _first(Thumbnail.objects.filter(generation=generation, index=index))


def get_shown_thumbnail(thumbnail_id: uuid.UUID) -> Thumbnail:
    """Return a picture by its id, whoever owns it: for those who hold its signed address. Raises `NotFoundError`."""
    return _first(Thumbnail.objects.filter(pk=thumbnail_id, generation__deleted_at__isnull=True).defer("document"))


def _first(thumbnails: QuerySet[Thumbnail]) -> Thumbnail:
    thumbnail = thumbnails.select_related("generation__algorithm").first()
    if thumbnail is None:
        raise NotFoundError
    return thumbnail
