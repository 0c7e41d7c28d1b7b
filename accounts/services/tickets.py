"""Tickets that open a socket: single use, short-lived, so that no long-lived token stands in an address."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import WsTicket
from accounts.services.secret_tokens import digest_of, new_secret


@dataclass(frozen=True, slots=True)
class SocketSignIn:
    """Whose socket it is, and what they signed in with: one of a token family, a session or an API key.

    A socket lasts no longer than that does. `scopes` is what an API key may do, None for a person, who may do all.
    """

    user_id: uuid.UUID
    family_id: uuid.UUID | None = None
    session_key: str = ""
    api_key_id: uuid.UUID | None = None
    scopes: frozenset[str] | None = None


def issue_ticket(sign_in: SocketSignIn) -> tuple[str, int]:
    """Return a ticket and for how many seconds it holds. It remembers what it was asked for with."""
    lifetime = int(settings.WS_TICKET_SECONDS)
    secret, digest = new_secret()
    WsTicket.objects.create(
        user_id=sign_in.user_id,
        family_id=sign_in.family_id,
        session_key=sign_in.session_key,
        api_key_id=sign_in.api_key_id,
        digest=digest,
        expires_at=timezone.now() + timedelta(seconds=lifetime),
    )
    return secret, lifetime


def redeem_ticket(ticket: str) -> SocketSignIn | None:
    """Use a ticket up and say who had it; None for one that is unknown, used, expired, or of a deactivated user.

    Whether the sign-in behind it still holds is for the caller to ask.
    """
    now = timezone.now()
    digest = digest_of(ticket)
    if not WsTicket.objects.filter(digest=digest, used_at=None, expires_at__gt=now).update(used_at=now):
        return None
    used = WsTicket.objects.filter(digest=digest, user__is_active=True).select_related("api_key").first()
    if used is None:
        return None
    return SocketSignIn(
        user_id=used.user_id,
        family_id=used.family_id,
        session_key=used.session_key,
        api_key_id=used.api_key_id,
        scopes=frozenset(used.api_key.scopes) if used.api_key else None,
    )
