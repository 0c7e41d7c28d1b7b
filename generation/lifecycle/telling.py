"""Who else hears that a generation ended, in the transaction in which it ends: its owner's servers, and the chat."""

from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import WebhookEvent
from accounts.services.webhooks import enqueue
from generation.events import snapshot
from generation.models import Generation, Status

_log = structlog.get_logger(__name__)

_EVENT_OF_STATUS = {
    Status.COMPLETED: WebhookEvent.GENERATION_COMPLETED,
    Status.FAILED: WebhookEvent.GENERATION_FAILED,
    Status.CANCELLED: WebhookEvent.GENERATION_CANCELLED,
}


def tell_of_end(generation: Generation, *, thumbnail_id: UUID | None = None) -> None:
    """Have the owner's webhooks called with the snapshot after commit, and call what `GENERATION_ENDED_HOOK` names.

    The hook is a function of the generation. What breaks there is logged and undone by itself: the picture and the
    credits don't depend on it.
    """
    event = _EVENT_OF_STATUS[Status(generation.status)]
    enqueue(generation.owner, event, _told(generation, thumbnail_id))
    if not settings.GENERATION_ENDED_HOOK:
        return
    try:
        with transaction.atomic():
            import_string(settings.GENERATION_ENDED_HOOK)(generation)
    except Exception:
        _log.exception("generation_ended_hook_failed", generation_id=str(generation.pk))


def _told(generation: Generation, thumbnail_id: UUID | None) -> dict[str, Any]:
    """The snapshot, with whole addresses: the receiver is on another host."""
    told: dict[str, Any] = {**snapshot(generation, thumbnail_id=thumbnail_id)}
    for name in ("thumbnail_url", "preview_url"):
        if told[name] is not None:
            told[name] = f"{settings.PUBLIC_URL}{told[name]}"
    return told
