"""Somebody's credits and purchases, for the archive of their account."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from accounts.services.exporting import as_json
from billing.models import CreditAccount, Invoice, Order, Referral, ReferralCode, StatementLine, Subscription

_LINES_A_FILE = 10_000
_LINES = ("at", "kind", "reason", "note", "bucket", "amount", "held", "charged", "returned", "balance_after")
_ORDERS = ("id", "kind", "credits", "amount", "currency", "state", "refunded_amount", "created_at", "paid_at")
_INVOICES = ("number", "plan_id", "amount", "currency", "credits", "period_start", "period_end", "paid_at", "page_url")
_PLANS = ("plan_id", "status", "started_at", "period_end", "cancels_at_period_end", "ended_at")
_ACCOUNT = ("tier", "posted", "held", "owed", "monthly_cap", "low_balance_at", "created_at")


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """The statement line by line, orders, invoices, plans, and the user's own code of invitation."""
    yield "money/account.json", as_json(CreditAccount.objects.filter(pk=user.pk).values(*_ACCOUNT).first())
    yield from _credits(user)
    yield "money/orders.json", as_json(list(Order.objects.filter(user=user).values(*_ORDERS)))
    yield "money/invoices.json", as_json(list(Invoice.objects.filter(user=user).values(*_INVOICES)))
    yield "money/plans.json", as_json(list(Subscription.objects.filter(user=user).values(*_PLANS)))
    yield "money/invitations.json", as_json(_invitations(user))


def _credits(user: User) -> Iterator[tuple[str, bytes]]:
    """The statement, the oldest line first, in files that memory can hold."""
    lines = StatementLine.objects.filter(account=user.pk).order_by("at", "id").values(*_LINES)
    page: list[dict[str, Any]] = []
    number = 1
    for line in lines.iterator(chunk_size=_LINES_A_FILE):
        page.append(line)
        if len(page) == _LINES_A_FILE:
            yield f"money/credits-{number}.json", as_json(page)
            page, number = [], number + 1
    if page or number == 1:
        yield f"money/credits-{number}.json", as_json(page)


def _invitations(user: User) -> dict[str, Any]:
    code = ReferralCode.objects.filter(user=user).values_list("code", flat=True).first()
    return {"your_code": code, "people_who_came": Referral.objects.filter(referrer=user).count()}
