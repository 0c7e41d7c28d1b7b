"""The days that figures are counted over."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone


def start_of_last(days: int) -> datetime:
    """Return when the first of so many days began, the present one being the last, in UTC."""
    today = timezone.now().astimezone(UTC).date()
    return datetime.combine(today - timedelta(days=days - 1), time.min, UTC)
