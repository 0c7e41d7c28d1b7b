"""Taking the next generation, fairly and once, and keeping it."""

from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now

from common.ids import new_id
from generation.events import FAIR_WINDOW, announce
from generation.lifecycle.statements import lease_end
from generation.models import Generation, Status

# The better rank first (priority, then tier), then the owner with the fewest running, then the oldest. Only the oldest
# rows of the queue are compared, so that the time does not grow with it; no owner can fill them alone, since
# MAX_ACTIVE_GENERATIONS bounds what one owner has waiting. The lateral join locks one row after the other, in that
# order, until it gets one that nobody else has.
_NEXT = """
    WITH eldest AS MATERIALIZED (
        SELECT id, owner_id, queue_rank, queued_at FROM generation_generation
        WHERE status = 'queued' AND available_at <= statement_timestamp()
        ORDER BY queue_rank, queued_at LIMIT %(window)s
    ), fair AS MATERIALIZED (
        SELECT id FROM eldest ORDER BY queue_rank, (
            SELECT count(*) FROM generation_generation AS running
            WHERE running.owner_id = eldest.owner_id AND running.status = 'processing'
        ), queued_at
    ), picked AS MATERIALIZED (
        SELECT locked.id FROM fair CROSS JOIN LATERAL (
            SELECT id FROM generation_generation AS candidate
            WHERE candidate.id = fair.id AND candidate.status = 'queued' FOR UPDATE SKIP LOCKED
        ) AS locked LIMIT 1
    )
"""

_THIS_ONE = """
    WITH picked AS MATERIALIZED (
        SELECT id FROM generation_generation
        WHERE id = %(only)s AND status = 'queued' AND available_at <= statement_timestamp() FOR UPDATE SKIP LOCKED
    )
"""

_START = """
    UPDATE generation_generation AS generation
    SET status = 'processing', stage = '', sequence = sequence + 1, attempt = attempt + 1,
        run_id = %(run)s, worker = %(worker)s, heartbeat_at = statement_timestamp(),
        lease_until = statement_timestamp() + make_interval(secs => %(lease)s),
        started_at = coalesce(started_at, statement_timestamp())
    FROM picked WHERE generation.id = picked.id AND generation.status = 'queued'
"""

# A claim that a crash of the database undoes leaves the row waiting: no reason to wait for the disk.
_LIGHTLY = " AND set_config('synchronous_commit', 'off', true) = 'off'"
_RETURNING = " RETURNING generation.*"


def claim(*, worker: str, only: UUID | None = None) -> Generation | None:
    """Take the next generation, or the one of the id `only`; None when there is nothing to do.

    It starts a new run with a lease of `LEASE_SECONDS`. `worker` says who runs it (see `release_worker`).
    """
    parameters = {
        "only": only,
        "window": FAIR_WINDOW,
        "run": new_id(),
        "worker": worker,
        "lease": settings.LEASE_SECONDS,
    }
    statement = _THIS_ONE + _START if only else _NEXT + _START + _LIGHTLY
    generation = next(iter(Generation.objects.raw(statement + _RETURNING, parameters)), None)
    if generation is not None:
        announce(generation, event="generation_started")
    return generation


def renew(generation_id: UUID, run_id: UUID) -> bool:
    """Extend the lease of a run. False when the run is not the present one any more."""
    held = Generation.objects.filter(pk=generation_id, status=Status.PROCESSING, run_id=run_id)
    return held.update(heartbeat_at=Now(), lease_until=lease_end()) == 1


def is_anything_due() -> bool:
    """Say whether something waits that may be claimed now."""
    return Generation.objects.filter(status=Status.QUEUED, available_at__lte=Now()).exists()
