"""The statement in plain words: what each line is about, and why the number changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing import ledger
from billing.models import Bucket, StatementLine
from billing.pages.statement_titles import told_reason

Kind = StatementLine.Kind

# What the statement can be narrowed to: the word in the address, what it is called, and the kinds it shows.
FILTERS = {
    "received": (gettext_lazy("Received"), (Kind.GRANT, Kind.ROLLOVER)),
    "charged": (gettext_lazy("Charged"), (Kind.CAPTURE,)),
    "held": (gettext_lazy("Held now"), (Kind.HELD,)),
    "returned": (gettext_lazy("Returned"), (Kind.RETURNED,)),
    "expired": (gettext_lazy("Expired"), (Kind.EXPIRY,)),
    "corrected": (
        gettext_lazy("Refunds and corrections"),
        (Kind.REFUND, Kind.DISPUTE, Kind.ADJUSTMENT, Kind.REVERSAL),
    ),
}
_ICONS = {
    Kind.GRANT: "arrow-down-left",
    Kind.CAPTURE: "sparkles",
    Kind.EXPIRY: "timer-off",
    Kind.ROLLOVER: "refresh-cw",
    Kind.ADJUSTMENT: "sliders-horizontal",
    Kind.REFUND: "undo-2",
    Kind.DISPUTE: "shield-alert",
    Kind.REVERSAL: "rotate-ccw",
    Kind.HELD: "hourglass",
    Kind.RETURNED: "undo-2",
}


@dataclass(frozen=True)
class Line:
    """One line as shown: `change` is signed, "" where nothing was booked; `month` heads it, if it is a new one."""

    id: UUID
    at: datetime
    month: str
    kind: str
    label: str
    icon: str
    title: str
    why: str
    change: str
    tone: str
    balance: int | None
    generation_id: UUID | None


def in_words(lines: Sequence[StatementLine], *, after: datetime | None = None) -> list[Line]:
    """Put lines into words, newest first. `after` is the time of the line that stands before them, if one does."""
    told, month = [], _month(after) if after else ""
    for line in lines:
        own = _month(line.at)
        told.append(_line(line, month="" if own == month else own))
        month = own
    return told


def explain(line: StatementLine) -> str:
    """Say in a sentence or two why the number changed, or why it did not."""
    kind = Kind(line.kind)
    if kind is Kind.GRANT:
        return _good_until(line)
    if kind is Kind.CAPTURE:
        return _charged(line)
    if kind is Kind.HELD:
        return ngettext(
            "%(n)s credit is set aside while this is being made. It is charged when the picture is there, and comes "
            "back if it isn't.",
            "%(n)s credits are set aside while this is being made. They are charged when the picture is there, and "
            "come back if it isn't.",
            line.held,
        ) % {"n": line.held}
    if kind is Kind.RETURNED:
        return ngettext(
            "%(n)s credit was set aside and came back, because nothing was delivered. Nothing was charged.",
            "%(n)s credits were set aside and came back, because nothing was delivered. Nothing was charged.",
            line.held,
        ) % {"n": line.held}
    if kind is Kind.EXPIRY:
        if line.reason == ledger.BEYOND_ROLLOVER:
            return _("At a renewal a plan keeps so many unspent credits and no more.")
        return _("They were not spent in time.")
    if kind is Kind.ROLLOVER:
        return _("The number stays as it was: these credits only got more time.") + " " + _good_until(line)
    if kind is Kind.ADJUSTMENT:
        return _("Changed by Routix support.")
    if kind is Kind.REFUND:
        return _("The credits that the money had bought went with it.")
    if kind is Kind.DISPUTE:
        return _("Your bank took the money back, so the credits that it had bought went too.")
    if line.amount > 0:
        return _("Credits that an earlier line took are back.")
    return _("This takes back what an earlier line gave.")


def _line(line: StatementLine, *, month: str) -> Line:
    kind = Kind(line.kind)
    return Line(
        id=line.pk,
        at=line.at,
        month=month,
        kind=kind.value,
        label=str(kind.label),
        icon=_ICONS[kind],
        title=line.note or told_reason(line.reason) or str(kind.label),
        why=explain(line),
        change="" if line.balance_after is None else _signed(line.amount),
        tone="up" if line.amount > 0 else "down" if line.amount < 0 else "still",
        balance=line.balance_after,
        generation_id=line.reference,
    )


def _charged(line: StatementLine) -> str:
    if line.returned:
        return _("%(held)s credits were set aside: %(charged)s charged, %(returned)s returned.") % {
            "held": line.held,
            "charged": line.charged,
            "returned": line.returned,
        }
    return ngettext(
        "%(n)s credit was set aside and charged when the picture was there.",
        "%(n)s credits were set aside and charged when the picture was there.",
        line.charged,
    ) % {"n": line.charged}


def _good_until(line: StatementLine) -> str:
    source = {
        Bucket.BONUS.value: _("Bonus credits."),
        Bucket.PLAN.value: _("Credits of your plan."),
        Bucket.PACK.value: _("Credits of a pack."),
    }.get(line.bucket, "")
    if line.expires_at is None:
        forever = _("They never expire.")
        return f"{source} {forever}".strip()
    until = formats.date_format(line.expires_at, "j M Y")
    told = _("They expired on %(date)s.") if line.expires_at <= timezone.now() else _("Good until %(date)s.")
    return f"{source} {told % {'date': until}}".strip()


def _month(at: datetime) -> str:
    return formats.date_format(at, "F Y")


def _signed(amount: int) -> str:
    return f"+{amount:,}" if amount > 0 else f"−{-amount:,}" if amount < 0 else "0"
