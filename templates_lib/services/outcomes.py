"""What became of the thumbnails that followed a template: told by whoever knows, kept for ranking and for staff."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from templates_lib.models import Template
from templates_lib.search.freshness import bank_changed


@dataclass(frozen=True)
class Outcome:
    """Counted over all generations that followed a template. `rating_total` is the sum of 1..5 ratings."""

    template_id: uuid.UUID
    downloads: int
    rating_count: int
    rating_total: int


def set_outcomes(outcomes: Sequence[Outcome]) -> int:
    """Write what was counted; return how many templates changed. Counted anew each time, so nothing adds up twice."""
    found = {outcome.template_id: outcome for outcome in outcomes}
    changed = []
    with transaction.atomic():
        rows = Template.objects.filter(pk__in=found).only("download_count", "rating_count", "rating_total")
        for template in rows.select_for_update(no_key=True).order_by("pk"):
            outcome = found[template.pk]
            values = (outcome.downloads, outcome.rating_count, outcome.rating_total)
            if values != (template.download_count, template.rating_count, template.rating_total):
                template.download_count, template.rating_count, template.rating_total = values
                changed.append(template)
        Template.objects.bulk_update(changed, ["download_count", "rating_count", "rating_total"], batch_size=500)
        if changed:
            bank_changed()
    return len(changed)
