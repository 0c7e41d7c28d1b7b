"""Reading what users have. An account that was not touched yet already counts its welcome credits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Now

from accounts.models import User
from billing.models import CreditAccount, CreditLot
from billing.selectors.catalogue import plan_of_tier
from billing.tiers import Tier

# Written out, since it is asked with every page and every request that spends. Lots whose time is over are few: they
# are booked away soon, and the index knows only those with credits left.
_BALANCE = """
    SELECT account.posted, account.held, account.owed, account.tier, account.frozen_at IS NOT NULL,
           (SELECT coalesce(sum(lot.posted - lot.held), 0) FROM billing_creditlot AS lot
            WHERE lot.account_id = account.user_id AND lot.posted > 0 AND lot.expires_at <= statement_timestamp())
    FROM billing_creditaccount AS account WHERE account.user_id = %s
"""


@dataclass(frozen=True)
class Balance:
    """Credits that can be spent, those set aside for work under way, those that are owed, and those whose time is over.

    `lapsed` ones can't be spent, but roll over if the plan is renewed in time.
    """

    available: int
    held: int
    owed: int = 0
    lapsed: int = 0
    is_frozen: bool = False


@dataclass(frozen=True)
class Expiring:
    """Credits that are lost if they aren't spent by then."""

    amount: int
    bucket: str
    expires_at: datetime


def balance_of(user: User) -> Balance:
    """What the user has."""
    return _read(user)[0]


def available_credits(user: User) -> int:
    """How many credits the user can spend."""
    return balance_of(user).available


def tier_of(user: User) -> Tier:
    """The user's tier."""
    found = CreditAccount.objects.filter(pk=user.pk).values_list("tier", flat=True).first()
    return Tier(found) if found else Tier.FREE


def facts_of(user: User) -> dict[str, Any]:
    """What accounts shows of money, in one query: `credits` and `subscription_tier`."""
    balance, tier = _read(user)
    return {"credits": balance.available, "subscription_tier": tier.value}


def limits_of(user: User) -> dict[str, int]:
    """What the user's plan allows, for apps that may not import this one: `brand_assets`."""
    return {"brand_assets": plan_of_tier(tier_of(user)).brand_assets}


def expiring_of(user: User) -> list[Expiring]:
    """What expires and when, the soonest first; credits that expire together are one entry."""
    lots = CreditLot.objects.filter(account_id=user.pk, posted__gt=0, held__lt=F("posted"), expires_at__gt=Now())
    found = lots.values("bucket", "expires_at").annotate(amount=Sum(F("posted") - F("held"))).order_by("expires_at")
    return [Expiring(row["amount"], row["bucket"], at) for row in found if (at := row["expires_at"]) is not None]


def account_of(user: User) -> CreditAccount | None:
    """The user's account, None before its first touch."""
    return CreditAccount.objects.filter(pk=user.pk).first()


def _read(user: User) -> tuple[Balance, Tier]:
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, [user.pk])
        row = cursor.fetchone()
    if row is None:
        return Balance(available=settings.WELCOME_CREDITS, held=0), Tier.FREE
    posted, held, owed, tier, is_frozen, lapsed = row
    available = 0 if owed else posted - held - int(lapsed)
    return Balance(available, held, owed, int(lapsed), is_frozen), Tier(tier)
