"""The public state of a generation: what the websocket sends and the status route answers."""

from typing import TypedDict
from uuid import UUID

from django.utils import timezone

from generation.events.outlook import Outlook, outlook_of
from generation.events.picture_urls import picture_url
from generation.models import ACTIVE_STATUSES, Generation, Status


class Credits(TypedDict):
    held: int
    charged: int
    returned: int


class StoredError(TypedDict):
    type: str
    message: str
    retryable: bool


class Snapshot(TypedDict):
    """`estimated_time` is seconds until the end, `processing_time` seconds it took; both None when not known."""

    generation_id: str
    status: str
    stage: str | None
    progress: int
    sequence: int
    queue_position: int | None
    estimated_time: float | None
    preview_url: str | None
    thumbnail_url: str | None
    score: float | None
    credits: Credits
    processing_time: float | None
    error: StoredError | None


def snapshot(generation: Generation, *, outlook: Outlook | None = None, thumbnail_id: UUID | None = None) -> Snapshot:
    """Return the whole snapshot. The place of a queued row and the picture of a completed one are read if not given."""
    if generation.status == Status.QUEUED and outlook is None:
        outlook = outlook_of(generation.pk)
    shown = (thumbnail_id, 0) if thumbnail_id else None  # whoever knows the picture has just made it
    if generation.status == Status.COMPLETED and shown is None:
        shown = generation.thumbnails.order_by("index").values_list("pk", "revision").first()
    url = picture_url(*shown) if shown else None
    return {
        "generation_id": str(generation.pk),
        "status": str(generation.status),
        "stage": str(generation.stage) or None,
        "progress": generation.progress,
        "sequence": generation.sequence,
        "queue_position": outlook.position if outlook else None,
        "estimated_time": _estimated_seconds(generation, outlook),
        "preview_url": url,
        "thumbnail_url": url,
        "score": generation.score,
        "credits": credits_of(generation),
        "processing_time": generation.processing_seconds,
        "error": generation.error,
    }


def credits_of(generation: Generation) -> Credits:
    """Say where the generation's credits are. They move in the same transaction as its status, so this is exact."""
    if generation.status in ACTIVE_STATUSES:
        return {"held": generation.credits_cost, "charged": 0, "returned": 0}
    charged = generation.credits_charged
    return {"held": 0, "charged": charged, "returned": generation.credits_cost - charged}


def _estimated_seconds(generation: Generation, outlook: Outlook | None) -> float | None:
    if outlook is not None:
        return None if outlook.seconds is None else round(outlook.seconds, 1)
    if generation.status != Status.PROCESSING or generation.expected_seconds is None or generation.started_at is None:
        return None
    elapsed = (timezone.now() - generation.started_at).total_seconds()
    return round(max(0.0, generation.expected_seconds - elapsed), 1)
