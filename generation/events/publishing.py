"""Telling those who watch. Every frame carries the whole snapshot; a lost one does no harm."""

from uuid import UUID

import structlog
from django.core.cache import cache
from django.db import transaction

from common.realtime import group_name, publish_soon
from generation.events.outlook import next_in_line
from generation.events.snapshots import Snapshot, snapshot
from generation.models import Generation, Status

_log = structlog.get_logger(__name__)

_EVENT_OF_STATUS = {
    Status.QUEUED: "queue_position",
    Status.PROCESSING: "generation_progress",
    Status.COMPLETED: "generation_completed",
    Status.FAILED: "generation_failed",
    Status.CANCELLED: "generation_cancelled",
}
_TOLD_OF_THE_QUEUE = 20
_QUEUE_NEWS_SECONDS = 2


def announce(generation: Generation, *, event: str = "", thumbnail_id: UUID | None = None) -> None:
    """Publish the row as it stands, once the present transaction is committed. `event` defaults to its status's."""
    name = event or event_name(generation)

    def send() -> None:
        _send(generation.pk, name, snapshot(generation, thumbnail_id=thumbnail_id))

    transaction.on_commit(send, robust=True)


def event_name(generation: Generation) -> str:
    """Return the name of the event that tells the generation's present status."""
    return _EVENT_OF_STATUS[Status(generation.status)]


def announce_queue() -> None:
    """Tell those who wait next that they have moved up. At most every other second, however many workers claim."""
    try:
        if not cache.add("generation:queue-news", 1, _QUEUE_NEWS_SECONDS):
            return
    except Exception:
        _log.warning("queue_news_skipped", exc_info=True)
        return
    outlooks = next_in_line(limit=_TOLD_OF_THE_QUEUE)
    for generation in Generation.objects.filter(pk__in=outlooks, status=Status.QUEUED):
        _send(generation.pk, "queue_position", snapshot(generation, outlook=outlooks[generation.pk]))


def _send(generation_id: UUID, event: str, data: Snapshot) -> None:
    publish_soon(group_name("generation", generation_id), event, {**data})
