"""Changing one's own account."""

import json
from collections.abc import Iterator
from typing import Any, TypedDict

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.selectors import taken_fields
from accounts.services.registration import field_problems
from accounts.services.uniqueness import told_taken
from accounts.services.verification import start_verification_if_allowed
from common.errors import ValidationFailedError

LARGEST_PREFERENCES = 8 * 1024
DEEPEST_PREFERENCES = 6


class ProfileChanges(TypedDict, total=False):
    """What a user may change about the account; what is left out stays."""

    username: str
    email: str
    full_name: str
    preferences: dict[str, Any]


def change_profile(user: User, changes: ProfileChanges) -> User:
    """Change the account and return it as it is then. A new e-mail address is to be confirmed: a link is mailed to it.

    Raises `ValidationFailedError` that names each field that is taken or malformed.
    """
    changed = User.objects.get(pk=user.pk)
    fields: dict[str, Any] = {name: value for name, value in changes.items() if getattr(changed, name) != value}
    if not fields:
        return changed
    is_readdressed = "email" in fields and changed.email.lower() != str(fields["email"]).lower()
    if is_readdressed:
        fields["is_verified"] = False
    for name, value in fields.items():
        setattr(changed, name, value)
    problems = field_problems(changed) | _preference_problems(changed.preferences)
    wanted = {name: value for name, value in fields.items() if name not in problems}
    problems |= taken_fields(username=wanted.get("username"), email=wanted.get("email"), except_for=user.pk)
    if problems:
        raise ValidationFailedError(fields=problems)
    try:
        with transaction.atomic():
            changed.save(update_fields=list(fields))
            if is_readdressed:
                start_verification_if_allowed(changed)
    except IntegrityError as error:
        raise told_taken(error) from error
    return changed


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
