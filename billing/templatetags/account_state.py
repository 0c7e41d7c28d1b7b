"""What any page may show of a user's money: the credits in the header, and whether payments are real."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from accounts.models import User
from billing.errors import PaymentsUnavailableError
from billing.gateways import current_gateway
from billing.models import CreditAccount
from billing.selectors import account_of, balance_of

register = template.Library()


@dataclass(frozen=True)
class Payments:
    """`is_available` says whether anything can be bought, `is_test` that no money moves."""

    is_available: bool
    is_test: bool


@register.inclusion_tag("components/credit_pill.html")
def credit_pill(user: User, *, is_out_of_band: bool = False) -> Mapping[str, Any]:
    """How many credits the user can spend, and whether they want to be told that it is few."""
    balance, account = balance_of(user), account_of(user)
    warns_at = (account or CreditAccount()).low_balance_at
    return {
        "credits": balance.available,
        "is_low": warns_at is not None and balance.available <= warns_at,
        "is_out_of_band": is_out_of_band,
    }


@register.simple_tag
def payments() -> Payments:
    """Whether payments are taken here, and whether they are tests."""
    try:
        return Payments(is_available=True, is_test=not current_gateway().livemode)
    except PaymentsUnavailableError:
        return Payments(is_available=False, is_test=False)
