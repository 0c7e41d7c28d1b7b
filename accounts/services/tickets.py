"""Tickets that open a websocket: single use, short-lived, so that no long-lived token stands in an address."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User, WsTicket
from accounts.services.secret_tokens import digest_of, new_secret


def issue_ticket(user: User) -> tuple[str, int]:
    """Return a ticket and for how many seconds it holds."""
    lifetime = int(settings.WS_TICKET_SECONDS)
    secret, digest = new_secret()
    WsTicket.objects.create(user=user, digest=digest, expires_at=timezone.now() + timedelta(seconds=lifetime))
    return secret, lifetime


def redeem_ticket(ticket: str) -> User | None:
    """Use a ticket up and return its user; None for one that is unknown, used, expired, or of a deactivated user."""
    now = timezone.now()
    digest = digest_of(ticket)
    if not WsTicket.objects.filter(digest=digest, used_at=None, expires_at__gt=now).update(used_at=now):
        return None
    return User.objects.filter(ws_tickets__digest=digest, is_active=True).first()
