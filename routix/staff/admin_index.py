"""The dashboard on the index of the admin: the numbers of `GET admin/dashboard`, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.money import money
from routix.staff.selectors.dashboard import FAILURE_DAYS, Dashboard, dashboard_for

_UNKNOWN = "–"
# Below it something is wrong that somebody should look at.
_LEAST_SUCCESS = 0.9


@dataclass(frozen=True)
class Card:
    """A figure, what it is of, and where there is more. `tone` is bad, busy or ""."""

    name: str
    value: str
    detail: str = ""
    address: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Bar:
    """A count beside others of its kind; `percent` 0..100 is its share of the largest."""

    name: str
    count: int
    percent: int
    tone: str = ""


@dataclass(frozen=True)
class House:
    """What the template shows. `dashboard` has the figures themselves."""

    dashboard: Dashboard
    cards: Sequence[Card]
    statuses: Sequence[Bar] = field(default_factory=list)
    failures: Sequence[Bar] = field(default_factory=list)
    templates: Sequence[Bar] = field(default_factory=list)
    failure_days: int = FAILURE_DAYS
    activity_address: str = ""


def dashboard_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Hook of unfold: add `house` to what the index knows."""
    if isinstance(request.user, User):
        context["house"] = _house(dashboard_for(request.user))
    return context


def _house(dashboard: Dashboard) -> House:
    cards = [*_people(dashboard), *_work(dashboard), *_money(dashboard)]
    tones = {"failed": "bad", "processing": "busy", "queued": "busy", "pending": "busy"}
    return House(
        dashboard=dashboard,
        cards=cards,
        statuses=_bars(dashboard.today.by_status, tones) if dashboard.today else [],
        failures=_bars(dashboard.failures or {}, dict.fromkeys(dashboard.failures or {}, "bad")),
        templates=_bars(dashboard.bank.by_status, tones) if dashboard.bank else [],
        activity_address=reverse("admin:accounts_auditentry_changelist") if dashboard.recent is not None else "",
    )


def _people(dashboard: Dashboard) -> list[Card]:
    people = dashboard.people
    if people is None:
        return []
    new = _("%(n)d new today") % {"n": people.new_today}
    return [
        Card(_("Users"), f"{people.users:,}", new, reverse("admin:accounts_user_changelist")),
        Card(_("Active today"), f"{people.active_today:,}", _("made, said something or signed in")),
    ]


def _work(dashboard: Dashboard) -> list[Card]:
    today, queue = dashboard.today, dashboard.queue
    if today is None or queue is None:
        return []
    rate = _UNKNOWN if today.success_rate is None else f"{today.success_rate:.1%}"
    median = _UNKNOWN if today.median_seconds is None else _("%(n).1f s") % {"n": today.median_seconds}
    waited = ""
    if queue.oldest_seconds is not None:
        waited = _("the oldest for %(n)d s") % {"n": round(queue.oldest_seconds)}
    running = _("%(n)d are being made") % {"n": queue.processing}
    ended = _("of those that ended by themselves")
    return [
        Card(_("Generations today"), f"{today.total:,}", "", reverse("admin:generation_generation_changelist")),
        Card(_("Success rate today"), rate, ended, tone=_tone(today.success_rate)),
        Card(_("Median time today"), median),
        Card(_("In the queue now"), f"{queue.waiting:,}", " · ".join(filter(None, (running, waited)))),
    ]


def _tone(success_rate: float | None) -> str:
    return "bad" if success_rate is not None and success_rate < _LEAST_SUCCESS else ""


def _money(dashboard: Dashboard) -> list[Card]:
    cards = []
    if dashboard.credits is not None:
        of = _("of %(n)s that users have") % {"n": f"{dashboard.credits.posted:,}"}
        cards.append(Card(_("Credits held"), f"{dashboard.credits.held:,}", of))
    for month in dashboard.revenue or ():
        name = _("Revenue this month") if month.livemode else _("Test payments this month")
        came_in = _("%(gross)s came in") % {"gross": money(month.gross, month.currency)}
        mode = "" if month.livemode else "?mode=test"
        cards.append(Card(name, money(month.net, month.currency), came_in, reverse("admin-revenue") + mode))
    if dashboard.revenue == []:
        cards.append(Card(_("Revenue this month"), _UNKNOWN, _("No payment was made yet."), reverse("admin-revenue")))
    return cards


def _bars(counts: dict[str, int], tones: dict[str, str]) -> list[Bar]:
    largest = max(counts.values(), default=0) or 1
    return [
        Bar(name.replace("_", " "), count, round(100 * count / largest), tones.get(name, ""))
        for name, count in counts.items()
    ]
