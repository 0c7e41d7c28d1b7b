"""What the studio says when a request is refused, and which way leads on."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.errors import AccountFrozenError, InsufficientCreditsError, SpendingCapReachedError
from common.errors import DomainError
from generation.errors import TierRequiredError


@dataclass(frozen=True)
class WayOut:
    """A page on which the user can do something about it."""

    url: str
    label: str


def told(error: DomainError) -> list[str]:
    """The sentences to show beside the form."""
    if isinstance(error, InsufficientCreditsError):
        if "owed" in error.details:
            owing = _("You owe %(owed)d credits after a refund or a dispute. What you receive next pays them first.")
            return [owing % error.details]
        left = ngettext(
            "You have %(available)d credit left, and this costs %(required)d.",
            "You have %(available)d credits left, and this costs %(required)d.",
            error.details["available"],
        )
        return [left % error.details]
    faults = error.details.get("validation_errors", ())
    return [_(fault["message"]) for fault in faults] or [_(error.message)]


def way_out(error: DomainError) -> WayOut | None:
    """Where the reason of the refusal can be helped, None where that is here."""
    if isinstance(error, InsufficientCreditsError):
        return WayOut(reverse("pricing"), _("Get more credits"))
    if isinstance(error, TierRequiredError):
        return WayOut(reverse("pricing"), _("Compare plans"))
    if isinstance(error, SpendingCapReachedError):
        return WayOut(reverse("credits") + "#limits", _("Change the cap"))
    if isinstance(error, AccountFrozenError):
        return WayOut(reverse("purchases"), _("See your purchases"))
    return None
