"""What only guards or tells of one account, and goes with it."""

from django.contrib.sessions.models import Session

from accounts.models import Authenticator, BrowserSession, User

# What a user without anything personal is still told to have had.
ERASED = "account.erased"
_OWN_ROWS = (
    "api_keys",
    "browser_sessions",
    "email_verifications",
    "passkeys",
    "password_resets",
    "recovery_codes",
    "token_families",
    "webhook_endpoints",
    "ws_tickets",
)


def delete_own_rows(user: User) -> None:
    """Delete sign-ins, keys, second factors, mailed links, webhooks and the audit, inside the present transaction."""
    Session.objects.filter(session_key__in=BrowserSession.objects.filter(user=user).values("session_key")).delete()
    for name in _OWN_ROWS:
        getattr(user, name).all().delete()
    Authenticator.objects.filter(user=user).delete()
    user.audit_entries.exclude(action=ERASED).delete()
