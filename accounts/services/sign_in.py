"""Signing in by the API, staying signed in, and signing out."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.errors import InvalidCredentialsError, InvalidRefreshTokenError
from accounts.models import RefreshToken, TokenFamily, User
from accounts.services.access_tokens import issue_access_token
from accounts.services.secret_tokens import digest_of, new_secret
from common.realtime import group_name, publish

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SignedIn:
    """What a client gets: both tokens, and the seconds that the access token holds."""

    user: User
    access_token: str
    refresh_token: str
    expires_in: int


def sign_in_with_password(
    identifier: str, password: str, *, is_remembered: bool, request: HttpRequest | None = None
) -> SignedIn:
    """Check a username or e-mail address and a password. Raises `InvalidCredentialsError`."""
    user = authenticate(request, username=identifier, password=password)
    if not isinstance(user, User):
        raise InvalidCredentialsError
    return sign_in(user, is_remembered=is_remembered)


def sign_in(user: User, *, is_remembered: bool = False) -> SignedIn:
    """Start a token family. A remembered one lasts `REFRESH_TOKEN_REMEMBER_DAYS` after its last use."""
    with transaction.atomic():
        expires_at = _expiry(is_remembered)
        family = TokenFamily.objects.create(user=user, is_remembered=is_remembered, expires_at=expires_at)
        refresh_token = _add_token(family, expires_at)
        update_last_login(User, user)
    return _signed_in(user, family, refresh_token)


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
            TokenFamily.objects.filter(pk=family.pk).update(expires_at=expires_at)
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


def sign_out_everywhere(user: User) -> None:
    """Revoke every sign-in by the API; after a change of password, say. Sessions end by Django's own hash."""
    TokenFamily.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
    close_sockets(user.pk)


def close_sockets(user_id: uuid.UUID) -> None:
    """Have the user's open sockets look again at who they are; those of an ended sign-in close."""
    transaction.on_commit(lambda: publish(group_name("user", user_id), "signed_out", {}), robust=True)


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
