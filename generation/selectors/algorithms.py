"""Algorithms, and how they do: measured from generations, never typed in."""

import time
import uuid
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from common.errors import NotFoundError
from generation.models import Algorithm

_MEASURED_SECONDS = 10
_RECENT_RUNS = 200

_STATS = """
    SELECT algorithm.id, recent.success_rate, recent.median_seconds,
           (SELECT count(*) FROM generation_generation WHERE algorithm_id = algorithm.id AND origin <> 'upscale')
    FROM generation_algorithm AS algorithm
    CROSS JOIN LATERAL (
        SELECT avg((run.status = 'completed')::int) AS success_rate,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY run.processing_seconds)
                   FILTER (WHERE run.status = 'completed') AS median_seconds
        FROM (
            SELECT status, processing_seconds FROM generation_generation
            WHERE algorithm_id = algorithm.id AND completed_at IS NOT NULL AND status IN ('completed', 'failed')
                  AND origin <> 'upscale'
            ORDER BY completed_at DESC LIMIT %(recent)s
        ) AS run
    ) AS recent
"""


class AlgorithmStats(NamedTuple):
    """`success_rate` 0..1 and `median_seconds` of the latest 200 runs that ended by themselves, None before the first.

    `usage_count` is how many generations ever asked for it. Pictures that were only drawn larger don't count.
    """

    success_rate: float | None = None
    median_seconds: float | None = None
    usage_count: int = 0


def find_algorithms(user: User) -> QuerySet[Algorithm]:
    """Return the algorithms a user may see, in their order: the active ones, and all of them for staff."""
    algorithms = Algorithm.objects.order_by("sort", "slug")
    return algorithms if user.is_staff else algorithms.filter(is_active=True)


def get_algorithm(user: User, algorithm_id: uuid.UUID) -> Algorithm:
    """Return one that the user may see. Raises `NotFoundError`."""
    algorithm = find_algorithms(user).filter(pk=algorithm_id).first()
    if algorithm is None:
        raise NotFoundError
    return algorithm


def algorithm_stats() -> dict[uuid.UUID, AlgorithmStats]:
    """Return the figures of every algorithm, at most 10 s old: counting all generations is not for each request."""
    return _measure(int(time.monotonic() // _MEASURED_SECONDS))


@lru_cache(maxsize=1)
def _measure(period: int) -> dict[uuid.UUID, AlgorithmStats]:
    with connection.cursor() as cursor:
        cursor.execute(_STATS, {"recent": _RECENT_RUNS})
        rows = cursor.fetchall()
    return {
        algorithm_id: AlgorithmStats(
            success_rate=None if success_rate is None else round(float(success_rate), 4),
            median_seconds=None if median_seconds is None else round(float(median_seconds), 3),
            usage_count=usage_count,
        )
        for algorithm_id, success_rate, median_seconds, usage_count in rows
    }
