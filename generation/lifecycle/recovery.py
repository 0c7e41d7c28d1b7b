"""Another attempt: after a failure that may pass, and after a worker that was lost."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from generation.errors import RunLostError, WaitedTooLongError, WorkerLostError
from generation.events import announce
from generation.lifecycle.ending import Timing, fail, give_up, keep_timings
from generation.models import Generation, Status

_log = structlog.get_logger(__name__)


def requeue(generation: Generation, *, delay: float = 0.0, timings: Sequence[Timing] = ()) -> None:
    """Put a run back into the queue, at its old place, to be tried after `delay` seconds.

    Its progress stays, since a bar that people watch never goes back. `RunLostError` when the run is not the present
    one any more.
    """
    held = Generation.objects.filter(pk=generation.pk, status=Status.PROCESSING, run_id=generation.run_id)
    with transaction.atomic():
        changed = held.update(
            status=Status.QUEUED,
            stage="",
            sequence=F("sequence") + 1,
            run_id=None,
            lease_until=None,
            worker="",
            available_at=Now() + timedelta(seconds=delay),
        )
        if not changed:
            raise RunLostError
        keep_timings(generation, timings)
        generation.refresh_from_db()
        announce(generation)


def reap() -> int:
    """Take away the runs whose lease has ended: their workers are gone. Returns how many there were."""
    return _take_away(Generation.objects.filter(lease_until__lt=Now()))


def release_worker(worker: str) -> int:
    """Take away what a worker held that is known to have died, without waiting for its lease to end."""
    return _take_away(Generation.objects.filter(worker=worker))


def give_up_waiting() -> int:
    """Fail what has waited so long that its credits are about to go back by themselves. Returns how many there were.

    An hour before, so that no run that is claimed yet finds its credits gone when it ends.
    """
    longest = timedelta(hours=settings.CREDIT_HOLD_HOURS - min(1, settings.CREDIT_HOLD_HOURS / 2))
    given_up = 0
    for generation in Generation.objects.filter(status=Status.QUEUED, created_at__lt=Now() - longest):
        with suppress(RunLostError):  # claimed or cancelled at this very moment
            give_up(generation, WaitedTooLongError())
            given_up += 1
    return given_up


def _take_away(lost: QuerySet[Generation]) -> int:
    """Try again what may be tried again, fail the rest. A generation that kills its workers ends here."""
    with transaction.atomic():
        generations = list(lost.filter(status=Status.PROCESSING).select_for_update(skip_locked=True))
        for generation in generations:
            _log.warning("worker_lost", generation_id=str(generation.pk), attempt=generation.attempt)
            try:
                with transaction.atomic():  # one that can't be brought back must not keep the others
                    _bring_back(generation)
            except Exception:
                _log.exception("not_brought_back", generation_id=str(generation.pk))
    return len(generations)


def _bring_back(generation: Generation) -> None:
    if generation.attempt < settings.MAX_ATTEMPTS:
        requeue(generation)
    else:
        fail(generation, WorkerLostError())
