"""Access tokens: short-lived JWTs (HS256) that say who and by which sign-in."""

import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import jwt
from django.conf import settings
from django.utils import timezone

from accounts.models import TokenFamily

_ALGORITHM = "HS256"
_TYPE = "access"
# Whoever asks does so many times with one token, and its signature takes an eighth of a small answer to check. What
# passes with time and may be taken back is looked at each time: when it ends here, and who may in the database.
_MOST_REMEMBERED = 1024
_CLAIMS = ["sub", "sid", "iat", "exp", "jti", "type"]


@dataclass(frozen=True)
class AccessClaims:
    """Who the token stands for. Whether they still may is a question to the database."""

    user_id: uuid.UUID
    family_id: uuid.UUID


def issue_access_token(family: TokenFamily) -> tuple[str, int]:
    """Return a token of that sign-in, and for how many seconds it holds."""
    now = timezone.now()
    lifetime = int(settings.ACCESS_TOKEN_SECONDS)
    claims = {
        "sub": str(family.user_id),
        "sid": str(family.pk),
        "iat": now,
        "exp": now + timedelta(seconds=lifetime),
        "jti": uuid.uuid4().hex,
        "type": _TYPE,
    }
    return jwt.encode(claims, settings.ACCESS_TOKEN_KEY, algorithm=_ALGORITHM), lifetime


def read_access_token(token: bytes) -> AccessClaims | None:
    """Return what a token says, or None for one that is forged, malformed, expired or of another type."""
    try:
        claims, expires_at = _verified(token, settings.ACCESS_TOKEN_KEY)
    except (jwt.InvalidTokenError, ValueError, AttributeError):
        return None
    return claims if time.time() < expires_at else None


@lru_cache(maxsize=_MOST_REMEMBERED)
def _verified(token: bytes, key: str) -> tuple[AccessClaims, int]:
    """Return what a token says, and until when (seconds since 1970). Raises for a bad one, which is not remembered."""
    claims = jwt.decode(token, key, algorithms=[_ALGORITHM], options={"require": _CLAIMS})
    if claims["type"] != _TYPE:
        raise ValueError("This is a token of another type.")
    return AccessClaims(user_id=uuid.UUID(claims["sub"]), family_id=uuid.UUID(claims["sid"])), int(claims["exp"])
