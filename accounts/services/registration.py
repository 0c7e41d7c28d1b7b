"""New accounts."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Role, User
from accounts.selectors import taken_fields
from accounts.services.uniqueness import told_taken
from common.errors import ValidationFailedError

_STAFF_PASSWORD_BYTES = 15


def create_user(*, username: str, email: str, password: str, full_name: str = "") -> User:
    """Open an account. Raises `ValidationFailedError` that names each field that is taken, weak or malformed."""
    user = User(username=username, email=User.objects.normalize_email(email), full_name=full_name)
    problems = field_problems(user)
    problems |= taken_fields(
        username=None if "username" in problems else username, email=None if "email" in problems else email
    )
    problems |= _password_problems(password, user)
    if problems:
        raise ValidationFailedError(fields=problems)
    user.set_password(password)
    _insert(user)
    return user


def create_staff(username: str, email: str) -> tuple[User, str | None]:
    """Return the administrator of that name, made with a random password if there was none.

    The password is told once, here; it is None where the account was there already. Raises `ValidationFailedError`
    where the address belongs to somebody else.
    """
    existing = User.objects.named(username).first()
    if existing is not None:
        return existing, None
    user = User(
        username=username,
        email=User.objects.normalize_email(email),
        role=Role.ADMIN,
        is_staff=True,
        is_superuser=True,
        is_verified=True,
    )
    problems = field_problems(user)
    if problems:
        raise ValidationFailedError(fields=problems)
    password = secrets.token_urlsafe(_STAFF_PASSWORD_BYTES)
    user.set_password(password)
    try:
        _insert(user)
    except ValidationFailedError:
        rival = User.objects.named(username).first()
        if rival is None:
            raise
        return rival, None
    return user, password


def field_problems(user: User) -> dict[str, str]:
    """What is malformed about a user's fields, by field."""
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        return {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return {}


def _password_problems(password: str, user: User) -> dict[str, str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {"password": " ".join(error.messages)}
    return {}


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise told_taken(error) from error
