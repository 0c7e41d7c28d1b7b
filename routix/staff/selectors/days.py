"""Days in UTC."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


def today() -> date:
    """Return the present day."""
    return timezone.now().astimezone(UTC).date()


def beginning_of(day: date) -> datetime:
    """Return when a day began."""
    return datetime.combine(day, time.min, UTC)


def last_days(count: int) -> list[date]:
    """Return so many days up to today, the oldest first."""
    return [today() - timedelta(days=passed) for passed in range(count - 1, -1, -1)]
