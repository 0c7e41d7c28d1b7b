"""Who may do what here: staff, by Django's permissions."""

from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.models import User
from accounts.permissions import acts_as_staff
from common.errors import NotAllowedError


def staff_who_may(request: Request, *permissions: str) -> User:
    """Return who asks, where they are staff and have every right. Raises `NotAuthenticated` or `NotAllowedError`."""
    user = signed_in_user(request)
    if not (acts_as_staff(request, user) and user.has_perms(permissions)):
        raise NotAllowedError
    return user
