"""Erasing an account: what is personal goes, the books stay."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_noop

from accounts.errors import InvalidCredentialsError
from accounts.models import User
from accounts.services.devices import Device
from accounts.services.identification import confirm_password
from accounts.services.lockout import forget_failures
from accounts.services.registration import ERASED_NAME, NO_MAILBOX
from accounts.services.second_factor import needs_code, use_code
from accounts.services.sign_in import close_sockets
from accounts.tasks import erase_what_is_left
from accounts.upkeep.own_rows import delete_own_rows
from common.background import nudge
from common.errors import ConflictError, ValidationFailedError
from common.tasks import send_mail_later

_NAME_BYTES = 16


def erase_account(user: User, *, password: str, otp: str = "", device: Device | None = None) -> None:
    """Erase an account for ever. Its row stays without anything personal, since the books refer to it.

    At once nobody can sign in any more and the profile, keys, sign-ins and webhooks are gone; generations,
    conversations, pictures and their files follow by a task within moments. Again is a no-op.

    Raises `ValidationFailedError` for a wrong `password`, or `otp` where the account has a second factor,
    `ConflictError` for staff, and `PaymentsUnavailableError` where a subscription can't be ended just now: then nothing
    happened.
    """
    if user.is_staff or user.is_superuser:
        raise ConflictError(
            gettext_noop("An account of the staff can't be erased. Have its rights taken from it first.")
        )
    _check_proofs(user, password, otp, device or Device())
    for prepare in map(import_string, settings.ERASURE_PREPARERS):
        prepare(user)
    with transaction.atomic():
        owner = User.objects.select_for_update().get(pk=user.pk)
        if owner.erased_at is not None:
            return
        _tell(owner)
        forget_failures(owner)
        delete_own_rows(owner)
        _blank(owner)
        close_sockets(owner.pk)
        nudge(erase_what_is_left, user_id=str(owner.pk))


def _check_proofs(user: User, password: str, otp: str, device: Device) -> None:
    confirm_password(user, password)
    if not needs_code(user):
        return
    if not otp:
        raise ValidationFailedError(
            fields={"otp": gettext_noop("Send the present code of your authenticator app as well.")}
        )
    try:
        use_code(user, otp, identifier=user.username, device=device)
    except InvalidCredentialsError as error:
        raise ValidationFailedError(fields={"otp": error.message}) from None


def _tell(user: User) -> None:
    if user.is_verified:
        subject = gettext("Your Routix account was erased")
        send_mail_later(to=user.email, subject=subject, template="accounts/mail/account_erased", context={})


def _blank(user: User) -> None:
    # Of nobody's choosing: the id is told to others, so a rival could have taken a name that is made of it.
    name = secrets.token_hex(_NAME_BYTES)
    user.username = f"{ERASED_NAME}{name}"
    user.email = f"{name}@erased{NO_MAILBOX}"
    user.full_name = ""
    user.preferences = {}
    user.avatar = None
    user.last_login = None
    user.is_verified = user.is_active = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
