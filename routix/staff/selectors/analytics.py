"""How it went day by day."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from accounts.models import User
from chat.models import Author, Message
from generation.models import Generation, Origin, Status
from generation.selectors.performance import Performance, measure_performance
from routix.staff.selectors.days import beginning_of, last_days
from routix.staff.selectors.people import active_by_day
from routix.staff.selectors.work import Work, failures_since, work_since

_MOST_USED = 10
_UNDER_WAY = (Status.QUEUED, Status.PROCESSING)


class StaffDay(NamedTuple):
    """A day in UTC. Generations and their credits count for the day on which they were asked for."""

    date: date
    sign_ups: int
    active_users: int
    generations: int
    completed: int
    failed: int
    credits_charged: int
    messages: int


class UsedTemplate(NamedTuple):
    id: str
    name: str
    generations: int


@dataclass(frozen=True)
class StaffAnalytics:
    """What was asked for in the last `days`, today included; what was deleted since counts as well.

    `algorithms` are of what has ended of it. They leave out pictures that were only drawn larger, of which `upscales`
    ended: their runs and those are together what ended of `work`. `failures` are what failed of `work`, by type.
    """

    days: int
    work: Work
    by_day: list[StaffDay]
    algorithms: list[Performance]
    upscales: int
    failures: dict[str, int]
    templates: list[UsedTemplate]


def analyse(days: int) -> StaffAnalytics:
    """Count it in nine queries, however much there is."""
    dates = last_days(days)
    since = beginning_of(dates[0])
    made = Generation.objects.filter(created_at__gte=since).order_by()
    templates = made.filter(template__isnull=False).values("template_id", "template__name").annotate(n=Count("pk"))
    return StaffAnalytics(
        days=days,
        work=work_since(since),
        by_day=_by_day(dates),
        algorithms=measure_performance(since=since),
        upscales=made.filter(origin=Origin.UPSCALE).exclude(status__in=_UNDER_WAY).count(),
        failures=failures_since(since),
        templates=[
            UsedTemplate(str(row["template_id"]), row["template__name"], row["n"])
            for row in templates.order_by("-n", "template__name", "template_id")[:_MOST_USED]
        ],
    )


def _by_day(dates: list[date]) -> list[StaffDay]:
    since = beginning_of(dates[0])
    sign_ups = _counted(User.objects.filter(created_at__gte=since, erased_at=None), n=Count("pk"))
    said = _counted(Message.objects.filter(created_at__gte=since, author=Author.USER), n=Count("pk"))
    active = active_by_day(since)
    made = _counted(
        Generation.objects.filter(created_at__gte=since),
        n=Count("pk"),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
        failed=Count("pk", filter=Q(status=Status.FAILED)),
        charged=Sum("credits_charged"),
    )
    nothing = {"n": 0, "completed": 0, "failed": 0, "charged": 0}
    return [
        StaffDay(
            date=day,
            sign_ups=sign_ups.get(day, nothing)["n"],
            active_users=active.get(day, 0),
            generations=row["n"],
            completed=row["completed"],
            failed=row["failed"],
            credits_charged=row["charged"],
            messages=said.get(day, nothing)["n"],
        )
        for day in dates
        for row in (made.get(day, nothing),)
    ]


def _counted(rows: "QuerySet[Any]", **figures: Any) -> dict[date, dict[str, Any]]:
    days = rows.order_by().annotate(day=TruncDate("created_at", tzinfo=UTC)).values("day").annotate(**figures)
    return {row["day"]: row for row in days}
