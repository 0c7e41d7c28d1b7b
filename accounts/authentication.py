"""Who sends an API request: a program with an API key, the bearer of an access token, or a cookie of our own pages."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from accounts.errors import CsrfFailedError
from accounts.models import ApiKey, User
from accounts.permissions import require_scope
from accounts.selectors import find_signed_in_user
from accounts.services.access_tokens import AccessClaims, read_access_token
from accounts.services.api_keys import KEY_START, find_key_by_secret

_SCHEME = b"bearer"
_CHALLENGE = 'Bearer realm="routix"'
_KEY_START = KEY_START.encode()


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer rtx_…` or `X-API-Key: rtx_…`. `request.auth` is the key.

    It stands before the others, so a request that also has a cookie may do no more than its key. What the key may do is
    looked at here and not by a permission, so that a view with permissions of its own can't leave it out.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the user and key; None without a key. Raises `ScopeMissingError` where the key may not do this."""
        secret = _sent_key(request)
        if secret is None:
            return None
        key = find_key_by_secret(secret)
        if key is None:
            raise AuthenticationFailed("The API key is not valid, has expired or was revoked.")
        require_scope(key, view=request.parser_context.get("view"), method=str(request.method))
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return _CHALLENGE


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


def api_key_of(request: Request) -> ApiKey | None:
    """The API key that the request came with; None for a person."""
    return request.auth if isinstance(request.auth, ApiKey) else None


def _sent_key(request: Request) -> str | None:
    header: str | None = request.META.get("HTTP_X_API_KEY")
    if header is not None:
        return header.strip()
    parts = authentication.get_authorization_header(request).split()
    if len(parts) == 2 and parts[0].lower() == _SCHEME and parts[1].startswith(_KEY_START):
        return parts[1].decode("latin-1")
    return None


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema calls it."""

    target_class = "accounts.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": (
                "`rtx_…`, made at `users/api-keys`. `Authorization: Bearer rtx_…` is the same. The key needs the "
                "operation's scope; operations that don't name this scheme take no keys."
            ),
        }

    def get_security_requirement(self, auto_schema: Any) -> Any:
        """Name it only where a key may do something."""
        return {self.name: []} if getattr(auto_schema.view, "scope", "") else None


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
