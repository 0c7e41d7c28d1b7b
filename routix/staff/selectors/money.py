"""What came in this month, and the credits that users have."""

from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from billing.selectors.revenue import currencies_of, revenue_of


class MonthlyRevenue(NamedTuple):
    """What was paid since the first of the month (UTC), in minor units; `net` is without what went back.

    `livemode` is False for test payments, with which no money moves.
    """

    currency: str
    livemode: bool
    gross: int
    net: int
    mrr: int


class Credits(NamedTuple):
    """Credits of all users: those they have, and how many of them are set aside for work under way."""

    posted: int
    held: int
    owed: int


def revenue_this_month() -> list[MonthlyRevenue]:
    """Return one row a currency, live money first."""
    found = []
    for livemode in (True, False):
        for currency in currencies_of(livemode=livemode):
            revenue = revenue_of(currency, livemode=livemode, months=1)
            month = revenue.months[-1]
            found.append(MonthlyRevenue(currency, livemode, month.gross, month.net, revenue.total.mrr))
    return found


def credits_of_all() -> Credits:
    """Add up the accounts that were touched yet, in one query."""
    sums = User.objects.aggregate(
        posted=Coalesce(Sum("credit_account__posted"), 0),
        held=Coalesce(Sum("credit_account__held"), 0),
        owed=Coalesce(Sum("credit_account__owed"), 0),
    )
    return Credits(**{name: int(value) for name, value in sums.items()})
