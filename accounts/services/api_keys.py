"""Keys for programs: made, used, revoked."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.errors import TooManyApiKeysError
from accounts.models import ApiKey, Scope, User
from accounts.selectors import find_live_api_key, get_api_key, live_api_keys
from accounts.services.audit import record
from accounts.services.locking import locked_user
from accounts.services.secret_tokens import digest_of
from accounts.services.sign_in import close_sockets
from accounts.services.verification import require_verified
from common.errors import ValidationFailedError

KEY_START = "rtx_"
MOST_KEYS = 20
LONGEST_LIFE = timedelta(days=5 * 366)
LARGEST_CAP = 1_000_000
_LONGEST_KEY = 100
_PREFIX_BYTES = 4
_SECRET_BYTES = 32
# A program calls many times a second; that it is alive is told by the minute.
_TOUCHED_AFTER = timedelta(minutes=1)


def create_api_key(
    user: User,
    *,
    name: str,
    scopes: Sequence[Scope],
    monthly_cap: int | None = None,
    expires_at: datetime | None = None,
    ip_digest: str = "",
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, `rtx_<8 hex digits>_<43 characters>`, which is told only here.

    `monthly_cap` is credits a calendar month (UTC). Raises `EmailNotVerifiedError`, `TooManyApiKeysError` for a 21st
    live one, `ValidationFailedError` that names each field which can't be taken, and `NotFoundError` for an account
    that is erased meanwhile.
    """
    require_verified(user)
    problems = _problems(name, scopes, monthly_cap, expires_at)
    if problems:
        raise ValidationFailedError(fields=problems)
    prefix = KEY_START + secrets.token_hex(_PREFIX_BYTES)
    secret = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    with transaction.atomic():
        locked_user(user)  # one new key of a user at a time is counted
        if live_api_keys(user).count() >= MOST_KEYS:
            raise TooManyApiKeysError(details={"limit": MOST_KEYS})
        key = ApiKey.objects.create(
            user=user,
            name=name.strip(),
            prefix=prefix,
            digest=digest_of(secret),
            scopes=sorted(set(scopes)),
            monthly_cap=monthly_cap,
            expires_at=expires_at,
        )
        details = {"name": key.name, "begins_with": key.prefix, "scopes": key.scopes}
        record("api_key.created", user=user, actor=user, details=details, ip_digest=ip_digest)
    return key, secret


def find_key_by_secret(secret: str) -> ApiKey | None:
    """The live key of that secret with its `user`, noted as used; None for one that is unknown, revoked or expired."""
    if len(secret) > _LONGEST_KEY:
        return None
    key = find_live_api_key(digest_of(secret))
    if key is not None:
        _touch(key)
    return key


def revoke_api_key(user: User, key_id: uuid.UUID, *, actor: User, ip_digest: str = "") -> None:
    """End a key at once, and the sockets it opened; again is a no-op. Raises `NotFoundError`, for others' as well."""
    key = get_api_key(user, key_id)
    with transaction.atomic():
        if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
            return
        details = {"name": key.name, "begins_with": key.prefix}
        record("api_key.revoked", user=user, actor=actor, details=details, ip_digest=ip_digest)
        close_sockets(user.pk)


def revoke_all_api_keys(user: User, *, actor: User, ip_digest: str = "") -> int:
    """End every key of the user, and return how many lived."""
    with transaction.atomic():
        revoked = live_api_keys(user).update(revoked_at=timezone.now())
        if revoked:
            details = {"keys": revoked}
            record("api_key.all_revoked", user=user, actor=actor, details=details, ip_digest=ip_digest)
            close_sockets(user.pk)
    return revoked


def _touch(key: ApiKey) -> None:
    now = timezone.now()
    before = now - _TOUCHED_AFTER
    if key.last_used_at is None or key.last_used_at < before:
        # Of many requests at once one writes.
        stale = ApiKey.objects.filter(pk=key.pk).filter(Q(last_used_at=None) | Q(last_used_at__lt=before))
        stale.update(last_used_at=now)


def _problems(
    name: str, scopes: Sequence[Scope], monthly_cap: int | None, expires_at: datetime | None
) -> dict[str, str]:
    problems = {}
    if not name.strip():
        problems["name"] = gettext_noop("Give the key a name.")
    if not scopes:
        problems["scopes"] = gettext_noop("Choose at least one thing that the key may do.")
    if monthly_cap is not None and not 1 <= monthly_cap <= LARGEST_CAP:
        problems["monthly_cap"] = gettext("Must be a whole number from 1 to %(most)d.") % {"most": LARGEST_CAP}
    now = timezone.now()
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        problems["expires_at"] = gettext_noop("Must be a time to come, at most five years ahead.")
    return problems
