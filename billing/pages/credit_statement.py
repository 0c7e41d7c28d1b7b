"""What the user has, line by line, and the limits they set themselves."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.pages.access import for_signed_in
from billing import ledger
from billing.forms import LimitsForm
from billing.ledger.holding import spent_since
from billing.models import CreditAccount
from billing.pages.statement_file import statement_csv
from billing.pages.statement_lines import FILTERS, Line, in_words
from billing.selectors import account_of, expiring_of
from billing.selectors.statement_pages import Mark, read_statement

_LINES = 30


@dataclass(frozen=True)
class Filter:
    """One way to narrow the statement."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Statement:
    """A page of the statement. `older` is the query of the next one, "" at the end."""

    lines: list[Line]
    older: str
    filter: str


@require_safe
@never_cache
@for_signed_in
def credits_page(request: HttpRequest, user: User) -> HttpResponse:
    """Everything about the user's credits."""
    return _page(request, user)


@require_safe
@never_cache
@for_signed_in
def older_lines(request: HttpRequest, user: User) -> HttpResponse:
    """Further lines of the statement, to be put under those that are there."""
    return render(request, "billing/_statement_lines.html", {"statement": _statement(request, user)})


@require_safe
@never_cache
@for_signed_in
def statement_download(request: HttpRequest, user: User) -> HttpResponse:
    """The whole statement as a file."""
    name = f"routix-credits-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(statement_csv(user), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@never_cache
@for_signed_in
def set_limits(request: HttpRequest, user: User) -> HttpResponse:
    """Set the spending cap and the low-balance notice."""
    form = LimitsForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form=form, status=422)
    account = _account(user)
    cap, notice = form.cleaned_data["monthly_cap"], form.cleaned_data["low_balance_at"]
    if cap != account.monthly_cap:
        ledger.set_monthly_cap(user, cap)
    if notice != account.low_balance_at:  # set anew, it would tell once more what was told
        ledger.set_low_balance_notice(user, notice)
    messages.success(request, _("Your limits are saved."))
    return redirect("credits")


def _page(request: HttpRequest, user: User, *, form: LimitsForm | None = None, status: int = 200) -> HttpResponse:
    balance = ledger.balance(user)
    account = _account(user)
    statement = _statement(request, user)
    on_statement = balance.available + balance.held + balance.lapsed - balance.owed
    limits = {"monthly_cap": account.monthly_cap, "low_balance_at": account.low_balance_at}
    context = {
        "section": "credits",
        "balance": balance,
        "on_statement": abs(on_statement),
        "is_below_nothing": on_statement < 0,
        "account": account,
        "expiring": expiring_of(user),
        "spent_this_month": _spent_this_month(account),
        "form": form or LimitsForm(initial=limits),
        "statement": statement,
        "filters": [Filter(name, str(label), name == statement.filter) for name, (label, _kinds) in FILTERS.items()],
        "is_continued": bool(request.GET.get("before")),
    }
    return render(request, "billing/credits.html", context, status=status)


def _account(user: User) -> CreditAccount:
    return account_of(user) or CreditAccount(user=user)


def _spent_this_month(account: CreditAccount) -> int:
    return spent_since(account, timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def _statement(request: HttpRequest, user: User) -> Statement:
    wanted = request.GET.get("show", "")
    chosen = wanted if wanted in FILTERS else ""
    kinds = FILTERS[chosen][1] if chosen else ()
    before = _read_mark(request.GET.get("before", ""))
    page = read_statement(user, kinds=kinds, before=before, limit=_LINES)
    older = ""
    if page.older is not None:
        older = urlencode({**({"show": chosen} if chosen else {}), "before": _write_mark(page.older)})
    return Statement(in_words(page.lines, after=before.at if before else None), older, chosen)


def _write_mark(mark: Mark) -> str:
    return f"{mark.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{mark.id}"


def _read_mark(text: str) -> Mark | None:
    """The place that an address names; None, the beginning, for none and for nonsense."""
    at, _tilde, line_id = text.partition("~")
    try:
        return Mark(datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), uuid.UUID(line_id))
    except ValueError:
        return None
