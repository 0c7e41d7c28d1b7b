"""A measured look really changes what is drawn: the picture carries its traits, and not those of another look."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import pytest

from canvas.brief.understand import understand
from canvas.colour import parse_hex
from canvas.direction import direct
from canvas.direction.following import LAYOUTS_FOR_ONE
from canvas.direction.shades import hue_distance
from canvas.dna import DesignDNA
from canvas.dna.measuring import measure
from canvas.document import Document, Effect, Mark, Palette, Plate, Subject, Text
from canvas.drawing import Drawing, draw
from canvas.geometry import Box
from canvas.layouts import LAYOUTS
from canvas.layouts.rules import BADGE_ZONE
from tests.canvas.documents import PORTRAIT

pytestmark = pytest.mark.unit

LOOKS = {
    "loud": DesignDNA(
        Palette("#d81f2a", "#3a0a10", "#ffd21f"), "hero_right", "paint:rays", "anton", effects=("sparks",),
        face_place="right", face_height=0.43, text_place="left", text_height=0.22, text_words=4, text_tilt=4,
        subject_place="right", subject_height=0.9, supports=1, background="pattern", energy=9, mood="epic",
        origin="measured",
    ),
    "clean": DesignDNA(
        Palette("#f4f1ea", "#c9d6df", "#e4572e", "#ffffff", "#1b1b1f"), "hero_left", "paint:paper", "montserrat",
        face_place="left", face_height=0.38, text_place="right", text_height=0.1, text_words=3, text_case="mixed",
        text_colour="dark", subject_place="left", subject_height=0.7, supports=0, is_light=True, outline=False,
        extrude=False, background="plain", energy=5, mood="clean", origin="measured",
    ),
    "boxed": DesignDNA(
        Palette("#1464ff", "#0b1b4d", "#19e0c8"), "headline_top", "paint:gradient", "archivo", face_place="centre",
        face_height=0.38, text_place="top", text_height=0.14, text_words=3, text_label=True, has_highlight=False,
        subject_place="centre", subject_height=0.6, supports=2, extrude=False, background="gradient", energy=7,
        origin="measured",
    ),
    "close": DesignDNA(
        Palette("#5b2bff", "#12062e", "#ff4fd8"), "close_up_left", "paint:grid_neon", "russo", effects=("scanlines",),
        face_place="left", face_height=0.54, text_place="right", text_height=0.17, text_words=2, text_tilt=-4,
        text_colour="accent", subject_place="left", subject_height=0.98, supports=0, extrude=False,
        background="pattern", energy=8, mood="dark", origin="measured",
    ),
    "lower": DesignDNA(
        Palette("#1f8f4e", "#0b2b1a", "#ff8a1f"), "lower_third_right", "scene:stadium", "bebas", face_place="right",
        face_height=0.4, text_place="bottom", text_height=0.18, text_words=4, subject_place="right",
        subject_height=0.7, supports=1, energy=7, mood="epic", origin="measured",
    ),
    "yellow": DesignDNA(
        Palette("#ffd60a", "#ffb703", "#e63946", "#ffffff", "#111111"), "centre_stage", "paint:gradient", "luckiest",
        face_place="centre", face_height=0.4, text_place="bottom", text_height=0.16, text_words=3, text_colour="dark",
        subject_place="centre", subject_height=0.65, supports=2, is_light=True, extrude=False, background="plain",
        energy=7, mood="happy", origin="measured",
    ),
    "distant": DesignDNA(
        Palette("#ff8c42", "#5b2a86", "#ffe66d"), "distant_right", "scene:desert", "bangers", face_place="right",
        face_height=0.29, text_place="left", text_height=0.14, text_words=4, subject_place="right",
        subject_height=0.45, supports=0, background="photo", energy=6, mood="epic", origin="measured",
    ),
    "banner": DesignDNA(
        Palette("#e11d48", "#1e1b4b", "#facc15"), "banner", "paint:split", "titan", face_place="centre",
        face_height=0.36, text_place="centre", text_height=0.14, text_words=3, text_tilt=3, subject_place="centre",
        subject_height=0.7, supports=2, background="pattern", energy=8, origin="measured",
    ),
}  # fmt: skip
ENGLISH = "I quit my job to travel the world"
PERSIAN = "چطور در خانه پیتزا درست کنیم"
CASES = [(ENGLISH, True), (ENGLISH, False), (PERSIAN, True), (PERSIAN, False)]
PAIRS = list(combinations(LOOKS, 2))

each_look = pytest.mark.parametrize("look", LOOKS)
each_case = pytest.mark.parametrize(("prompt", "has_face"), CASES, ids=["face", "thing", "Persian face", "Persian"])


@lru_cache(maxsize=64)
def _drawn(look: str, prompt: str, has_face: bool) -> tuple[Document, Drawing, DesignDNA]:
    photos = ("me",) if has_face else ()
    (document,) = direct(understand(prompt, has_face=has_face), LOOKS[look], seed=1, photos=photos)
    drawing = draw(document, {"me": PORTRAIT.read_bytes()}, size=(640, 360))
    return document, drawing, measure(document, drawing)


def _headline(document: Document) -> Text:
    layer = document.layer("headline")
    assert isinstance(layer, Text)
    return layer


@each_look
@each_case
class TestAPictureInTheLook:
    def test_has_its_type_and_subject_where_the_look_has_them(self, look: str, prompt: str, has_face: bool):
        dna, (_, _, seen) = LOOKS[look], _drawn(look, prompt, has_face)
        assert seen.text_place == dna.text_place
        assert seen.subject_place == dna.subject_place
        assert seen.face_place == (dna.face_place if has_face else "none")
        if has_face:
            assert seen.face_height == pytest.approx(dna.face_height, abs=0.04)

    def test_sets_its_type_as_the_look_does(self, look: str, prompt: str, has_face: bool):
        dna, (_, _, seen) = LOOKS[look], _drawn(look, prompt, has_face)
        assert seen.font == dna.font
        assert seen.text_tilt == dna.text_tilt
        assert (seen.text_label, seen.text_colour, seen.has_highlight) == (
            dna.text_label, dna.text_colour, dna.has_highlight,
        )  # fmt: skip
        assert prompt == PERSIAN or seen.text_case == dna.text_case
        assert 0.62 * dna.text_height <= seen.text_height <= 1.6 * dna.text_height

    def test_has_its_colours_light_and_energy(self, look: str, prompt: str, has_face: bool):
        dna, (_, _, seen) = LOOKS[look], _drawn(look, prompt, has_face)
        assert hue_distance(seen.palette.accent, dna.palette.accent) < 0.03
        assert seen.is_light == dna.is_light
        assert abs(seen.energy - dna.energy) <= 2
        assert seen.outline == dna.outline

    def test_has_no_more_beside_the_subject(self, look: str, prompt: str, has_face: bool):
        dna, (_, _, seen) = LOOKS[look], _drawn(look, prompt, has_face)
        assert dna.supports is not None
        assert seen.supports is not None
        assert seen.supports <= dna.supports
        assert (seen.supports > 0) == (dna.supports > 0)

    def test_keeps_type_off_faces_and_off_the_badge(self, look: str, prompt: str, has_face: bool):
        _, drawing, _ = _drawn(look, prompt, has_face)
        for line in drawing.text_lines:
            assert line.box.intersection(BADGE_ZONE) is None
            assert not any(line.box.intersection(face) for face in drawing.faces)


class TestTwoLooks:
    @pytest.mark.parametrize(("first", "second"), PAIRS)
    @pytest.mark.parametrize(("prompt", "has_face"), [CASES[0], CASES[3]], ids=["face", "Persian"])
    def test_make_two_clearly_different_documents_of_one_prompt(
        self, first: str, second: str, prompt: str, has_face: bool
    ):
        one, other = (_drawn(look, prompt, has_face)[0] for look in (first, second))
        assert one.layout != other.layout
        assert one.palette != other.palette
        assert _headline(one).font != _headline(other).font

    @pytest.mark.parametrize(("first", "second"), PAIRS)
    def test_are_not_taken_for_each_other(self, first: str, second: str):
        assert _agreement(first, first) > _agreement(first, second) + 2
        assert _agreement(second, second) > _agreement(second, first) + 2

    def test_stand_on_the_grounds_of_their_kind(self):
        sources = {look: _drawn(look, ENGLISH, False)[0].layer("plate") for look in LOOKS}
        painted = {look: plate.source for look, plate in sources.items() if isinstance(plate, Plate)}
        assert painted["loud"] == "paint:rays"
        assert painted["close"] == "paint:grid_neon"
        assert painted["clean"] == painted["yellow"] == "paint:paper"
        assert painted["lower"].startswith("scene:")


def _agreement(look: str, drawn_as: str) -> int:
    """Count the traits of a look that a picture drawn in another one (or in itself) shows."""
    dna, seen = LOOKS[look], _drawn(drawn_as, ENGLISH, True)[2]
    same = ["text_place", "face_place", "text_label", "text_case", "text_colour", "is_light", "font", "layout"]
    return sum(getattr(dna, name) == getattr(seen, name) for name in same) + sum(
        (
            hue_distance(dna.palette.accent, seen.palette.accent) < 0.03,
            (dna.text_tilt > 0) - (dna.text_tilt < 0) == (seen.text_tilt > 0) - (seen.text_tilt < 0),
            abs(dna.face_height - seen.face_height) < 0.04,
        )
    )


class TestAMeasuredLook:
    def test_gives_way_to_the_colours_that_the_prompt_names(self):
        brief = understand("my studio, purple and green")
        (document,) = direct(brief, LOOKS["loud"], seed=1)
        assert (document.palette.primary, document.palette.secondary) == brief.palette

    def test_keeps_its_accent_in_a_place_and_a_mood(self):
        (document,) = direct(understand("a dark night in the Arctic"), LOOKS["loud"], seed=1)
        assert hue_distance(document.palette.accent, LOOKS["loud"].palette.accent) < 0.03

    def test_of_a_scene_gives_way_to_the_scene_that_the_topic_names(self):
        (document,) = direct(understand("I survived 7 days in the Arctic"), LOOKS["lower"], seed=1)
        assert document.meta["ground"] == "scene:arctic"

    def test_of_a_bright_scene_stands_on_a_light_ground(self):
        dna = replace(LOOKS["lower"], is_light=True, text_colour="dark")
        (document,) = direct(understand("how to learn the guitar"), dna, seed=1)
        assert measure(document, draw(document, size=(320, 180))).is_light

    def test_of_a_painted_ground_keeps_it(self):
        (document,) = direct(understand("I survived 7 days in the Arctic"), LOOKS["loud"], seed=1)
        assert document.meta["ground"] == "paint:rays"

    def test_obeys_what_the_prompt_forbids(self):
        (document,) = direct(understand("my trip to Bali, no text, no effects"), LOOKS["loud"], seed=1)
        assert not any(isinstance(layer, Text) for layer in document.layers)
        assert "sparks" not in {layer.effect for layer in document.layers if isinstance(layer, Effect)}

    def test_leaves_quoted_text_as_it_is(self):
        (document,) = direct(understand('thumbnail with the text "STOP Doing This"'), LOOKS["clean"], seed=1)
        assert _headline(document).text == "STOP Doing This"

    def test_in_mixed_case_writes_words_as_the_prompt_does(self):
        (document,) = direct(understand("is the iPhone worth it"), LOOKS["clean"], seed=1)
        assert "iPhone" in _headline(document).text

    def test_has_its_mark(self):
        dna = replace(LOOKS["loud"], extras={"marks": ["arrow"]})
        (document,) = direct(understand("I found gold"), dna, seed=1)
        assert [layer.mark for layer in document.layers if isinstance(layer, Mark)] == ["arrow"]

    def test_of_rivals_needs_two_of_them(self):
        dna = replace(LOOKS["loud"], layout="versus", text_place="bottom", subject_place="centre", face_place="none")
        assert direct(understand("my trip to Bali"), dna, seed=1)[0].layout == "centre_stage"
        assert direct(understand("pizza vs burger"), dna, seed=1)[0].layout == "duel"

    def test_sets_a_number_large_where_the_look_does(self):
        dna = replace(LOOKS["loud"], layout="big_number")
        assert direct(understand("7 days in the Arctic"), dna, seed=1)[0].layout == "big_number"
        assert direct(understand("7 days in the Arctic"), LOOKS["loud"], seed=1)[0].layout == "hero_right"

    @pytest.mark.parametrize("look", LOOKS)
    @pytest.mark.parametrize(("aspect", "size"), [("1:1", (400, 400)), ("4:5", (400, 500)), ("9:16", (360, 640))])
    def test_is_followed_on_every_shape_of_canvas(self, look: str, aspect: str, size: tuple[int, int]):
        brief = understand(ENGLISH, has_face=True, aspect=aspect)
        (document,) = direct(brief, LOOKS[look], seed=1, photos=("me",), width=size[0], height=size[1])
        drawing = draw(document, {"me": PORTRAIT.read_bytes()})
        assert document.layout == LOOKS[look].layout
        assert len(drawing.faces) == 1
        whole = Box(0, 0, 1, 1)
        for line in drawing.text_lines:
            assert line.box.intersection(whole) == line.box
            assert line.box.intersection(drawing.faces[0]) is None

    def test_is_measured_again_as_it_was(self):
        """What was drawn after a look, read as a look of its own, is drawn again with the same traits."""
        first = _drawn("boxed", ENGLISH, True)[2]
        (document,) = direct(understand("how to learn the guitar", has_face=True), first, seed=2, photos=("me",))
        assert document.layout == first.layout
        assert _headline(document).plate_colour is not None
        assert hue_distance(document.palette.accent, first.palette.accent) < 0.03


class TestAnInkOnLight:
    @pytest.mark.parametrize("look", ["clean", "yellow"])
    def test_reads_in_its_highlight_too(self, look: str):
        document = _drawn(look, ENGLISH, True)[0]
        headline = _headline(document)
        red, green, blue = parse_hex(headline.highlight_colour)
        assert headline.colour == "dark"
        assert red > green
        assert red > blue


class TestAnyLayout:
    @pytest.mark.parametrize("layout", sorted(LAYOUTS_FOR_ONE))
    def test_of_a_measured_look_is_used(self, layout: str):
        side = LAYOUTS[layout].arrangement("16:9").type_side
        dna = replace(LOOKS["loud"], layout=layout, text_place=side)
        (document,) = direct(understand(ENGLISH), dna, seed=1)
        assert document.layout == layout
        assert any(isinstance(layer, Subject) for layer in document.layers)
