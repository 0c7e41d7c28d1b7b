"""A second proof beside the password: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

A code counts for its own 30 s step and the ones beside it, since clocks differ, and no step counts twice.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from time import time

import pyotp
import segno
import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.errors import InvalidCredentialsError
from accounts.models import Authenticator, Passkey, RecoveryCode, User
from accounts.services import audit
from accounts.services.devices import Device
from accounts.services.identification import confirm_password
from accounts.services.locking import locked_user
from accounts.services.lockout import count_attempt, forget_failures
from accounts.services.notices import tell_owner
from accounts.services.secret_tokens import digest_of
from accounts.services.verification import require_verified
from common.encryption import UndecipherableError
from common.errors import ConflictError, NotAllowedError, ValidationFailedError

RECOVERY_CODES = 10
LONGEST_CODE = 32
_STEP_SECONDS = 30
_DRIFT_STEPS = 1
_DIGITS = 6
_ISSUER = "Routix"
_DRAFT_LASTS = timedelta(hours=1)
# No letter that is taken for a digit or another letter. 16 of 31 are 79 bits: a digest of one can't be searched for.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LETTERS = 16
_GROUP_LETTERS = 4

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app is told: the seed in base32, the same as an `otpauth:` address, and as a QR code."""

    secret: str
    otpauth_uri: str
    qr_svg: str


@dataclass(frozen=True)
class SecondFactor:
    """How somebody's account is guarded beside the password."""

    is_enabled: bool
    recovery_codes_left: int


def second_factor_of(user: User) -> SecondFactor:
    """What guards the account now."""
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    return SecondFactor(is_enabled=needs_code(user), recovery_codes_left=left)


def needs_code(user: User) -> bool:
    """Whether the password alone does not sign this user in."""
    return Authenticator.objects.filter(user=user, confirmed_at__isnull=False).exists()


def is_guarded(user: User) -> bool:
    """Whether the account has anything beside its password to prove oneself by: an app, or a passkey."""
    return needs_code(user) or Passkey.objects.filter(user=user).exists()


def check_may_enrol(user: User, *, is_proven_twice: bool) -> None:
    """Raise `NotAllowedError` where the account is guarded and this sign-in came by the password alone.

    Else a stolen password could bring a second proof of its own, and the one there is would guard nothing.
    """
    if is_guarded(user) and not is_proven_twice:
        raise NotAllowedError(
            gettext_noop("Sign in with your passkey or a code first: the password alone can't add another proof.")
        )


def start_authenticator(user: User, *, password: str, is_proven_twice: bool = False) -> Enrolment:
    """Make a seed for the user's app. It guards nothing until `confirm_authenticator`; an earlier draft is void.

    `is_proven_twice` is how this sign-in came about. Raises `EmailNotVerifiedError`, `ValidationFailedError` for a
    wrong password, `ConflictError` where an app is in use, and `NotAllowedError` where a passkey has to be shown first.
    """
    require_verified(user)
    confirm_password(user, password)
    seed = pyotp.random_base32()
    with transaction.atomic():
        locked_user(user)
        if needs_code(user):
            raise ConflictError(gettext_noop("An authenticator app is in use already. Turn it off first."))
        check_may_enrol(user, is_proven_twice=is_proven_twice)
        # A row of its own: a code of an earlier draft can't confirm this one.
        Authenticator.objects.filter(user=user).delete()
        Authenticator.objects.create(user=user, seed=seed)
    return _enrolment(user, seed)


def find_enrolment(user: User) -> Enrolment | None:
    """The draft that waits for its first code, if there is one; it waits for an hour."""
    draft = _find_draft(user)
    return _enrolment(user, draft.seed) if draft else None


def confirm_authenticator(user: User, code: str, device: Device, *, is_proven_twice: bool = False) -> list[str]:
    """Turn the second factor on by a code of the app; returns the recovery codes, which are told this once.

    Raises `ValidationFailedError` for a wrong code, `ConflictError` where there is no draft, `NotAllowedError` where a
    passkey was added since it was begun, and `TooManyFailedSignInsError`.
    """
    draft = _find_draft(user)
    if draft is None:
        raise ConflictError(gettext_noop("There is no new authenticator app to confirm."))
    attempt = count_attempt(user.username, user)
    if not attempt.may_look or not _take_step(draft, code):
        raise ValidationFailedError(fields={"code": gettext_noop("This is not the present code of the app.")})
    forget_failures(user)
    with transaction.atomic():
        locked_user(user)
        check_may_enrol(user, is_proven_twice=is_proven_twice)
        drafts = Authenticator.objects.filter(pk=draft.pk, confirmed_at=None)
        if not drafts.update(confirmed_at=timezone.now()):
            raise ConflictError(gettext_noop("There is no new authenticator app to confirm."))
        codes = _new_recovery_codes(user)
        audit.record("second_factor.enabled", user=user, actor=user, ip_digest=device.ip_digest)
        subject = gettext("Two-step sign-in is on")
        tell_owner(user, subject=subject, what=gettext("An authenticator app now guards your account."), device=device)
    return codes


def disable_authenticator(user: User, *, password: str, code: str, device: Device) -> None:
    """Turn the second factor off, with its recovery codes. Raises `ValidationFailedError` and `ConflictError`."""
    if not needs_code(user):
        raise ConflictError(gettext_noop("No authenticator app is in use."))
    confirm_password(user, password)
    _check(user, code)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        audit.record("second_factor.disabled", user=user, actor=user, ip_digest=device.ip_digest)
        subject = gettext("Two-step sign-in is off")
        what = gettext("Your account is guarded by its password alone now.")
        tell_owner(user, subject=subject, what=what, device=device)


