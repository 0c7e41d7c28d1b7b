"""Where templates stand, for pages that watch them become ready."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from templates_lib.admin.pictures import preview_address
from templates_lib.models import Analysis, Status, Template

MOST_WATCHED = 100
_COLOURS = {Status.PENDING: "info", Status.READY: "success", Status.FAILED: "danger"}
_ENDED = (Analysis.State.DONE, Analysis.State.FAILED)


@dataclass(frozen=True)
class Shown:
    """A template's state as it is shown: `said` in words, `progress` 0..100 while it is analysed, else None.

    `colour` names a label's colour. `is_final` says that it will not change by itself.
    """

    said: str
    detail: str
    progress: int | None
    colour: str
    is_final: bool


def state_of(template: Template) -> Shown:
    """Say where a template stands. Its analysis must be at hand; a designed one has none."""
    said, colour = template.get_status_display(), _COLOURS[Status(template.status)]
    analysis: Analysis | None = getattr(template, "analysis", None)
    if analysis is None or analysis.state in _ENDED:
        failure = template.failure or (analysis.failure if analysis else "")
        waits_for_picture = template.status == Status.READY and not template.preview
        detail = "picture being drawn" if waits_for_picture and not failure else failure
        return Shown(said, detail, None, colour, is_final=not waits_for_picture)
    if analysis.state == Analysis.State.QUEUED:
        # A failure here is that of the attempt before; the next one is to come.
        detail = f"waiting for attempt {analysis.attempt + 1}: {analysis.failure}" if analysis.failure else "waiting"
    else:
        detail = analysis.get_step_display() or "starting"
    return Shown(said, detail, analysis.progress, colour, is_final=False)


def states_of(template_ids: Sequence[uuid.UUID]) -> list[dict[str, Any]]:
    """Return what a page needs to go on with these templates, those that are gone left out. One query."""
    rows = Template.objects.select_related("analysis").only(
        *("name", "status", "failure", "preview", "origin"),
        *(f"analysis__{name}" for name in ("state", "step", "progress", "attempt", "failure")),
    )
    return [as_json(template) for template in rows.filter(pk__in=template_ids[:MOST_WATCHED])]


def as_json(template: Template) -> dict[str, Any]:
    """Return a template and its state as pages' scripts read it."""
    shown = state_of(template)
    return {
        "id": str(template.pk),
        "name": template.name,
        "address": reverse("admin:templates_lib_template_change", args=[template.pk]),
        "picture": preview_address(template),
        "status": template.status,
        "said": shown.said,
        "detail": shown.detail,
        "progress": shown.progress,
        "colour": shown.colour,
        "is_final": shown.is_final,
    }
