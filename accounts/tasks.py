"""Mail and housekeeping in the background."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import (
    BrowserSession,
    EmailVerification,
    FailedSignIns,
    PasswordReset,
    TokenFamily,
    WebhookDelivery,
    WsTicket,
)
from accounts.selectors import open_verifications, verification_path
from accounts.upkeep import delete_old_audit_entries, finish_erasure, unfinished_erasures
from accounts.webhook_calls import call_what_is_due, is_anything_due
from common.background import nudge
from common.mail import RETRY_WAITS, MailRefusedError, send_mail_or_retry
from common.tasks import MAIL_SECONDS

_log = structlog.get_logger(__name__)

# Long enough to look into what happened, and to recognise a replay of a revoked token.
_KEPT = timedelta(days=7)
# The task's own tries are over by then.
_OWED_AFTER = timedelta(seconds=2 * sum(RETRY_WAITS))
_MOST_OWED = 10
# A lock is over by then, and so is the row of tries that led to none.
_FAILURES_KEPT = timedelta(days=1)
# Then others of the queue have their turn. It is the claims that end by then, and the calls 10 s later.
_CALLING_SECONDS = 10.0
# One thread of a worker at a time calls webhooks, however often it is asked: the others are there for mail.
_calling = threading.Lock()
_asked = threading.Event()
_DELIVERIES_KEPT = timedelta(days=30)


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


@shared_task(bind=True, time_limit=MAIL_SECONDS)
def mail_password_reset(self: "Task[Any, Any]", *, reset_id: str, language: str) -> bool:
    """Mail a link that sets a new password, unless it was mailed or does not work any more.

    Return whether the server took it. One that is refused for good reached nobody, and ends.
    """
    reset = _open_resets().filter(pk=UUID(reset_id), sent_at=None).first()
    if reset is None:
        return False
    row = PasswordReset.objects.filter(pk=reset.pk)
    try:
        with override(language):
            is_sent = send_mail_or_retry(
                self,
                to=reset.email,
                subject=gettext("Set a new password for Routix"),
                template="accounts/mail/password_reset",
                context={
                    "link": f"{settings.PUBLIC_URL}{reverse('password-reset-token', args=[reset.secret])}",
                    "username": reset.user.username,
                },
            )
    except MailRefusedError:
        row.update(expires_at=timezone.now())
        return False
    if is_sent:
        row.update(sent_at=timezone.now())
    return is_sent


@shared_task
def mail_owed_password_resets() -> int:
    """Ask again for links that set a password and that no server took, the newest first. Returns how many."""
    owed = _open_resets().filter(sent_at=None, created_at__lt=timezone.now() - _OWED_AFTER)
    keys = list(owed.order_by("-created_at").values_list("pk", flat=True)[:_MOST_OWED])
    for key in keys:
        nudge(mail_password_reset, reset_id=str(key), language=settings.LANGUAGE_CODE)
    return len(keys)


@shared_task
def call_due_webhooks() -> int:
    """Call the endpoints of users that are due. Returns how many calls there were.

    Where another thread of this process does so already, it is left to that one, which asks again at its end.
    """
    _asked.set()
    if not _calling.acquire(blocking=False):
        return 0
    try:
        _asked.clear()
        called = call_what_is_due(seconds=_CALLING_SECONDS)
    finally:
        _calling.release()
    if _asked.is_set() or (called and is_anything_due()):
        nudge(call_due_webhooks)
    return called


@shared_task
def delete_old_webhook_deliveries() -> int:
    """Forget what endpoints were told a month ago. Returns how many were deleted."""
    deleted, _ = WebhookDelivery.objects.filter(created_at__lt=timezone.now() - _DELIVERIES_KEPT).delete()
    return deleted


@shared_task
def delete_ended_sessions() -> None:
    """Delete browsers' sessions that are over, the rows beside them, and failed sign-ins that lock nobody any more."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    BrowserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    failures, _ = FailedSignIns.objects.filter(last_failed_at__lt=now - _FAILURES_KEPT).delete()
    _log.info("ended_sessions_deleted", sessions=sessions, failed_sign_ins=failures)


@shared_task
def delete_expired_tokens() -> None:
    """Delete what is of no use any more a week after its end: token families, tickets, mailed links."""
    before = timezone.now() - _KEPT
    families, _ = TokenFamily.objects.filter(expires_at__lt=before).delete()
    tickets, _ = WsTicket.objects.filter(expires_at__lt=before).delete()
    verifications, _ = EmailVerification.objects.filter(expires_at__lt=before).delete()
    PasswordReset.objects.filter(expires_at__lt=before).delete()
    _log.info("expired_tokens_deleted", families_and_tokens=families, tickets=tickets, verifications=verifications)


@shared_task
def erase_what_is_left(*, user_id: str) -> bool:
    """Erase what hung on an erased user. Returns whether all of it is gone; else `finish_erasures` tries again."""
    return finish_erasure(UUID(user_id))


@shared_task
def finish_erasures() -> int:
    """Go on with erasures that something cut off, and look again at those of the last days. Returns how many."""
    return sum(finish_erasure(user_id) for user_id in unfinished_erasures())


@shared_task
def delete_year_old_audit_entries() -> int:
    """Delete what happened to accounts more than a year ago. Returns how many entries."""
    return delete_old_audit_entries()


def _open_resets() -> "QuerySet[PasswordReset]":
    """Links that would work now, each with its `user`: unused, not expired, and the account still has the address."""
    resets = PasswordReset.objects.filter(used_at=None, expires_at__gt=timezone.now(), user__is_active=True)
    return resets.alias(address=Lower("email")).filter(address=Lower(F("user__email"))).select_related("user")
