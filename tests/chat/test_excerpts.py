"""The part of a message that a search shows."""

import time

import pytest

from chat.selectors.searching import Question

pytestmark = pytest.mark.unit


def matched(pieces):
    return [piece["text"] for piece in pieces if piece["is_match"]]


class TestExcerpt:
    def test_costs_little_for_a_page_of_long_messages(self):
        question = Question.read("arctic fox می‌خواهم owl seal bear wolf hare lynx crow gull tern")
        content = f"{'ab cde ' * 565}arctic"
        begun = time.process_time()
        pieces = [question.excerpt(content) for _ in range(100)]
        assert time.process_time() - begun < 1.0
        assert all(matched(each) == ["arctic"] for each in pieces)

    def test_marks_every_match_that_it_shows_and_none_beyond(self):
        content = f"{'word ' * 30}arctic fox arctic {'word ' * 30}arctic"
        pieces = Question.read("arctic").excerpt(content)
        assert matched(pieces) == ["arctic", "arctic"]
        assert len("".join(piece["text"] for piece in pieces)) <= 182

    def test_marks_no_word_that_its_end_cuts(self):
        content = f"arctic {'x' * 168} arctically {'word ' * 30}"
        pieces = Question.read("arctic").excerpt(content)
        assert matched(pieces) == ["arctic"]
        assert "".join(piece["text"] for piece in pieces) == f"{content[:180]}…"

    def test_begins_at_the_start_when_nothing_matches(self):
        assert Question.read("arctic").excerpt("no such word") == [{"text": "no such word", "is_match": False}]
