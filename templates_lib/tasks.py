"""Work on the bank that nobody waits for; queue `analysis`. Messages carry nothing: the rows say what is to do."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from common.background import nudge
from templates_lib import lifecycle
from templates_lib.indexing.analysing import run
from templates_lib.indexing.embedding import embed_what_changed
from templates_lib.indexing.previews import draw_preview
from templates_lib.indexing.sweeping import sweep_files
from templates_lib.models import Status, Template

# An analysis that hangs where Python can't look is ended, and its lease brings it back.
_TIME_LIMIT = settings.ANALYSIS_DEADLINE_SECONDS


@shared_task(time_limit=_TIME_LIMIT)
def analyse_next_template() -> bool:
    """Claim and run one analysis, and ask to go on while there are more. Returns whether there was one."""
    analysis = lifecycle.claim()
    if analysis is None:
        return False
    delay = run(analysis)
    if delay is not None:
        nudge(analyse_next_template, after=delay)
    if lifecycle.is_anything_due():
        nudge(analyse_next_template)
    return True


@shared_task
def reap_analyses() -> int:
    """Bring back what lost workers held, and wake a worker for whatever waits: a nudge may have got lost."""
    lost = lifecycle.reap()
    if lifecycle.is_anything_due():
        nudge(analyse_next_template)
    return lost


@shared_task
def draw_missing_previews() -> None:
    """Draw one missing preview, and ask to go on while there are more: between two of them others get their turn."""
    missing = Template.objects.filter(preview="", status=Status.READY)
    template = missing.order_by("?").first()  # any: two workers seldom take the same
    if template is None:
        return
    draw_preview(template)
    if missing.exists():
        nudge(draw_missing_previews)


@shared_task
def embed_changed_templates() -> None:
    """Give templates the vectors that a provider owed when they were corrected; those of a day, if need be."""
    embed_what_changed(timedelta(days=1))


@shared_task
def sweep_template_files() -> int:
    """Delete files of originals and previews that no row knows."""
    return sweep_files()
