"""How long a run may go unheard. The database's clock counts, since workers' clocks differ."""

from datetime import timedelta

from django.conf import settings
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now


def lease_end() -> CombinedExpression:
    """Return the SQL for the end of a lease that starts now."""
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)
