"""Rows that the API is asked about, written straight into the tables."""

import io
import itertools
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from common.ids import new_id
from generation.models import Algorithm, Generation, StageTiming, Status, Thumbnail

_numbers = itertools.count(1)


def make_user(**fields: Any) -> User:
    number = next(_numbers)
    values = {"username": f"maker{number}", "email": f"maker{number}@example.org", **fields}
    return User.objects.create_user(password="not-a-secret-1", **values)


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def make_algorithm(**fields: Any) -> Algorithm:
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"recipe_{number}",
        "name": f"Recipe {number}",
        "description": "One layout, drawn once.",
        "credit_cost": 1,
        "features": ["text_overlay"],
        "providers": ["local"],
        "sort": number,
    }
    return Algorithm.objects.create(**{**values, **fields})


def make_generation(
    owner: User, algorithm: Algorithm, *, created_at: datetime | None = None, **fields: Any
) -> Generation:
    """A generation in any status, with what its constraints ask for."""
    status = fields.get("status", Status.QUEUED)
    now = timezone.now()
    values: dict[str, Any] = {
        "prompt": "I survived 7 days in the Arctic",
        "width": 1280,
        "height": 720,
        "seed": 7,
        "credits_cost": algorithm.credit_cost,
        "queue_rank": 10,
        "queued_at": now,
        "available_at": now,
    }
    if status == Status.PROCESSING:
        values |= {"run_id": new_id(), "lease_until": now + timedelta(seconds=60), "started_at": now, "attempt": 1}
    if status in (Status.COMPLETED, Status.FAILED, Status.CANCELLED):
        values |= {"completed_at": now}
    if status == Status.COMPLETED:
        values |= {"score": 80.0, "progress": 100, "stage": "storing", "processing_seconds": 1.5, "engine": "local"}
        values["credits_charged"] = fields.get("credits_cost", algorithm.credit_cost)
    if status == Status.FAILED:
        values |= {"error": {"type": "generation_failed", "message": "It did not work.", "retryable": True}}
    generation = Generation.objects.create(owner=owner, algorithm=algorithm, **{**values, **fields})
    if created_at is not None:
        Generation.objects.filter(pk=generation.pk).update(created_at=created_at)
        generation.refresh_from_db()
    return generation


def picture_bytes(width: int = 1280, height: int = 720, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def make_thumbnail(generation: Generation, *, index: int = 0, document: Any = None, **fields: Any) -> Thumbnail:
    """A picture that really lies in the storage."""
    data = picture_bytes(generation.width, generation.height)
    key = default_storage.save(f"generations/{generation.pk}/{index}.jpg", ContentFile(data))
    values: dict[str, Any] = {
        "document": document or {"layers": []},
        "file": key,
        "width": generation.width,
        "height": generation.height,
        "bytes": len(data),
        "score": 80.0,
        "score_axes": {"contrast": {"value": 0.9, "weight": 1.0, "fault": None, "mend": None}},
    }
    return Thumbnail.objects.create(generation=generation, index=index, **{**values, **fields})


def make_result(owner: User, algorithm: Algorithm, **fields: Any) -> Generation:
    """A completed generation with one picture and a timeline."""
    generation = make_generation(owner, algorithm, status=Status.COMPLETED, **fields)
    make_thumbnail(generation)
    StageTiming.objects.create(
        generation=generation, attempt=1, stage="analyzing", started_at=timezone.now(), seconds=0.02
    )
    return generation
