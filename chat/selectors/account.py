"""What somebody did with Routix as a whole: made, spent, kept. Every figure is counted from rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import BrandAsset, User
from billing.selectors import Balance, balance_of, transactions_of
from chat.models import Conversation
from chat.selectors.activity import days_since, messages_by_day
from generation.models import Generation, Status
from generation.selectors.days import start_of_last
from generation.selectors.kept_pictures import kept_pictures
from generation.selectors.rates import success_rate

_MOST_USED = 5


class Used(NamedTuple):
    """Something that was used, and how many `times`. `key` is a slug or an id."""

    key: str
    name: str
    times: int


class Day(NamedTuple):
    """What happened on a day in UTC. `credits` is what the generations that were asked for on it cost in the end."""

    date: date
    generations: int
    completed: int
    credits: int
    messages: int


class Storage(NamedTuple):
    """What is kept for the user. `picture_bytes` are those of thumbnails and of their edits."""

    pictures: int
    picture_bytes: int
    assets: int
    asset_bytes: int


@dataclass(frozen=True)
class AccountAnalytics:
    """The last `days`, today included; storage, the user's own conversations and the balance are of now.

    What was deleted since is counted as made and said all the same.

    `generations` are by status. `received` and `spent` are credits by kind of movement, both positive.
    """

    days: int
    generations: Mapping[str, int]
    received: Mapping[str, int]
    spent: Mapping[str, int]
    balance: Balance
    algorithms: list[Used]
    templates: list[Used]
    categories: list[Used]
    activity: list[Day]
    storage: Storage
    conversations: int

    @property
    def success_rate(self) -> float | None:
        """Of the generations that ended by themselves the share that is there, 0..1; None before the first."""
        return success_rate(completed=self.generations[Status.COMPLETED], failed=self.generations[Status.FAILED])


def account_analytics(user: User, *, days: int) -> AccountAnalytics:
    """Count it in eleven queries, however much there is."""
    since = start_of_last(days)
    made = Generation.objects.filter(owner=user, created_at__gte=since).order_by()
    received, spent = _credits(user, since)
    return AccountAnalytics(
        days=days,
        generations=_by_status(made),
        received=received,
        spent=spent,
        balance=balance_of(user),
        algorithms=_most(made, "algorithm__slug", "algorithm__name"),
        templates=_most(made, "template_id", "template__name"),
        categories=_most(made, "template__category__slug", "template__category__name"),
        activity=_activity(user, made, since),
        storage=_storage(user),
        conversations=Conversation.objects.filter(owner=user, deleted_at=None).count(),
    )


def _by_status(made: QuerySet[Generation]) -> dict[str, int]:
    found = {row["status"]: row["n"] for row in made.values("status").annotate(n=Count("pk"))}
    return {status.value: found.get(status, 0) for status in Status}


def _most(made: QuerySet[Generation], key: str, name: str) -> list[Used]:
    used = made.filter(**{f"{key}__isnull": False}).values(key, name).annotate(n=Count("pk")).order_by("-n", name, key)
    return [Used(str(row[key]), row[name], row["n"]) for row in used[:_MOST_USED]]


def _credits(user: User, since: datetime) -> tuple[dict[str, int], dict[str, int]]:
    booked = transactions_of(user).filter(created_at__gte=since).order_by()
    sums = booked.values("kind").annotate(
        received=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0),
        spent=Coalesce(-Sum("amount", filter=Q(amount__lt=0)), 0),
    )
    rows = sorted((row["kind"], int(row["received"]), int(row["spent"])) for row in sums)
    return {kind: got for kind, got, _ in rows if got}, {kind: gone for kind, _, gone in rows if gone}


def _activity(user: User, made: QuerySet[Generation], since: datetime) -> list[Day]:
    by_day = made.annotate(day=TruncDate("created_at", tzinfo=UTC)).values("day")
    counted = {
        row["day"]: row
        for row in by_day.annotate(
            all=Count("pk"),
            completed=Count("pk", filter=Q(status=Status.COMPLETED)),
            charged=Sum(F("credits_charged")),
        )
    }
    said = messages_by_day(user, since=since)
    nothing = {"all": 0, "completed": 0, "charged": 0}
    return [
        Day(day, row["all"], row["completed"], row["charged"], said[day])
        for day in days_since(since)
        for row in (counted.get(day, nothing),)
    ]


def _storage(user: User) -> Storage:
    pictures = kept_pictures(user)
    assets = BrandAsset.objects.filter(owner=user).aggregate(n=Count("pk"), size=Coalesce(Sum("bytes"), 0))
    return Storage(pictures.thumbnails, pictures.bytes, assets["n"], int(assets["size"]))
