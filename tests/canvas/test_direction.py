"""What direction makes of briefs and looks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

import pytest

from canvas import catalogue
from canvas.brief.colours import named_colour
from canvas.brief.understand import understand
from canvas.colour import contrast, parse_hex
from canvas.direction import direct
from canvas.direction.forbidding import is_forbidden
from canvas.direction.palettes import ACCENT_CONTRAST, STROKE_CONTRAST
from canvas.dna import DesignDNA
from canvas.document import Document, Layer, Mark, Palette, Plate, Subject, Text
from canvas.layouts import LAYOUTS, solve
from canvas.serial import from_json, to_json

pytestmark = pytest.mark.unit

BOLD = DesignDNA(
    Palette("#ff2d3f", "#2b6bff", "#ffd21f"),
    "hero_right",
    "scene:neon",
    "anton",
    effects=("sparks",),
    text_tilt=4,
    energy=8,
)
COMIC = DesignDNA(
    Palette("#0fb5ae", "#12285e", "#ffb000"), "hero_left", "paint:halftone", "bangers", effects=("halftone",), energy=7
)
CLEAN = DesignDNA(
    Palette("#3a6cff", "#a12bff", "#5ee7ff"),
    "hero_right",
    "scene:podium",
    "montserrat",
    outline=False,
    extrude=False,
    energy=4,
)
Kind = TypeVar("Kind", bound=Layer)
PROMPTS = [
    "I survived 7 days in the Arctic with no food, shocked face, red arrow",
    "make a gaming thumbnail: I beat Elden Ring without dying, dark with fire",
    "iPhone 17 vs Galaxy S26",
    "pizza vs burger taste test",
    "clean minimal thumbnail about productivity apps, white background",
    "minecraft but every block is lava, no text",
    "سفر رویایی به بالی",
    "aesthetic morning routine, pastel pink",
    "🔥🔥🐉",
    "asdf",
]


def _layers(document: Document, kind: type[Kind]) -> list[Kind]:
    return [layer for layer in document.layers if isinstance(layer, kind)]


def _one(document: Document, layer_id: str, kind: type[Kind]) -> Kind:
    layer = document.layer(layer_id)
    assert isinstance(layer, kind)
    return layer


def _headline(document: Document) -> Text:
    return _one(document, "headline", Text)


def _ground(document: Document) -> str:
    return _one(document, "plate", Plate).source


class TestADirectedDocument:
    @pytest.mark.parametrize("prompt", PROMPTS)
    @pytest.mark.parametrize("dna", [BOLD, COMIC, CLEAN], ids=["bold", "comic", "clean"])
    @pytest.mark.parametrize("aspect", ["16:9", "9:16"])
    def test_is_valid_and_can_be_laid_out(self, prompt: str, dna: DesignDNA, aspect: str):
        size = (1280, 720) if aspect == "16:9" else (720, 1280)
        (document,) = direct(understand(prompt, aspect=aspect), dna, seed=3, width=size[0], height=size[1])
        assert from_json(to_json(document)) == document
        assert set(solve(document)) == {layer.id for layer in document.layers}
        assert document.layout in LAYOUTS
        assert len({layer.id for layer in document.layers}) == len(document.layers)

    @pytest.mark.parametrize("prompt", PROMPTS)
    def test_has_type_that_reads_on_its_stroke(self, prompt: str):
        (document,) = direct(understand(prompt), BOLD, seed=1)
        palette = document.palette
        assert contrast(parse_hex(palette.light), parse_hex(palette.dark)) >= STROKE_CONTRAST
        on = palette.light if "paper" in document.meta["ground"] else palette.dark
        floor = 3.0 if "paper" in document.meta["ground"] else ACCENT_CONTRAST
        assert contrast(parse_hex(palette.accent), parse_hex(on)) >= floor

    def test_is_the_same_each_time(self):
        brief = understand(PROMPTS[0])
        assert direct(brief, BOLD, seed=5, count=4) == direct(brief, BOLD, seed=5, count=4)

    def test_stands_in_the_scene_that_the_topic_names(self):
        (document,) = direct(understand(PROMPTS[0]), CLEAN, seed=1)
        assert _ground(document) == "scene:arctic"

    def test_shows_only_props_of_the_brief(self):
        for prompt in PROMPTS:
            brief = understand(prompt)
            (document,) = direct(brief, COMIC, seed=1)
            shown = {subject.source.removeprefix("prop:") for subject in _layers(document, Subject)}
            assert shown <= set(brief.props)
            assert shown <= set(catalogue.props())

    def test_puts_the_photo_in_front_as_the_hero(self):
        (document,) = direct(understand("my trip to Bali", has_face=True), BOLD, seed=1, photos=("me",))
        assert _one(document, "hero", Subject).source == "photo:me"

    def test_bears_the_logo_unless_it_is_forbidden(self):
        (with_logo,) = direct(understand("my trip to Bali"), BOLD, seed=1, logo="mine")
        assert with_logo.layers[-1].kind == "logo"
        (without,) = direct(understand("my trip to Bali, no logo"), BOLD, seed=1, logo="mine")
        assert not any(layer.kind == "logo" for layer in without.layers)


class TestTheBrief:
    def test_gives_its_colours_to_the_palette(self):
        (document,) = direct(understand("my studio, purple and green"), BOLD, seed=1)
        brief = understand("my studio, purple and green")
        assert (document.palette.primary, document.palette.secondary) == brief.palette

    def test_gets_the_marks_it_asks_for_in_their_colour(self):
        brief = understand("I found gold, blue arrow")
        (document,) = direct(brief, BOLD, seed=1)
        (arrow,) = _layers(document, Mark)
        assert (arrow.mark, arrow.colour, arrow.target) == ("arrow", brief.mark_colour, "hero")

    def test_without_text_gets_none_and_fills_the_canvas(self):
        (document,) = direct(understand("a volcano, no text"), BOLD, seed=1)
        assert not _layers(document, Text)
        frame = _one(document, "hero", Subject).frame
        assert frame is not None
        assert frame.height > 0.8

    @pytest.mark.parametrize("dna", [BOLD, COMIC, CLEAN])
    def test_without_a_colour_has_none_of_it(self, dna: DesignDNA):
        brief = replace(understand("how to learn the guitar"), negative=("red", "blue"))
        for document in direct(brief, dna, seed=1, count=4):
            roles = (document.palette.primary, document.palette.secondary, document.palette.accent)
            assert not any(is_forbidden(colour, brief) for colour in roles)

    def test_with_two_sides_names_each_above_its_thing(self):
        (document,) = direct(understand("pizza vs burger"), BOLD, seed=1)
        assert document.layout == "duel"
        assert {subject.slot for subject in _layers(document, Subject)} == {"versus_left", "versus_right"}
        assert [text.text for text in _layers(document, Text)] == ["PIZZA", "BURGER"]
        assert [mark.text for mark in _layers(document, Mark)] == ["VS"]

    def test_with_sides_of_long_names_is_set_as_versus(self):
        brief = replace(understand("pizza vs burger"), headline="NEAPOLITAN PIZZAS VS SMASHED BURGERS")
        (document,) = direct(brief, BOLD, seed=1)
        assert document.layout == "versus"
        assert "VS" in _headline(document).text

    @pytest.mark.parametrize(
        "prompt", ["cheapest vs most expensive sushi in Tokyo", "Pixel 10 vs Galaxy S26 camera test"]
    )
    def test_with_two_sides_of_one_kind_shows_that_kind_twice(self, prompt: str):
        (document,) = direct(understand(prompt), BOLD, seed=1)
        first, second = _layers(document, Subject)
        assert first.source == second.source

    def test_with_sides_that_name_no_thing_sets_none_against_each_other(self):
        brief = replace(understand("pizza vs burger"), headline="HOPE VS FEAR")
        (document,) = direct(brief, BOLD, seed=1)
        assert document.layout not in {"duel", "versus"}

    def test_without_props_is_type_alone(self):
        (document,) = direct(understand("my adulthood, no props just text"), BOLD, seed=1)
        assert document.layout == "full_type"
        assert _layers(document, Subject) == []

    def test_with_a_colour_for_its_words_has_them_in_it(self):
        (document,) = direct(understand("python course, bold yellow text, blue background"), BOLD, seed=1)
        assert _headline(document).colour == named_colour("yellow")
        assert document.palette.primary == named_colour("blue")

    def test_with_two_colours_shows_the_brighter_one_in_words(self):
        (document,) = direct(understand("freelancing, green and gold"), BOLD, seed=1)
        assert document.palette.accent == named_colour("gold")

    def test_with_a_black_background_stands_in_no_lit_room(self):
        (document,) = direct(understand("podcast with a spy, black background"), BOLD, seed=1)
        assert _ground(document).startswith("paint:")

    def test_before_and_after_shows_its_thing_twice(self):
        (document,) = direct(understand("my bedroom makeover before and after"), BOLD, seed=1)
        assert document.layout == "before_after"
        first, second = _layers(document, Subject)
        assert first.source == second.source
        assert [text.text for text in _layers(document, Text) if text.plate_colour] == ["BEFORE", "AFTER"]

    def test_after_a_like_picture_is_arranged_otherwise(self):
        brief = understand("how black holes work")
        (first,) = direct(brief, BOLD, seed=1)
        (second,) = direct(brief, BOLD, seed=1, unlike=(first.layout, first.meta["ground"]))
        assert (second.layout, second.meta["ground"]) != (first.layout, first.meta["ground"])
        assert second.meta["axis"] == "first choice"

    def test_without_effects_gets_no_particles(self):
        (document,) = direct(understand("epic dragon, no effects"), BOLD, seed=1)
        assert not {"sparks", "embers", "glow", "smoke"} & {layer.id for layer in document.layers}

    def test_in_persian_has_its_type_on_the_right(self):
        (document,) = direct(understand("بررسی آیفون ۱۷"), BOLD, seed=1)
        assert document.layout == "hero_left"
        assert _headline(document).align == "right"

    def test_led_by_a_number_can_be_set_large(self):
        (document,) = direct(understand("7 days in the Arctic"), replace(BOLD, layout="big_number"), seed=1)
        assert document.layout == "big_number"
        assert (_headline(document).text, _one(document, "subtitle", Text).text) == ("7 DAYS", "IN THE ARCTIC")

    def test_decides_more_than_the_look_does(self):
        prompts = ["how sharks hunt", "my morning routine", "how to trade crypto", "best pizza in Rome", "piano lesson"]
        documents = [direct(understand(prompt), BOLD, seed=1)[0] for prompt in prompts]
        assert len({(document.layout, _ground(document)) for document in documents}) >= 3

    def test_of_text_alone_gets_no_props(self):
        (document,) = direct(replace(understand("how sharks hunt"), subject_kind="text"), BOLD, seed=1)
        assert document.layout == "full_type"
        assert not _layers(document, Subject)

    @pytest.mark.parametrize(
        ("headline", "number", "rest"),
        [("10 HABITS", "10 HABITS", "OF RICH PEOPLE"), ("99% OF PEOPLE FAIL", "99%", "OF PEOPLE FAIL"),
         ("7 PSYCHOLOGY TRICKS", "7", "PSYCHOLOGY TRICKS"), ("$5 BURGER IN ROME", "$5", "BURGER IN ROME")],
    )  # fmt: skip
    def test_counts_anything_in_a_look_of_big_numbers(self, headline: str, number: str, rest: str):
        brief = replace(understand("a cat"), headline=headline, highlight=(0,), subtitle="OF RICH PEOPLE")
        (document,) = direct(brief, replace(BOLD, layout="big_number"), seed=1)
        assert document.layout == "big_number"
        assert (_headline(document).text, _one(document, "subtitle", Text).text) == (number, rest)

    def test_has_its_ring_round_what_it_names(self):
        brief = understand("my new phone, yellow circle around it", has_face=True)
        (document,) = direct(brief, BOLD, seed=1, photos=("me",))
        (ring,) = _layers(document, Mark)
        assert ring.target == "support_1"

    def test_gives_a_ringed_prop_air(self):
        (document,) = direct(understand("my new phone, yellow circle around it"), BOLD, seed=1)
        frame = _one(document, "hero", Subject).frame
        assert frame is not None
        assert frame.x > 0.6

    @pytest.mark.parametrize(
        ("prompt", "lines"),
        [
            ("nurse in Tokyo", 2),
            ("we adopted a puppy", 2),
            ("chess against a grandmaster", 3),
            ("Svelte vs React", 3),
            ("we bought an abandoned island", 3),
        ],
    )
    def test_has_no_line_for_a_small_word_alone(self, prompt: str, lines: int):
        (document,) = direct(understand(prompt), BOLD, seed=1)
        assert _headline(document).max_lines == lines


class TestAPlaceThatIsNamed:
    @pytest.mark.parametrize("prompt", ["7 days in the Arctic", "lost in the Sahara desert", "trip to Bali"])
    def test_keeps_its_scene_or_its_colours_in_every_variant(self, prompt: str):
        brief = understand(prompt)
        red_rays = replace(COMIC, plate="paint:rays", palette=Palette("#ff1a1a", "#7a0000", "#ffd21f"))
        first, *others = direct(brief, red_rays, seed=1, count=5)
        assert _ground(first).startswith("scene:")
        for document in others:
            assert _ground(document) == _ground(first) or _ground(document) not in {"paint:rays", "paint:split"}
            red, _, blue = parse_hex(document.palette.primary)
            assert brief.place == "desert" or blue > red


class TestTheLook:
    def test_on_paper_is_written_in_dark_ink(self):
        paper = replace(COMIC, plate="paint:paper")
        (document,) = direct(understand("how to learn the guitar"), paper, seed=1)
        assert (_ground(document), _headline(document).colour) == ("paint:paper", "dark")
        (scene,) = direct(understand("7 days in the Arctic"), paper, seed=1)
        assert (_ground(scene), _headline(scene).colour) == ("scene:arctic", "light")

    def test_that_is_clean_keeps_its_own_ground(self):
        brief = understand("clean minimal thumbnail about productivity apps")
        (document,) = direct(brief, replace(CLEAN, plate="paint:mesh"), seed=1)
        assert _headline(document).colour == "light"

    def test_without_outlines_has_thin_edges(self):
        brief = understand("how to learn the guitar")
        clean, bold = (_headline(direct(brief, dna, seed=1)[0]) for dna in (CLEAN, BOLD))
        assert clean.stroke < bold.stroke / 2

    def test_decides_on_stroke_and_grain(self):
        dna = replace(BOLD, effects=("grain",), extras={"stroke": 0.03, "size_contrast": 1.2})
        (document,) = direct(understand("how to learn the guitar"), dna, seed=1)
        assert (_headline(document).stroke, _headline(document).size_contrast) == (0.03, 1.2)
        assert document.layer("grain") is not None

    def test_has_the_light_of_its_paint_behind_the_hero(self):
        brief = understand("how to learn the guitar")
        documents = [direct(brief, COMIC, seed=seed)[0] for seed in range(12)]
        plates = [(document.layout, _one(document, "plate", Plate)) for document in documents]
        lit = {layout: plate.params["focus_x"] for layout, plate in plates if plate.source.startswith("paint:")}
        assert lit["hero_left"] < 0.5 < lit["hero_right"]

    def test_matters(self):
        brief = understand("how to learn the guitar")
        of_bold, of_comic = ([direct(brief, dna, seed=seed)[0] for seed in range(9)] for dna in (BOLD, COMIC))
        assert of_bold[0].palette != of_comic[0].palette
        assert _headline(of_bold[0]).font != _headline(of_comic[0]).font
        for trait in (_ground, lambda document: document.layout):
            usual = [Counter(map(trait, documents)).most_common(1)[0][0] for documents in (of_bold, of_comic)]
            assert usual[0] != usual[1]

    def test_decides_on_outlines_and_depth(self):
        brief = understand("how to learn the guitar")
        (clean,) = direct(brief, CLEAN, seed=1)
        assert _one(clean, "hero", Subject).outline is None
        assert _headline(clean).extrude is None
        (bold,) = direct(brief, BOLD, seed=1)
        assert _one(bold, "hero", Subject).outline is not None


class TestVariants:
    def test_name_the_axis_they_differ_on(self):
        first, second, third, fourth = direct(understand("10 mistakes that keep you poor"), BOLD, seed=1, count=4)
        assert [document.meta["axis"] for document in (first, second, third, fourth)] == [
            "first choice", "layout", "palette", "background"
        ]  # fmt: skip
        assert second.layout != first.layout
        assert third.palette != first.palette
        assert third.layout == first.layout
        assert _ground(fourth) != _ground(first)

    @pytest.mark.parametrize(
        "prompt",
        ["trip to Bali", "pizza vs burger", "how black holes work", "10 habits of rich people", "بررسی آیفون ۱۷"],
    )
    def test_are_forced_apart_when_spread(self, prompt: str):
        documents = direct(understand(prompt), BOLD, seed=1, count=4, spread=True)
        for one, other in combinations(documents, 2):
            apart = [one.layout != other.layout, _ground(one) != _ground(other), one.palette != other.palette]
            assert sum(apart) >= 2
        assert [document.meta["axis"] for document in documents] == ["first choice", "layout", "background", "palette"]

    def test_keep_the_colours_that_the_prompt_names(self):
        brief = understand("my studio, purple and green")
        for document in direct(brief, BOLD, seed=1, count=4):
            assert {document.palette.primary, document.palette.secondary} == set(brief.palette)

    def test_are_as_many_as_asked_for(self):
        for count in (1, 2, 5, 8):
            assert len(direct(understand("a cat"), BOLD, seed=1, count=count)) == count

    def test_in_persian_have_their_type_on_the_right_or_across(self):
        documents = direct(understand("بررسی آیفون ۱۷"), BOLD, seed=1, count=4)
        assert documents[1].layout != documents[0].layout
        assert not any(document.layout == "hero_right" for document in documents)

    @pytest.mark.parametrize("count", [0, 9])
    def test_of_another_number_are_refused(self, count: int):
        with pytest.raises(ValueError, match="count"):
            direct(understand("a cat"), BOLD, seed=1, count=count)


class TestADeparture:
    def test_takes_another_layout_that_is_no_mirror_of_the_first(self):
        brief = understand("how to learn the guitar")
        for dna in (BOLD, COMIC):
            away = direct(brief, dna, seed=1, departure=1)[0]
            assert away.layout in {"centre_stage", "headline_top"}
            assert away.meta["axis"] == "first choice"  # that it was sent away is nobody's business

    def test_takes_another_ground_and_then_other_colours(self):
        brief = understand("how to learn the guitar")
        at_once, one, two, three = (direct(brief, BOLD, seed=1, departure=step)[0] for step in range(4))
        assert _ground(at_once) == _ground(one) != _ground(two)
        assert one.palette == at_once.palette
        assert three.palette.primary not in {at_once.palette.primary, two.palette.primary}

    def test_keeps_the_colours_that_the_prompt_names(self):
        brief = understand("my studio, purple and green")
        away = direct(brief, BOLD, seed=1, departure=3)[0]
        assert {away.palette.primary, away.palette.secondary} == set(brief.palette)

    def test_from_a_light_look_sets_type_that_reads_on_the_dark(self):
        look = replace(CLEAN, plate="paint:paper", is_light=True, text_colour="dark", origin="measured",
                       background="plain")  # fmt: skip
        brief = understand("how to learn the guitar")
        assert _headline(direct(brief, look, seed=1, departure=1)[0]).colour == "dark"
        away = direct(brief, look, seed=1, departure=2)[0]
        assert _ground(away) != "paint:paper"
        assert _headline(away).colour == "light"

    def test_without_another_layout_takes_another_ground(self):
        brief = understand("a volcano, no text")
        grounds = [_ground(direct(brief, BOLD, seed=1, departure=step)[0]) for step in (0, 1)]
        assert grounds[0] != grounds[1]

    def test_of_many_documents_takes_all_of_them_away_and_keeps_them_apart(self):
        brief = understand("how to learn the guitar")
        documents = direct(brief, BOLD, seed=1, count=4, departure=1)
        assert all(document.layout != direct(brief, BOLD, seed=1)[0].layout for document in documents)
        pictures = [(document.layers, document.palette, document.layout) for document in documents]
        assert not any(first == other for first, other in combinations(pictures, 2))

    @pytest.mark.parametrize("departure", [-1, 4])
    def test_of_another_size_is_refused(self, departure: int):
        with pytest.raises(ValueError, match="departure"):
            direct(understand("a cat"), BOLD, seed=1, departure=departure)


class TestTheAnimeStyle:
    def test_inks_the_subjects_and_lays_patterns_on_the_ground(self):
        (document,) = direct(understand("I beat Elden Ring"), BOLD, seed=1, style="anime")
        assert all(subject.line_art == 1.0 for subject in _layers(document, Subject))
        effects = {layer.effect for layer in document.layers if layer.kind == "effect"}
        assert {"cel", "focus_lines"} <= effects
        assert isinstance(document.layers[0], Plate)
