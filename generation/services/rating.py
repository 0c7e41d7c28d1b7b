"""What people think of their thumbnails."""

import uuid

from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotFoundError
from generation.errors import ResultNotReadyError
from generation.models import Generation, Status


def set_favorite(user: User, generation_id: uuid.UUID, *, is_favorite: bool) -> None:
    """Mark a generation as a favourite, or not. Doing it again changes nothing. Raises `NotFoundError`."""
    if not _own(user, generation_id).update(is_favorite=is_favorite):
        raise NotFoundError


def set_rating(user: User, generation_id: uuid.UUID, *, rating: int | None) -> None:
    """Rate a delivered generation 1..5, None to take that back. Raises `NotFoundError` or `ResultNotReadyError`."""
    own = _own(user, generation_id)
    if own.filter(status=Status.COMPLETED).update(rating=rating):
        return
    status = own.values_list("status", flat=True).first()
    if status is None:
        raise NotFoundError
    raise ResultNotReadyError(details={"status": status})


def _own(user: User, generation_id: uuid.UUID) -> QuerySet[Generation]:
    return Generation.objects.filter(pk=generation_id, owner=user, deleted_at__isnull=True)
