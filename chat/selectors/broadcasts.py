"""What staff tell everybody, as sockets and the API show it."""

from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from chat.models import Broadcast

_MOST_AT_ONCE = 20


class BroadcastSnapshot(TypedDict):
    """The data of a `broadcast` event. `level` is info or warning, times are ISO-8601."""

    id: str
    title: str
    message: str
    level: str
    created_at: str
    expires_at: str


def describe_broadcast(broadcast: Broadcast) -> BroadcastSnapshot:
    """Return what everybody may see of it; not who wrote it."""
    return BroadcastSnapshot(
        id=str(broadcast.pk),
        title=broadcast.title,
        message=broadcast.message,
        level=broadcast.level,
        created_at=broadcast.created_at.isoformat(),
        expires_at=broadcast.expires_at.isoformat(),
    )


def find_broadcasts() -> QuerySet[Broadcast]:
    """Return all that were ever made, newest first, each with its `author`."""
    return Broadcast.objects.select_related("author").order_by("-created_at", "-pk")


def current_broadcasts() -> list[BroadcastSnapshot]:
    """Return what has not expired, oldest first; of very many the latest."""
    latest = Broadcast.objects.filter(expires_at__gt=timezone.now()).order_by("-created_at")[:_MOST_AT_ONCE]
    return [describe_broadcast(broadcast) for broadcast in reversed(latest)]
