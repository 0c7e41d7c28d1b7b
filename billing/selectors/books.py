"""What is known about the books without looking into them anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from billing.models import Hold, LedgerTransaction, Reconciliation, StripeEvent

# Reconciliations are made daily; a late one is none yet.
STALE_AFTER = timedelta(hours=26)


@dataclass(frozen=True)
class Books:
    """The latest reconciliation, and what waits at this moment.

    `figures` are the counts of rows that should not be there, by name; all are 0 in clean books. `checked_at` is None
    and `figures` is empty before the first reconciliation. `opened_at` is when the first transaction was booked.
    """

    at: datetime
    opened_at: datetime | None
    checked_at: datetime | None
    figures: Mapping[str, int]
    events_waiting: int
    events_failed: int
    open_holds: int

    @property
    def wrong(self) -> dict[str, int]:
        """The figures that are not 0."""
        return {name: count for name, count in self.figures.items() if count}

    @property
    def age(self) -> timedelta | None:
        """Since when the latest reconciliation tells nothing more."""
        return None if self.checked_at is None else self.at - self.checked_at

    @property
    def is_stale(self) -> bool:
        """Whether nobody has looked for too long. A ledger younger than that needs no look yet."""
        since = self.checked_at or self.opened_at
        return since is not None and self.at - since > STALE_AFTER


def state_of_books() -> Books:
    """Read the latest reconciliation, and count what waits."""
    latest = latest_reconciliation()
    first = LedgerTransaction.objects.order_by("pk").values_list("created_at", flat=True).first()
    events = StripeEvent.objects
    return Books(
        at=timezone.now(),
        opened_at=first,
        checked_at=latest.created_at if latest else None,
        figures=latest.figures if latest else {},
        events_waiting=events.filter(state=StripeEvent.State.RECEIVED).count(),
        events_failed=events.filter(state=StripeEvent.State.FAILED).count(),
        open_holds=Hold.objects.filter(state=Hold.State.HELD).count(),
    )


def latest_reconciliation() -> Reconciliation | None:
    """The latest look into the books, None before the first."""
    return Reconciliation.objects.order_by("-created_at").first()
