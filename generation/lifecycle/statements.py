"""What the statements of a run share."""

from datetime import timedelta

from django.conf import settings
from django.db.models import CharField, Func, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.db.models.lookups import Exact


def lease_end() -> CombinedExpression:
    """Return the SQL for the end of a lease that starts now, by the database's clock, since workers' clocks differ."""
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


def committed_lightly() -> Exact:
    """Return a condition that is always true and lets this statement's commit not wait for the disk.

    That wait is most of a small statement's time. A crash of the database may then undo the change, so it is for
    changes whose loss does no harm: without it the row is as it was, and the run can't write any more or reports anew.
    """
    arguments = Value("synchronous_commit"), Value("off"), Value(True)
    return Exact(Func(*arguments, function="set_config", output_field=CharField()), Value("off"))
