"""How busy the workers are, and what of a user's is with them."""

from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from generation.models import ACTIVE_STATUSES, Generation


class QueueLoad(NamedTuple):
    """How many generations wait and how many are being made, of everybody."""

    waiting: int
    processing: int


def queue_load() -> QueueLoad:
    """Count both in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'processing') "
            "FROM generation_generation WHERE status IN ('queued', 'processing')"
        )
        return QueueLoad(*cursor.fetchone())


def waiting_or_running(user: User) -> QuerySet[Generation]:
    """Return what of the user's has not ended, oldest first."""
    return Generation.objects.filter(owner=user, status__in=ACTIVE_STATUSES, deleted_at__isnull=True).order_by(
        "queued_at", "pk"
    )
