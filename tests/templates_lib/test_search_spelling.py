import pytest

from canvas.brief.words import Word, split_words
from templates_lib.search.spelling import Speller
from templates_lib.search.vocabulary import hear, spelled

pytestmark = pytest.mark.unit

KNOWN = Speller(["unboxing", "recipe", "salary", "protein", "canary", "fight", "night"])


class TestSpeller:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("unboxng", "unboxing"),
            ("unboxiing", "unboxing"),
            ("salery", "salary"),
            ("protien", "protein"),
            ("recipe", "recipe"),
            ("recipes", "recipes"),
            ("dight", "dight"),
            ("figth", "fight"),
            ("fgiht", "fight"),
            ("recp", "recp"),
            ("lasagna", "lasagna"),
            ("iphone17", "iphone17"),
            ("سالاری", "سالاری"),
        ],
    )
    def test_finds_what_was_one_slip_away(self, typed: str, meant: str):
        assert KNOWN.meant(Word(typed, typed)).key == meant

    def test_leaves_a_word_with_two_likely_meanings(self):
        assert Speller(["stare", "store"]).meant(Word("sture", "sture")).key == "sture"

    def test_keeps_what_ended_the_clause(self):
        assert KNOWN.meant(Word("salery", "salery", ",")).ending == ","


class TestHear:
    def test_takes_a_phrase_for_one_thing(self):
        assert "mood:dark" not in hear(split_words("dark souls")).look_keys
        assert "mood:dark" in hear(split_words("dark and moody")).look_keys
        assert not any("books" in topic for topic in hear(split_words("comic book lettering")).topics)

    def test_puts_the_strongest_topic_first(self):
        topics = list(hear(split_words("a cake, cookies and chocolate in space")).topics)
        assert "dessert" in topics[0]
        assert "universe" in topics[1]

    def test_counts_a_phrase_once_however_often_it_is_said(self):
        once, thrice = (hear(split_words(text)).topics for text in ("pizza", "pizza pizza pizza"))
        assert once == thrice

    def test_hears_slips_of_spelling(self):
        meant = hear(split_words("smartwatch unboxing"))
        assert hear(spelled(split_words("smartwatch unboxng"))) == meant

    def test_tells_which_words_are_of_the_look_alone(self):
        assert hear(split_words("handwritten letters about pasta")).of_looks == {"handwritten"}

    def test_counts_a_word_of_both_by_half_for_its_topic(self):
        topic = "week in my life, scrapbook, memories, aesthetic, diary, cosy"
        assert hear(split_words("diary")).topics[topic] == 1.0
        assert hear(split_words("cosy")).topics[topic] == 0.5
