"""What happened lately, as it was written down."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import AuditEntry


@dataclass(frozen=True)
class ActivityFilter:
    """Which entries: about `user`, by `actor`, whose action begins with `action`, since `since`."""

    user: uuid.UUID | None = None
    actor: uuid.UUID | None = None
    action: str = ""
    since: datetime | None = None


def find_activity(wanted: ActivityFilter) -> QuerySet[AuditEntry]:
    """Return the entries, newest first, each with its `user` and `actor`."""
    entries = AuditEntry.objects.select_related("user", "actor").order_by("-created_at", "-id")
    if wanted.user is not None:
        entries = entries.filter(user=wanted.user)
    if wanted.actor is not None:
        entries = entries.filter(actor=wanted.actor)
    if wanted.action:
        entries = entries.filter(action__startswith=wanted.action)
    if wanted.since is not None:
        entries = entries.filter(created_at__gte=wanted.since)
    return entries
