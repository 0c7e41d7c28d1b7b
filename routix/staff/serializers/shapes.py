"""Figures and rows as the API shows them. `outputs` describes the same for the schema; tests hold both together."""

from typing import Any

from accounts.models import AuditEntry, User
from chat.models import Broadcast
from chat.selectors import describe_broadcast
from routix.staff.selectors.analytics import StaffAnalytics
from routix.staff.selectors.bank import Bank
from routix.staff.selectors.dashboard import Dashboard
from routix.staff.selectors.stats import Stats
from routix.staff.selectors.users import UserFacts
from routix.staff.selectors.work import Work


def describe_dashboard(dashboard: Dashboard) -> dict[str, Any]:
    return {
        "at": dashboard.at.isoformat(),
        "people": dashboard.people._asdict() if dashboard.people else None,
        "today": _work(dashboard.today) if dashboard.today else None,
        "queue": dashboard.queue._asdict() if dashboard.queue else None,
        "failures": dashboard.failures,
        "credits": dashboard.credits._asdict() if dashboard.credits else None,
        "revenue": None if dashboard.revenue is None else [month._asdict() for month in dashboard.revenue],
        "templates": _bank(dashboard.bank) if dashboard.bank else None,
        "recent": None if dashboard.recent is None else [describe_activity(entry) for entry in dashboard.recent],
    }


def describe_stats(stats: Stats) -> dict[str, Any]:
    shown = {name: getattr(stats, name) for name in stats.__dataclass_fields__ if name != "bank"}
    return {**shown, "templates": _bank(stats.bank)}


def describe_analytics(figures: StaffAnalytics) -> dict[str, Any]:
    return {
        "days": figures.days,
        "work": _work(figures.work),
        "by_day": [{**day._asdict(), "date": day.date.isoformat()} for day in figures.by_day],
        "algorithms": [
            {
                "slug": one.slug,
                "name": one.name,
                "runs": one.runs,
                "success_rate": one.success_rate,
                "median_seconds": one.median_seconds,
                "p95_seconds": one.p95_seconds,
                "credits_charged": one.credits_charged,
            }
            for one in figures.algorithms
        ],
        "upscales": figures.upscales,
        "failures": figures.failures,
        "templates": [template._asdict() for template in figures.templates],
    }


def describe_activity(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "action": entry.action,
        "user": _person(entry.user),
        "actor": _person(entry.actor),
        "details": entry.details,
        "created_at": entry.created_at.isoformat(),
    }


def describe_user(facts: UserFacts) -> dict[str, Any]:
    user = facts.user
    return {
        "id": str(user.pk),
        "username": user.username,
        "email": user.email,
        "full_name": user.full_name,
        "role": user.role,
        "is_active": user.is_active,
        "is_verified": user.is_verified,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "subscription_tier": facts.tier.value,
        "credits": {"available": facts.available, "held": facts.held, "owed": facts.owed},
        "generation_count": facts.generations,
        "created_at": user.created_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
    }


def describe_sent(broadcast: Broadcast) -> dict[str, Any]:
    return {**describe_broadcast(broadcast), "author": _person(broadcast.author)}


def _work(work: Work) -> dict[str, Any]:
    return {"total": work.total, **work._asdict()}


def _bank(bank: Bank) -> dict[str, Any]:
    return bank._asdict()


def _person(user: User | None) -> dict[str, str] | None:
    return None if user is None else {"id": str(user.pk), "username": user.username}
