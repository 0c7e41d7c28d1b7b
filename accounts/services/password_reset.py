"""A new password by a link that is mailed, for whoever forgot theirs.

Nothing tells a stranger whether an address belongs to an account: the answer is always the same, and takes the same
time, whether a mail was made, held back as one too many, or there is nobody to mail to.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from accounts.errors import InvalidResetTokenError
from accounts.models import PasswordReset, User
from accounts.services import audit
from accounts.services.api_keys import revoke_all_api_keys
from accounts.services.devices import Device
from accounts.services.passwords import after_new_password, check_strength
from accounts.services.second_factor import take_off_guards
from accounts.services.secret_tokens import digest_of
from accounts.services.sessions import Place
from accounts.services.webhook_endpoints import switch_all_off
from accounts.tasks import mail_password_reset
from common.background import nudge

LIFETIME = timedelta(hours=1)
MOST_A_DAY = 5
MOST_A_DAY_OF_ALL = 20
_DAY = timedelta(days=1)
_BETWEEN = timedelta(minutes=1)
# Well above what making the row takes, also on a busy machine.
_ALWAYS_TAKES_SECONDS = 0.25


def request_reset(email: str, device: Device) -> None:
    """Mail a link to the account of that address. Earlier links go on working.

    There is one a minute at most, five a day for one requester and twenty for all: so a stranger who asks in somebody's
    name does not use up what its owner may ask for. It says nothing, and takes the same time whatever it did.
    """
    with _taking(_ALWAYS_TAKES_SECONDS), transaction.atomic():
        # One request of a user at a time is counted.
        user = User.objects.addressed(email).filter(is_active=True).select_for_update(no_key=True).first()
        now = timezone.now()
        reset = PasswordReset(user=user, email=email, expires_at=now + LIFETIME)
        if user is not None and user.has_usable_password() and not _is_one_too_many(user, device, now):
            reset.email = user.email
            reset.ip_digest = device.ip_digest
            reset.digest = digest_of(reset.secret)
            reset.save(force_insert=True)
            audit.record("password.reset_requested", user=user, ip_digest=device.ip_digest)
        # Also where there is no such row, since a slow broker would tell; the task then finds nothing to mail.
        nudge(mail_password_reset, reset_id=str(reset.pk), language=get_language() or settings.LANGUAGE_CODE)


def is_open(token: str) -> bool:
    """Whether a link would work now."""
    return _find_open(token) is not None


def confirm_reset(token: str, new_password: str, device: Device) -> User:
    """Use a link up: set the password, end every sign-in and API key, lift the lock, and confirm the address.

    Where the address was not confirmed before, somebody else may have opened the account in its owner's name. So what
    would let them in again goes as well: the app, recovery codes and passkeys; webhooks are switched off.

    Of several at the same moment exactly one succeeds. Raises `InvalidResetTokenError`, and `ValidationFailedError` for
    a weak password, which leaves the link as it was.
    """
    reset = _find_open(token)
    if reset is None:
        raise InvalidResetTokenError
    check_strength(reset.user, new_password, field="password")
    encoded = make_password(new_password)
    with transaction.atomic():
        now = timezone.now()
        if not PasswordReset.objects.filter(pk=reset.pk, used_at=None, expires_at__gt=now).update(used_at=now):
            raise InvalidResetTokenError
        # The address is compared under the lock: it may be changed at this moment.
        holder = User.objects.addressed(reset.email).filter(pk=reset.user_id, is_active=True)
        user = holder.select_for_update(no_key=True).first()
        if user is None:
            raise InvalidResetTokenError
        was_confirmed = user.is_verified
        user.password, user.is_verified = encoded, True
        user.save(update_fields=["password", "is_verified"])
        PasswordReset.objects.filter(user=reset.user_id, used_at=None, expires_at__gt=now).update(expires_at=now)
        what = _end_ways_in(user, was_confirmed=was_confirmed, device=device)
        after_new_password(user, action="password.reset", what=what, place=Place(), device=device)
    return user


def _end_ways_in(user: User, *, was_confirmed: bool, device: Device) -> str:
    """End what needs no password; returns what to tell the owner of it all, in their language."""
    told = [gettext("The password of your account was changed, and every other sign-in was ended.")]
    if revoke_all_api_keys(user, actor=user, ip_digest=device.ip_digest):
        told.append(gettext("Your API keys were revoked. Make new ones for your programs."))
    if not was_confirmed:
        removed = take_off_guards(user)
        if removed:
            audit.record("second_factor.reset", user=user, actor=user, ip_digest=device.ip_digest)
        if switch_all_off(user, ip_digest=device.ip_digest) or removed:
            told.append(
                gettext(
                    "Your address was not confirmed before, so passkeys and authenticator apps were taken off the "
                    "account and its webhooks were switched off."
                )
            )
    return " ".join(told)


def _find_open(token: str) -> PasswordReset | None:
    resets = PasswordReset.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=timezone.now())
    reset = resets.filter(user__is_active=True).select_related("user").first()
    return reset if reset and reset.email.lower() == reset.user.email.lower() else None


def _is_one_too_many(user: User, device: Device, now: datetime) -> bool:
    lately = PasswordReset.objects.filter(user=user, created_at__gt=now - _DAY).order_by("-created_at")
    made = list(lately.values_list("created_at", "ip_digest")[:MOST_A_DAY_OF_ALL])
    by_requester = sum(ip_digest == device.ip_digest for _, ip_digest in made)
    is_too_soon = bool(made) and made[0][0] > now - _BETWEEN
    return is_too_soon or by_requester >= MOST_A_DAY or len(made) >= MOST_A_DAY_OF_ALL


@contextmanager
def _taking(seconds: float) -> Iterator[None]:
    """Take that long, or the next multiple of it: however long the work took, its end tells nothing finer."""
    began = time.monotonic()
    try:
        yield
    finally:
        spent = time.monotonic() - began
        time.sleep(max(1, math.ceil(spent / seconds)) * seconds - spent)
