"""The way of an analysis: the only code that changes its state, and with it the template's status.

Every change is one conditional UPDATE on the run's token, so two workers never analyse one template, a redelivered
message does no harm, and a run whose lease has ended can't overwrite what came after it.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from common.ids import new_id
from templates_lib.errors import AnalysisLostError
from templates_lib.models import Analysis, Status, Template

State = Analysis.State
MAX_ATTEMPTS = 3
_FIRST_DELAY_SECONDS = 5.0
_DELAY_GROWTH = 4.0

_CLAIM = """
    WITH picked AS MATERIALIZED (
        SELECT template_id FROM templates_lib_analysis
        WHERE state = 'queued' AND available_at <= statement_timestamp()
        ORDER BY queued_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE templates_lib_analysis AS analysis
    SET state = 'running', step = '', progress = 0, attempt = attempt + 1, run_id = %(run)s,
        lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
    FROM picked WHERE analysis.template_id = picked.template_id RETURNING analysis.*
"""


def enqueue(template_ids: "QuerySet[Template, uuid.UUID] | list[uuid.UUID]") -> int:
    """Put templates into the queue, those that wait or run already from the start; return how many.

    A run that is under way loses its claim. A template that was ready stays so until the new analysis has ended.
    """
    rows = [Analysis(template_id=template_id) for template_id in template_ids]
    Analysis.objects.bulk_create(rows, ignore_conflicts=True)
    Analysis.objects.filter(template_id__in=[row.template_id for row in rows]).update(
        state=State.QUEUED,
        step="",
        progress=0,
        attempt=0,
        run_id=None,
        lease_until=None,
        queued_at=Now(),
        available_at=Now(),
        failure="",
        vision_failure="",
        ended_at=None,
        seconds=None,
    )
    return len(rows)


def claim() -> Analysis | None:
    """Take the next analysis with a lease of `ANALYSIS_LEASE_SECONDS`; None when nothing is due."""
    found = Analysis.objects.raw(_CLAIM, {"run": new_id(), "lease": settings.ANALYSIS_LEASE_SECONDS})
    return next(iter(found), None)


def report(analysis: Analysis, *, step: str, progress: int) -> None:
    """Say where a run stands, and extend its lease. `AnalysisLostError` when it is not the present one any more."""
    changed = _present(analysis).update(step=step, progress=progress, lease_until=_lease_end())
    if not changed:
        raise AnalysisLostError
    analysis.step, analysis.progress = step, progress


def finish(analysis: Analysis, *, seconds: float, vision_failure: str = "", **fields: Any) -> None:
    """Write what was found into the template and make it ready, in one transaction. `AnalysisLostError` as above.

    Fields that staff set by hand stay, also those set while the analysis ran.
    """
    with transaction.atomic():
        _end(analysis, State.DONE, seconds=seconds, progress=100, vision_failure=vision_failure[:300])
        row = Template.objects.filter(pk=analysis.template_id)
        held = set(row.order_by().select_for_update(no_key=True).values_list("corrected", flat=True)[0])
        found = {name: value for name, value in fields.items() if name.removesuffix("_id") not in held}
        row.update(**found, status=Status.READY, failure="", updated_at=Now())


def fail(analysis: Analysis, reason: str, *, seconds: float) -> None:
    """End a run for good. A template that was ready before stays so; a new one becomes failed."""
    reason = reason[:300]
    with transaction.atomic():
        _end(analysis, State.FAILED, seconds=seconds, failure=reason)
        fresh = Template.objects.filter(pk=analysis.template_id).exclude(status=Status.READY)
        fresh.update(status=Status.FAILED, failure=reason, updated_at=Now())


def try_again_later(analysis: Analysis, reason: str, *, seconds: float) -> float | None:
    """Put a run that broke back into the queue, later each time; after `MAX_ATTEMPTS` it has failed.

    Returns the delay in seconds, None when there is no further attempt.
    """
    if analysis.attempt >= MAX_ATTEMPTS:
        fail(analysis, f"It broke {MAX_ATTEMPTS} times; the last time: {reason}", seconds=seconds)
        return None
    delay = _FIRST_DELAY_SECONDS * _DELAY_GROWTH ** (analysis.attempt - 1)
    changed = _present(analysis).update(
        state=State.QUEUED,
        run_id=None,
        lease_until=None,
        step="",
        progress=0,
        failure=reason[:300],
        available_at=Now() + timedelta(seconds=delay),
    )
    if not changed:
        raise AnalysisLostError
    return delay


def reap() -> int:
    """Bring back what lost workers held; what took its workers with it `MAX_ATTEMPTS` times has failed."""
    lost = Analysis.objects.filter(state=State.RUNNING, lease_until__lt=Now())
    reason = f"The workers that analysed it died {MAX_ATTEMPTS} times."
    with transaction.atomic():
        poison = list(
            lost.filter(attempt__gte=MAX_ATTEMPTS).select_for_update(skip_locked=True).values_list("pk", flat=True)
        )
        Analysis.objects.filter(pk__in=poison).update(
            state=State.FAILED, run_id=None, lease_until=None, failure=reason, ended_at=Now()
        )
        fresh = Template.objects.filter(pk__in=poison).exclude(status=Status.READY)
        fresh.update(status=Status.FAILED, failure=reason, updated_at=Now())
    returned = lost.filter(attempt__lt=MAX_ATTEMPTS).update(
        state=State.QUEUED, run_id=None, lease_until=None, step="", progress=0
    )
    return len(poison) + returned


def is_anything_due() -> bool:
    """Say whether an analysis waits that may be claimed now."""
    return Analysis.objects.filter(state=State.QUEUED, available_at__lte=Now()).exists()


def _present(analysis: Analysis) -> "QuerySet[Analysis]":
    return Analysis.objects.filter(pk=analysis.pk, state=State.RUNNING, run_id=analysis.run_id)


def _end(analysis: Analysis, state: State, *, seconds: float, **fields: Any) -> None:
    changed = _present(analysis).update(
        state=state, run_id=None, lease_until=None, step="", ended_at=Now(), seconds=round(seconds, 3), **fields
    )
    if not changed:
        raise AnalysisLostError


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.ANALYSIS_LEASE_SECONDS)
