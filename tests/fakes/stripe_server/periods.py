"""Billing periods: from the anchor by whole intervals, the last day of a short month where it has no such day."""

import calendar
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.fakes.stripe_server.state import Row


def end_after(anchor: int, recurring: Row, moment: int) -> int:
    """Return the first end of a period after `moment`, in seconds, for periods that are counted from `anchor`."""
    return next(end for number in count(1) if (end := _end(anchor, recurring, number)) > moment)


def _end(anchor: int, recurring: Row, number: int) -> int:
    start = datetime.fromtimestamp(anchor, UTC)
    steps = int(recurring["interval_count"]) * number
    if recurring["interval"] in ("day", "week"):
        days = steps * (7 if recurring["interval"] == "week" else 1)
        return int((start + timedelta(days=days)).timestamp())
    months = start.month - 1 + steps * (12 if recurring["interval"] == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())
