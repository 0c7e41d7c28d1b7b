"""What the user bought: checkouts and invoices in one list."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.pages.access import for_signed_in
from billing.models import Invoice, Order
from billing.pages.addresses import on_this_host
from billing.selectors import invoices_of, orders_of
from common.money import money_in_text

_ROWS = 30
_PRECISE = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Purchase:
    """One row. `tone` is good, bad, waiting or still; the addresses are "" where there is nothing to go to."""

    at: datetime
    name: str
    about: str
    amount: str
    state: str
    tone: str
    is_livemode: bool
    continue_url: str = ""
    page_url: str = ""
    pdf_url: str = ""


@require_safe
@never_cache
@for_signed_in
def purchases_page(request: HttpRequest, user: User) -> HttpResponse:
    """The list, newest first."""
    before = _read_time(request.GET.get("before", ""))
    purchases, has_older = _purchases(user, before)
    older = urlencode({"before": f"{purchases[-1].at.astimezone(UTC):{_PRECISE}}"}) if has_older else ""
    context = {"section": "purchases", "purchases": purchases, "older": older, "is_continued": before is not None}
    return render(request, "billing/purchases.html", context)


def _purchases(user: User, before: datetime | None) -> tuple[list[Purchase], bool]:
    """A page of the two lists, merged by time, and whether more follows."""
    orders, invoices = orders_of(user), invoices_of(user).select_related("subscription")
    if before is not None:
        orders, invoices = orders.filter(created_at__lt=before), invoices.filter(paid_at__lt=before)
    found = [_of_order(order) for order in orders[: _ROWS + 1]]
    found += [_of_invoice(invoice) for invoice in invoices[: _ROWS + 1]]
    found.sort(key=lambda purchase: purchase.at, reverse=True)
    return found[:_ROWS], len(found) > _ROWS


def _of_order(order: Order) -> Purchase:
    is_open = order.state == Order.State.OPEN
    is_over = is_open and order.expires_at is not None and order.expires_at <= timezone.now()
    if is_open and not is_over:
        state, tone = _("Not paid yet"), "waiting"
    elif is_open or order.state == Order.State.EXPIRED:
        state, tone = _("Expired, nothing was charged"), "still"
    elif order.state == Order.State.FAILED:
        state, tone = _("The payment failed, nothing was charged"), "bad"
    else:
        state, tone = _paid_state(order)
    plan_or_pack = order.plan or order.pack
    return Purchase(
        at=order.created_at,
        name=plan_or_pack.name if plan_or_pack else str(order.get_kind_display()),
        about=_("Pack of %(n)s credits") % {"n": f"{order.credits:,}"} if order.pack else _credits(order.credits),
        amount=money_in_text(order.amount, order.currency),
        state=state,
        tone=tone,
        is_livemode=order.livemode,
        continue_url=on_this_host(order.checkout_url) if is_open and not is_over else "",
    )


def _of_invoice(invoice: Invoice) -> Purchase:
    state, tone = _paid_state(invoice)
    return Purchase(
        at=invoice.paid_at,
        name=_("%(plan)s plan") % {"plan": invoice.plan.name},
        about=_credits(invoice.credits),
        amount=money_in_text(invoice.amount, invoice.currency),
        state=state,
        tone=tone,
        is_livemode=invoice.subscription.livemode,
        page_url=on_this_host(invoice.page_url),
        pdf_url=invoice.pdf_url,
    )


def _paid_state(bought: Order | Invoice) -> tuple[str, str]:
    if bought.is_disputed:
        return _("Disputed"), "bad"
    if not bought.refunded_amount:
        return _("Paid"), "good"
    if bought.refunded_amount >= bought.amount:
        return _("Refunded"), "still"
    sums = {
        "refunded": money_in_text(bought.refunded_amount, bought.currency),
        "paid": money_in_text(bought.amount, bought.currency),
    }
    return _("Refunded %(refunded)s of %(paid)s") % sums, "still"


def _credits(number: int) -> str:
    return _("%(n)s credits") % {"n": f"{number:,}"}


def _read_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _PRECISE).replace(tzinfo=UTC)
    except ValueError:
        return None
