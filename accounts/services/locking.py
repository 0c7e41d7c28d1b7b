"""One thing of a user at a time."""

from django.utils.translation import gettext_noop

from accounts.models import User
from common.errors import NotFoundError


def locked_user(user: User, *, may_be_inactive: bool = False) -> User:
    """The user's row as it is now; until the transaction ends nobody else gets it from here, nor may it be erased.

    Raises `NotFoundError` for an account that was erased or shut out: a request that was under way meanwhile must not
    leave anything on it. `may_be_inactive` is for what the account of the command line does, which nobody signs in to.
    """
    living = User.objects.select_for_update(no_key=True).filter(pk=user.pk, erased_at=None)
    found = (living if may_be_inactive else living.filter(is_active=True)).first()
    if found is None:
        raise NotFoundError(gettext_noop("This account was erased, or is shut out."))
    return found
