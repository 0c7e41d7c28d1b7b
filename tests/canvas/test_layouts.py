"""Layouts: everything has a place, type keeps off faces and the duration badge, in every shape of canvas."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from canvas.document import Aspect, Document, Frame, Logo, Mark, Plate, Subject, Text
from canvas.errors import DocumentError
from canvas.geometry import Box
from canvas.layouts import LAYOUTS, PhotoShape, solve
from canvas.layouts.rules import BADGE_ZONE
from canvas.typesetting.fitting import fit
from canvas.typesetting.wishes import wish_of
from tests.canvas.documents import document_of, headline, plain

pytestmark = pytest.mark.unit

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
PERSON = PhotoShape(1000, 1000, Box(0.35, 0.1, 0.53, 0.32))
FRIENDS = PhotoShape(1300, 1000, Box(0.1, 0.1, 0.2, 0.25), Box(0.1, 0.1, 0.9, 0.3))
SHAPES = {"me": PERSON, "us": FRIENDS}
# Where a centre of the picture is a face, what covers it is type's fault. A tall canvas has no badge.
WORDS = [
    "GO",
    "BEAT ELDEN RING WITHOUT DYING",
    "سفر رویایی به بالی",
    "THE LONGEST HEADLINE THAT ANYBODY WOULD WRITE HERE",
]


def box_of(frame: Frame) -> Box:
    return Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)


def filled(layout: str, aspect: Aspect, text: str, photo: str = "me") -> Document:
    """A document that uses every slot of a layout."""
    subjects = [
        Subject(id=slot, slot=slot, source=f"photo:{photo}" if index == 0 else "prop:phone")
        for index, slot in enumerate(LAYOUTS[layout].subjects)
    ]
    return document_of(
        plain(),
        *subjects,
        headline(text, max_lines=4),
        Text(id="subtitle", slot="subtitle", text="and more of it", stroke=0),
        Logo(id="logo", slot="logo", source="picture:logo"),
        Mark(id="one", slot="mark_1"),
        Mark(id="two", slot="mark_2"),
        layout=layout,
        aspect=aspect,
    )


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("layout", LAYOUTS)
class TestEveryLayout:
    def test_places_every_layer(self, layout: str, aspect: Aspect) -> None:
        document = filled(layout, aspect, "BEAT ELDEN RING")
        assert set(solve(document, photo_shapes=SHAPES)) == {layer.id for layer in document.layers}

    @pytest.mark.parametrize("text", WORDS)
    @pytest.mark.parametrize("photo", ["me", "us"])
    def test_keeps_type_inside_and_apart(self, layout: str, aspect: Aspect, text: str, photo: str) -> None:
        frames = solve(filled(layout, aspect, text, photo), photo_shapes=SHAPES)
        typed = [box_of(frames["headline"]), box_of(frames["subtitle"])]
        for box in typed:
            assert box.x0 >= 0.02
            assert box.x1 <= 0.98
            assert box.y0 >= 0.02
            assert box.y1 <= 0.98
            assert box.intersection(BADGE_ZONE) is None
        assert typed[0].intersection(typed[1]) is None
        assert typed[0].intersection(box_of(frames["logo"])) is None


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("layout", [name for name, layout in LAYOUTS.items() if "support_1" not in layout.subjects[:1]])
class TestLayoutsWithPeople:
    @pytest.mark.parametrize("text", WORDS)
    def test_keep_type_off_the_face(self, layout: str, aspect: Aspect, text: str) -> None:
        document = filled(layout, aspect, text)
        frames = solve(document, photo_shapes=SHAPES)
        face = face_in(frames[LAYOUTS[layout].subjects[0]], PERSON)
        for name in ("headline", "subtitle"):
            assert box_of(frames[name]).intersection(face) is None


def face_in(frame: Frame, shape: PhotoShape) -> Box:
    assert shape.face is not None
    return Box(
        frame.x + shape.face.x0 * frame.width,
        frame.y + shape.face.y0 * frame.height,
        frame.x + shape.face.x1 * frame.width,
        frame.y + shape.face.y1 * frame.height,
    )


class TestPhoto:
    @pytest.mark.parametrize("layout", ["hero_right", "hero_left", "centre_stage", "big_number"])
    def test_shows_the_face_at_a_good_height(self, layout: str) -> None:
        document = document_of(plain(), Subject(id="hero", slot="hero", source="photo:me"), layout=layout)
        assert 0.35 <= face_in(solve(document, photo_shapes=SHAPES)["hero"], PERSON).height <= 0.46

    @pytest.mark.parametrize(
        ("layout", "height"),
        [("close_up_right", 0.53), ("close_up_left", 0.53), ("distant_right", 0.29), ("headline_top", 0.38),
         ("lower_third_left", 0.40), ("banner", 0.355)],
    )  # fmt: skip
    def test_shows_the_face_as_large_as_the_layout_says(self, layout: str, height: float) -> None:
        document = document_of(plain(), Subject(id="hero", slot="hero", source="photo:me"), layout=layout)
        face = face_in(solve(document, photo_shapes=SHAPES)["hero"], PERSON)
        assert face.height == pytest.approx(height, rel=0.3)
        assert face.y0 > 0
        assert face.y1 < 0.9

    @pytest.mark.parametrize("aspect", ASPECTS)
    def test_leaves_the_canvas_at_the_bottom(self, aspect: Aspect) -> None:
        document = document_of(plain(), Subject(id="hero", slot="hero", source="photo:me"), aspect=aspect)
        assert box_of(solve(document, photo_shapes=SHAPES)["hero"]).y1 >= 1.0

    def test_is_not_distorted(self) -> None:
        document = document_of(plain(), Subject(id="hero", slot="hero", source="photo:us"))
        frame = solve(document, photo_shapes=SHAPES)["hero"]
        assert frame.width * 16 / 9 / frame.height == pytest.approx(1.3)

    def test_keeps_all_faces_of_a_group_in_sight(self) -> None:
        document = document_of(plain(), Subject(id="hero", slot="hero", source="photo:us"))
        frame = solve(document, photo_shapes=SHAPES)["hero"]
        assert frame.x + 0.1 * frame.width > 0.4
        assert frame.x + 0.9 * frame.width < 1.03

    def test_stands_mirrored_when_flipped(self) -> None:
        hero = Subject(id="hero", slot="hero", source="photo:me")
        upright = solve(document_of(plain(), hero), photo_shapes=SHAPES)["hero"]
        flipped = solve(document_of(plain(), replace(hero, flip=True)), photo_shapes=SHAPES)["hero"]
        assert upright.x + 0.44 * upright.width == pytest.approx(flipped.x + 0.56 * flipped.width)


class TestALayout:
    @pytest.mark.parametrize(
        ("layout", "side"),
        [("hero_right", "left"), ("close_up_left", "right"), ("headline_top_left", "top"), ("banner", "centre"),
         ("lower_third_right", "bottom"), ("centre_stage", "bottom"), ("full_type", "centre")],
    )  # fmt: skip
    def test_knows_the_side_of_its_type(self, layout: str, side: str) -> None:
        assert LAYOUTS[layout].arrangement("16:9").type_side == side

    def test_has_its_focus_where_the_hero_stands(self) -> None:
        right, left = (LAYOUTS[name].arrangement("16:9").focus for name in ("hero_right", "hero_left"))
        assert right[0] == pytest.approx(1 - left[0])
        assert right[0] > 0.7
        assert LAYOUTS["versus"].arrangement("16:9").focus[0] == pytest.approx(0.5)

    def test_begins_its_lines_at_the_edge_that_the_type_has(self) -> None:
        assert (LAYOUTS["hero_right"].align, LAYOUTS["hero_left"].align) == ("left", "right")
        assert LAYOUTS["headline_top_left"].align == "centre"


class TestSolve:
    def test_lets_a_frame_win_over_a_slot(self) -> None:
        own = Frame(0.1, 0.2, 0.3, 0.4)
        document = document_of(plain(), headline(frame=own))
        assert solve(document)["headline"] == own

    def test_mirrors_hero_left(self) -> None:
        right = solve(document_of(plain(), Subject(id="s", slot="hero", source="prop:phone"), layout="hero_right"))["s"]
        left = solve(document_of(plain(), Subject(id="s", slot="hero", source="prop:phone"), layout="hero_left"))["s"]
        assert left.x == pytest.approx(1 - right.x - right.width)

    def test_stands_a_prop_on_the_floor_of_its_scene(self) -> None:
        hero = Subject(id="hero", slot="hero", source="prop:emoji_money_bag")
        painted = solve(document_of(plain(), hero))["hero"]
        staged = solve(document_of(Plate(id="plate", source="scene:podium"), hero))["hero"]
        assert staged.y + staged.height <= painted.y + painted.height

    def test_keeps_a_support_out_from_behind_a_head(self) -> None:
        document = document_of(
            plain(),
            Subject(id="support", slot="support_1", source="prop:phone"),
            Subject(id="hero", slot="hero", source="photo:me"),
        )
        frames = solve(document, photo_shapes=SHAPES)
        assert box_of(frames["support"]).intersection(face_in(frames["hero"], PERSON)) is None

    def test_fits_the_same_way_again_in_the_frame_it_gives(self) -> None:
        document = document_of(plain(), headline("BEAT ELDEN RING WITHOUT DYING"))
        frame = solve(document)["headline"]
        assert solve(document_of(plain(), headline("BEAT ELDEN RING WITHOUT DYING", frame=frame)))["headline"] == frame

    @pytest.mark.parametrize(
        ("document", "path"),
        [
            (document_of(plain(), layout="spiral"), "layout"),
            (document_of(plain(), Subject(id="s", slot="hero_2", source="prop:phone")), "layers[1].slot"),
            (document_of(plain(), Subject(id="s", source="prop:phone")), "layers[1]"),
        ],
    )
    def test_names_what_it_cannot_place(self, document: Document, path: str) -> None:
        with pytest.raises(DocumentError) as caught:
            solve(document)
        assert caught.value.path == path

    def test_gives_a_wide_prop_more_room_over_the_edge(self) -> None:
        wide, tall = (
            solve(document_of(plain(), Subject(id="hero", slot="hero", source=f"prop:{name}")))["hero"]
            for name in ("emoji_racing_car", "phone")
        )
        assert wide.width >= tall.width
        assert box_of(wide).x1 < 1.12


class TestTheNamesOfTwoRivals:
    @pytest.mark.parametrize("aspect", ASPECTS)
    def test_are_set_in_one_size(self, aspect: Aspect) -> None:
        names = [
            Text(id=slot, slot=slot, text=text, align="centre", max_lines=1, tilt=0.0)
            for slot, text in (("label_left", "UFC"), ("label_right", "HEAVYWEIGHTS"))
        ]
        document = document_of(plain(), *names, layout="duel", aspect=aspect)
        frames = solve(document)
        ratio = document.width / document.height
        sizes = [
            fit(wish_of(name), frames[name.id].width * ratio, frames[name.id].height, "centre").size for name in names
        ]
        assert sizes[0] == pytest.approx(sizes[1], rel=0.02)
