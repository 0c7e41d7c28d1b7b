"""Sums that staff type. Rows keep them in minor units."""

from decimal import Decimal

from common.money import money


def decimals_of(currency: str) -> int:
    """How many decimals sums of that currency have: as many as the words for its smallest sum."""
    return len(money(1, currency).partition(".")[2])


def in_minor_units(amount: Decimal, currency: str) -> int:
    """The sum as rows keep it. `ValueError` for more decimals than the currency has."""
    minor = amount.scaleb(decimals_of(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"{currency.upper()} has no such fractions.")
    return int(minor)
