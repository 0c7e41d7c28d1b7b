"""Applying events, and looking after what no event told."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from billing.models import CreditAccount, Order, Referral, Subscription
from billing.settlement import refresh_tier, reward_referrer, settle_order, settle_subscription
from billing.stripe_events import apply_next, is_anything_due
from billing.tiers import Tier
from common.background import nudge
from common.errors import DomainError

_log = structlog.get_logger(__name__)
_MOST_EVENTS = 50
_A_BATCH = 200
Status = Subscription.Status


@shared_task
def apply_stripe_events() -> int:
    """Apply the events that are due. Returns how many there were."""
    applied = 0
    while applied < _MOST_EVENTS and apply_next():
        applied += 1
    if applied == _MOST_EVENTS and is_anything_due():
        nudge(apply_stripe_events)
    return applied


@shared_task
def settle_again() -> int:
    """Read what should have changed by now, in case an event got lost. Returns how many things were read."""
    now = timezone.now()
    orders = Order.objects.filter(state=Order.State.OPEN, created_at__lte=now - timedelta(minutes=10))
    Order.objects.filter(state=Order.State.OPEN, session_id=None, created_at__lte=now - timedelta(days=1)).update(
        state=Order.State.EXPIRED
    )
    read = 0
    for order_id in list(orders.filter(session_id__isnull=False).values_list("pk", flat=True)[:_A_BATCH]):
        read += _try("order", order_id, partial(settle_order, order_id))
    over = Subscription.objects.filter(
        status__in=[Status.ACTIVE, Status.PAST_DUE, Status.INCOMPLETE],
        period_end__lte=now,
        read_at__lte=now - timedelta(hours=1),
    )
    for row in list(over[:_A_BATCH]):
        read += _try("subscription", row.pk, partial(settle_subscription, row.gateway, row.reference))
    # Those whose time is over, be it that they were not paid or that they can't be read.
    standing = CreditAccount.objects.exclude(tier=Tier.FREE).select_related("user")
    grace = now - timedelta(days=settings.PAYMENT_GRACE_DAYS)
    late = Q(status=Status.PAST_DUE, past_due_since__lte=grace) | Q(status=Status.ACTIVE, period_end__lte=grace)
    for account in list(standing.filter(user__in=Subscription.objects.filter(late).values("user"))[:_A_BATCH]):
        refresh_tier(account.user)
    owing = Referral.objects.filter(purchased_at__isnull=False, rewarded_at=None, refused="").select_related("newcomer")
    for referral in list(owing[:_A_BATCH]):
        reward_referrer(referral.newcomer)
    return read


def _try(kind: str, row_id: uuid.UUID, settle: Callable[[], object]) -> bool:
    try:
        settle()
    except DomainError as error:
        _log.warning("not_settled", kind=kind, id=str(row_id), error=error.code)
        return False
    except Exception:
        # One that can't be read must not keep the others.
        _log.exception("not_settled", kind=kind, id=str(row_id))
        return False
    return True
