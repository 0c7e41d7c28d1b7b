"""What happened to an account, in words for its owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry

_WORDS = {
    "signed_in": _("Signed in"),
    "sign_in.ended": _("A sign-in was ended"),
    "sign_in.others_ended": _("Every other sign-in was ended"),
    "password.changed": _("The password was changed"),
    "password.reset_requested": _("A link for a new password was asked for"),
    "password.reset": _("The password was set by a mailed link"),
    "second_factor.enabled": _("Two-step sign-in was turned on"),
    "second_factor.disabled": _("Two-step sign-in was turned off"),
    "recovery_codes.renewed": _("New recovery codes were made"),
    "recovery_code.used": _("A recovery code was used"),
    "passkey.added": _("A passkey was added"),
    "passkey.deleted": _("A passkey was removed"),
    "second_factor.reset": _("Two-step sign-in and passkeys were taken off"),
    "account.changed_by_staff": _("The account was changed"),
    "credits.adjusted": _("Credits were adjusted"),
    "webhook.added": _("A webhook was added"),
    "webhook.changed": _("A webhook was changed"),
    "webhook.deleted": _("A webhook was deleted"),
    "webhook.secret_rotated": _("A webhook got a new secret"),
    "webhook.switched_off": _("A webhook was switched off, since its calls failed for days"),
    "email.changed": _("The e-mail address was changed"),
    "username.changed": _("The username was changed"),
    "api_key.created": _("An API key was made"),
    "api_key.revoked": _("An API key was revoked"),
    "api_key.all_revoked": _("Every API key was revoked"),
    "account.exported": _("All data was downloaded"),
    "password.set_by_staff": _("Our staff set a password"),
    "role.changed": _("The role was changed"),
}


@dataclass(frozen=True)
class ToldEvent:
    """`where` is the device, if that is known; `is_by_staff` says that somebody else did it."""

    text: str
    where: str
    at: datetime
    is_by_staff: bool


def told_events(entries: Iterable[AuditEntry]) -> list[ToldEvent]:
    """The entries in words. One of a kind that has none is told as a change of the account."""
    return [
        ToldEvent(
            text=str(_WORDS.get(entry.action) or gettext("The account was changed")),
            where=str(entry.details.get("device", "")),
            at=entry.created_at,
            is_by_staff=entry.actor_id not in (None, entry.user_id),
        )
        for entry in entries
    ]
