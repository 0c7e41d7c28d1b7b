"""Which texts are taken, as messages, titles and broadcasts."""

import pytest

from chat.services.wording import clean_line, clean_message, clean_title

pytestmark = pytest.mark.unit

UNSEEN = ["\u200b", "\u2060", "\u202e", "\u200c\u200d", "\u3000", "\u2028", "\ufeff \u200b\n", "\u00ad", "\x07\x07"]


class TestCleanMessage:
    @pytest.mark.parametrize("text", ["", " ", *UNSEEN])
    def test_refuses_what_nobody_can_see(self, text):
        with pytest.raises(ValueError, match="Say something"):
            clean_message(text)

    @pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d🚀", "a", "!", "é", "🙂"])
    def test_keeps_what_joins_what_is_seen(self, text):
        assert clean_message(text) == text


class TestCleanTitle:
    @pytest.mark.parametrize("text", ["", *UNSEEN])
    def test_is_none_for_what_nobody_can_see(self, text):
        assert clean_title(text) == ""

    def test_is_on_one_line(self):
        assert clean_title("a\nb\u2028c\x07") == "a b c"


class TestCleanLine:
    @pytest.mark.parametrize("text", ["", *UNSEEN])
    def test_refuses_what_nobody_can_see(self, text):
        with pytest.raises(ValueError, match="Say something"):
            clean_line(text)

    def test_is_on_one_line(self):
        assert clean_line(" We are\r\nback ") == "We are back"
