"""The test cards of Stripe, and what becomes of a payment with each of them."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Outcome = Literal["succeeds", "declines", "processing"]
Refunding = Literal["succeeded", "pending", "failed"]


@dataclass(frozen=True)
class Decline:
    """Why a bank says no: Stripe's code, the bank's, and the sentence for the customer."""

    code: str
    decline_code: str
    message: str


@dataclass(frozen=True)
class Card:
    """A means of payment. One that `needs_authentication` is paid only while its owner sits at the browser."""

    number: str
    brand: str = "visa"
    funding: str = "credit"
    decline: Decline | None = None
    needs_authentication: bool = False
    refunding: Refunding = "succeeded"
    is_disputed: bool = False
    kind: str = "card"

    @property
    def is_delayed(self) -> bool:
        """Whether the money arrives days later, or not at all."""
        return self.kind != "card"

    @property
    def fingerprint(self) -> str:
        """The same for the same number, whoever pays with it."""
        return sha256(self.number.encode()).hexdigest()[:16]


DECLINES = {
    decline.decline_code: decline
    for decline in (
        Decline("card_declined", "generic_decline", "Your card was declined."),
        Decline("card_declined", "insufficient_funds", "Your card has insufficient funds."),
        Decline("card_declined", "lost_card", "Your card was declined."),
        Decline("card_declined", "stolen_card", "Your card was declined."),
        Decline("expired_card", "expired_card", "Your card has expired."),
        Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
        Decline(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        ),
    )
}
AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)

_CARDS = {
    "pm_card_visa": Card("4242424242424242"),
    "pm_card_visa_debit": Card("4000056655665556", funding="debit"),
    "pm_card_mastercard": Card("5555555555554444", brand="mastercard"),
    "pm_card_amex": Card("378282246310005", brand="amex"),
    "pm_card_visa_chargeDeclined": Card("4000000000000002", decline=DECLINES["generic_decline"]),
    "pm_card_visa_chargeDeclinedInsufficientFunds": Card("4000000000009995", decline=DECLINES["insufficient_funds"]),
    "pm_card_visa_chargeDeclinedLostCard": Card("4000000000009987", decline=DECLINES["lost_card"]),
    "pm_card_visa_chargeDeclinedStolenCard": Card("4000000000009979", decline=DECLINES["stolen_card"]),
    "pm_card_chargeDeclinedExpiredCard": Card("4000000000000069", decline=DECLINES["expired_card"]),
    "pm_card_chargeDeclinedIncorrectCvc": Card("4000000000000127", decline=DECLINES["incorrect_cvc"]),
    "pm_card_chargeDeclinedProcessingError": Card("4000000000000119", decline=DECLINES["processing_error"]),
    "pm_card_authenticationRequired": Card("4000002760003184", needs_authentication=True),
    "pm_card_pendingRefund": Card("4000000000007726", refunding="pending"),
    "pm_card_refundFail": Card("4000000000005126", refunding="failed"),
    "pm_card_createDispute": Card("4000000000000259", is_disputed=True),
    "pm_sepa_debit": Card("DE89370400440532013000", kind="sepa_debit"),
    "pm_us_bank_account": Card("000123456789", kind="us_bank_account"),
}
_SHORT = {
    "chargeDeclined": "pm_card_visa_chargeDeclined",
    "pm_card_chargeDeclined": "pm_card_visa_chargeDeclined",
    "insufficient_funds": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "lost_card": "pm_card_visa_chargeDeclinedLostCard",
    "stolen_card": "pm_card_visa_chargeDeclinedStolenCard",
    "expired_card": "pm_card_chargeDeclinedExpiredCard",
    "incorrect_cvc": "pm_card_chargeDeclinedIncorrectCvc",
    "processing_error": "pm_card_chargeDeclinedProcessingError",
    "authentication_required": "pm_card_authenticationRequired",
    "sepa_debit": "pm_sepa_debit",
    "us_bank_account": "pm_us_bank_account",
}


def card(name: str) -> Card:
    """Return a card by Stripe's name of it, or by the short one. Raises `ValueError` with all names."""
    found = _CARDS.get(_SHORT.get(name, name))
    if found is None:
        raise ValueError(f"no card {name!r}; there are {', '.join([*_CARDS, *_SHORT])}")
    return found


def decline(decline_code: str) -> Decline:
    """Return a decline by the bank's code. Raises `ValueError` with all codes."""
    known = {**DECLINES, AUTHENTICATION_REQUIRED.decline_code: AUTHENTICATION_REQUIRED}
    if decline_code not in known:
        raise ValueError(f"no decline {decline_code!r}; there are {', '.join(known)}")
    return known[decline_code]
