"""Which tier a user's subscriptions put them on."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import CreditAccount, Subscription
from billing.tiers import Tier

Status = Subscription.Status
_FREE_MONTH = timedelta(days=30)


def refresh_tier(user: User) -> Tier:
    """Put the user on the best tier that is paid for, and return it.

    A subscription whose renewal was not paid keeps its tier for `PAYMENT_GRACE_DAYS`.
    """
    now = timezone.now()
    grace = now - timedelta(days=settings.PAYMENT_GRACE_DAYS)
    paid = Subscription.objects.filter(user=user, paid_plan__isnull=False).filter(
        Q(status=Status.ACTIVE) | Q(status=Status.PAST_DUE, past_due_since__gt=grace)
    )
    tiers = [Tier(tier) for tier in paid.values_list("paid_plan__tier", flat=True)]
    tier = max(tiers, key=lambda tier: tier.rank, default=Tier.FREE)
    ledger.set_tier(user, tier)
    if tier is Tier.FREE:
        # Whoever comes back from a paid plan waits a month for the free one's credits.
        CreditAccount.objects.filter(pk=user.pk, free_month_due_at__lt=now).update(free_month_due_at=now + _FREE_MONTH)
    return tier
