"""How many people there are, and how many of them do something."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from accounts.models import User
from accounts.services.sign_in import SIGNED_IN
from routix.staff.selectors.days import beginning_of, today

# Who had something made, said something or signed in. `last_login` knows of the latest sign-in only, so that days that
# are over are told by the audit; but it also knows of sign-ins that Django's own admin took.
_ACTIVE_BY_DAY = """
    SELECT (at AT TIME ZONE 'UTC')::date, count(DISTINCT user_id) FROM (
        SELECT owner_id AS user_id, created_at AS at FROM generation_generation WHERE created_at >= %(since)s
        UNION ALL
        SELECT sender_id, created_at FROM chat_message WHERE created_at >= %(since)s AND sender_id IS NOT NULL
        UNION ALL
        SELECT user_id, created_at FROM accounts_auditentry WHERE created_at >= %(since)s AND action = %(signed_in)s
        UNION ALL
        SELECT id, last_login FROM accounts_user WHERE last_login >= %(since)s
    ) AS active GROUP BY 1
"""


class People(NamedTuple):
    """Accounts that were not erased. `active_today` had something made, said something or signed in."""

    users: int
    verified: int
    inactive: int
    staff: int
    new_today: int
    active_today: int


def count_people() -> People:
    """Count them in two queries."""
    counted = User.objects.filter(erased_at=None).aggregate(
        users=Count("pk"),
        verified=Count("pk", filter=Q(is_verified=True)),
        inactive=Count("pk", filter=Q(is_active=False)),
        staff=Count("pk", filter=Q(is_staff=True)),
        new_today=Count("pk", filter=Q(created_at__gte=beginning_of(today()))),
    )
    return People(**counted, active_today=active_by_day(beginning_of(today())).get(today(), 0))


def active_by_day(since: datetime) -> dict[date, int]:
    """Return how many did something on each day that somebody did."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE_BY_DAY, {"since": since, "signed_in": SIGNED_IN})
        return dict(cursor.fetchall())
