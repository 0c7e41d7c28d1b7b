"""Months, and parts of them."""

from calendar import monthrange
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils import timezone


def this_second() -> datetime:
    """Now, in whole seconds: what periods are counted in."""
    return timezone.now().replace(microsecond=0)


def months_after(anchor: datetime, months: int) -> datetime:
    """The same day and time so many calendar months later; the last day of a month that is shorter."""
    year, month = divmod(anchor.month - 1 + months, 12)
    year, month = anchor.year + year, month + 1
    return anchor.replace(year=year, month=month, day=min(anchor.day, monthrange(year, month)[1]))


def period_after(anchor: datetime, period_end: datetime) -> tuple[datetime, datetime]:
    """The month that follows one which ended at `period_end`, counted from the anchor, so that no day is ever lost."""
    passed = (period_end.year - anchor.year) * 12 + period_end.month - anchor.month
    return period_end, months_after(anchor, passed + 1)


def share_left(period_start: datetime, period_end: datetime, at: datetime) -> Fraction:
    """How much of a period is left at a moment: from 0 to 1, by whole seconds."""
    second = timedelta(seconds=1)
    share = Fraction((period_end - at) // second, (period_end - period_start) // second)
    return min(max(share, Fraction(0)), Fraction(1))


def prorated(amount: int, share: Fraction) -> int:
    """A share of an amount, rounded half up."""
    return int(amount * share + Fraction(1, 2))
