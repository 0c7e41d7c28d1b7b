"""Which tier a user's subscriptions put them on."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import CreditAccount, Subscription
from billing.tiers import Tier

Status = Subscription.Status


def refresh_tier(user: User) -> Tier:
    """Put the user on the best tier that is paid for, and return it.

    A subscription whose renewal was not paid keeps its tier for `PAYMENT_GRACE_DAYS`.
    """
    ledger.open_account(user)
    with transaction.atomic():
        # Under the account's lock, or who read before another's payment was booked would write after it.
        CreditAccount.objects.select_for_update(no_key=True).get(pk=user.pk)
        grace = timezone.now() - timedelta(days=settings.PAYMENT_GRACE_DAYS)
        paid = Subscription.objects.filter(user=user, paid_plan__isnull=False).filter(
            # One that could not be read since its period ended counts no longer than one that was not paid.
            Q(status=Status.ACTIVE, period_end__gt=grace) | Q(status=Status.PAST_DUE, past_due_since__gt=grace)
        )
        tiers = [Tier(tier) for tier in paid.values_list("paid_plan__tier", flat=True)]
        tier = max(tiers, key=lambda tier: tier.rank, default=Tier.FREE)
        ledger.set_tier(user, tier)
    return tier
