"""Work on the bank that nobody waits for; queue `analysis`."""

from celery import shared_task

from common.background import nudge
from templates_lib.indexing import draw_preview
from templates_lib.models import Status, Template


@shared_task
def draw_missing_previews() -> None:
    """Draw one missing preview, and ask to go on while there are more: between two of them others get their turn."""
    missing = Template.objects.filter(preview="").exclude(status=Status.FAILED)
    template = missing.order_by("?").first()  # any: two workers seldom take the same
    if template is None:
        return
    draw_preview(template)
    if missing.exists():
        nudge(draw_missing_previews)
