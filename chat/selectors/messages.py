"""Messages as clients see them, in one query each."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from chat.models import Message
from generation.models import Thumbnail

_READ_AT_ONCE = 500


class MessageRow(NamedTuple):
    """A message and what it shows of its generation, whose columns are None where there is none or it was deleted.

    `thumbnail_id` is that of the best picture.
    """

    id: uuid.UUID
    conversation_id: uuid.UUID
    number: int
    author: str
    sender_id: uuid.UUID | None
    sender_name: str | None
    content: str
    revision: int
    created_at: datetime
    updated_at: datetime
    generation_id: uuid.UUID | None
    status: str | None
    score: float | None
    thumbnail_id: uuid.UUID | None


class MessagePages:
    """A conversation's messages, newest last, as a list that is sliced from its newest end.

    Numbers bound them: only those after `after` and before `before`. With `after` a slice begins at the oldest,
    since whoever asks has seen what stands before it; without at the newest, since whoever asks scrolls upwards.
    """

    def __init__(self, conversation_id: uuid.UUID, *, after: int | None = None, before: int | None = None) -> None:
        bounds = Q(conversation=conversation_id)
        if after is not None:
            bounds &= Q(number__gt=after)
        if before is not None:
            bounds &= Q(number__lt=before)
        self._messages = Message.objects.filter(bounds)
        self._is_forwards = after is not None

    def count(self) -> int:
        return self._messages.count()

    def __getitem__(self, page: slice) -> list[MessageRow]:
        if self._is_forwards:
            return [MessageRow._make(row) for row in _rows(self._messages.order_by("number"))[page]]
        return [MessageRow._make(row) for row in _rows(self._messages.order_by("-number"))[page]][::-1]


def find_rows(messages: QuerySet[Message]) -> list[MessageRow]:
    """Return the messages in the order of their numbers."""
    return [MessageRow._make(row) for row in _rows(messages.order_by("number"))]


def latest_rows(conversation_id: uuid.UUID, most: int) -> Iterator[MessageRow]:
    """Yield at most so many of the latest messages, oldest first, without keeping them in memory."""
    said = Message.objects.filter(conversation=conversation_id)
    # The one before the first that is wanted; none where all of them are.
    before = said.order_by("-number").values_list("number", flat=True)[most : most + 1].first() or 0
    for row in _rows(said.filter(number__gt=before).order_by("number")).iterator(_READ_AT_ONCE):
        yield MessageRow._make(row)


def _rows(messages: QuerySet[Message]) -> "QuerySet[Message, tuple[Any, ...]]":
    there = Q(generation__deleted_at__isnull=True)
    best = Thumbnail.objects.filter(generation=OuterRef("generation"), index=0).values("pk")
    return messages.annotate(
        shown_id=Case(When(there, then=F("generation_id"))),
        shown_status=Case(When(there, then=F("generation__status"))),
        shown_score=Case(When(there, then=F("generation__score"))),
        shown_thumbnail_id=Case(When(there, then=Subquery(best))),
    ).values_list(
        "pk",
        "conversation_id",
        "number",
        "author",
        "sender_id",
        "sender__username",
        "content",
        "revision",
        "created_at",
        "updated_at",
        "shown_id",
        "shown_status",
        "shown_score",
        "shown_thumbnail_id",
    )
