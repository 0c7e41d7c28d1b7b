"""Figures, at the wire."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from common.api.inputs import Input
from generation.selectors.analytics import Summary
from generation.selectors.performance import Performance
from generation.serializers.batches import BatchCountsOutput
from generation.serializers.outputs import GenerationCreditsOutput

MOST_DAYS = 366


class DaysInput(Input):
    days = serializers.IntegerField(
        min_value=1, max_value=MOST_DAYS, default=30, help_text="So many days in UTC; today is the last of them."
    )


class AlgorithmShareOutput(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    generations = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    credits_charged = serializers.IntegerField(min_value=0)


class DayCountOutput(serializers.Serializer[Any]):
    date = serializers.DateField()
    generations = serializers.IntegerField(min_value=0)
    completed = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    credits_charged = serializers.IntegerField(min_value=0)


class SummaryOutput(serializers.Serializer[Any]):
    """What was asked for in these days, with what was deleted since.

    Scores, ratings, favourites, downloads and shares are of what still stands in the library.
    """

    days = serializers.IntegerField(min_value=1)
    total = serializers.IntegerField(min_value=0)
    by_status = BatchCountsOutput()
    success_rate = serializers.FloatField(
        allow_null=True, min_value=0, max_value=1, help_text="Of what ended by itself; null where nothing did."
    )
    median_seconds = serializers.FloatField(allow_null=True, min_value=0)
    credits = GenerationCreditsOutput()
    average_score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    average_rating = serializers.FloatField(allow_null=True, min_value=1, max_value=5)
    ratings = serializers.IntegerField(min_value=0)
    favorites = serializers.IntegerField(min_value=0)
    downloads = serializers.IntegerField(min_value=0)
    shares = serializers.IntegerField(min_value=0)
    by_algorithm = AlgorithmShareOutput(many=True)
    by_day = DayCountOutput(many=True, help_text="Every day (UTC), the oldest first.")


class PerformanceOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    runs = serializers.IntegerField(min_value=0, help_text="Asked for in these days, and ended since.")
    completed = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)
    success_rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    median_seconds = serializers.FloatField(allow_null=True, min_value=0)
    p95_seconds = serializers.FloatField(allow_null=True, min_value=0)
    credits_charged = serializers.IntegerField(min_value=0)
    average_score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    average_rating = serializers.FloatField(allow_null=True, min_value=1, max_value=5)
    ratings = serializers.IntegerField(min_value=0)
    failures = serializers.DictField(child=serializers.IntegerField(min_value=1), help_text="By error type.")


class PerformanceListOutput(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1)
    algorithms = PerformanceOutput(many=True)


def describe_summary(summary: Summary) -> dict[str, Any]:
    plain = asdict(summary)
    credits_ = {name: plain.pop(name) for name in ("held", "charged", "returned")}
    by_day = [{**day._asdict(), "date": day.date.isoformat()} for day in summary.by_day]
    by_algorithm = [share._asdict() for share in summary.by_algorithm]
    told = {**plain, "by_day": by_day, "by_algorithm": by_algorithm}
    return {**told, "total": sum(summary.by_status.values()), "credits": credits_}


def describe_performance(rows: list[Performance], *, days: int) -> dict[str, Any]:
    algorithms = []
    for row in rows:
        plain = row._asdict()
        algorithms.append({"id": str(plain.pop("algorithm_id")), **plain})
    return {"days": days, "algorithms": algorithms}