def renew_recovery_codes(user: User, *, password: str, code: str, device: Device) -> list[str]:
    """Make ten new recovery codes; the others end. Raises `ValidationFailedError` and `ConflictError`."""
    if not needs_code(user):
        raise ConflictError(gettext_noop("No authenticator app is in use."))
    confirm_password(user, password)
    _check(user, code)
    with transaction.atomic():
        codes = _new_recovery_codes(user)
        audit.record("recovery_codes.renewed", user=user, actor=user, ip_digest=device.ip_digest)
        subject = gettext("New recovery codes")
        what = gettext("Recovery codes were made for your account; the earlier ones ended.")
        tell_owner(user, subject=subject, what=what, device=device)
    return codes


def reset_second_factor(user: User) -> None:
    """Take the app, its recovery codes and the passkeys off, for whoever lost them all; and tell them.

    It is for operators, who made sure of who asks: it leaves the password alone between anybody and the account.
    """
    with transaction.atomic():
        take_off_guards(user)
        forget_failures(user)
        audit.record("second_factor.reset", user=user)
        what = gettext("Our staff took the authenticator app and the passkeys off your account, as was asked for.")
        tell_owner(user, subject=gettext("Two-step sign-in is off"), what=what)


def take_off_guards(user: User) -> int:
    """Delete the app, its recovery codes and the passkeys, inside the present transaction. Returns how many rows."""
    kinds = (Authenticator, RecoveryCode, Passkey)
    return sum(kind._default_manager.filter(user=user).delete()[0] for kind in kinds)


def use_code(user: User, code: str, *, identifier: str, device: Device) -> None:
    """Use a code of the app, or a recovery code, to sign in; `identifier` is the name that was typed for it.

    Of several with one code at the same moment exactly one succeeds. Raises `InvalidCredentialsError` and
    `TooManyFailedSignInsError`.
    """
    attempt = count_attempt(identifier, user)
    if not attempt.may_look or not _is_used_up(user, code, device):
        raise InvalidCredentialsError(gettext_noop("This code is wrong, or was used already."))
    forget_failures(user)


def _find_draft(user: User) -> Authenticator | None:
    since = timezone.now() - _DRAFT_LASTS
    try:
        return Authenticator.objects.filter(user=user, confirmed_at=None, created_at__gt=since).first()
    except UndecipherableError:
        return None  # to be begun anew


def _check(user: User, code: str) -> None:
    try:
        use_code(user, code, identifier=user.username, device=Device())
    except InvalidCredentialsError as error:
        raise ValidationFailedError(fields={"code": error.message}) from None


def _is_used_up(user: User, code: str, device: Device) -> bool:
    if not needs_code(user):
        return False
    authenticator = _find_authenticator(user)
    is_step = authenticator is not None and _take_step(authenticator, code)
    return is_step or _take_recovery_code(user, code, device)


def _find_authenticator(user: User) -> Authenticator | None:
    """The app that is in use; None where its seed can't be read any more, and only recovery codes are left."""
    try:
        return Authenticator.objects.filter(user=user, confirmed_at__isnull=False).first()
    except UndecipherableError:
        _log.exception("authenticator_unreadable", user=str(user.pk))
        return None


def _take_step(authenticator: Authenticator, code: str) -> bool:
    typed = _digits(code)
    if len(typed) != _DIGITS:
        return False
    totp = pyotp.TOTP(authenticator.seed, digits=_DIGITS, interval=_STEP_SECONDS)
    now = int(time()) // _STEP_SECONDS
    for step in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        if compare_digest(totp.generate_otp(step), typed):
            # Not earlier than the last one either: whoever looked on could still use the step before it.
            unused = Q(last_step=None) | Q(last_step__lt=step)
            return Authenticator.objects.filter(unused, pk=authenticator.pk).update(last_step=step) == 1
    return False


def _take_recovery_code(user: User, code: str, device: Device) -> bool:
    digest = digest_of("".join(code.lower().replace("-", "").split()))
    with transaction.atomic():
        if not RecoveryCode.objects.filter(user=user, digest=digest, used_at=None).update(used_at=timezone.now()):
            return False
        left = RecoveryCode.objects.filter(user=user, used_at=None).count()
        audit.record("recovery_code.used", user=user, actor=user, details={"left": left}, ip_digest=device.ip_digest)
        what = gettext("A recovery code was used. Unused ones that are left: %(left)s.") % {"left": left}
        tell_owner(user, subject=gettext("A recovery code was used"), what=what, device=device)
    return True


def _new_recovery_codes(user: User) -> list[str]:
    locked_user(user)  # two at once would leave twice as many
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LETTERS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest_of(code)) for code in codes)
    return [_grouped(code) for code in codes]


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP_LETTERS] for start in range(0, len(code), _GROUP_LETTERS))


def _digits(code: str) -> str:
    """The digits of what was typed, of whatever script, without the spaces that apps show."""
    typed = "".join(code.split())
    values = [unicodedata.digit(letter, -1) for letter in typed]
    return "" if -1 in values else "".join(map(str, values))


def _enrolment(user: User, seed: str) -> Enrolment:
    uri = pyotp.TOTP(seed, digits=_DIGITS, interval=_STEP_SECONDS).provisioning_uri(
        name=user.email, issuer_name=_ISSUER
    )
    qr = segno.make(uri, error="m").svg_inline(scale=4, border=4, dark="#000000", light="#ffffff", omitsize=True)
    return Enrolment(secret=seed, otpauth_uri=uri, qr_svg=qr)
