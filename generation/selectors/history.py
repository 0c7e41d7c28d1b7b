"""What a user has made: filtered, sorted, a page at a time."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import TextChoices

from accounts.models import User
from generation.selectors.rows import OWNED, GenerationRow, find_rows_and_total


class SortBy(TextChoices):
    """The orders of a history. What has no score or time yet comes last; equals come newest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SCORE = "score"
    MOST_DOWNLOADED = "most_downloaded"
    MOST_SHARED = "most_shared"
    PROCESSING_TIME = "processing_time"


@dataclass(frozen=True)
class HistoryFilter:
    """What to show. `start` counts itself, `end` does not; `search` is a part of the prompt, in whatever case."""

    status: str = ""
    search: str = ""
    start: datetime | None = None
    end: datetime | None = None
    favorites_only: bool = False
    conversation_id: uuid.UUID | None = None
    algorithm: str = ""
    min_score: float | None = None
    sort_by: SortBy = SortBy.NEWEST


_CONDITIONS = {
    "status": "generation.status = %(status)s",
    "search": "generation.prompt ILIKE %(search)s",
    "start": "generation.created_at >= %(start)s",
    "end": "generation.created_at < %(end)s",
    "favorites_only": "generation.is_favorite",
    "conversation_id": "generation.conversation_id = %(conversation_id)s",
    "algorithm": "generation.algorithm_id = (SELECT id FROM generation_algorithm WHERE slug = %(algorithm)s)",
    "min_score": "generation.score >= %(min_score)s",
}
_COUNT = "SELECT count(*) FROM generation_generation AS generation "
_NEWEST = "generation.created_at DESC, generation.id DESC"
_ORDERS = {
    SortBy.NEWEST: _NEWEST,
    SortBy.OLDEST: "generation.created_at, generation.id",
    SortBy.SCORE: f"generation.score DESC NULLS LAST, {_NEWEST}",
    SortBy.MOST_DOWNLOADED: f"generation.download_count DESC, {_NEWEST}",
    SortBy.MOST_SHARED: f"generation.share_count DESC, {_NEWEST}",
    SortBy.PROCESSING_TIME: f"generation.processing_seconds NULLS LAST, {_NEWEST}",
}


class History:
    """The generations that match, read when they are asked for: `count()`, and a slice for a page.

    A page that has rows brings the count along, so whoever slices first pays one query for both.
    """

    def __init__(self, user: User, wanted: HistoryFilter) -> None:
        self._where, self._values = _where(user, wanted)
        self._order = _ORDERS[wanted.sort_by]
        self._total: int | None = None

    def count(self) -> int:
        if self._total is None:
            with connection.cursor() as cursor:
                cursor.execute(_COUNT + self._where, self._values)
                self._total = int(cursor.fetchone()[0])
        return self._total

    def __getitem__(self, page: slice) -> list[GenerationRow]:
        offset = page.start or 0
        rest = f"{self._where} ORDER BY {self._order} LIMIT %(limit)s OFFSET %(offset)s"
        values = {**self._values, "limit": page.stop - offset, "offset": offset}
        rows, total = find_rows_and_total(rest, _COUNT + self._where, values)
        if rows:
            self._total = total
        return rows


def _where(user: User, wanted: HistoryFilter) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"owner": user.pk}
    conditions = [OWNED]
    for name, condition in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value is not None and value is not False and value != "":
            conditions.append(condition)
            values[name] = value
    if wanted.search:
        values["search"] = f"%{_literally(wanted.search)}%"
    return "WHERE " + " AND ".join(conditions), values


def _literally(text: str) -> str:
    """Take the meaning from the wildcards of LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
