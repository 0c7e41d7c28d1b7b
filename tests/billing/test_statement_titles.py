"""Tests for `billing.pages.statement_titles`."""

import pytest
from django.utils.translation import override

from billing.ledger.granting import BEYOND_ROLLOVER
from billing.pages.statement_titles import told_reason

pytestmark = pytest.mark.unit

REASONS = (
    "Welcome to Routix",
    "You came by a friend's invitation",
    "Somebody you invited made a first purchase",
    "Bought 500 credits",
    "Basic: credits of 28 Nov 2026 to 28 Dec 2026",
    "Basic: credits for the rest of the period",
    "Free: credits of the month",
    "40 unspent plan credits stay for the new period",
    "Bonus credits whose time was over",
    BEYOND_ROLLOVER,
    "Money was sent back",
    "The refund did not arrive",
    "The payment was disputed",
    "The dispute was settled and the payment stands",
    "Paid what was owed",
)


class TestToldReason:
    @pytest.mark.parametrize("reason", REASONS)
    def test_is_what_the_ledger_wrote_in_english(self, reason: str) -> None:
        assert told_reason(reason) == reason

    @pytest.mark.parametrize("reason", REASONS)
    def test_is_persian_on_a_persian_page(self, reason: str) -> None:
        with override("fa"):
            told = told_reason(reason)
        assert any("\u0600" <= letter <= "\u06ff" for letter in told)

    def test_keeps_what_differs(self) -> None:
        with override("fa"):
            assert "\u2068500\u2069" in told_reason("Bought 500 credits")

    @pytest.mark.parametrize("reason", ["", "Sorry for the wait", "Bought 5 % more", "x: credits of 99 Foo 2026 to 1"])
    def test_leaves_what_staff_wrote_as_it_is(self, reason: str) -> None:
        with override("fa"):
            assert told_reason(reason) == reason
