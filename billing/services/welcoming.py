"""What a newcomer gets: welcome credits once per person, as far as that can be told, and more by a friend's code."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.registration import SignUpOrigin
from billing import ledger
from billing.models import Bucket, PersonTrace, Referral, ReferralCode
from billing.selectors.people import mailbox_of, trace_digest

_DAY = timedelta(days=1)
Kind = PersonTrace.Kind


def welcome(user: User, origin: SignUpOrigin) -> None:
    """Open a new user's account, inside the transaction of the sign-up.

    A mailbox that had an account before, and an address with many sign-ups in a day, get no welcome credits; that
    never keeps anybody from signing up.
    """
    with transaction.atomic():
        mailbox = trace_digest(Kind.EMAIL, mailbox_of(user.email))
        is_new = not PersonTrace.objects.filter(kind=Kind.EMAIL, digest=mailbox).exists() and not _is_crowded(origin)
        traces = [PersonTrace(kind=Kind.EMAIL, digest=mailbox, user=user)]
        if origin.ip_digest:
            traces.append(PersonTrace(kind=Kind.ADDRESS, digest=origin.ip_digest, user=user))
        PersonTrace.objects.bulk_create(traces, ignore_conflicts=True)
        ledger.open_account(user, is_welcome=is_new)
        if origin.referral_code and is_new:
            _refer(user, origin.referral_code)


def _is_crowded(origin: SignUpOrigin) -> bool:
    most: int = settings.WELCOMES_A_DAY_BY_ADDRESS
    if not most or not origin.ip_digest:
        return False
    lately = PersonTrace.objects.filter(
        kind=Kind.ADDRESS, digest=origin.ip_digest, created_at__gte=timezone.now() - _DAY
    )
    return lately.count() >= most


def _refer(user: User, code: str) -> None:
    found = ReferralCode.objects.filter(code=code.strip().upper(), user__is_active=True).first()
    if found is None:
        return
    Referral.objects.create(newcomer=user, referrer_id=found.user_id)
    if settings.REFERRAL_CREDITS:
        ledger.grant(
            user,
            amount=settings.REFERRAL_CREDITS,
            key=f"referred:{user.pk}",
            reason="You came by a friend's invitation",
            bucket=Bucket.BONUS,
        )
