"""Signing in by the API, staying signed in, and signing out."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.errors import InvalidCredentialsError, InvalidRefreshTokenError, SecondFactorRequiredError
from accounts.models import AuditEntry, BrowserSession, RefreshToken, TokenFamily, User
from accounts.services import audit
from accounts.services.access_tokens import issue_access_token
from accounts.services.devices import Device, described
from accounts.services.identification import identify
from accounts.services.lockout import forget_failures, uncount
from accounts.services.notices import tell_owner
from accounts.services.second_factor import needs_code, use_code
from accounts.services.secret_tokens import digest_of, new_secret
from common.realtime import group_name, publish_soon

SIGNED_IN = "signed_in"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SignedIn:
    """What a client gets: both tokens, and the seconds that the access token holds."""

    user: User
    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class Identified:
    """Whose password was right, and whether that is not enough: then a code has to be used (`use_code`)."""

    user: User
    needs_code: bool


def check_password(identifier: str, password: str) -> Identified:
    """Say whose username or e-mail address and password these are.

    Raises `InvalidCredentialsError`, and `TooManyFailedSignInsError` while the name is locked.
    """
    user, attempt = identify(identifier, password)
    if needs_code(user):
        uncount(attempt)
        return Identified(user, needs_code=True)
    forget_failures(user)
    return Identified(user, needs_code=False)


def sign_in_with_password(
    identifier: str, password: str, *, is_remembered: bool, otp: str = "", device: Device | None = None
) -> SignedIn:
    """Check a username or e-mail address, a password and, where the account asks for it, a code; and sign in.

    Raises `InvalidCredentialsError`, `SecondFactorRequiredError` for a right password without a code, and
    `TooManyFailedSignInsError`.
    """
    identified = check_password(identifier, password)
    if identified.needs_code:
        if not otp:
            raise SecondFactorRequiredError
        use_code(identified.user, otp, identifier=identifier, device=device or Device())
    return sign_in(identified.user, is_remembered=is_remembered, device=device)


def sign_in(user: User, *, is_remembered: bool = False, device: Device | None = None) -> SignedIn:
    """Start a token family. A remembered one lasts `REFRESH_TOKEN_REMEMBER_DAYS` after its last use.

    `user` is as it was when the password was looked at. Raises `InvalidCredentialsError` where it has another password
    by now, or is shut out: whoever set it ended every sign-in, and this one must not come after.
    """
    with transaction.atomic():
        _lock_unchanged(user)
        expires_at = _expiry(is_remembered)
        family = TokenFamily.objects.create(
            user=user,
            is_remembered=is_remembered,
            expires_at=expires_at,
            user_agent=device.user_agent if device else "",
            last_used_at=timezone.now(),
        )
        refresh_token = _add_token(family, expires_at)
        update_last_login(User, user)
        if device:
            note_sign_in(user, device, way="api")
    return _signed_in(user, family, refresh_token)


def note_sign_in(user: User, device: Device, *, way: str) -> None:
    """Write a sign-in down, inside the present transaction, and mail its owner one from a device that is new.

    The first sign-in of all is no news to anybody.
    """
    earlier = AuditEntry.objects.filter(user=user, action=SIGNED_IN)
    name = described(device.user_agent)
    is_new = not earlier.filter(details__device=name).exists() and earlier.exists()
    audit.record(SIGNED_IN, user=user, actor=user, details={"device": name, "way": way}, ip_digest=device.ip_digest)
    if is_new:
        what = gettext("Somebody signed in to your account from a device that it was not used on before.")
        tell_owner(user, subject=gettext("A new sign-in to Routix"), what=what, device=device)


def refresh(refresh_token: str) -> SignedIn:
    """Exchange a refresh token for its successor; it works once. Raises `InvalidRefreshTokenError`.

    The exchange is one conditional UPDATE, so of several at the same moment exactly one succeeds. A token that comes
    back later was copied by somebody: its whole family is revoked, whoever holds its newest token.
    """
    asked_at = timezone.now()
    digest = digest_of(refresh_token)
    with transaction.atomic():
        if not _use(digest):
            token = None
        else:
            token = RefreshToken.objects.select_related("family__user").get(digest=digest)
            family = token.family
            expires_at = _expiry(family.is_remembered)
            successor = _add_token(family, expires_at)
            TokenFamily.objects.filter(pk=family.pk).update(expires_at=expires_at, last_used_at=asked_at)
    if token is None:
        _revoke_if_replayed(digest, asked_at)
        raise InvalidRefreshTokenError
    return _signed_in(token.family.user, token.family, successor)


def sign_out(family_id: uuid.UUID) -> None:
    """Revoke one sign-in: its refresh token and, at once, its access tokens. Again is a no-op."""
    families = TokenFamily.objects.filter(pk=family_id)
    if families.filter(revoked_at=None).update(revoked_at=timezone.now()):
        close_sockets(families.values_list("user_id", flat=True).get())


def sign_out_by_token(user: User, refresh_token: str) -> None:
    """Revoke the sign-in that a refresh token of this user belongs to; somebody else's is left alone."""
    families = TokenFamily.objects.filter(user=user, revoked_at=None, tokens__digest=digest_of(refresh_token))
    for family_id in families.values_list("pk", flat=True):
        sign_out(family_id)


