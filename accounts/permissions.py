"""What an API key may do, and who counts as staff."""

from typing import Any

from django.conf import settings
from django.db.models import F
from rest_framework.request import Request

from accounts.errors import ScopeMissingError
from accounts.models import ApiKey, TokenFamily, User
from accounts.services.access_tokens import AccessClaims
from accounts.services.sessions import is_proven_twice

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def require_scope(key: ApiKey, *, view: Any, method: str) -> None:
    """Raise `ScopeMissingError` unless the key may call that view by that method.

    A view says `scope = "generations"`: safe methods then need `generations:read`, the others `generations:write`. One
    that says nothing takes no keys at all, so what guards an account or its money is closed to them unless somebody
    opened it.
    """
    area = getattr(view, "scope", "")
    if not area:
        raise ScopeMissingError("API keys can't do this. Sign in to do it.", details={"required_scope": None})
    needed = f"{area}:{'read' if method in _SAFE_METHODS else 'write'}"
    if needed not in key.scopes:
        raise ScopeMissingError(f"This API key lacks the scope {needed}.", details={"required_scope": needed})


def acts_as_staff(request: Request, user: User) -> bool:
    """Say whether the user is staff, and proved so as `STAFF_NEED_SECOND_FACTOR` asks.

    A browser's session remembers whether its sign-in took a second proof. A token was given for one where its sign-in
    began after the user's authenticator app was confirmed. An API key never is.
    """
    if not user.is_staff:
        return False
    if not settings.STAFF_NEED_SECOND_FACTOR:
        return True
    if request.auth is None:
        return is_proven_twice(request._request)
    if not isinstance(request.auth, AccessClaims):
        return False
    families = TokenFamily.objects.filter(pk=request.auth.family_id, user=user)
    return families.filter(user__authenticator__confirmed_at__lte=F("created_at")).exists()
