"""What a paid invoice brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from billing.gateway import InvoiceLine, PaidInvoice
from billing.models import Plan
from billing.selectors import plan_of_price

_A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Brought:
    """A paid invoice's credits, the plan it pays for, and from when until when."""

    plan: Plan
    credits: int
    is_renewal: bool
    period_start: datetime
    period_end: datetime


def read_invoice(invoice: PaidInvoice, earlier: Sequence[PaidInvoice], *, gateway_name: str) -> Brought | None:
    """Say what the invoice brings, None where it isn't about a plan of ours.

    `earlier` are the subscription's invoices before it: they say how long the period is that is prorated.
    """
    plans = {line.price: plan for line in invoice.lines if (plan := plan_of_price(gateway_name, line.price))}
    lines = [line for line in invoice.lines if line.price in plans]
    whole = [line for line in lines if not line.is_proration]
    gained = whole or [line for line in lines if line.amount > 0] or lines
    if not gained:
        return None
    last = gained[-1]
    starts = period_starts([*earlier, invoice])
    return Brought(
        plan=plans[last.price],
        credits=credits_of_lines(lines, plans, starts),
        is_renewal=bool(whole),
        period_start=last.period_start,
        period_end=last.period_end,
    )


def period_starts(invoices: Sequence[PaidInvoice]) -> dict[datetime, datetime]:
    """When each paid period began, by its end."""
    return {
        line.period_end: line.period_start for invoice in invoices for line in invoice.lines if not line.is_proration
    }


def credits_of_lines(
    lines: Sequence[InvoiceLine], plans: Mapping[str, Plan], starts: Mapping[datetime, datetime]
) -> int:
    """A plan's monthly credits for a whole period, and their share for the rest of one; what is given back counts off.

    Never less than 0: a downgrade takes no credits away.
    """
    total = Fraction(0)
    for line in lines:
        monthly = plans[line.price].monthly_credits
        if not line.is_proration:
            total += monthly
            continue
        rest = line.period_end - line.period_start
        start = starts.get(line.period_end)
        # A period that is not paid (yet) does not say when it began; months are no shorter in our reckoning then.
        whole = line.period_end - start if start is not None else max(rest, _A_MONTH)
        share = Fraction(round(rest.total_seconds()), max(1, round(whole.total_seconds())))
        total += monthly * min(share, Fraction(1)) * (1 if line.amount > 0 else -1)
    return max(0, int(total))
