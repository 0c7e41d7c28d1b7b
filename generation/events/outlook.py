"""When will it be my turn? Answered from rows: what waits, what runs, and how long such work took of late."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# How far the fair order is looked into. It is the window `lifecycle.claim` picks from; beyond it age alone counts.
FAIR_WINDOW = 500
_RECENT_RUNS = 50

_TYPICAL_SECONDS = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY processing_seconds) FROM (
        SELECT processing_seconds FROM generation_generation
        WHERE algorithm_id = %(algorithm)s AND completed_at IS NOT NULL AND status = 'completed' AND origin <> 'upscale'
        ORDER BY completed_at DESC LIMIT %(recent)s
    ) AS recent
"""

# Owners take turns: a row's turn is how many of its owner's rows run or stand before it.
_POSITIONS = """
    WITH running AS (
        SELECT owner_id, count(*) AS n FROM generation_generation WHERE status = 'processing' GROUP BY owner_id
    ), waiting AS (
        SELECT id, owner_id, queue_rank, queued_at, expected_seconds FROM generation_generation
        WHERE status = 'queued' ORDER BY queue_rank, queued_at LIMIT %(window)s
    ), turns AS (
        SELECT waiting.*, coalesce(running.n, 0) + row_number() OVER (
            PARTITION BY waiting.owner_id ORDER BY queue_rank, queued_at
        ) AS turn
        FROM waiting LEFT JOIN running USING (owner_id)
    ), ordered AS (
        SELECT id, expected_seconds AS own, row_number() OVER fair AS position,
               sum(expected_seconds) OVER fair - expected_seconds AS before
        FROM turns WINDOW fair AS (ORDER BY queue_rank, turn, queued_at ROWS UNBOUNDED PRECEDING)
    )
    SELECT id, position, before / greatest(1, workers.busy) + own + workers.soonest_free
    FROM ordered, ({workers}) AS workers
"""

_PLACE_BY_AGE = """
    SELECT count(*), (count(*) - 1) * mine.expected_seconds / greatest(1, workers.busy)
                     + mine.expected_seconds + workers.soonest_free
    FROM generation_generation AS other, generation_generation AS mine, ({workers}) AS workers
    WHERE mine.id = %(id)s AND other.status = 'queued'
      AND (other.queue_rank, other.queued_at, other.id) <= (mine.queue_rank, mine.queued_at, mine.id)
    GROUP BY mine.expected_seconds, workers.busy, workers.soonest_free
"""

# How many work now, and in how many seconds the first of them should be free.
_WORKERS = """
    SELECT count(*) AS busy, coalesce(min(greatest(
        0, expected_seconds - extract(epoch FROM clock_timestamp() - started_at)
    )), 0) AS soonest_free
    FROM generation_generation WHERE status = 'processing'
"""


@dataclass(frozen=True)
class Outlook:
    """`position` 1 is next. `seconds` until the picture is there, None while nothing of the kind was ever made."""

    position: int
    seconds: float | None


def typical_seconds(algorithm_id: UUID) -> float | None:
    """Return the median time of an algorithm's latest successes; None when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(_TYPICAL_SECONDS, {"algorithm": algorithm_id, "recent": _RECENT_RUNS})
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])


def outlook_of(generation_id: UUID) -> Outlook | None:
    """Return the place of a queued generation, None when it does not wait any more.

    A row that waits behind more than `FAIR_WINDOW` others counts by age.
    """
    known = next_in_line(only=generation_id).get(generation_id)
    if known is not None:
        return known
    with connection.cursor() as cursor:
        cursor.execute(_PLACE_BY_AGE.format(workers=_WORKERS), {"id": generation_id})
        row = cursor.fetchone()
    return None if row is None else _outlook(*row)


def next_in_line(*, only: UUID | None = None, limit: int | None = None) -> dict[UUID, Outlook]:
    """Return the outlook of what waits, in the order it will be taken.

    The work before a row is shared by as many workers as are busy now (at least one).
    """
    sql = _POSITIONS.format(workers=_WORKERS) + ("WHERE id = %(only)s " if only else "")
    with connection.cursor() as cursor:
        cursor.execute(sql + "ORDER BY position LIMIT %(limit)s", {"window": FAIR_WINDOW, "only": only, "limit": limit})
        rows = cursor.fetchall()
    return {row_id: _outlook(position, seconds) for row_id, position, seconds in rows}


def _outlook(position: int, seconds: float | None) -> Outlook:
    return Outlook(int(position), None if seconds is None else float(seconds))
