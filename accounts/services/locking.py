"""One thing of a user at a time."""

from django.utils.translation import gettext_noop

from accounts.models import User
from common.errors import NotFoundError


def locked_user(user: User) -> User:
    """The user's row as it is now; until the transaction ends nobody else gets it from here, nor may it be erased.

    Raises `NotFoundError` for an account that was erased or shut out: a request that was under way meanwhile must not
    leave anything on it.
    """
    living = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True, erased_at=None)
    found = living.first()
    if found is None:
        raise NotFoundError(gettext_noop("This account was erased, or is shut out."))
    return found
