"""What staff change about somebody's account."""

import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Role, User
from accounts.services import audit
from accounts.services.roles import set_role
from accounts.services.sign_in import sign_out_everywhere
from billing import ledger
from common.errors import ConflictError, NotAllowedError, NotFoundError

ADJUSTS_CREDITS = "billing.change_creditaccount"
CHANGES_USERS = "accounts.change_user"


@dataclass(frozen=True)
class Adjustment:
    """Credits that are given, or with a negative `amount` taken, once for each `key`."""

    amount: int
    reason: str
    key: str


@dataclass(frozen=True)
class UserChanges:
    """What is to change; None stays as it is."""

    role: Role | None = None
    is_active: bool | None = None
    is_verified: bool | None = None
    credits: Adjustment | None = None


def change_user(user_id: uuid.UUID, changes: UserChanges, *, actor: User, ip_digest: str = "") -> User:
    """Change somebody's account, all of it or nothing, and write down who did it.

    The actor is taken as they are now, not as they were when the request came. Switching an account off ends every
    sign-in. Raises `NotFoundError`, `NotAllowedError` for an account that is above the actor's and where the actor has
    lost the right, `ConflictError` for locking oneself out, and what `ledger.adjust` raises.
    """
    with transaction.atomic():
        locked = _locked(user_id, actor.pk)
        actor = _still_allowed(locked.get(actor.pk), changes)
        user = locked.get(user_id)
        if user is None:
            raise NotFoundError
        _require_may_touch(actor, user)
        if user == actor and changes.is_active is False:
            raise ConflictError("You can't lock yourself out.")
        if changes.role is not None and changes.role != user.role:
            user = set_role(user, changes.role, actor=actor, ip_digest=ip_digest)
        _switch(user, changes, actor, ip_digest)
        if changes.credits is not None:
            _adjust(user, changes.credits, actor, ip_digest)
    return user


def _locked(*user_ids: uuid.UUID) -> dict[uuid.UUID, User]:
    # In the order of their keys: two who change each other at once would otherwise wait for each other for ever.
    users = User.objects.select_for_update(no_key=True).filter(pk__in=user_ids, erased_at=None).order_by("pk")
    return {user.pk: user for user in users}


def _still_allowed(actor: User | None, changes: UserChanges) -> User:
    """Return the actor whose locked row this is. Whoever is shut out has no rights, superusers neither."""
    rights = [CHANGES_USERS] if changes.credits is None else [CHANGES_USERS, ADJUSTS_CREDITS]
    if actor is None or not (actor.is_staff and actor.has_perms(rights)):
        raise NotAllowedError
    return actor


def _require_may_touch(actor: User, user: User) -> None:
    """Superusers are touched by superusers, staff by admins, and admins by superusers; everybody by themselves."""
    if actor.is_superuser or actor == user:
        return
    is_admin = actor.role == Role.ADMIN
    if user.is_superuser or (user.is_staff and not (is_admin and user.role != Role.ADMIN)):
        raise NotAllowedError("This account is not yours to change.")


def _switch(user: User, changes: UserChanges, actor: User, ip_digest: str) -> None:
    wanted = {"is_active": changes.is_active, "is_verified": changes.is_verified}
    changed = {name: value for name, value in wanted.items() if value is not None and value != getattr(user, name)}
    if not changed:
        return
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))
    audit.record("account.changed_by_staff", user=user, actor=actor, details=changed, ip_digest=ip_digest)
    if changed.get("is_active") is False:
        sign_out_everywhere(user)


def _adjust(user: User, adjustment: Adjustment, actor: User, ip_digest: str) -> None:
    digest = hashlib.sha256(f"{actor.pk}:{adjustment.key}".encode()).hexdigest()
    is_new = ledger.adjust(
        user, amount=adjustment.amount, key=f"staff:{digest}", reason=adjustment.reason, author=actor
    )
    if is_new:
        details = {"amount": adjustment.amount, "reason": adjustment.reason}
        audit.record("credits.adjusted", user=user, actor=actor, details=details, ip_digest=ip_digest)
