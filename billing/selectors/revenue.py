"""What money came in, and what is to be expected. Every figure is counted from rows; what they can't say is None.

Amounts are in minor units of one currency, months are calendar months in UTC, and real money is never added to test
payments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from billing.models import Invoice, Order, Subscription
from billing.tiers import Tier

Status = Subscription.Status
# Churn is a mean over so many whole months, since the leaving of a single month says little.
CHURN_MONTHS = 3
# With fewer months of subscriptions under observation one person's leaving would decide the lifetime value.
FEWEST_MONTHS_OBSERVED = 10


@dataclass(frozen=True)
class Leaving:
    """Of `paying` subscriptions at the beginnings of months, how many ended within them."""

    paying: int = 0
    ended: int = 0

    @property
    def rate(self) -> float | None:
        """The share that ended in a month, 0 to 1; None where nobody was there to leave."""
        return self.ended / self.paying if self.paying else None

    def __add__(self, other: "Leaving") -> "Leaving":
        return Leaving(self.paying + other.paying, self.ended + other.ended)


@dataclass(frozen=True)
class Recurring:
    """What the subscriptions of a tier (or of all, with `tier` None) bring.

    `mrr` is what they ask for in a month; `ending` of the `subscriptions` are cancelled and end with their period.
    """

    tier: Tier | None
    subscriptions: int
    ending: int
    mrr: int
    leaving: Leaving

    @property
    def arr(self) -> int:
        """Twelve times `mrr`."""
        return 12 * self.mrr

    @property
    def lifetime_value(self) -> int | None:
        """What a subscription brings until it ends, if people keep leaving at this rate: mean monthly amount / churn.

        None where nobody left, nobody pays, or fewer than `FEWEST_MONTHS_OBSERVED` months of subscriptions were seen.
        """
        leaving = self.leaving
        if not self.subscriptions or not leaving.ended or leaving.paying < FEWEST_MONTHS_OBSERVED:
            return None
        return round(self.mrr * leaving.paying / (self.subscriptions * leaving.ended))


@dataclass(frozen=True)
class Month:
    """A calendar month. `refunded` and `disputed` are of what was paid in it, whenever the money went back.

    `is_whole` is False for the present month.
    """

    start: datetime
    is_whole: bool
    invoices: int
    plans: int
    packs_sold: int
    packs: int
    refunded: int
    disputes: int
    disputed: int
    leaving: Leaving

    @property
    def gross(self) -> int:
        """What was paid."""
        return self.plans + self.packs

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.gross - self.refunded - self.disputed


@dataclass(frozen=True)
class Revenue:
    """One currency's figures: recurring ones by tier and in all, and the months, the oldest first."""

    livemode: bool
    currency: str
    at: datetime
    tiers: Sequence[Recurring]
    total: Recurring
    months: Sequence[Month]


def currencies_of(*, livemode: bool) -> list[str]:
    """The currencies in which there is anything to tell, in the order of their codes."""
    found = set(Subscription.objects.filter(livemode=livemode).values_list("currency", flat=True).distinct())
    paid = Order.objects.filter(livemode=livemode, state=Order.State.PAID)
    return sorted(found | set(paid.values_list("currency", flat=True).distinct()))


def revenue_of(currency: str, *, livemode: bool, months: int = 12, at: datetime | None = None) -> Revenue:
    """Count the figures of a currency: recurring ones now, and those of the last `months` calendar months.

    `at` stands for the present moment, as far as months go.
    """
    now = at or timezone.now()
    starts = _month_starts(now, max(months, CHURN_MONTHS + 1))
    leaving = _leaving(currency, livemode, starts)
    observed = starts[-CHURN_MONTHS - 1 : -1]
    tiers = _recurring(currency, livemode, {tier: _summed(leaving, observed, tier) for tier in Tier})
    total = Recurring(
        tier=None,
        subscriptions=sum(one.subscriptions for one in tiers),
        ending=sum(one.ending for one in tiers),
        mrr=sum(one.mrr for one in tiers),
        leaving=sum((one.leaving for one in tiers), Leaving()),
    )
    shown = starts[-months:]
    of_months = _months(currency, livemode, shown, {start: _summed(leaving, [start], *Tier) for start in shown})
    return Revenue(livemode=livemode, currency=currency, at=now, tiers=tiers, total=total, months=of_months)


def _month_starts(now: datetime, count: int) -> list[datetime]:
    """When the last months began, the oldest first and the present one last."""
    present = now.astimezone(UTC)
    index = present.year * 12 + present.month - 1
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(index - count + 1, index + 1)]


