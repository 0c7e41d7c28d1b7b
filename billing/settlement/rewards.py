"""What somebody gets for bringing a customer."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import Bucket, Invoice, Order, Referral
from billing.selectors.people import share_a_trace


def note_first_purchase(newcomer: User) -> None:
    """Remember that somebody who was brought has bought something."""
    Referral.objects.filter(newcomer=newcomer, purchased_at=None).update(purchased_at=timezone.now())


def reward_referrer(newcomer: User) -> bool:
    """Give the referrer their credits once the newcomer has bought something. Tell whether this call did it.

    Whoever turns out to be the same person gets nothing.
    """
    with transaction.atomic():
        waiting = Referral.objects.select_for_update(no_key=True, of=["self"]).select_related("referrer")
        referral = waiting.filter(newcomer=newcomer, purchased_at__isnull=False, rewarded_at=None, refused="").first()
        if referral is None or not _has_kept_a_purchase(newcomer):
            return False
        if not referral.referrer.is_active:
            referral.refused = "The referrer's account is closed"
        elif share_a_trace(newcomer, referral.referrer):
            referral.refused = "The same card or mailbox"
        else:
            referral.rewarded_at = timezone.now()
            if settings.REFERRER_CREDITS:
                ledger.grant(
                    referral.referrer,
                    amount=settings.REFERRER_CREDITS,
                    key=f"referral:{newcomer.pk}",
                    reason="Somebody you invited made a first purchase",
                    bucket=Bucket.BONUS,
                )
        referral.save(update_fields=["refused", "rewarded_at"])
        return not referral.refused


def _has_kept_a_purchase(newcomer: User) -> bool:
    """Whether there is a purchase whose money did not all go back."""
    bought = (Order.objects.filter(kind=Order.Kind.PACK, state=Order.State.PAID), Invoice.objects.all())
    return any(
        rows.filter(user=newcomer, is_disputed=False, refunded_amount__lt=F("amount")).exists() for rows in bought
    )
