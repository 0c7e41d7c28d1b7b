import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from canvas.brief.lexicons import lexicon
from canvas.brief.words import split_words
from canvas.dna import DesignDNA
from canvas.document import Palette
from templates_lib.search.look_keys import keys_of, keys_of_colour
from templates_lib.search.vocabulary import hear
from templates_lib.services.looks import load_looks
from tests.templates_lib.bank import DNA

pytestmark = pytest.mark.unit


class TestKeysOf:
    def test_say_where_the_face_is_and_how_close(self):
        keys = keys_of(replace(DNA, face_place="left", face_height=0.45), category="gaming")
        assert {"face:left", "face:some", "face:close", "face:very_close", "category:gaming"} <= set(keys)
        assert "face:none" in keys_of(replace(DNA, face_place="none"), category="")

    def test_say_what_the_type_is_like(self):
        keys = keys_of(replace(DNA, font="bangers", text_tilt=-4.0, text_words=2, outline=False), category="")
        assert {"type:comic", "type:tilted", "type:few_words", "type:plain", "type:left"} <= set(keys)
        assert "type:none" in keys_of(replace(DNA, text_place="none"), category="")

    def test_say_how_the_type_is_set_off(self):
        keys = keys_of(replace(DNA, outline=True, extrude=True, text_place="bottom"), category="")
        assert {"type:outlined", "type:deep", "type:bottom"} <= set(keys)
        assert not {"type:outlined", "type:deep"} & set(
            keys_of(replace(DNA, outline=False, extrude=False), category="")
        )

    def test_say_what_the_tone_is_where_it_is_marked(self):
        loud = replace(DNA, saturation=0.9, warmth=0.8, contrast=0.9, clutter=0.4)
        soft = replace(DNA, saturation=0.3, warmth=-0.6, contrast=0.4, clutter=0.1)
        assert {key for key in keys_of(loud, category="") if key.startswith("tone:")} == {
            "tone:vivid", "tone:warm", "tone:stark", "tone:busy",
        }  # fmt: skip
        assert {key for key in keys_of(soft, category="") if key.startswith("tone:")} == {"tone:muted", "tone:cold"}

    def test_name_the_colours(self):
        keys = keys_of(replace(DNA, palette=Palette("#ff0000", "#00134f", "#ffffff")), category="")
        assert {"colour:red", "colour:dark_blue", "colour:blue", "colour:white"} <= set(keys)

    def test_hold_no_space_since_the_index_splits_at_it(self):
        for look in load_looks():
            assert not any(" " in key for key in keys_of(look.dna, category=look.category))

    def test_are_each_there_once(self):
        keys = keys_of(DNA, category="gaming")
        assert len(keys) == len(set(keys))


class TestKeysOfColour:
    def test_take_a_dark_colour_for_the_plain_one_too(self):
        assert keys_of_colour("#00134f") == ("colour:dark_blue", "colour:blue")
        assert keys_of_colour("#ff0000") == ("colour:red",)


class TestLexicon:
    def test_asks_for_nothing_that_no_look_can_have(self):
        known = {key for look in load_looks() for key in keys_of(look.dna, category=look.category)}
        known |= {f"mood:{mood}" for mood in lexicon("moods")}
        known |= {f"effect:{effect}" for effect in lexicon("marks")["effects"]}
        known |= {key for dna in made_looks() for key in keys_of(dna, category="")}
        text = files("templates_lib").joinpath("search/lexicon/looks.toml").read_text(encoding="utf-8")
        wished = {f"{part}:{name}" for part, table in tomllib.loads(text).items() for name in table}
        assert wished - known == set()

    @pytest.mark.parametrize(
        ("said", "key"),
        [
            ("face on the left", "face:left"),
            ("چهره سمت راست", "face:right"),
            ("two things against each other", "layout:versus"),
            ("عدد بزرگ وسط", "layout:big_number"),
            ("فقط متن", "layout:full_type"),
            ("handwritten letters", "type:handwritten"),
            ("پس زمینه سفید", "ground:light"),
            ("بدون صورت", "face:none"),
            ("متن پایین", "type:bottom"),
            ("red on white", "colour:red"),
            ("رنگ\u200cهای سرد", "tone:cold"),
        ],
    )
    def test_knows_how_people_say_it(self, said: str, key: str):
        assert key in hear(split_words(said)).look_keys


def made_looks() -> list[DesignDNA]:
    """Looks that no shipped one has, but uploads may."""
    varied = [replace(DNA, text_place=place) for place in ("none", "left", "right", "top")]
    varied += [replace(DNA, face_place=place) for place in ("none", "left", "centre", "right")]
    varied += [replace(DNA, extras={"marks": [mark]}) for mark in lexicon("marks")["marks"]]
    return [*varied, replace(DNA, text_words=1, has_logo=True)]
