"""Mails that tell somebody what was done with their account, so that they notice when it was not them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.services.devices import Device, described
from common.tasks import send_mail_later


def tell_owner(user: User, *, subject: str, what: str, device: Device | None = None) -> None:
    """Mail the account's owner once the present transaction is committed. `what` is a sentence in their language.

    An address that nobody confirmed gets none: it may be a stranger's.
    """
    if not user.is_verified:
        return
    context = {
        "subject": subject,
        "what": what,
        "device": described(device.user_agent) if device else "",
        "at": f"{date_format(timezone.now(), 'DATETIME_FORMAT')} UTC",
        "link": f"{settings.PUBLIC_URL}{reverse('security')}",
    }
    send_mail_later(to=user.email, subject=subject, template="accounts/mail/security_notice", context=context)
