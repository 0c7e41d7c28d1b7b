"""Setting another password: by the present one, or by a link that was mailed."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from accounts.services import audit
from accounts.services.devices import Device
from accounts.services.identification import confirm_password
from accounts.services.lockout import forget_failures
from accounts.services.notices import tell_owner
from accounts.services.sessions import Place
from accounts.services.sign_in import sign_out_everywhere
from common.errors import ConflictError, ValidationFailedError


def change_password(user: User, *, current_password: str, new_password: str, place: Place, device: Device) -> User:
    """Set another password and end every other sign-in. Returns the user as it is then.

    Raises `ValidationFailedError` for a wrong or weak one, `TooManyFailedSignInsError`, and `ConflictError` where the
    password was changed at the same moment elsewhere.
    """
    check_strength(user, new_password, field="new_password")
    former = confirm_password(user, current_password, field="current_password").password
    encoded = make_password(new_password)
    with transaction.atomic():
        # Only over the password that was confirmed: one that a mailed link set meanwhile stays.
        if not User.objects.filter(pk=user.pk, password=former, is_active=True).update(password=encoded):
            raise ConflictError(gettext_noop("The password was changed elsewhere at the same moment."))
        what = gettext("The password of your account was changed, and every other sign-in was ended.")
        after_new_password(user, action="password.changed", what=what, place=place, device=device)
    return User.objects.get(pk=user.pk)


def check_strength(user: User, password: str, *, field: str) -> None:
    """Raise `ValidationFailedError` on `field` for a password that is too short, too common or too like the user."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationFailedError(fields={field: " ".join(error.messages)}) from error


def after_new_password(user: User, *, action: str, what: str, place: Place, device: Device) -> None:
    """What follows a new password, inside its transaction: other sign-ins end, and the owner is told `what`."""
    sign_out_everywhere(user, except_family=place.family_id, except_session=place.session_key)
    forget_failures(user)
    audit.record(action, user=user, actor=user, ip_digest=device.ip_digest)
    tell_owner(user, subject=gettext("Your password was changed"), what=what, device=device)
