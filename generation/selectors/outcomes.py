"""What people did with thumbnails, by the template these followed."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from generation.models import Generation, Status
from templates_lib.services.outcomes import Outcome


def outcomes_by_template() -> list[Outcome]:
    """Return downloads and ratings of completed generations, also of those that their owner has deleted since."""
    rows = (
        Generation.objects.filter(status=Status.COMPLETED, template__isnull=False)
        .order_by()
        .values("template_id")
        .annotate(downloads=Sum("download_count"), ratings=Count("rating"), total=Coalesce(Sum("rating"), 0))
        .values_list("template_id", "downloads", "ratings", "total")
    )
    return [Outcome(template_id, downloads, count, total) for template_id, downloads, count, total in rows]
