"""Mail and housekeeping in the background."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import EmailVerification, TokenFamily, WsTicket
from accounts.selectors import open_verifications, verification_path
from common.background import nudge
from common.mail import RETRY_WAITS, MailRefusedError, send_mail_or_retry
from common.tasks import MAIL_SECONDS

_log = structlog.get_logger(__name__)

# Long enough to look into what happened, and to recognise a replay of a revoked token.
_KEPT = timedelta(days=7)
# The task's own tries are over by then.
_OWED_AFTER = timedelta(seconds=2 * sum(RETRY_WAITS))
_MOST_OWED = 10


@shared_task(bind=True, time_limit=MAIL_SECONDS)
def mail_verification(self: "Task[Any, Any]", *, verification_id: str, language: str) -> bool:
    """Mail a link, unless it was mailed or does not work any more. Return whether the server took it.

    A link that is refused for good reached nobody, and ends.
    """
    verification = open_verifications().filter(pk=UUID(verification_id), sent_at=None).first()
    if verification is None:
        return False
    row = EmailVerification.objects.filter(pk=verification.pk)
    try:
        with override(language):
            is_sent = send_mail_or_retry(
                self,
                to=verification.email,
                subject=gettext("Confirm your e-mail address for Routix"),
                template="accounts/mail/verification",
                context={"link": f"{settings.PUBLIC_URL}{verification_path(verification)}"},
            )
    except MailRefusedError:
        row.update(expires_at=timezone.now())
        return False
    if is_sent:
        row.update(sent_at=timezone.now())
    return is_sent


@shared_task
def mail_owed_verifications() -> int:
    """Ask again for links that no server took, the newest first: their message was lost, or the server was away long.

    Returns how many.
    """
    owed = open_verifications().filter(sent_at=None, created_at__lt=timezone.now() - _OWED_AFTER)
    keys = list(owed.order_by("-created_at").values_list("pk", flat=True)[:_MOST_OWED])
    for key in keys:
        nudge(mail_verification, verification_id=str(key), language=settings.LANGUAGE_CODE)
    return len(keys)


@shared_task
def delete_expired_tokens() -> None:
    """Delete what is of no use any more a week after its end: token families, tickets, links that confirm addresses."""
    before = timezone.now() - _KEPT
    families, _ = TokenFamily.objects.filter(expires_at__lt=before).delete()
    tickets, _ = WsTicket.objects.filter(expires_at__lt=before).delete()
    verifications, _ = EmailVerification.objects.filter(expires_at__lt=before).delete()
    _log.info("expired_tokens_deleted", families_and_tokens=families, tickets=tickets, verifications=verifications)
