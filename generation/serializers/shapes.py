"""Rows as the API shows them. `outputs` describes the same for the schema; a test holds both together."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.urls import reverse

from generation.events import Outlook, credits_of, picture_url, snapshot
from generation.models import Algorithm, Generation, StageTiming, Status, Thumbnail
from generation.selectors import AlgorithmStats, GenerationRow

PREVIEW_WIDTH = 480
SOCKET_PATH = "/ws/"


def preview_url(thumbnail_url: str) -> str:
    """Return the address of the same picture, small enough for lists."""
    return f"{thumbnail_url}?width={PREVIEW_WIDTH}"


def describe_generation(row: GenerationRow) -> dict[str, Any]:
    url = picture_url(row.thumbnail_id, row.thumbnail_revision) if row.thumbnail_id else None
    return {
        "id": str(row.id),
        "prompt": row.prompt,
        "custom_text": row.custom_text,
        "brief": json.loads(row.brief) or None,
        "status": row.status,
        "stage": row.stage or None,
        "progress": row.progress,
        "sequence": row.sequence,
        "algorithm": row.algorithm,
        "template": {"name": row.template_name, "traits": row.template_traits} if row.template_name else None,
        "thumbnail_url": url,
        "preview_url": preview_url(url) if url else None,
        "size": f"{row.width}x{row.height}",
        "aspect_ratio": row.aspect_ratio,
        "variants": row.variants,
        "priority": row.priority,
        "score": row.score,
        "credits": credits_of(cast("Generation", row)),
        "is_favorite": row.is_favorite,
        "rating": row.rating,
        "download_count": row.download_count,
        "share_count": row.share_count,
        "processing_time": row.processing_seconds,
        "engine": row.engine or None,
        "origin": row.origin,
        "parent_id": _text(row.parent_id),
        "batch_id": _text(row.batch_id),
        "conversation_id": _text(row.conversation_id),
        "created_at": _moment(row.created_at),
        "completed_at": _moment(row.completed_at) if row.completed_at else None,
        "error": json.loads(row.error) if row.error else None,
    }


def describe_created(generation: Generation) -> dict[str, Any]:
    return {
        "generation_id": str(generation.pk),
        "status": str(generation.status),
        "credits_cost": generation.credits_cost,
        "status_url": reverse("generation-status", args=[generation.pk]),
        "ws_url": SOCKET_PATH,
    }


def describe_result(
    generation: Generation, thumbnails: Sequence[Thumbnail], timings: Sequence[StageTiming]
) -> dict[str, Any]:
    return {
        "generation_id": str(generation.pk),
        "status": str(generation.status),
        "thumbnail_url": picture_url(thumbnails[0].pk, thumbnails[0].revision),
        "download_url": reverse("generation-download", args=[generation.pk]),
        "thumbnails": [_describe_thumbnail(thumbnail) for thumbnail in thumbnails],
        "score": generation.score,
        "credits": credits_of(generation),
        "processing_time": generation.processing_seconds,
        "engine": generation.engine or None,
        "timeline": [
            {
                "attempt": timing.attempt,
                "stage": timing.stage,
                "started_at": _moment(timing.started_at),
                "seconds": timing.seconds,
            }
            for timing in timings
        ],
    }


def describe_waiting(generation: Generation, outlook: Outlook | None) -> dict[str, Any]:
    """Say where one stands that has not ended. `outlook` is None for what is so far back that nobody counted."""
    is_uncounted = generation.status == Status.QUEUED and outlook is None
    state = None if is_uncounted else snapshot(generation, outlook=outlook)
    return {
        "generation_id": str(generation.pk),
        "status": str(generation.status),
        "queue_position": state["queue_position"] if state else None,
        "estimated_time": state["estimated_time"] if state else None,
    }


def describe_algorithm(algorithm: Algorithm, stats: AlgorithmStats) -> dict[str, Any]:
    return {
        "id": str(algorithm.pk),
        "slug": algorithm.slug,
        "name": algorithm.name,
        "description": algorithm.description,
        "version": algorithm.version,
        "credit_cost": algorithm.credit_cost,
        "features": algorithm.features,
        "tier": algorithm.tier,
        "is_active": algorithm.is_active,
        "is_default": algorithm.is_default,
        "max_resolution": f"{algorithm.max_width}x{algorithm.max_height}",
        "stats": stats._asdict(),
    }


def _describe_thumbnail(thumbnail: Thumbnail) -> dict[str, Any]:
    url = picture_url(thumbnail.pk, thumbnail.revision)
    return {
        "index": thumbnail.index,
        "url": url,
        "preview_url": preview_url(url),
        "width": thumbnail.width,
        "height": thumbnail.height,
        "bytes": thumbnail.bytes,
        "score": thumbnail.score,
        "score_axes": thumbnail.score_axes,
        "axis": thumbnail.axis,
    }


def _text(value: uuid.UUID | None) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")
