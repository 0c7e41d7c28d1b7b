"""Who sends an API request: the bearer of an access token, or a session cookie of our own pages."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from accounts.errors import CsrfFailedError
from accounts.models import User
from accounts.selectors import find_signed_in_user
from accounts.services.access_tokens import AccessClaims, read_access_token

_SCHEME = b"bearer"
_CHALLENGE = 'Bearer realm="routix"'


class AccessTokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <access token>`. `request.auth` is the token's claims."""

    def authenticate(self, request: Request) -> tuple[User, AccessClaims] | None:
        """Return the user and claims; None without such a header. A bad, expired or revoked token is refused."""
        parts = authentication.get_authorization_header(request).split()
        if not parts or parts[0].lower() != _SCHEME:
            return None
        claims = read_access_token(parts[1]) if len(parts) == 2 else None
        user = find_signed_in_user(user_id=claims.user_id, family_id=claims.family_id) if claims else None
        if claims is None or user is None:
            raise AuthenticationFailed("The access token is not valid or has expired.")
        return user, claims

    def authenticate_header(self, request: Request) -> str:
        return _CHALLENGE


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie, with CSRF enforced. It answers the challenge too, so that signed out is always 401."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise CsrfFailedError from error

    def authenticate_header(self, request: Request) -> str:
        return _CHALLENGE


def signed_in_user(request: Request) -> User:
    """The user of a request that passed `IsAuthenticated`. Raises `NotAuthenticated` otherwise."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


class AccessTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema calls it."""

    target_class = "accounts.authentication.AccessTokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema calls it."""

    target_class = "accounts.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
