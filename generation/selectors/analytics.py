"""What came of a user's generations over some days, counted from rows in three queries.

What was deleted since is counted as well, since it was made and paid; only what stands in the library (favourites,
downloads, shares, ratings, scores) leaves it out.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import User
from generation.models import Status
from generation.selectors.days import start_of_last
from generation.selectors.rates import success_rate as rate_of

_TOTALS = """
    SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'processing'),
           count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
           count(*) FILTER (WHERE status = 'cancelled'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY processing_seconds) FILTER (WHERE status = 'completed'),
           coalesce(sum(credits_charged), 0)::bigint, coalesce(sum(credits_cost - credits_charged)
                    FILTER (WHERE status NOT IN ('queued', 'processing')), 0)::bigint,
           coalesce(sum(credits_cost) FILTER (WHERE status IN ('queued', 'processing')), 0)::bigint,
           avg(score) FILTER (WHERE deleted_at IS NULL), avg(rating) FILTER (WHERE deleted_at IS NULL),
           count(rating) FILTER (WHERE deleted_at IS NULL),
           count(*) FILTER (WHERE is_favorite AND deleted_at IS NULL),
           coalesce(sum(download_count) FILTER (WHERE deleted_at IS NULL), 0)::bigint,
           coalesce(sum(share_count) FILTER (WHERE deleted_at IS NULL), 0)::bigint
    FROM generation_generation WHERE owner_id = %(owner)s AND created_at >= %(start)s
"""
_BY_ALGORITHM = """
    SELECT algorithm.slug, algorithm.name, count(*), count(*) FILTER (WHERE generation.status = 'completed'),
           coalesce(sum(generation.credits_charged), 0)::bigint
    FROM generation_generation AS generation JOIN generation_algorithm AS algorithm
      ON algorithm.id = generation.algorithm_id
    WHERE generation.owner_id = %(owner)s AND generation.created_at >= %(start)s
    GROUP BY algorithm.slug, algorithm.name ORDER BY count(*) DESC, algorithm.slug
"""
_BY_DAY = """
    SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*), count(*) FILTER (WHERE status = 'completed'),
           count(*) FILTER (WHERE status = 'failed'), coalesce(sum(credits_charged), 0)::bigint
    FROM generation_generation WHERE owner_id = %(owner)s AND created_at >= %(start)s GROUP BY day
"""


class AlgorithmShare(NamedTuple):
    """What of it one algorithm made."""

    slug: str
    name: str
    generations: int
    completed: int
    credits_charged: int


class DayCount(NamedTuple):
    """What was asked for on one day (UTC), and what came of it."""

    date: date
    generations: int
    completed: int
    failed: int
    credits_charged: int


@dataclass(frozen=True)
class Summary:
    """`success_rate` 0..1 is of what ended by itself; it, the median and the averages are None where nothing did.

    Credits were `charged`, `returned` or are `held`. `by_day` has every day, the oldest first.
    """

    days: int
    by_status: dict[str, int]
    success_rate: float | None
    median_seconds: float | None
    charged: int
    returned: int
    held: int
    average_score: float | None
    average_rating: float | None
    ratings: int
    favorites: int
    downloads: int
    shares: int
    by_algorithm: list[AlgorithmShare]
    by_day: list[DayCount]


def summarise(user: User, *, days: int) -> Summary:
    """Count what the user asked for today and on the days before, `days` in all (UTC)."""
    start = start_of_last(days)
    values: dict[str, Any] = {"owner": user.pk, "start": start}
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, values)
        queued, processing, completed, failed, cancelled, median, *rest = cursor.fetchone()
        cursor.execute(_BY_ALGORITHM, values)
        by_algorithm = [AlgorithmShare(*row) for row in cursor.fetchall()]
        cursor.execute(_BY_DAY, values)
        counted = {row[0]: DayCount(*row) for row in cursor.fetchall()}
    charged, returned, held, score, rating, ratings, favorites, downloads, shares = rest
    counts = (queued, processing, completed, failed, cancelled)
    every_day = (start.date() + timedelta(days=number) for number in range(days))
    return Summary(
        days=days,
        by_status=dict(zip((status.value for status in Status), counts, strict=True)),
        success_rate=rate_of(completed=completed, failed=failed),
        median_seconds=_rounded(median, 3),
        charged=charged,
        returned=returned,
        held=held,
        average_score=_rounded(score, 1),
        average_rating=_rounded(rating, 2),
        ratings=ratings,
        favorites=favorites,
        downloads=downloads,
        shares=shares,
        by_algorithm=by_algorithm,
        by_day=[counted.get(day, DayCount(day, 0, 0, 0, 0)) for day in every_day],
    )


def _rounded(value: Any, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
