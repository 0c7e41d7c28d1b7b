"""Money as people read it. Amounts come in minor units, as the gateways count them."""

from decimal import Decimal

from common.isolation import isolated

_SIGNS = {"usd": "$", "eur": "€", "gbp": "£"}
# Currencies whose minor unit is not a hundredth: https://docs.stripe.com/currencies#zero-decimal, #three-decimal.
_DECIMALS = {
    **dict.fromkeys(("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf"), 0),
    **dict.fromkeys(("vnd", "vuv", "xaf", "xof", "xpf"), 0),
    **dict.fromkeys(("bhd", "jod", "kwd", "omr", "tnd"), 3),
}
# How much finer than the currency's own decimals the price of a single thing is told.
_FINER = 2


def money(amount: int, currency: str) -> str:
    """An amount in words: 999 of usd is $9.99, 500 of jpy is JPY 500."""
    decimals = _decimals(currency)
    return _signed(Decimal(amount).scaleb(-decimals), decimals, currency)


def money_in_text(amount: int, currency: str) -> str:
    """`money`, to stand in a sentence or on a page of any language."""
    return isolated(money(amount, currency))


def price_each(amount: int, currency: str, pieces: int) -> str:
    """What one of so many pieces costs, to a hundredth of the minor unit: 999 of usd for 100 is $0.0999."""
    finest = _decimals(currency) + _FINER
    exact = round(Decimal(amount).scaleb(-_decimals(currency)) / pieces, finest)
    needed = max(_decimals(currency), -int(exact.normalize().as_tuple().exponent))
    return _signed(exact, needed, currency)


def _decimals(currency: str) -> int:
    return _DECIMALS.get(currency, 2)


def _signed(value: Decimal, decimals: int, currency: str) -> str:
    figure = f"{abs(value):,.{decimals}f}"
    minus = "−" if value < 0 else ""
    sign = _SIGNS.get(currency)
    return f"{minus}{sign}{figure}" if sign else f"{minus}{currency.upper()} {figure}"
