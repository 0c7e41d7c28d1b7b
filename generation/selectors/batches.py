"""How far several prompts are that were sent at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from common.errors import NotFoundError
from generation.models import Batch, Generation, Thumbnail


@dataclass(frozen=True)
class BatchProgress:
    """A batch and its generations in the order they were asked for; deleted ones are left out.

    Each has its best picture, if there is one, in `thumbnails`. `accepted` counts deleted ones as well.
    """

    batch: Batch
    accepted: int
    generations: Sequence[Generation]


def get_batch(user: User, batch_id: uuid.UUID) -> BatchProgress:
    """Return a user's batch, in three queries. Raises `NotFoundError`."""
    batch = Batch.objects.filter(pk=batch_id, owner=user).first()
    if batch is None:
        raise NotFoundError
    best = Thumbnail.objects.filter(index=0).defer("document", "score_axes", "similarity_parts")
    rows = list(
        Generation.objects.filter(batch=batch)
        .order_by("created_at", "pk")
        .prefetch_related(Prefetch("thumbnails", queryset=best))
    )
    return BatchProgress(batch, len(rows), [row for row in rows if row.deleted_at is None])
