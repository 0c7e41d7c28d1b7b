import pytest

from templates_lib.search.explaining import forms_of, reasons

pytestmark = pytest.mark.unit

TRAITS = [
    *("right face", "close-up", "three-word headline", "red accent", "blue light", "sparks", "high energy", "epic mood")
]
TAGS = ["boss fight", "hard game", "challenge run"]


def told(*wishes: str, words: str = "") -> tuple[str, ...]:
    return reasons(wishes=wishes, words=forms_of(words.split()), traits=TRAITS, tags=TAGS, category="Gaming")


class TestReasons:
    @pytest.mark.parametrize(
        ("wish", "trait"),
        [
            ("face:right", "right face"),
            ("face:some", "right face"),
            ("face:very_close", "close-up"),
            ("mood:epic", "epic mood"),
            ("colour:red", "red accent"),
            ("effect:sparks", "sparks"),
            ("energy:high", "high energy"),
            ("category:gaming", "Gaming"),
        ],
    )
    def test_begin_with_the_trait_that_was_wished_for(self, wish: str, trait: str):
        assert told(wish)[0] == trait

    def test_name_the_topics_that_were_asked_for(self):
        assert told(words="fights")[0] == "boss fight"

    def test_say_nothing_for_a_wish_that_is_not_met(self):
        assert told("face:left", "colour:green", "mood:calm") == told()

    def test_tell_the_look_where_nothing_in_particular_was_asked(self):
        assert told() == ("right face", "three-word headline", "red accent", "epic mood", "blue light")

    def test_are_five_at_most_and_each_once(self):
        found = told("face:right", "face:some", "mood:epic", "colour:red", "energy:high", words="boss game run")
        assert len(found) == 5
        assert len(set(found)) == 5

    def test_of_a_template_without_traits_are_none(self):
        assert reasons(wishes=(), words=frozenset(), traits=(), tags=(), category="") == ()
