"""Housekeeping in the background."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import TokenFamily, WsTicket

_log = structlog.get_logger(__name__)

# Long enough to look into what happened, and to recognise a replay of a revoked token.
_KEPT = timedelta(days=7)


@shared_task
def delete_expired_tokens() -> None:
    """Delete what signs nobody in any more: token families a week after their end, tickets likewise."""
    before = timezone.now() - _KEPT
    families, _ = TokenFamily.objects.filter(expires_at__lt=before).delete()
    tickets, _ = WsTicket.objects.filter(expires_at__lt=before).delete()
    _log.info("expired_tokens_deleted", families_and_tokens=families, tickets=tickets)
