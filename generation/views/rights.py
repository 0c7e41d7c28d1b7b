"""Which staff may change algorithms: Django's permissions of them."""

from typing import Literal

from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.models import User
from accounts.permissions import acts_as_staff
from common.errors import NotAllowedError


def staff_who_may(request: Request, action: Literal["add", "change", "delete", "view"]) -> User:
    """Return who asks, where they are staff who may do this to algorithms. Raises `NotAllowedError` otherwise."""
    user = signed_in_user(request)
    if not (acts_as_staff(request, user) and user.has_perm(f"generation.{action}_algorithm")):
        raise NotAllowedError
    return user
