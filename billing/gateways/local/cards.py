"""The test cards. None has a number: what becomes of a payment is chosen by name."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common.errors import ValidationFailedError


@dataclass(frozen=True)
class Card:
    """A card. `refusal` is what its bank says to a payment, "" where it pays. Everybody holds the same one of those
    that are `is_shared`, and of the others one of their own."""

    slug: str
    name: str | Promise
    about: str | Promise
    refusal: str | Promise = ""
    is_shared: bool = False

    def fingerprint(self, customer: str) -> str:
        """The same for the same card, 32 hexadecimal digits."""
        holder = "" if self.is_shared else customer
        return sha256(f"test-card:{self.slug}:{holder}".encode()).hexdigest()[:32]


CARDS = (
    Card("works", _("Card that works"), _("Every payment succeeds.")),
    Card("declined", _("Declined card"), _("Its bank refuses every payment."), _("Your card was declined.")),
    Card(
        "insufficient_funds",
        _("Empty card"),
        _("There is never enough on it."),
        _("Your card has insufficient funds."),
    ),
    Card(
        "shared",
        _("Shared card"),
        _("It works, and it is the same card for every account, as a fraudster’s would be."),
        is_shared=True,
    ),
)
_BY_SLUG = {card.slug: card for card in CARDS}


def card_named(slug: str) -> Card:
    """Return a card. Raises `ValidationFailedError` for an unknown one."""
    card = _BY_SLUG.get(slug)
    if card is None:
        raise ValidationFailedError(
            gettext_noop("Choose one of the test cards."), fields={"card": gettext_noop("There is no such test card.")}
        )
    return card
