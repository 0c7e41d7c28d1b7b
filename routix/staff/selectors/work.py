"""How the making of thumbnails goes."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from generation.models import Status
from generation.selectors.rates import success_rate as rate_of

_OF_A_TIME = """
    SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'processing'),
           count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
           count(*) FILTER (WHERE status = 'cancelled'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY processing_seconds) FILTER (WHERE status = 'completed')
    FROM generation_generation WHERE created_at >= %(since)s
"""
_QUEUE = """
    SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'processing'),
           extract(epoch FROM statement_timestamp() - min(queued_at) FILTER (WHERE status = 'queued')),
           coalesce(sum(credits_cost), 0)::bigint
    FROM generation_generation WHERE status IN ('queued', 'processing')
"""
_FAILURES = """
    SELECT error ->> 'type', count(*) FROM generation_generation
    WHERE status = 'failed' AND created_at >= %(since)s GROUP BY 1 ORDER BY 2 DESC, 1
"""


class Work(NamedTuple):
    """Generations that were asked for since some time, by their present status.

    `success_rate` 0..1 is of those that ended by themselves, `median_seconds` of those that are there; None before the
    first.
    """

    by_status: dict[str, int]
    success_rate: float | None
    median_seconds: float | None

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


class Queue(NamedTuple):
    """What waits and runs now, and the credits that are set aside for it.

    `oldest_seconds` is how long the first has waited, None where nothing waits.
    """

    waiting: int
    processing: int
    oldest_seconds: float | None
    credits_held: int


def work_since(since: datetime) -> Work:
    """Count it in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_A_TIME, {"since": since})
        *counts, median = cursor.fetchone()
    by_status = dict(zip(Status.values, counts, strict=True))
    return Work(
        by_status=by_status,
        success_rate=rate_of(completed=by_status[Status.COMPLETED], failed=by_status[Status.FAILED]),
        median_seconds=None if median is None else round(float(median), 3),
    )


def queue_now() -> Queue:
    """Count it in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        waiting, processing, oldest, held = cursor.fetchone()
    return Queue(waiting, processing, None if oldest is None else round(float(oldest), 1), held)


def failures_since(since: datetime) -> dict[str, int]:
    """Return how often which kind of failure ended a generation that was asked for since, the commonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILURES, {"since": since})
        return dict(cursor.fetchall())
