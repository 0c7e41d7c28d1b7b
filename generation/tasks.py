"""What workers do. Messages carry nothing: they only say that there may be something to do."""

from typing import Any
from uuid import uuid4

from billiard.exceptions import WorkerLostError as ProcessLostError
from celery import Task, shared_task, signals
from django.conf import settings
from django.utils import timezone

from common.allocation import give_back_freed_memory, keep_freed_memory
from common.background import nudge
from generation import lifecycle, pipeline, upkeep
from generation.events import announce_queue
from generation.models import Status
from generation.selectors.outcomes import outcomes_by_template
from templates_lib.services.outcomes import set_outcomes

# Beyond the deadline the runner gives up by itself; this is for what hangs where Python can't look.
_GRACE_SECONDS = 20


@shared_task(bind=True, time_limit=settings.GENERATION_DEADLINE_SECONDS + _GRACE_SECONDS)
def run_next_generation(self: "Task[Any, Any]") -> bool:
    """Claim and run one generation. Returns whether there was one.

    A worker that is asked to stop ends the task it is at, so a task runs one only. It wakes a worker for what still
    waits, since the message of that may have been lost; one message too many does no harm.
    """
    generation = lifecycle.claim(worker=self.request.id or uuid4().hex)
    if generation is None:
        return False
    pipeline.run(generation)
    if generation.status == Status.QUEUED:
        # It will be tried again; without a nudge it would wait for beat on top of its back-off.
        nudge(run_next_generation, after=(generation.available_at - timezone.now()).total_seconds())
    if lifecycle.is_anything_due():
        announce_queue()
        nudge(run_next_generation)
    return True


@shared_task
def reap_generations() -> int:
    """Bring back what lost workers held, and wake a worker for whatever waits: a nudge may have got lost."""
    lost = lifecycle.reap()
    lifecycle.give_up_waiting()
    if lifecycle.is_anything_due():
        nudge(run_next_generation)
    return lost


@shared_task
def release_lost_worker(worker: str) -> int:
    """Bring back at once what a worker process held that is known to have died."""
    lost = lifecycle.release_worker(worker)
    if lost:
        nudge(run_next_generation)
    return lost


@shared_task
def measure_template_outcomes() -> int:
    """Count, for every template, what people did with the thumbnails that followed it."""
    return set_outcomes(outcomes_by_template())


@shared_task
def forget_what_is_over() -> int:
    """Delete what is kept for a while only: failed generations, deleted ones, shares, files that no row names.

    Returns how many generations were forgotten.
    """
    upkeep.forget_shares()
    upkeep.forget_failed()
    forgotten = upkeep.forget_deleted()
    upkeep.sweep_pictures()
    return forgotten


@signals.task_failure.connect(sender=run_next_generation)
def _notice_lost_process(*, task_id: str, exception: BaseException, **_: Any) -> None:
    """Hear from the main process that a child died under its task (killed, out of memory, over its time limit)."""
    if isinstance(exception, ProcessLostError):
        nudge(release_lost_worker, worker=task_id)


@signals.worker_process_init.connect
def _warm_up(**_: Any) -> None:
    """Load in every worker process what the first picture would have to wait for."""
    keep_freed_memory()
    pipeline.warm_up()
    give_back_freed_memory()


@signals.task_postrun.connect(sender=run_next_generation)
def _rest(**_: Any) -> None:
    """A worker that waits holds no more memory than it needs."""
    give_back_freed_memory()


@signals.worker_ready.connect
def _catch_up(**_: Any) -> None:
    """Look for work that came while no worker was there."""
    nudge(reap_generations)