def sign_out_everywhere(user: User, *, except_family: uuid.UUID | None = None, except_session: str = "") -> None:
    """End every sign-in, by the API and by browsers, but for the one that is named; and close what they opened."""
    with transaction.atomic():
        families = TokenFamily.objects.filter(user=user, revoked_at=None)
        if except_family is not None:
            families = families.exclude(pk=except_family)
        families.update(revoked_at=timezone.now())
        sessions = BrowserSession.objects.filter(user=user).exclude(session_key=except_session)
        keys = list(sessions.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        sessions.filter(session_key__in=keys).delete()
        close_sockets(user.pk)


def close_sockets(user_id: uuid.UUID) -> None:
    """Have the user's open sockets look again at who they are; those of an ended sign-in close."""
    transaction.on_commit(lambda: publish_soon(group_name("user", user_id), "signed_out", {}), robust=True)


def _lock_unchanged(user: User) -> None:
    # With the lock: a change that is not committed yet is waited for, and one that comes later finds this sign-in.
    living = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
    if living.values_list("password", flat=True).first() != user.password:
        raise InvalidCredentialsError


def _use(digest: str) -> bool:
    # No filter may reach through `family`: with a join Django would put `used_at` into a subquery, which PostgreSQL
    # does not look at again after it waited for the row, and two exchanges would succeed.
    now = timezone.now()
    families = TokenFamily.objects.filter(revoked_at=None, user__is_active=True)
    unused = RefreshToken.objects.filter(digest=digest, used_at=None, expires_at__gt=now, family__in=families)
    return unused.update(used_at=now) == 1


def _revoke_if_replayed(digest: str, asked_at: datetime) -> None:
    # One that was asked for before the winner used the token is a double click or a second tab, not a replay.
    token = RefreshToken.objects.filter(digest=digest, used_at__lt=asked_at).first()
    if token is not None:
        sign_out(token.family_id)
        _log.warning("refresh_token_replayed", family_id=str(token.family_id))


def _add_token(family: TokenFamily, expires_at: datetime) -> str:
    secret, digest = new_secret()
    RefreshToken.objects.create(family=family, digest=digest, expires_at=expires_at)
    return secret


def _expiry(is_remembered: bool) -> datetime:
    days = settings.REFRESH_TOKEN_REMEMBER_DAYS if is_remembered else settings.REFRESH_TOKEN_DAYS
    return timezone.now() + timedelta(days=days)


def _signed_in(user: User, family: TokenFamily, refresh_token: str) -> SignedIn:
    access_token, expires_in = issue_access_token(family)
    return SignedIn(user=user, access_token=access_token, refresh_token=refresh_token, expires_in=expires_in)
