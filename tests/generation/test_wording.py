"""Which texts are taken."""

import pytest

from generation.services.wording import LONGEST_CUSTOM_TEXT, LONGEST_PROMPT, clean_custom_text, clean_prompt

pytestmark = pytest.mark.unit


class TestCleanPrompt:
    @pytest.mark.parametrize(
        "text",
        ["I survived 7 days", "😀🔥", "سفر رویایی به بالی", "日本", "7", "\u202bسلام\u202c", "a" * LONGEST_PROMPT],
    )
    def test_takes_what_can_be_read(self, text):
        assert clean_prompt(text) == text

    def test_trims_and_turns_control_characters_into_spaces(self):
        assert clean_prompt("  a\tb\x1b\nc \n") == "a b \nc"

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "Describe"),
            (" \n\t ", "Describe"),
            ("a\x00b", "NUL"),
            ("half \ud83d", "surrogate"),
            ("a" * (LONGEST_PROMPT + 1), "longer"),
            ("x" * 200_000, "longer"),
            ("?!... --", "nothing to read"),
            ("\u200b\u200f", "nothing to read"),
        ],
    )
    def test_refuses_what_can_not(self, text, problem):
        with pytest.raises(ValueError, match=problem):
            clean_prompt(text)


class TestCleanCustomText:
    def test_may_be_empty(self):
        assert clean_custom_text("  ") == ""

    def test_is_bounded_and_free_of_nul(self):
        assert clean_custom_text("NO WAY!") == "NO WAY!"
        with pytest.raises(ValueError, match="longer"):
            clean_custom_text("a" * (LONGEST_CUSTOM_TEXT + 1))
        with pytest.raises(ValueError, match="NUL"):
            clean_custom_text("\x00")
