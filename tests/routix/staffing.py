"""Staff with certain rights, and how to ask their API."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from accounts.models import Role, User
from tests.generation.api_rows import make_user

API = "/api/v1/admin"


def staff(*rights: str, **fields: Any) -> User:
    """Staff with those rights, each as `app.codename`."""
    user = make_user(is_staff=True, **fields)
    wanted = Q()
    for right in rights:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    user.user_permissions.set(Permission.objects.filter(wanted) if rights else [])
    return User.objects.get(pk=user.pk)


def boss(**fields: Any) -> User:
    """A superuser."""
    return make_user(is_staff=True, is_superuser=True, role=Role.ADMIN, **fields)
