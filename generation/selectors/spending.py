"""What programs spent for a user this month (UTC): what was charged, and what is held for work under way."""

import uuid
from datetime import datetime

from django.db.models import Case, F, QuerySet, Sum, When
from django.utils import timezone

from accounts.models import ApiKey, User
from generation.models import ACTIVE_STATUSES, Generation

_SPENT = Sum(Case(When(status__in=ACTIVE_STATUSES, then=F("credits_cost")), default=F("credits_charged")))


def spent_by_keys(user: User) -> dict[uuid.UUID, int]:
    """Return the credits by the id of the key; a key that spent nothing is not in it. One query."""
    rows = _this_month().filter(owner=user, api_key__isnull=False).order_by().values("api_key").annotate(spent=_SPENT)
    return {row["api_key"]: row["spent"] for row in rows if row["spent"]}


def spent_by_key(key: ApiKey) -> int:
    """Return the credits of one key."""
    return int(_this_month().filter(api_key=key).aggregate(spent=_SPENT)["spent"] or 0)


def _this_month() -> QuerySet[Generation]:
    """Deleted ones as well: what was spent is spent."""
    return Generation.objects.filter(created_at__gte=_month_start(timezone.now()))


def _month_start(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