# A subscription pays for the plan of its latest invoice that was paid before the month, if it had not ended by then.
_LEAVING = """
    SELECT month.start, latest.plan_id, count(*),
           count(*) FILTER (WHERE subscription.ended_at < month.start + interval '1 month')
    FROM unnest(%(starts)s::timestamptz[]) AS month (start)
    JOIN billing_subscription subscription ON subscription.started_at < month.start
        AND (subscription.ended_at IS NULL OR subscription.ended_at >= month.start)
    JOIN LATERAL (
        SELECT invoice.plan_id FROM billing_invoice invoice
        WHERE invoice.subscription_id = subscription.id AND invoice.paid_at < month.start
        ORDER BY invoice.paid_at DESC LIMIT 1
    ) AS latest ON true
    WHERE subscription.currency = %(currency)s AND subscription.livemode = %(livemode)s
    GROUP BY month.start, latest.plan_id
"""


def _leaving(currency: str, livemode: bool, starts: Sequence[datetime]) -> dict[tuple[datetime, str], Leaving]:
    asked: dict[str, Any] = {"starts": list(starts), "currency": currency, "livemode": livemode}
    with connection.cursor() as cursor:
        cursor.execute(_LEAVING, asked)
        return {(start, tier): Leaving(paying, ended) for start, tier, paying, ended in cursor.fetchall()}


def _summed(leaving: Mapping[tuple[datetime, str], Leaving], starts: Sequence[datetime], *tiers: Tier) -> Leaving:
    found = (leaving.get((start, tier.value), Leaving()) for start in starts for tier in tiers)
    return sum(found, Leaving())


def _recurring(currency: str, livemode: bool, leaving: Mapping[Tier, Leaving]) -> list[Recurring]:
    """Every tier that has a subscription, or had one lately."""
    paying = Subscription.objects.filter(
        currency=currency,
        livemode=livemode,
        status__in=[Status.ACTIVE, Status.PAST_DUE],
        paid_plan__isnull=False,
    )
    counted = {
        row["plan_id"]: row
        for row in paying.values("plan_id").annotate(
            count=Count("pk"), ending=Count("pk", filter=Q(cancels_at_period_end=True)), mrr=Sum("amount")
        )
    }
    nobody = {"count": 0, "ending": 0, "mrr": 0}
    found = []
    for tier in Tier:
        row = counted.get(tier.value, nobody)
        if row["count"] or leaving[tier].paying:
            found.append(Recurring(tier, row["count"], row["ending"], row["mrr"], leaving[tier]))
    return found


_OF_A_PURCHASE = {
    "count": Count("pk"),
    "paid": Sum("amount"),
    "refunded": Sum("refunded_amount"),
    "disputes": Count("pk", filter=Q(is_disputed=True)),
    "disputed": Sum(F("amount") - F("refunded_amount"), filter=Q(is_disputed=True)),
}


def _months(
    currency: str, livemode: bool, starts: Sequence[datetime], leaving: Mapping[datetime, Leaving]
) -> list[Month]:
    since = Q(currency=currency, paid_at__gte=starts[0])
    invoices = Invoice.objects.filter(since, subscription__livemode=livemode)
    packs = Order.objects.filter(since, livemode=livemode, state=Order.State.PAID, kind=Order.Kind.PACK)
    plans_by_month, packs_by_month = _by_month(invoices), _by_month(packs)
    nothing = dict.fromkeys(_OF_A_PURCHASE, 0)
    found = []
    for start in starts:
        plan, pack = plans_by_month.get(start, nothing), packs_by_month.get(start, nothing)
        found.append(
            Month(
                start=start,
                is_whole=start != starts[-1],
                invoices=plan["count"],
                plans=plan["paid"],
                packs_sold=pack["count"],
                packs=pack["paid"],
                refunded=plan["refunded"] + pack["refunded"],
                disputes=plan["disputes"] + pack["disputes"],
                disputed=(plan["disputed"] or 0) + (pack["disputed"] or 0),
                leaving=leaving[start],
            )
        )
    return found


def _by_month(bought: "QuerySet[Any]") -> dict[datetime, dict[str, Any]]:
    months = bought.order_by().annotate(month=TruncMonth("paid_at", tzinfo=UTC)).values("month")
    return {row["month"]: row for row in months.annotate(**_OF_A_PURCHASE)}
