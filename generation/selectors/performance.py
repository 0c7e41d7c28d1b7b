"""How each algorithm does, for staff: from the generations since some time, never typed in."""

import json
import uuid
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from generation.selectors.rates import success_rate as rate_of

# Pictures that were only drawn larger say nothing about an algorithm.
_PERFORMANCE = """
    WITH ended AS (
        SELECT * FROM generation_generation
        WHERE created_at >= %(since)s AND status IN ('completed', 'failed', 'cancelled') AND origin <> 'upscale'
    ), failures AS (
        SELECT algorithm_id, jsonb_object_agg(type, failed) AS by_type FROM (
            SELECT algorithm_id, error ->> 'type' AS type, count(*) AS failed FROM ended
            WHERE status = 'failed' GROUP BY algorithm_id, error ->> 'type'
        ) AS counted GROUP BY algorithm_id
    )
    SELECT algorithm.id, algorithm.slug, algorithm.name, algorithm.is_active, count(ended.id),
           count(*) FILTER (WHERE ended.status = 'completed'), count(*) FILTER (WHERE ended.status = 'failed'),
           count(*) FILTER (WHERE ended.status = 'cancelled'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY processing_seconds) FILTER (WHERE ended.status = 'completed'),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY processing_seconds) FILTER (WHERE ended.status = 'completed'),
           coalesce(sum(ended.credits_charged), 0)::bigint, avg(ended.score), avg(ended.rating), count(ended.rating),
           (SELECT by_type FROM failures WHERE failures.algorithm_id = algorithm.id)
    FROM generation_algorithm AS algorithm LEFT JOIN ended ON ended.algorithm_id = algorithm.id
    GROUP BY algorithm.id ORDER BY algorithm.sort, algorithm.slug
"""


class Performance(NamedTuple):
    """What was asked for since some time and has ended, upscales left out; what was deleted since counts as well.

    `success_rate` is 0..1 and leaves cancelled ones out, times are seconds of successes. Rates, times and averages are
    None where nothing ended. `failures` counts by error type.
    """

    algorithm_id: uuid.UUID
    slug: str
    name: str
    is_active: bool
    runs: int
    completed: int
    failed: int
    cancelled: int
    success_rate: float | None
    median_seconds: float | None
    p95_seconds: float | None
    credits_charged: int
    average_score: float | None
    average_rating: float | None
    ratings: int
    failures: dict[str, int]


def measure_performance(*, since: datetime) -> list[Performance]:
    """Return every algorithm, in the order in which users see them, by what was asked for since then. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PERFORMANCE, {"since": since})
        return [_performance(*row) for row in cursor.fetchall()]


def _performance(
    algorithm_id: uuid.UUID,
    slug: str,
    name: str,
    is_active: bool,
    runs: int,
    completed: int,
    failed: int,
    cancelled: int,
    median: float | None,
    p95: float | None,
    charged: int,
    score: float | None,
    rating: float | None,
    ratings: int,
    failures: dict[str, int] | str | None,
) -> Performance:
    counted = json.loads(failures) if isinstance(failures, str) else failures
    return Performance(
        algorithm_id=algorithm_id,
        slug=slug,
        name=name,
        is_active=is_active,
        runs=runs,
        completed=completed,
        failed=failed,
        cancelled=cancelled,
        success_rate=rate_of(completed=completed, failed=failed),
        median_seconds=_rounded(median, 3),
        p95_seconds=_rounded(p95, 3),
        credits_charged=charged,
        average_score=_rounded(score, 1),
        average_rating=_rounded(rating, 2),
        ratings=ratings,
        failures=counted or {},
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
