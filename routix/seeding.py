"""First rows, from every app that has some."""

import secrets
from collections.abc import Iterator

from django.conf import settings

from accounts.models import User
from accounts.services.registration import create_staff, create_user
from accounts.services.roles import ensure_role_groups
from billing import ledger
from billing.services.catalogue import ensure_catalogue
from billing.tiers import Tier
from generation.services.catalogue import ensure_algorithms
from generation.services.schedules import ensure_schedules
from templates_lib.services import seed_templates

_STAFF_NAME = "staff"


def seed() -> Iterator[str]:
    """Make what is missing; yields a line for people about each thing that is worth telling."""
    ensure_catalogue()
    ensure_algorithms()
    ensure_schedules()
    ensure_role_groups()
    made = seed_templates()
    if made:
        yield f"seeded {made} templates"
    if not settings.IS_PRODUCTION:
        yield from _staff()


def _staff() -> Iterator[str]:
    user, password = create_staff(username=_STAFF_NAME, email="staff@routix.local")
    if password:
        yield f"staff account made: {user.username}  password: {password}  (shown once; change it in the admin)"


def demo_users() -> Iterator[str]:
    """One user of each tier, with a random password that is told once."""
    for tier in Tier:
        name = f"demo_{tier.value}"
        if User.objects.named(name).exists():
            yield f"{tier.label:<11} {name:<16} exists already"
            continue
        password = secrets.token_urlsafe(12)
        user = create_user(username=name, email=f"{name}@routix.local", password=password)
        ledger.set_tier(user, tier)
        yield f"{tier.label:<11} {name:<16} password: {password}"
