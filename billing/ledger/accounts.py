"""Accounts: opened at the first touch, put on tiers, frozen."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from billing.ledger.booking import find_and_lock_account, lock_account
from billing.ledger.lots import grant_to
from billing.models import Bucket, CreditAccount
from billing.selectors import Balance, balance_of
from billing.tiers import Tier

FREE_MONTH = timedelta(days=30)


def open_account(user: User, *, is_welcome: bool = True) -> bool:
    """Make the user's account unless it is there, with its welcome credits unless they are not `is_welcome` to them.

    Returns whether this call made it.
    """
    if CreditAccount.objects.filter(pk=user.pk).exists():
        return False
    with transaction.atomic():
        due_at: datetime = timezone.now() + FREE_MONTH
        # The row that another request makes at this moment is waited for, and then there.
        CreditAccount.objects.bulk_create([CreditAccount(user=user, free_month_due_at=due_at)], ignore_conflicts=True)
        if is_welcome and settings.WELCOME_CREDITS:
            return grant_to(
                lock_account(user.pk),
                amount=settings.WELCOME_CREDITS,
                key=f"welcome:{user.pk}",
                reason="Welcome to Routix",
                bucket=Bucket.BONUS,
            )
    return True


def lock_account_of(user: User) -> CreditAccount:
    """Lock the user's account until the transaction ends; it is opened if need be."""
    account = find_and_lock_account(user.pk)
    if account is None:
        open_account(user)
        account = lock_account(user.pk)
    return account


def balance(user: User) -> Balance:
    """What the user has; the account is opened if need be."""
    open_account(user)
    return balance_of(user)


def set_tier(user: User, tier: Tier) -> None:
    """Put the user on a tier. Whoever comes back to the free one waits a month for its credits."""
    now = timezone.now()
    with transaction.atomic():
        account = lock_account_of(user)
        if account.tier == tier:
            return
        CreditAccount.objects.filter(pk=user.pk).update(tier=tier)
        if tier is Tier.FREE:
            CreditAccount.objects.filter(pk=user.pk, free_month_due_at__lt=now).update(
                free_month_due_at=now + FREE_MONTH
            )


def freeze(user_id: uuid.UUID, reason: str) -> bool:
    """Refuse what the account would spend or buy from now on. Returns whether it was not frozen before."""
    unfrozen = CreditAccount.objects.filter(pk=user_id, frozen_at=None)
    return unfrozen.update(frozen_at=timezone.now(), frozen_reason=reason[:200]) == 1


def thaw(user_id: uuid.UUID, *, only_for: str = "") -> bool:
    """Let a frozen account spend again, if it is frozen for that reason. Returns whether it was."""
    frozen = CreditAccount.objects.filter(pk=user_id).exclude(frozen_at=None)
    if only_for:
        frozen = frozen.filter(frozen_reason=only_for)
    return frozen.update(frozen_at=None, frozen_reason="") == 1


def set_monthly_cap(user: User, credits_a_month: int | None) -> None:
    """Limit what the user spends in a calendar month (UTC); None lifts it."""
    open_account(user)
    CreditAccount.objects.filter(pk=user.pk).update(monthly_cap=credits_a_month)


def set_low_balance_notice(user: User, at: int | None) -> None:
    """Have the user told once their balance falls to so many credits; None tells nothing."""
    open_account(user)
    CreditAccount.objects.filter(pk=user.pk).update(low_balance_at=at, low_balance_told_at=None)
