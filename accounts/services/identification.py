"""Whether a password is somebody's. Every way to sign in or to prove oneself again passes through here."""

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from accounts.errors import InvalidCredentialsError
from accounts.models import User
from accounts.services.lockout import Attempt, count_attempt, uncount
from common.errors import ValidationFailedError


def identify(identifier: str, password: str) -> tuple[User, Attempt]:
    """Return whom a username or e-mail address and a password belong to, and the try, which is still counted.

    An unknown user costs the same queries and the same hashing as a wrong password. Raises `InvalidCredentialsError`,
    and `TooManyFailedSignInsError` while the name is locked. Call it outside of a transaction: it hashes.
    """
    return _look(identifier, User.objects.identified(identifier).first(), password)


def confirm_password(user: User, password: str, *, field: str = "password") -> User:
    """Have somebody who is signed in prove it again, before what could shut them out of their account.

    It is the password of this very account, whoever has taken its name since the request began. Returns the account as
    it was found. Raises `ValidationFailedError` on `field`, and `TooManyFailedSignInsError` while it is locked.
    """
    present = User.objects.get_queryset().filter(pk=user.pk).first()
    name = present.username if present else user.username
    try:
        confirmed, attempt = _look(name, present, password)
    except InvalidCredentialsError:
        raise ValidationFailedError(fields={field: gettext_noop("This is not your password.")}) from None
    uncount(attempt)
    return confirmed


def _look(name: str, user: User | None, password: str) -> tuple[User, Attempt]:
    attempt = count_attempt(name, user)
    if user is None or not attempt.may_look:
        make_password(password)
        raise InvalidCredentialsError
    if not user.check_password(password) or not user.is_active:
        raise InvalidCredentialsError
    return user, attempt
