"""Somebody's generations, for the archive of their account."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from accounts.models import User
from accounts.services.exporting import as_json
from common.storage.kept import open_or_none
from generation.models import Generation, Thumbnail

_AT_ONCE = 50


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """What was asked and how it ended as JSON, then each picture and its document; deleted ones are left out."""
    mine = Generation.objects.filter(owner=user, deleted_at=None).select_related("algorithm").order_by("pk")
    for generation in mine.prefetch_related("thumbnails", "shares").iterator(chunk_size=_AT_ONCE):
        folder = f"generations/{generation.created_at:%Y-%m-%d}-{generation.pk}"
        yield f"{folder}/generation.json", as_json(_told(generation))
        for thumbnail in generation.thumbnails.all():
            yield f"{folder}/{thumbnail.index}-document.json", as_json(thumbnail.document)
            yield from _picture(folder, thumbnail)


def _told(generation: Generation) -> dict[str, Any]:
    columns = (
        "id",
        "prompt",
        "custom_text",
        "aspect_ratio",
        "variants",
        "priority",
        "origin",
        "parent_id",
        "conversation_id",
        "brief",
        "status",
        "credits_cost",
        "credits_charged",
        "error",
        "score",
        "engine",
        "is_favorite",
        "rating",
        "download_count",
        "created_at",
        "completed_at",
    )
    told = {name: getattr(generation, name) for name in columns}
    shares = [
        {"created_at": share.created_at, "expires_at": share.expires_at, "revoked_at": share.revoked_at}
        for share in generation.shares.all()
    ]
    return {**told, "algorithm": generation.algorithm.slug, "shares": shares}


def _picture(folder: str, thumbnail: Thumbnail) -> Iterator[tuple[str, bytes]]:
    file = open_or_none(default_storage, str(thumbnail.file))
    if file is not None:
        with file:
            yield f"{folder}/{thumbnail.index}.jpg", file.read()
