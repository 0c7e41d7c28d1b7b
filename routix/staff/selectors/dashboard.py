"""What staff see first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import AuditEntry, User
from routix.staff.selectors.activity import ActivityFilter, find_activity
from routix.staff.selectors.bank import Bank, count_bank
from routix.staff.selectors.days import beginning_of, today
from routix.staff.selectors.money import Credits, MonthlyRevenue, credits_of_all, revenue_this_month
from routix.staff.selectors.people import People, count_people
from routix.staff.selectors.work import Queue, Work, failures_since, queue_now, work_since

SEES_PEOPLE = ("accounts.view_user",)
SEES_WORK = ("generation.view_generation",)
SEES_BANK = ("templates_lib.view_template",)
SEES_ACTIVITY = ("accounts.view_auditentry",)
SEES_MONEY = ("billing.view_order", "billing.view_invoice", "billing.view_subscription")
FAILURE_DAYS = 7
_RECENT = 8


@dataclass(frozen=True)
class Dashboard:
    """The state of the house `at` a moment. What somebody may not see is None.

    `today` is of generations asked for since midnight in UTC, `failures` are by type, of those
    asked for in the last `FAILURE_DAYS` days.
    """

    at: datetime
    people: People | None
    today: Work | None
    queue: Queue | None
    failures: dict[str, int] | None
    credits: Credits | None
    revenue: list[MonthlyRevenue] | None
    bank: Bank | None
    recent: list[AuditEntry] | None


def dashboard_for(user: User) -> Dashboard:
    """Read what this member of staff may see."""
    sees_work, sees_money = user.has_perms(SEES_WORK), user.has_perms(SEES_MONEY)
    return Dashboard(
        at=timezone.now(),
        people=count_people() if user.has_perms(SEES_PEOPLE) else None,
        today=work_since(beginning_of(today())) if sees_work else None,
        queue=queue_now() if sees_work else None,
        failures=failures_since(beginning_of(today()) - timedelta(days=FAILURE_DAYS - 1)) if sees_work else None,
        credits=credits_of_all() if sees_money else None,
        revenue=revenue_this_month() if sees_money else None,
        bank=count_bank() if user.has_perms(SEES_BANK) else None,
        recent=list(find_activity(ActivityFilter())[:_RECENT]) if user.has_perms(SEES_ACTIVITY) else None,
    )
