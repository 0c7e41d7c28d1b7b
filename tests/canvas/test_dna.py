"""Design DNA: stored, worded, measured."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA, from_json, sentence, to_json, traits
from canvas.dna.measuring import measure
from canvas.dna.wording import colour_name
from canvas.document import Palette, Text
from canvas.drawing import draw
from canvas.errors import DocumentError

pytestmark = pytest.mark.unit

LOOK = DesignDNA(
    palette=Palette("#ff2d3f", "#2b6bff", "#ffd21f"),
    layout="hero_right",
    plate="scene:neon",
    font="anton",
    effects=("sparks",),
    face_place="left",
    face_height=0.4,
    text_words=2,
    text_tilt=4.0,
    energy=8,
    mood="epic",
)


class TestJson:
    def test_survives_the_round_trip(self):
        assert from_json(json.loads(json.dumps(to_json(LOOK)))) == LOOK

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"colour": "red"}, "colour"),
            ({"palette": {"primary": "#fff"}}, "palette.primary"),
            ({"face_place": "above"}, "face_place"),
            ({"energy": "high"}, "energy"),
            ({"effects": ["rays", 3]}, "effects[1]"),
            ({"outline": 1}, "outline"),
            ({"text_case": "small"}, "text_case"),
            ({"is_light": "yes"}, "is_light"),
            ({"supports": 1.5}, "supports"),
        ],
    )
    def test_refuses_what_is_malformed_and_names_it(self, change: dict[str, object], path: str):
        with pytest.raises(DocumentError) as refused:
            from_json({**to_json(LOOK), **change})
        assert refused.value.path == path

    def test_refuses_what_lacks_a_layout(self):
        value = to_json(LOOK)
        del value["layout"]
        with pytest.raises(DocumentError, match="missing"):
            from_json(value)


class TestWords:
    def test_tell_the_traits(self):
        said = traits(LOOK)
        assert {"left face", "two-word headline", "yellow accent", "red light", "high energy", "epic mood"} <= set(said)

    def test_tell_what_sets_a_look_apart(self):
        look = replace(
            LOOK, text_place="top", text_label=True, text_case="mixed", text_colour="accent", is_light=True,
            face_place="none", subject_place="centre", background="pattern",
        )  # fmt: skip
        said = set(traits(look))
        assert {"centre subject", "type across the top", "boxed type", "lower-case type", "yellow type"} <= said
        assert {"light ground", "pattern background"} <= said

    def test_are_nine_at_most(self):
        look = replace(LOOK, text_height=0.3, text_label=True, text_case="mixed", face_height=0.5, background="photo")
        assert len(traits(look)) == 9

    def test_of_two_looks_differ(self):
        other = replace(LOOK, palette=Palette("#18b551", "#0b3d2e", "#ff5fa2"), layout="centre_stage")
        first = sentence(LOOK, name="Arena", category="gaming", tags=("boss", "fight"))
        assert first != sentence(other, name="Arena", category="gaming", tags=("boss", "fight"))
        assert "gaming" in first
        assert "boss" in first

    @pytest.mark.parametrize(
        ("colour", "name"),
        [("#ffffff", "white"), ("#000000", "black"), ("#808080", "grey"), ("#ff0000", "red"), ("#ff00aa", "pink"),
         ("#00aaff", "blue"), ("#ffd21f", "yellow"), ("#12285e", "dark blue")],
    )  # fmt: skip
    def test_name_colours(self, colour: str, name: str):
        assert colour_name(colour) == name


class TestMeasuring:
    def test_reads_back_what_was_directed(self):
        (document,) = direct(understand("how to beat the final boss"), LOOK, seed=1)
        measured = measure(document, draw(document, size=(640, 360)))
        assert measured.origin == "measured"
        assert (measured.layout, measured.plate, measured.font) == (document.layout, document.meta["ground"], "anton")
        assert measured.text_place == "left"
        headline = document.layer("headline")
        assert isinstance(headline, Text)
        assert measured.text_words == len(headline.text.split())
        assert 0.08 < measured.text_height < 0.6
        assert 0 < measured.contrast < 0.5
        assert measured.face_place == "none"

    def test_sees_how_type_and_subject_are_set(self):
        look = replace(
            LOOK, layout="headline_top", text_place="top", face_place="centre", text_case="mixed", text_label=True,
            has_highlight=False, supports=0, origin="measured",
        )  # fmt: skip
        (document,) = direct(understand("how to beat the final boss"), look, seed=1)
        seen = measure(document, draw(document, size=(640, 360)))
        assert (seen.text_place, seen.text_case, seen.text_label, seen.has_highlight) == ("top", "mixed", True, False)
        assert (seen.subject_place, seen.supports, seen.is_light) == ("centre", 0, False)
        assert 0.4 < seen.subject_height < 0.7

    def test_names_the_colour_of_type_by_the_nearest_role(self):
        (document,) = direct(understand("how to beat the final boss"), LOOK, seed=1)
        headline = document.layer("headline")
        assert isinstance(headline, Text)
        for colour, name in (("#f0f0ff", "light"), ("#0a0a0a", "dark"), ("#f8cc30", "accent")):
            layers = tuple(replace(headline, colour=colour) if one is headline else one for one in document.layers)
            coloured = replace(document, layers=layers)
            assert measure(coloured, draw(coloured, size=(320, 180))).text_colour == name

    def test_tells_a_light_ground(self):
        paper = replace(LOOK, plate="paint:paper")
        (document,) = direct(understand("how to learn the guitar"), paper, seed=1)
        assert measure(document, draw(document, size=(320, 180))).is_light

    def test_tells_warm_from_cold(self):
        brief = understand("how to beat the final boss")
        warm = direct(brief, replace(LOOK, palette=Palette("#ff8c1a", "#c1121f", "#ffd21f")), seed=1)[0]
        cold = direct(brief, replace(LOOK, palette=Palette("#1a6cff", "#12c2e9", "#ffffff")), seed=1)[0]
        assert measure(warm, draw(warm, size=(640, 360))).warmth > measure(cold, draw(cold, size=(640, 360))).warmth
