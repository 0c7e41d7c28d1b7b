"""Money in words."""

import pytest

from common.money import money, price_each

pytestmark = pytest.mark.unit


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "currency", "words"),
        [
            (999, "usd", "$9.99"),
            (5, "usd", "$0.05"),
            (0, "usd", "$0.00"),
            (123456789, "usd", "$1,234,567.89"),
            (-250, "eur", "−€2.50"),
            (999, "gbp", "£9.99"),
            (500, "jpy", "JPY 500"),
            (1234, "kwd", "KWD 1.234"),
            (100, "chf", "CHF 1.00"),
        ],
    )
    def test_has_the_decimals_of_its_currency(self, amount: int, currency: str, words: str) -> None:
        assert money(amount, currency) == words


class TestPriceEach:
    @pytest.mark.parametrize(
        ("amount", "currency", "pieces", "words"),
        [
            (999, "usd", 100, "$0.0999"),
            (3999, "usd", 500, "$0.08"),
            (12999, "usd", 2000, "$0.065"),
            (1000, "usd", 10, "$1.00"),
            (500, "jpy", 40, "JPY 12.5"),
            (1000, "jpy", 10, "JPY 100"),
        ],
    )
    def test_is_told_as_finely_as_it_needs(self, amount: int, currency: str, pieces: int, words: str) -> None:
        assert price_each(amount, currency, pieces) == words
