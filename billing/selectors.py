"""Reading credits. An account that was not touched yet already counts its welcome credits."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from billing.models import CreditAccount, LedgerLeg
from billing.tiers import Tier


@dataclass(frozen=True)
class Balance:
    """Credits that can be spent, and credits set aside for work under way."""

    available: int
    held: int


def balance_of(user: User) -> Balance:
    """What the user has."""
    row = CreditAccount.objects.filter(pk=user.pk).values_list("posted", "held").first()
    if row is None:
        return Balance(available=settings.WELCOME_CREDITS, held=0)
    posted, held = row
    return Balance(available=posted - held, held=held)


def available_credits(user: User) -> int:
    """How many credits the user can spend."""
    return balance_of(user).available


def tier_of(user: User) -> Tier:
    """The user's tier."""
    found = CreditAccount.objects.filter(pk=user.pk).values_list("tier", flat=True).first()
    return Tier(found) if found else Tier.FREE


def facts_of(user: User) -> dict[str, Any]:
    """What an account shows of money, in one query: `credits` and `subscription_tier`."""
    row = CreditAccount.objects.filter(pk=user.pk).values_list("posted", "held", "tier").first()
    if row is None:
        return {"credits": settings.WELCOME_CREDITS, "subscription_tier": Tier.FREE.value}
    posted, held, tier = row
    return {"credits": posted - held, "subscription_tier": tier}


def movements_of(user: User) -> "QuerySet[LedgerLeg]":
    """The user's side of every transaction, newest first."""
    return LedgerLeg.objects.filter(account_id=user.pk).select_related("transaction").order_by("-id")
