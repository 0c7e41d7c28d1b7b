"""What staff and the pipeline change about a template."""

import uuid

from django.db import transaction
from django.db.models import F, QuerySet

from common.background import nudge
from templates_lib.indexing import drop_previews
from templates_lib.models import Status, Template
from templates_lib.tasks import draw_missing_previews


def record_use(template_id: uuid.UUID) -> None:
    """Count one thumbnail made after a template."""
    Template.objects.filter(id=template_id).update(usage_count=F("usage_count") + 1)


def set_active(templates: "QuerySet[Template]", *, active: bool) -> int:
    """Let templates be matched with prompts, or not; return how many changed."""
    return templates.exclude(is_active=active).update(is_active=active)


def set_featured(templates: "QuerySet[Template]", *, featured: bool) -> int:
    """Show templates first, or not; return how many changed."""
    return templates.exclude(is_featured=featured).update(is_featured=featured)


def redraw_previews(templates: "QuerySet[Template]") -> int:
    """Have previews drawn anew by a worker; one that had failed gets another try. Return how many."""
    with transaction.atomic():
        templates.filter(status=Status.FAILED, embedding__isnull=False).update(status=Status.READY, failure="")
        count = drop_previews(templates)
        nudge(draw_missing_previews)
    return count
