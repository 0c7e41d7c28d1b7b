"""Mail to people: a text and its HTML twin, handed to whatever server `EMAIL_URL` names."""

from collections.abc import Mapping
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import structlog
from celery import Task
from django.conf import settings
from django.core import checks
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

_log = structlog.get_logger(__name__)

# Seconds before each further try. None is longer than the broker's visibility timeout (120 s): a message that waits
# beyond it is delivered a second time.
RETRY_WAITS = (5, 20, 60, 90, 90, 90)
_HEADERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no holiday notes in return


class MailRefusedError(Exception):
    """This mail will not go, now or later: there is no such mailbox, say."""


def send_mail(*, to: str, subject: str, template: str, context: Mapping[str, Any]) -> None:
    """Send `<template>.txt` and `<template>.html` now.

    Raises `MailRefusedError`, and `OSError` (which all errors of `smtplib` are) where it may work later.
    """
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string(f"{template}.txt", context), to=[to], headers=_HEADERS
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    try:
        message.send()
    except UnicodeError as error:
        # Such as a domain that is too long once it is written in ASCII.
        _log.warning("mail_refused", template=template, codes=[])
        raise MailRefusedError from error
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        codes = _codes(error)
        if min(codes, default=0) < 500:
            raise
        _log.warning("mail_refused", template=template, codes=codes)
        raise MailRefusedError from error
    _log.info("mail_sent", template=template)


def send_mail_or_retry(
    task: "Task[Any, Any]", *, to: str, subject: str, template: str, context: Mapping[str, Any]
) -> bool:
    """`send_mail` for a bound task: where it may work later the task runs again, after `RETRY_WAITS`.

    Return whether the server took it; False once it was tried often enough. Raises `MailRefusedError`. The log tells
    neither the address nor what was written.
    """
    try:
        send_mail(to=to, subject=subject, template=template, context=context)
        return True
    except OSError as error:
        tries = task.request.retries
        if tries >= len(RETRY_WAITS):
            _log.error("mail_given_up", template=template, error=type(error).__name__, tries=tries + 1)
            return False
        raise task.retry(exc=error, countdown=RETRY_WAITS[tries], max_retries=len(RETRY_WAITS)) from error


def check_mail_server(**_: Any) -> list[checks.CheckMessage]:
    """A deployment without `EMAIL_URL` can confirm nobody's address, and so sells nothing."""
    if settings.EMAIL_URL:
        return []
    hint = "Set EMAIL_URL, such as smtp+tls://user:password@mail.example:587; see .env.example."
    return [checks.Warning("No mail server is set: no mail will reach anybody.", hint=hint, id="common.W001")]


def _codes(error: SMTPRecipientsRefused | SMTPDataError) -> list[int]:
    if isinstance(error, SMTPDataError):
        return [error.smtp_code]
    return [code for code, _ in error.recipients.values()]
