"""The free plan's monthly credits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from billing import ledger
from billing.models import CreditAccount
from billing.selectors import plan_of_tier
from billing.tiers import Tier

FREE_MONTH = timedelta(days=30)
_A_BATCH = 500


def grant_free_months() -> int:
    """Give what is due to accounts on the free plan. Returns how many got something.

    They expire when the next ones come. Whoever missed several months, since nobody looked, gets one.
    """
    plan = plan_of_tier(Tier.FREE)
    now = timezone.now()
    due = CreditAccount.objects.filter(tier=Tier.FREE, free_month_due_at__lte=now, user__is_active=True)
    given = 0
    for account in due.select_related("user").order_by("free_month_due_at")[:_A_BATCH]:
        due_at = account.free_month_due_at
        with transaction.atomic():
            still_due = CreditAccount.objects.filter(pk=account.pk, tier=Tier.FREE, free_month_due_at=due_at)
            if due_at is None or not still_due.update(free_month_due_at=now + FREE_MONTH):
                continue
            given += ledger.grant(
                account.user,
                amount=plan.monthly_credits,
                key=f"free-month:{account.pk}:{due_at:%Y-%m-%dT%H:%M:%S}",
                reason=f"{plan.name}: credits of the month",
                bucket="plan",
                expires_at=now + FREE_MONTH,
            )
    return given
