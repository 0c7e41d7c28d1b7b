"""What a role means: whether somebody is staff, and the group of rights that they are in.

`ROLE_PERMISSIONS` says what each group may do. The role is what people set; staff status and group follow from it.
"""

from fnmatch import fnmatchcase

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import Role, User
from accounts.services.audit import record
from accounts.services.sign_in import close_sockets
from common.errors import ConflictError, NotAllowedError

GROUPS = {Role.MODERATOR: "Moderators", Role.ADMIN: "Admins"}


def set_role(user: User, role: Role, *, actor: User, ip_digest: str = "") -> User:
    """Give somebody a role, and the rights of it; whoever is in it already gets the rights brought in step.

    Raises `NotAllowedError` where the actor may not (see `may_set_role`), `ConflictError` for an erased account.
    """
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not may_set_role(actor, owner, role):
            raise NotAllowedError("You may not give this role.")
        if owner.erased_at is not None:
            raise ConflictError("This account was erased.")
        before = owner.role
        owner.role = role
        owner.is_staff = owner.is_superuser or role != Role.USER
        owner.save(update_fields=["role", "is_staff"])
        _join(owner, role)
        if before != role:
            record("role.changed", user=owner, actor=actor, details={"from": before, "to": role}, ip_digest=ip_digest)
            close_sockets(owner.pk)
    return owner


def may_set_role(actor: User, user: User, role: Role) -> bool:
    """Superusers give every role, admins that of a moderator or user. Nobody changes their own.

    Admins touch neither superusers nor each other.
    """
    if actor.pk == user.pk or not actor.is_active:
        return False
    if actor.is_superuser:
        return True
    is_admin = actor.is_staff and actor.role == Role.ADMIN
    return is_admin and not user.is_superuser and Role.ADMIN not in (user.role, role)


def ensure_role_groups() -> dict[Role, Group]:
    """Make the groups of the roles and bring their rights in line with `ROLE_PERMISSIONS`."""
    groups = {}
    for role, name in GROUPS.items():
        groups[role], _ = Group.objects.get_or_create(name=name)
        groups[role].permissions.set(_permissions(settings.ROLE_PERMISSIONS[role.value]))
    return groups


def _join(user: User, role: Role) -> None:
    groups = ensure_role_groups()
    user.groups.remove(*groups.values())
    if role in groups:
        user.groups.add(groups[role])


def _permissions(patterns: list[str]) -> list[Permission]:
    known = Permission.objects.select_related("content_type")
    return [
        permission
        for permission in known
        if any(fnmatchcase(f"{permission.content_type.app_label}.{permission.codename}", one) for one in patterns)
    ]
