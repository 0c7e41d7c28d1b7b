"""Changing one's own account."""

import json
from collections.abc import Iterator
from copy import copy
from typing import Any, TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from accounts.selectors import taken_fields
from accounts.services.audit import record
from accounts.services.avatars import may_be_avatar
from accounts.services.devices import Device
from accounts.services.identification import confirm_password
from accounts.services.notices import tell_owner
from accounts.services.registration import field_problems
from accounts.services.uniqueness import told_taken
from accounts.services.verification import start_verification_if_allowed
from common.errors import NotFoundError, ValidationFailedError

LARGEST_PREFERENCES = 8 * 1024
DEEPEST_PREFERENCES = 6
# What names somebody, so that a change of it is written down.
_NAMES = ("username", "email")


class ProfileChanges(TypedDict, total=False):
    """What a user may change about the account; what is left out stays. No avatar is None."""

    username: str
    email: str
    full_name: str
    preferences: dict[str, Any]
    avatar_asset_id: UUID | None


def change_profile(
    user: User, changes: ProfileChanges, *, current_password: str = "", device: Device | None = None
) -> User:
    """Change the account and return it as it is then. A new e-mail address is to be confirmed: a link is mailed to it.

    Another address needs the password, since whoever has the mailbox can set a new one; the former address is told.
    Raises `ValidationFailedError` that names each field that is taken, malformed or missing, `NotFoundError` for an
    account that was erased, and `TooManyFailedSignInsError`.
    """
    changed = User.objects.get(pk=user.pk)
    fields = _changed_fields(changed, changes)
    if not fields:
        return changed
    before = copy(changed)
    is_readdressed = "email" in fields and changed.email.lower() != str(fields["email"]).lower()
    if is_readdressed:
        fields["is_verified"] = False
    for name, value in fields.items():
        setattr(changed, name, value)
    _check(changed, fields)
    if is_readdressed:
        confirm_password(before, current_password, field="current_password")
    try:
        with transaction.atomic():
            _save(changed, fields)
            _write_down(before, fields, device or Device())
            if is_readdressed:
                start_verification_if_allowed(changed)
    except IntegrityError as error:
        raise told_taken(error) from error
    return changed


def _changed_fields(user: User, changes: ProfileChanges) -> dict[str, Any]:
    wanted: dict[str, Any] = {**changes}
    if "avatar_asset_id" in wanted:
        wanted["avatar_id"] = wanted.pop("avatar_asset_id")
    return {name: value for name, value in wanted.items() if getattr(user, name) != value}


def _check(changed: User, fields: dict[str, Any]) -> None:
    problems = field_problems(changed) | _preference_problems(changed.preferences)
    problems.pop("avatar", None)  # told below, by the name that was sent
    wanted = {name: value for name, value in fields.items() if name not in problems}
    problems |= taken_fields(username=wanted.get("username"), email=wanted.get("email"), except_for=changed.pk)
    if fields.get("avatar_id") is not None and not may_be_avatar(changed, fields["avatar_id"]):
        problems["avatar_asset_id"] = gettext_noop("Choose an avatar or a face among your own pictures.")
    if problems:
        raise ValidationFailedError(fields=problems)


def _save(changed: User, fields: dict[str, Any]) -> None:
    # Nothing personal is written onto a row that is being erased at this moment.
    if not User.objects.select_for_update(no_key=True).filter(pk=changed.pk, erased_at=None).exists():
        raise NotFoundError(gettext_noop("This account was erased."))
    changed.save(update_fields=list(fields))


def _write_down(before: User, fields: dict[str, Any], device: Device) -> None:
    details = {name: {"from": getattr(before, name), "to": fields[name]} for name in _NAMES if name in fields}
    if not details:
        return
    action = "email.changed" if "email" in details else "username.changed"
    record(action, user=before, actor=before, details=details, ip_digest=device.ip_digest)
    if before.email.lower() != str(fields.get("email", before.email)).lower():
        what = gettext(
            "Your account has another e-mail address now. Mail to this one does not reach you from us again."
        )
        tell_owner(before, subject=gettext("Your e-mail address was changed"), what=what, device=device)


def _preference_problems(preferences: dict[str, Any]) -> dict[str, str]:
    try:
        for text in _texts(preferences, DEEPEST_PREFERENCES):
            text.encode()
            if "\x00" in text:
                return {"preferences": "Null characters are not allowed."}
    except UnicodeEncodeError:
        return {"preferences": "Lone surrogates are not allowed."}
    except RecursionError:
        return {"preferences": f"No more than {DEEPEST_PREFERENCES} levels, one inside the other."}
    if len(json.dumps(preferences, ensure_ascii=False).encode()) > LARGEST_PREFERENCES:
        return {"preferences": f"No more than {LARGEST_PREFERENCES} bytes."}
    return {}


def _texts(value: Any, levels: int) -> Iterator[str]:
    """Every key and text inside. Raises `RecursionError` for what is nested deeper than `levels`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        if not levels:
            raise RecursionError
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        for item in inner:
            yield from _texts(item, levels - 1)
