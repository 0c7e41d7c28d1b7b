"""Who may do what with the bank: Django's permissions of templates, for staff only."""

from typing import Literal

from rest_framework.request import Request

from accounts.authentication import api_key_of, signed_in_user
from accounts.models import User
from accounts.permissions import acts_as_staff
from common.errors import NotAllowedError
from templates_lib.selectors import may_see_secrets


def viewer(request: Request) -> tuple[User, bool]:
    """Return who asks, and whether they see templates as staff do: never by an API key. Raises `NotAuthenticated`."""
    user = signed_in_user(request)
    is_staff = api_key_of(request) is None and may_see_secrets(user) and acts_as_staff(request, user)
    return user, is_staff


def staff_who_may(request: Request, action: Literal["add", "change", "delete"]) -> User:
    """Return who asks, where they may see all of a template and do this. Raises `NotAllowedError` otherwise."""
    user = signed_in_user(request)
    if not (
        may_see_secrets(user) and acts_as_staff(request, user) and user.has_perm(f"templates_lib.{action}_template")
    ):
        raise NotAllowedError
    return user
