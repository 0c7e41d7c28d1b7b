"""Revenue, from rows only, with what each figure means beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from billing.admin.reading import MoneyAdmin
from billing.admin.revenue_chart import Chart, chart_of
from billing.admin.tables import Column, Table
from billing.models import Order
from billing.selectors.revenue import (
    CHURN_MONTHS,
    FEWEST_MONTHS_OBSERVED,
    Leaving,
    Month,
    Recurring,
    Revenue,
    currencies_of,
    revenue_of,
)
from common.money import money

NOT_ENOUGH = "not enough data"
_RIGHTS = ("billing.view_order", "billing.view_invoice", "billing.view_subscription")


@dataclass(frozen=True)
class Figure:
    """A figure, its value in words, and what it counts."""

    name: str
    value: str
    definition: str
    detail: str = ""


@dataclass(frozen=True)
class Section:
    """One currency."""

    currency: str
    figures: Sequence[Figure]
    tiers: Table
    chart: Chart | None
    months: Table


def revenue_page(request: HttpRequest) -> HttpResponse:
    """Show live money, or with `?mode=test` what was tried with test payments."""
    if not request.user.has_perms(_RIGHTS):
        raise PermissionDenied
    livemode = request.GET.get("mode") != "test"
    sections = [section_of(revenue_of(currency, livemode=livemode)) for currency in currencies_of(livemode=livemode)]
    context = {
        **admin.site.each_context(request),
        "title": "Revenue",
        "media": MoneyAdmin(Order, admin.site).media,
        "livemode": livemode,
        "sections": sections,
    }
    request.current_app = admin.site.name
    return render(request, "admin/billing/revenue.html", context)


def section_of(revenue: Revenue) -> Section:
    """Put a currency's figures into words."""
    return Section(
        currency=revenue.currency.upper(),
        figures=_figures(revenue),
        tiers=_tiers(revenue),
        chart=chart_of(revenue.months, revenue.currency),
        months=_months(revenue),
    )


def _figures(revenue: Revenue) -> list[Figure]:
    total, currency = revenue.total, revenue.currency
    ending = f", {total.ending} of them end with their period" if total.ending else ""
    return [
        Figure(
            "MRR",
            money(total.mrr, currency),
            "Monthly recurring revenue: what all subscriptions together ask for in a month, as their next invoices "
            "will. Counted are those that are active or past due and have paid at least once.",
            f"from {total.subscriptions} subscriptions{ending}",
        ),
        Figure("ARR", money(total.arr, currency), "Annual recurring revenue: twelve times the MRR."),
        Figure(
            "Churn a month",
            _rate(total.leaving),
            f"Of the subscriptions that paid at the beginning of a month, the share that ended within it; the last "
            f"{CHURN_MONTHS} whole months taken together. Moving to another plan is no churn.",
            _counts(total.leaving),
        ),
        Figure(
            "LTV",
            _value(total, currency),
            "Lifetime value: what a subscription brings until it ends, if people keep leaving at this rate. The mean "
            "monthly amount divided by the churn; revenue, before any cost. It takes at least one that ended and "
            f"{FEWEST_MONTHS_OBSERVED} months of subscriptions.",
        ),
    ]


def _tiers(revenue: Revenue) -> Table:
    currency = revenue.currency
    return Table(
        title="By tier",
        note="A subscription counts for the plan that its next invoice asks for; churn for the plan it had paid for.",
        columns=[
            *(Column("Tier"), Column("Subscriptions", is_number=True), Column("MRR", is_number=True)),
            *(Column("ARR", is_number=True), Column("Churn a month", is_number=True), Column("Counted")),
            Column("LTV", is_number=True),
        ],
        rows=[
            [
                one.tier.label if one.tier else "All",
                one.subscriptions,
                money(one.mrr, currency),
                money(one.arr, currency),
                _rate(one.leaving),
                _counts(one.leaving),
                _value(one, currency),
            ]
            for one in revenue.tiers
        ],
        empty="There is no subscription.",
    )


def _months(revenue: Revenue) -> Table:
    return Table(
        title="By month",
        note=(
            "Plans are paid invoices, packs are paid orders, both by the day they were paid, in UTC. Refunded and "
            "disputed are of what was paid in that month, whenever the money went back; a dispute counts until it is "
            "won. Net is what is left."
        ),
        columns=[
            *(Column("Month"), Column("Invoices", is_number=True), Column("Plans", is_number=True)),
            *(Column("Packs sold", is_number=True), Column("Packs", is_number=True)),
            *(Column("Refunded", is_number=True), Column("Disputed", is_number=True), Column("Net", is_number=True)),
            Column("Churn", is_number=True),
        ],
        rows=[_month_row(month, revenue.currency) for month in reversed(revenue.months)],
        empty="Nothing.",
    )


def _month_row(month: Month, currency: str) -> list[object]:
    disputed = money(month.disputed, currency)
    churn = f"{_rate(month.leaving)} ({_counts(month.leaving)})" if month.leaving.paying else NOT_ENOUGH
    return [
        f"{month.start:%B %Y}" + ("" if month.is_whole else ", so far"),
        month.invoices,
        money(month.plans, currency),
        month.packs_sold,
        money(month.packs, currency),
        money(month.refunded, currency),
        f"{disputed} ({month.disputes})" if month.disputes else disputed,
        money(month.net, currency),
        churn,
    ]


def _rate(leaving: Leaving) -> str:
    return NOT_ENOUGH if leaving.rate is None else f"{leaving.rate:.1%}"


def _counts(leaving: Leaving) -> str:
    return f"{leaving.ended} of {leaving.paying}"


def _value(recurring: Recurring, currency: str) -> str:
    value = recurring.lifetime_value
    return NOT_ENOUGH if value is None else money(value, currency)
