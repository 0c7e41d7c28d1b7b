"""Rows as the API shows them. `outputs` describes the same for the schema; a test holds both together.

What stands in `describe_public` is all that anybody but staff ever gets.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from common.errors import DomainError
from common.storage import sign_address
from templates_lib.models import Analysis, Original, Template
from templates_lib.search import Match
from templates_lib.selectors import Likeness, near_duplicates_of

ORIGINAL_SECONDS = 300


def describe_public(template: Template) -> dict[str, Any]:
    """Return what everybody may see."""
    return {
        "id": str(template.pk),
        "name": template.name,
        "category": template.category_id,
        "tags": template.tags,
        "preview_url": preview_url(template),
        "traits": template.traits,
        "usage_count": template.usage_count,
        "status": str(template.status),
    }


def describe_for(viewer: User, templates: Sequence[Template], *, for_staff: bool) -> list[dict[str, Any]]:
    """Return templates as this viewer may see them; those for staff come from `staff_templates`."""
    if not for_staff:
        return [describe_public(template) for template in templates]
    near = near_duplicates_of([template.pk for template in templates])
    return [_describe_staff(template, near[template.pk], viewer) for template in templates]


def describe_one(viewer: User, template: Template, *, for_staff: bool) -> dict[str, Any]:
    """Return one as `describe_for` does."""
    return describe_for(viewer, [template], for_staff=for_staff)[0]


def describe_match(shape: dict[str, Any], match: Match, *, for_staff: bool) -> dict[str, Any]:
    """Return a template's shape with why it was found; for staff also how."""
    found = {**shape, "reasons": list(match.reasons)}
    if for_staff:
        found |= {"score": match.score, "similarity": match.similarity, "ranks": match.ranks}
    return found


def describe_upload(
    file_name: str,
    outcome: str,
    *,
    template: dict[str, Any] | None = None,
    near: Iterable[Likeness] = (),
    error: DomainError | None = None,
) -> dict[str, Any]:
    """Return what became of one picture."""
    return {
        "file_name": file_name,
        "outcome": outcome,
        "template": template,
        "near_duplicates": [_describe_likeness(likeness) for likeness in near],
        "error": {"type": error.code, "message": error.message} if error else None,
    }


def preview_url(template: Template) -> str | None:
    """Return the address of the preview, another one each time it was drawn anew; None before."""
    name = template.preview.name
    if not name:
        return None
    return f"{reverse('template-preview', args=[template.pk])}?v={zlib.crc32(name.encode()):08x}"


def _describe_staff(template: Template, near: Sequence[Likeness], viewer: User) -> dict[str, Any]:
    analysis: Analysis | None = getattr(template, "analysis", None)
    original: Original | None = getattr(template, "original", None)
    return {
        **describe_public(template),
        "description": template.description,
        "dna": template.dna,
        "origin": str(template.origin),
        "provenance": {
            "source": template.source,
            "licence": template.licence,
            "artist": template.artist,
            "consent_note": template.consent_note,
        },
        "failure": template.failure or None,
        "is_active": template.is_active,
        "is_featured": template.is_featured,
        "corrected": template.corrected,
        "vision_tags": template.vision_tags,
        "analysis": _describe_analysis(analysis) if analysis else None,
        "near_duplicates": [_describe_likeness(likeness) for likeness in near],
        "outcomes": {
            "downloads": template.download_count,
            "rating_count": template.rating_count,
            "rating": round(template.rating_total / template.rating_count, 2) if template.rating_count else None,
        },
        "original": _describe_original(original, viewer) if original else None,
        "created_at": _moment(template.created_at),
        "updated_at": _moment(template.updated_at),
    }


def _describe_analysis(analysis: Analysis) -> dict[str, Any]:
    return {
        "state": str(analysis.state),
        "step": str(analysis.step) or None,
        "progress": analysis.progress,
        "attempt": analysis.attempt,
        "failure": analysis.failure or None,
        "vision_failure": analysis.vision_failure or None,
        "evidence": analysis.evidence,
        "seconds": analysis.seconds,
    }


def _describe_likeness(likeness: Likeness) -> dict[str, Any]:
    return {"template_id": str(likeness.template_id), "name": likeness.name, "bits": likeness.bits}


def _describe_original(original: Original, viewer: User) -> dict[str, Any]:
    path = reverse("template-original", args=[original.pk])
    return {
        "url": sign_address(path, user_id=viewer.pk, seconds=ORIGINAL_SECONDS),
        "width": original.width,
        "height": original.height,
        "bytes": original.bytes,
        "format": original.format,
        "file_name": original.file_name,
        "fetched_from": original.fetched_from or None,
        "uploaded_by": original.uploaded_by.username if original.uploaded_by else None,
        "uploaded_at": _moment(original.uploaded_at),
        "sha256": original.sha256,
    }


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")
