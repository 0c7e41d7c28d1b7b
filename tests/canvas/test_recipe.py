"""From a reading to design DNA."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canvas import catalogue
from canvas.brief.lexicons import lexicon
from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import from_json, to_json
from canvas.dna.recipe import dna_of
from canvas.drawing import draw
from canvas.drawing.paints import PAINTS
from canvas.fonts import FONT_NAMES
from canvas.geometry import Box
from canvas.layouts import LAYOUTS
from canvas.reading import Ground, Reading, SubjectFound, Swatch, TypeFound, TypeLine
from canvas.reading.model import Pattern

pytestmark = pytest.mark.unit


def line(text: str, box: Box, **fields: object) -> TypeLine:
    given: dict[str, object] = {
        "box": box, "size": round(box.height, 3), "tilt": 0.0, "text": text, "confidence": 0.99,
        "words": max(1, len(text.split())), "colour": "#ffffff", "second_colour": "", "behind": "#0a0a12",
        "is_label": False, "weight": 0.2,
    }  # fmt: skip
    return TypeLine(**{**given, **fields})  # type: ignore[arg-type]


GROUND = Ground("gradient", "none", "#1246c8", "#0a1030", 30.0, False, 0.5, 0.001)
THING = SubjectFound("thing", Box(0.58, 0.1, 0.95, 0.95), True, (), (0.75, 0.5))
READING = Reading(
    width=1280,
    height=720,
    swatches=(Swatch("#1246c8", (34.0, 25.0, -70.0), 0.6), Swatch("#ff5a1f", (61.0, 62.0, 62.0), 0.2)),
    warmth=-0.4,
    contrast=0.3,
    saturation=0.7,
    brightness=0.4,
    colourfulness=80.0,
    clutter=0.05,
    energy=8,
    lines=(line("BEAT THE", Box(0.05, 0.2, 0.5, 0.4)), line("BOSS", Box(0.05, 0.45, 0.5, 0.7), colour="#ffd21f")),
    type=TypeFound("bangers", 0.9, True),
    faces=(),
    subject=THING,
    ground=GROUND,
    effects=("rays", "vignette", "glow_spot"),
    marks=(),
    has_logo=False,
)


def at(box: Box, **changes: object) -> Reading:
    return replace(READING, subject=replace(THING, box=box), **changes)  # type: ignore[arg-type]


class TestTheDna:
    def test_follows_the_reading(self):
        dna = dna_of(READING, category="gaming")
        assert (dna.layout, dna.font, dna.origin) == ("hero_right", "bangers", "measured")
        assert (dna.text_place, dna.text_words, dna.text_case, dna.text_height) == ("left", 3, "upper", 0.25)
        assert (dna.subject_place, dna.subject_height, dna.supports) == ("right", 0.85, 0)
        assert (dna.has_highlight, dna.outline, dna.extrude, dna.text_label) == (True, True, True, False)
        assert dna.palette.accent == "#ffd21f"
        assert dna.effects == ("rays",)

    def test_keeps_the_mood_it_is_told(self):
        assert dna_of(READING, mood="romantic").mood == "romantic"

    def test_finds_a_mood_of_the_lexicon(self):
        assert dna_of(READING).mood in lexicon("moods")

    def test_stays_the_same_as_json(self):
        dna = dna_of(READING)
        assert from_json(to_json(dna)) == dna

    def test_holds_no_word_of_the_picture(self):
        value = str(to_json(dna_of(READING))).lower()
        assert "beat" not in value
        assert "boss" not in value

    def test_suits_our_engine(self):
        dna = dna_of(READING, category="gaming")
        kind, _, name = dna.plate.partition(":")
        assert name in (PAINTS if kind == "paint" else catalogue.scenes())
        assert dna.font in FONT_NAMES
        assert dna.layout in LAYOUTS
        (document,) = direct(understand("how to beat the final boss"), dna, seed=3)
        assert draw(document, size=(320, 180)).pixels.shape == (180, 320, 3)


class TestLayouts:
    @pytest.mark.parametrize(
        ("box", "lines", "layout"),
        [
            (Box(0.05, 0.1, 0.42, 0.95), [Box(0.5, 0.3, 0.95, 0.6)], "hero_left"),
            (Box(0.3, 0.05, 0.7, 0.6), [Box(0.15, 0.7, 0.85, 0.92)], "centre_stage"),
            (Box(0.3, 0.4, 0.7, 0.98), [Box(0.1, 0.06, 0.9, 0.3)], "headline_top"),
            (Box(0.6, 0.4, 0.95, 0.98), [Box(0.05, 0.06, 0.95, 0.3)], "headline_top_right"),
            (Box(0.05, 0.05, 0.4, 0.6), [Box(0.05, 0.7, 0.95, 0.92)], "lower_third_left"),
            (Box(0.66, 0.5, 0.9, 0.9), [Box(0.05, 0.3, 0.5, 0.6)], "distant_right"),
            (Box(0.9, 0.9, 0.95, 0.95), [Box(0.1, 0.2, 0.9, 0.8)], "full_type"),
        ],
    )
    def test_are_told_by_where_type_and_subject_stand(self, box: Box, lines: list[Box], layout: str):
        reading = at(box, lines=tuple(line("SOME WORDS", place) for place in lines))
        assert dna_of(reading).layout == layout

    def test_are_a_big_number_when_a_number_is_largest(self):
        lines = (line("24", Box(0.05, 0.1, 0.4, 0.6)), line("HOURS", Box(0.05, 0.65, 0.5, 0.85)))
        assert dna_of(replace(READING, lines=lines)).layout == "big_number"

    def test_are_a_close_up_when_the_face_is_large(self):
        face = Box(0.6, 0.1, 0.9, 0.65)
        assert dna_of(replace(READING, faces=(face,))).layout == "close_up_right"

    def test_are_a_versus_when_rivals_are_named(self):
        lines = (line("CHEAP VS RICH", Box(0.2, 0.7, 0.8, 0.9)),)
        rivals = replace(THING, box=Box(0.05, 0.1, 0.4, 0.7), others=(Box(0.6, 0.1, 0.95, 0.7),))
        dna = dna_of(replace(READING, lines=lines, subject=rivals))
        assert (dna.layout, dna.supports) == ("versus", 0)

    def test_of_pictures_without_anything_are_a_centre_stage(self):
        nothing = SubjectFound("none", None, False, (), (0.5, 0.5))
        dna = dna_of(replace(READING, lines=(), subject=nothing, type=TypeFound("", 0.0, False)))
        assert (dna.layout, dna.text_place, dna.subject_place, dna.has_highlight) == (
            "centre_stage", "none", "none", False,
        )  # fmt: skip


class TestPlates:
    @pytest.mark.parametrize(
        ("pattern", "plate"),
        [("rays", "paint:rays"), ("halftone", "paint:halftone"), ("speed_lines", "paint:speedlines"),
         ("split", "paint:split")],
    )  # fmt: skip
    def test_repeat_the_pattern(self, pattern: Pattern, plate: str):
        dna = dna_of(replace(READING, ground=replace(GROUND, kind="pattern", pattern=pattern)))
        assert (dna.plate, dna.background) == (plate, "pattern")

    def test_of_photos_are_scenes_of_the_category(self):
        for category in catalogue.CATEGORIES:
            plate = dna_of(replace(READING, ground=replace(GROUND, kind="photo")), category=category).plate
            assert category in catalogue.scenes()[plate.removeprefix("scene:")].categories

    def test_that_are_light_under_dark_type_are_paper(self):
        ground = replace(GROUND, kind="plain", colour="#e9e4d8", second_colour="", lightness=90.0, is_light=True)
        lines = (line("OWN LESS", Box(0.05, 0.2, 0.5, 0.5), colour="#1d3228"),)
        dna = dna_of(replace(READING, ground=ground, lines=lines))
        assert (dna.plate, dna.is_light, dna.text_colour) == ("paint:paper", True, "dark")
