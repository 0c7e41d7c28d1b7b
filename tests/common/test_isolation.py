"""Tests for `common.isolation`, and for the money and figures that rely on it."""

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import override

from common.isolation import isolated
from common.money import money, money_in_text

pytestmark = pytest.mark.unit


class TestIsolated:
    def test_marks_a_text_on_a_right_to_left_page(self) -> None:
        with override("fa"):
            assert isolated("Basic") == "\u2068Basic\u2069"

    def test_leaves_it_alone_on_any_other(self) -> None:
        assert isolated("Basic") == "Basic"


class TestMoneyInText:
    def test_stays_together_in_persian(self) -> None:
        with override("fa"):
            assert money_in_text(999, "usd") == "\u2068$9.99\u2069"
            assert money(999, "usd") == "$9.99"

    def test_is_bare_in_english(self) -> None:
        assert money_in_text(999, "usd") == "$9.99"


class TestPersianFigures:
    def test_are_grouped_by_three(self) -> None:
        with override("fa"):
            assert intcomma(2000) == "2,000"
