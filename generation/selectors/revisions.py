"""The states of a picture: what was delivered, and what edits made of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from common.errors import NotFoundError
from generation.models import Revision, Thumbnail


@dataclass(frozen=True)
class Version:
    """One state of a picture. Number 0 is what was delivered; `file` is a storage key, `bytes` its size."""

    number: int
    document: dict[str, Any]
    file: str
    width: int
    height: int
    bytes: int
    score: float
    score_axes: dict[str, Any]


@dataclass(frozen=True)
class LogEntry:
    """One line of a picture's log. `operations` led here from the one before; `editor_id` is None for what was
    delivered and for whoever edited by a share."""

    number: int
    operations: list[Any]
    score: float
    created_at: datetime
    editor_id: uuid.UUID | None


def present_version(thumbnail: Thumbnail) -> Version:
    """Return the state that is shown."""
    return _version(thumbnail.revision, thumbnail)


def get_version(thumbnail: Thumbnail, number: int) -> Version:
    """Return a state that is kept. Raises `NotFoundError`."""
    if number == thumbnail.revision:
        return present_version(thumbnail)
    row = Revision.objects.filter(thumbnail=thumbnail, number=number).first()
    if row is None:
        raise NotFoundError
    return _version(row.number, row)


def find_earlier(thumbnail: Thumbnail, version: Version) -> Version | None:
    """Return the state before one, None for the first."""
    return _first(_kept(thumbnail).filter(number__lt=version.number).order_by("-number"))


def find_later(thumbnail: Thumbnail, version: Version) -> Version | None:
    """Return the state after one, None for the last."""
    return _first(_kept(thumbnail).filter(number__gt=version.number).order_by("number"))


class RevisionLog:
    """The states of a picture, newest first, read when they are asked for: `count()`, and a slice for a page."""

    def __init__(self, thumbnail: Thumbnail) -> None:
        self._thumbnail = thumbnail
        self._rows = _kept(thumbnail).order_by("-number")

    def count(self) -> int:
        return self._rows.count() or 1

    def __getitem__(self, page: slice) -> list[LogEntry]:
        columns = ("number", "operations", "score", "created_at", "editor_id")
        rows = [LogEntry(*row) for row in self._rows.values_list(*columns)[page]]
        return rows or self._delivered()[page]

    def _delivered(self) -> list[LogEntry]:
        """What a picture that was never edited has."""
        if self._thumbnail.revision:
            return []
        return [LogEntry(0, [], self._thumbnail.score, self._thumbnail.created_at, None)]


def delivered_file(thumbnail: Thumbnail) -> str:
    """Return the storage key of the picture as it was delivered."""
    if thumbnail.revision == 0:
        return str(thumbnail.file)
    found = _kept(thumbnail).filter(number=0).values_list("file", flat=True).first()
    return str(found or thumbnail.file)


def ways_from(thumbnail: Thumbnail) -> tuple[bool, bool]:
    """Tell whether there is something to undo, and something to redo."""
    numbers = list(_kept(thumbnail).values_list("number", flat=True))
    shown = thumbnail.revision
    return any(number < shown for number in numbers), any(number > shown for number in numbers)


def _kept(thumbnail: Thumbnail) -> QuerySet[Revision]:
    return Revision.objects.filter(thumbnail=thumbnail)


def _first(rows: QuerySet[Revision]) -> Version | None:
    row = rows.first()
    return None if row is None else _version(row.number, row)


def _version(number: int, row: Thumbnail | Revision) -> Version:
    return Version(number, row.document, str(row.file), row.width, row.height, row.bytes, row.score, row.score_axes)
