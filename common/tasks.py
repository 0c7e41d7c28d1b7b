"""Mail in the background."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.utils.translation import get_language, override

from common.background import nudge
from common.mail import MailRefusedError, send_mail_or_retry

# A server that neither answers nor hangs up is left after EMAIL_TIMEOUT at each of a handful of steps.
MAIL_SECONDS = 90


def send_mail_later(*, to: str, subject: str, template: str, context: Mapping[str, Any]) -> None:
    """Send a mail once the present transaction is committed, in the language that is active now.

    `template` names `<template>.txt` and `<template>.html`. `context` is JSON and holds no secret, since it waits in
    the broker. There is no row behind it: a mail that must not be lost needs one, and a task of its own that reads it.
    """
    language = get_language() or settings.LANGUAGE_CODE
    nudge(deliver_mail, to=to, subject=subject, template=template, context=dict(context), language=language)


@shared_task(bind=True, time_limit=MAIL_SECONDS)
def deliver_mail(
    self: "Task[Any, Any]", *, to: str, subject: str, template: str, context: dict[str, Any], language: str
) -> bool:
    """Send one mail, trying again for some minutes while the server is away. Return whether the server took it."""
    with override(language), suppress(MailRefusedError):
        return send_mail_or_retry(self, to=to, subject=subject, template=template, context=context)
    return False
