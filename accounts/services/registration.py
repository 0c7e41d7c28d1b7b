"""New accounts."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.models import Role, User
from accounts.selectors import taken_fields
from accounts.services.uniqueness import told_taken
from accounts.services.verification import start_verification
from common.errors import ValidationFailedError

LONGEST_REFERRAL_CODE = 64
# What erased accounts are called, and where nobody has a mailbox (RFC 2606): nobody else may be called so.
ERASED_NAME = "erased-"
NO_MAILBOX = ".invalid"
_STAFF_PASSWORD_BYTES = 15
_REFERRAL_CODE = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_REFERRAL_CODE}}}")


@dataclass(frozen=True)
class SignUpOrigin:
    """Where a new user comes from: the digest of an address (see `common.client_address`), and whose code brought them.

    Either is empty where it is not known. Whether there is such a code is not known here.
    """

    ip_digest: str = ""
    referral_code: str = ""


def sign_up(*, username: str, email: str, password: str, origin: SignUpOrigin, full_name: str = "") -> User:
    """Open a visitor's account and mail a link that confirms the address. Raises `ValidationFailedError`."""
    with transaction.atomic():
        user = create_user(username=username, email=email, password=password, full_name=full_name, origin=origin)
        start_verification(user)
    return user


def create_user(
    *, username: str, email: str, password: str, full_name: str = "", origin: SignUpOrigin | None = None
) -> User:
    """Open an account, and in the same transaction tell `NEW_USER_HOOK` of it.

    Raises `ValidationFailedError` that names each field that is taken, weak or malformed.
    """
    user = User(username=username, email=User.objects.normalize_email(email), full_name=full_name)
    problems = field_problems(user)
    problems |= taken_fields(
        username=None if "username" in problems else username, email=None if "email" in problems else email
    )
    problems |= _password_problems(password, user)
    if problems:
        raise ValidationFailedError(fields=problems)
    user.set_password(password)
    with transaction.atomic():
        _insert(user)
        _new_user_hook()(user, origin or SignUpOrigin())
    return user


def read_referral_code(text: str) -> str:
    """The code as it was sent, or nothing where it can't be one: nobody is kept from signing up by it."""
    return text if _REFERRAL_CODE.fullmatch(text) else ""


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
    """What is malformed about a user's fields or kept for others, by field."""
    problems = {}
    if user.username.lower().startswith(ERASED_NAME):
        problems["username"] = gettext_noop("Nobody can be called this. Choose another name.")
    if user.email.lower().endswith(NO_MAILBOX):
        problems["email"] = gettext_noop("No mail reaches this address.")
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        problems |= {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return problems


def _password_problems(password: str, user: User) -> dict[str, str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {"password": " ".join(error.messages)}
    return {}


def _new_user_hook() -> Callable[[User, SignUpOrigin], None]:
    found: Callable[[User, SignUpOrigin], None] = import_string(settings.NEW_USER_HOOK)
    return found


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise told_taken(error) from error
