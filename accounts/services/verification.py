"""Confirming an e-mail address by a link that is mailed to it."""

import math
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from accounts.errors import EmailNotVerifiedError, InvalidVerificationTokenError, TooManyVerificationsError
from accounts.models import EmailVerification, User
from accounts.services.locking import locked_user
from accounts.services.secret_tokens import digest_of
from accounts.tasks import mail_verification
from common.background import nudge
from common.errors import ConflictError

LIFETIME = timedelta(hours=24)
MOST_A_DAY = 5
_DAY = timedelta(days=1)
_BETWEEN = timedelta(minutes=1)


def start_verification(user: User) -> EmailVerification:
    """Make a link for the user's address and mail it once this is committed. Earlier links go on working.

    Raises `ConflictError` where the address is confirmed, `TooManyVerificationsError` for a second one within a minute
    or a sixth within a day, and `NotFoundError` for an account that was erased.
    """
    with transaction.atomic():
        # One request of a user at a time is counted, and the address is the one that is stored.
        owner = locked_user(user)
        if owner.is_verified:
            raise ConflictError(gettext_noop("This e-mail address is confirmed already."))
        now = timezone.now()
        _check_rate(owner, now)
        verification = EmailVerification(user=owner, email=owner.email, expires_at=now + LIFETIME)
        verification.digest = digest_of(verification.secret)
        verification.save(force_insert=True)
        language = get_language() or settings.LANGUAGE_CODE
        nudge(mail_verification, verification_id=str(verification.pk), language=language)
    return verification


def start_verification_if_allowed(user: User) -> None:
    """The same where nobody asked for a mail: with too many already there is none, and the user asks later."""
    with suppress(TooManyVerificationsError):
        start_verification(user)


def verify_email(token: str) -> User:
    """Use a link up and return its user, who is verified now. Raises `InvalidVerificationTokenError`.

    Of several at the same moment exactly one succeeds. A link confirms only the address it was mailed to.
    """
    now = timezone.now()
    digest = digest_of(token)
    with transaction.atomic():
        # No filter may reach through `user`, nor may the address be read first: each UPDATE looks at the row itself,
        # as it is once a rival has let go of it.
        if not EmailVerification.objects.filter(digest=digest, used_at=None, expires_at__gt=now).update(used_at=now):
            raise InvalidVerificationTokenError
        verification = EmailVerification.objects.get(digest=digest)
        holder = User.objects.addressed(verification.email).filter(pk=verification.user_id, is_active=True)
        if not holder.update(is_verified=True):
            raise InvalidVerificationTokenError
    return User.objects.get(pk=verification.user_id)


def require_verified(user: User) -> None:
    """Raise `EmailNotVerifiedError` unless the user's address is confirmed."""
    if not user.is_verified:
        raise EmailNotVerifiedError


def _check_rate(user: User, now: datetime) -> None:
    lately = EmailVerification.objects.filter(user=user, created_at__gt=now - _DAY).order_by("-created_at")
    made = list(lately.values_list("created_at", flat=True)[:MOST_A_DAY])
    waits = [made[0] + _BETWEEN - now] if made else []
    if len(made) == MOST_A_DAY:
        waits.append(made[-1] + _DAY - now)
    seconds = math.ceil(max(waits, default=timedelta()).total_seconds())
    if seconds > 0:
        raise TooManyVerificationsError(retry_after=seconds)
