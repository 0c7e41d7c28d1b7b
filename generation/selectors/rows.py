"""Generations as the API shows them, in one query each.

By hand instead of by the ORM: lists of these are the busiest reads, and half of their time was spent on building
queries and model instances.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import User
from common.errors import NotFoundError

OWNED = "generation.owner_id = %(owner)s AND generation.deleted_at IS NULL"

_COLUMNS = """
           generation.id, generation.prompt, generation.custom_text, generation.brief, generation.status,
           generation.stage, generation.progress, generation.sequence, algorithm.slug, template.name, template.traits,
           thumbnail.id, thumbnail.revision, generation.width, generation.height, generation.aspect_ratio,
           generation.variants, generation.priority, generation.score, generation.credits_cost,
           generation.credits_charged, generation.is_favorite, generation.rating, generation.download_count,
           generation.share_count, generation.processing_seconds, generation.engine, generation.origin,
           generation.parent_id, generation.batch_id, generation.conversation_id, generation.created_at,
           generation.completed_at, generation.error
"""
_TABLES = """
    FROM generation_generation AS generation
    JOIN generation_algorithm AS algorithm ON algorithm.id = generation.algorithm_id
    LEFT JOIN templates_lib_template AS template ON template.id = generation.template_id
    LEFT JOIN generation_thumbnail AS thumbnail ON thumbnail.generation_id = generation.id AND thumbnail.index = 0
"""
_ONE = f"SELECT {_COLUMNS} {_TABLES} WHERE {OWNED} AND generation.id = %(id)s"


class GenerationRow(NamedTuple):
    """What one generation shows. `brief` and `error` are JSON text. `thumbnail_id` is that of the best picture, and
    `thumbnail_revision` the edit of it that is shown."""

    id: uuid.UUID
    prompt: str
    custom_text: str
    brief: str
    status: str
    stage: str
    progress: int
    sequence: int
    algorithm: str
    template_name: str | None
    template_traits: list[str] | None
    thumbnail_id: uuid.UUID | None
    thumbnail_revision: int | None
    width: int
    height: int
    aspect_ratio: str
    variants: int
    priority: str
    score: float | None
    credits_cost: int
    credits_charged: int
    is_favorite: bool
    rating: int | None
    download_count: int
    share_count: int
    processing_seconds: float | None
    engine: str
    origin: str
    parent_id: uuid.UUID | None
    batch_id: uuid.UUID | None
    conversation_id: uuid.UUID | None
    created_at: datetime
    completed_at: datetime | None
    error: str | None


def find_rows_and_total(rest: str, total: str, values: Mapping[str, Any]) -> tuple[list[GenerationRow], int]:
    """Return the rows of a query's rest, from its WHERE on, and what the query `total` counts (0 beside no rows).

    Only `values` may come from outside.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({total}), {_COLUMNS} {_TABLES} {rest}", values)
        found = cursor.fetchall()
    return [GenerationRow._make(row[1:]) for row in found], found[0][0] if found else 0


def get_row(user: User, generation_id: uuid.UUID) -> GenerationRow:
    """Return a user's generation. Raises `NotFoundError`."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"owner": user.pk, "id": generation_id})
        row = cursor.fetchone()
    if row is None:
        raise NotFoundError
    return GenerationRow._make(row)
