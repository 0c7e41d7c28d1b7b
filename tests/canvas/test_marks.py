"""Marks: each drawn with a contrasting edge, in its place, in any script, the same at every size."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from PIL import Image

from canvas.colour import contrast
from canvas.document import Document, Frame, Mark, Plate, Subject
from canvas.drawing import Drawing, draw
from canvas.drawing.marks import MARKS, PLACES
from canvas.drawing.marks.words import number_in
from canvas.drawing.strokes import block_arrow_outline, rounded_box, star_outline
from canvas.errors import DocumentError
from canvas.operations import apply
from canvas.operations.add_mark import AddMark
from tests.canvas.documents import document_of

pytestmark = pytest.mark.unit

ROOM = Frame(0.45, 0.2, 0.4, 0.5)
ROUND_A_TARGET = ("circle", "circle_hand", "box")
WITH_WORDS = ("badge", "burst", "price_tag", "seal", "ribbon", "speech", "number_badge", "versus", "live", "rec")
SCRIPTS = ("ИГРА", "سلام", "東京", "नया", "서울", "ΝΕΟ", "ใหม่")


def document(*marks: Mark, ground: str = "paint:gradient") -> Document:
    target = Subject(id="s", source="prop:phone", frame=Frame(0.12, 0.2, 0.24, 0.5))
    return document_of(Plate(id="p", source=ground), target, *marks, size=(480, 270))


@lru_cache(maxsize=64)
def drawn(*marks: Mark, ground: str = "paint:gradient", size: tuple[int, int] = (480, 270)) -> Drawing:
    return draw(document(*marks, ground=ground), size=size)


def placed(name: str, **fields: Any) -> Mark:
    return Mark(id="m", mark=name, frame=PLACES.get(name, ROOM), **fields)


def changed(first: Drawing, second: Drawing) -> np.ndarray:
    difference: np.ndarray = np.any(first.pixels != second.pixels, axis=2)
    return difference


class TestEveryMark:
    @pytest.mark.parametrize("name", MARKS)
    def test_stands_out_on_a_light_and_on_a_dark_ground(self, name: str) -> None:
        for ground in ("paint:gradient", "paint:paper"):
            with_it, without = drawn(placed(name, text="7"), ground=ground), drawn(ground=ground)
            differs = np.abs(with_it.pixels.astype(int) - without.pixels).max(axis=2)
            assert (differs > 60).sum() > 0.0012 * differs.size

    @pytest.mark.parametrize("name", MARKS)
    def test_lies_within_its_box_but_for_its_shadow_and_sides(self, name: str) -> None:
        with_it, without = drawn(placed(name, text="7")), drawn()
        rows, columns = np.nonzero(np.abs(with_it.pixels.astype(int) - without.pixels).max(axis=2) > 80)
        box = with_it.boxes["m"]
        assert box.x0 - 0.03 <= columns.min() / 480
        assert columns.max() / 480 <= box.x1 + 0.03
        assert box.y0 - 0.04 <= rows.min() / 270
        assert rows.max() / 270 <= box.y1 + 0.05

    @pytest.mark.parametrize("name", MARKS)
    def test_looks_the_same_at_any_size(self, name: str) -> None:
        small, large = (drawn(placed(name, text="7"), size=size) for size in ((480, 270), (960, 540)))
        reduced = np.asarray(Image.fromarray(large.pixels).resize((480, 270), Image.Resampling.BOX), float)
        assert float(np.abs(reduced - small.pixels).mean()) < 3.0
        assert large.boxes["m"].x0 == pytest.approx(small.boxes["m"].x0, abs=0.01)

    @pytest.mark.parametrize("name", MARKS)
    def test_is_added_by_an_operation_without_a_place_being_named(self, name: str) -> None:
        bare = document_of(Plate(id="p", source="paint:gradient"), size=(160, 90))
        applied = apply(bare, AddMark(name))
        assert draw(applied.document).boxes.keys() == {"p", name}


class TestPointers:
    @pytest.mark.parametrize("name", [name for name in MARKS if name.startswith("arrow")])
    def test_reach_the_target_from_their_frame(self, name: str) -> None:
        mark = Mark(id="m", mark=name, target="s", frame=Frame(0.7, 0.6, 0.1, 0.1), bend=0.0)
        drawing = drawn(mark)
        assert drawing.boxes["m"].intersection(drawing.boxes["s"]) is not None
        assert drawing.boxes["m"].x1 > 0.7

    @pytest.mark.parametrize("name", ROUND_A_TARGET)
    def test_go_round_their_target(self, name: str) -> None:
        drawing = drawn(Mark(id="m", slot="mark_1", mark=name, target="s"))
        inner, outer = drawing.boxes["s"], drawing.boxes["m"]
        assert outer.x0 < inner.x0 < inner.x1 < outer.x1
        assert outer.y0 < inner.y0 < inner.y1 < outer.y1

    def test_leave_a_ringed_thing_to_be_seen(self) -> None:
        without = drawn()
        for name in ROUND_A_TARGET:
            with_it = drawn(Mark(id="m", slot="mark_1", mark=name, target="s"))
            x, y = (int(value) for value in np.array(with_it.boxes["s"].centre) * (480, 270))
            assert not changed(with_it, without)[y - 20 : y + 20, x - 12 : x + 12].any()

    def test_run_level_between_two_sides_when_a_block_points_at_nothing(self) -> None:
        box = drawn(placed("arrow_block")).boxes["m"]
        assert box.centre[1] == pytest.approx(ROOM.y + ROOM.height / 2, abs=0.01)


class TestWords:
    @pytest.mark.parametrize("name", WITH_WORDS)
    def test_are_told_and_lie_inside(self, name: str) -> None:
        drawing = drawn(placed(name, text="NEW"))
        (line,) = drawing.text_lines
        assert line.text == "NEW"
        shared = line.box.intersection(drawing.boxes["m"])
        assert shared is not None
        assert shared.area > 0.85 * line.box.area

    @pytest.mark.parametrize("words", SCRIPTS)
    def test_are_set_in_every_script(self, words: str) -> None:
        for name in ("price_tag", "number_badge"):
            drawing = drawn(placed(name, text=words))
            assert drawing.text_lines[0].size > 0.05

    def test_read_on_the_colour_of_the_mark(self) -> None:
        for colour in ("#ffd21f", "#101040", "#ff2a2a", "#ffffff"):
            pixels = drawn(placed("number_badge", colour=colour, text="8")).pixels / 255
            box = drawn(placed("number_badge", colour=colour, text="8")).text_lines[0].box
            inside = pixels[int(box.y0 * 270) : int(box.y1 * 270), int(box.x0 * 480) : int(box.x1 * 480)].reshape(-1, 3)
            light = inside.sum(axis=1)
            assert contrast(tuple(inside[light.argmax()]), tuple(inside[light.argmin()])) > 3.5

    @pytest.mark.parametrize("mark", WITH_WORDS)
    def test_may_lie_off_the_canvas(self, mark: str) -> None:
        for frame in (Frame(0.28, 0.88, 0.14, 0.37), Frame(0.9, 0.05, 0.4, 0.3), Frame(-0.6, -0.6, 0.3, 0.3)):
            assert drawn(replace(placed(mark, text="WOW 7"), frame=frame)).pixels.any()

    def test_that_cannot_be_drawn_are_refused(self) -> None:
        with pytest.raises(DocumentError):
            drawn(placed("ribbon", text="\u200b"))


class TestScreens:
    def test_fill_a_progress_bar_as_far_as_the_text_says(self) -> None:
        shares = []
        for text in ("25%", "۷۵٪"):
            red, green, _ = np.moveaxis(drawn(placed("progress", text=text)).pixels[-4].astype(int), 1, 0)
            shares.append(float((red - green > 90).mean()))
        assert shares == pytest.approx([0.25, 0.75], abs=0.03)

    def test_light_as_many_stars_as_the_text_says(self) -> None:
        def lit(text: str) -> int:
            red, green, blue = np.moveaxis(drawn(placed("stars", text=text, colour="#ffd21f")).pixels.astype(int), 2, 0)
            return int(((red > 180) & (green > 120) & (blue < 110)).sum())

        assert lit("1") < lit("3") < lit("4.5") < lit("")

    def test_keep_the_middle_of_a_viewfinder_free(self) -> None:
        assert not changed(drawn(placed("rec")), drawn())[80:190, 120:360].any()


class TestNumberIn:
    @pytest.mark.parametrize(
        ("words", "number"),
        [("4.5", 4.5), ("4,5/5", 4.5), ("4/5", 4.0), ("۷۵٪", 75.0), ("watched 30 %", 30.0), ("none", None), ("", None)],
    )
    def test_finds_the_first_number(self, words: str, number: float | None) -> None:
        assert number_in(words) == number


class TestOutlines:
    def test_of_a_block_arrow_ends_at_its_tip(self) -> None:
        outline = block_arrow_outline(np.array([0.0, 0.0]), np.array([100.0, 0.0]), 10.0)
        assert outline[:, 0].max() == 100
        assert np.abs(outline[:, 1]).max() == pytest.approx(17.5)

    def test_of_a_rounded_box_stays_within_it(self) -> None:
        outline = rounded_box(np.array([10.0, 20.0]), np.array([50.0, 40.0]), 100.0)
        assert outline.min(axis=0) == pytest.approx([10, 20])
        assert outline.max(axis=0) == pytest.approx([50, 40])

    def test_of_a_star_points_upwards(self) -> None:
        outline = star_outline(np.array([0.0, 0.0]), 5.0)
        assert outline[0] == pytest.approx([0, -5])
        assert len(outline) == 10


class TestBlindMark:
    def test_is_refused_by_its_name(self) -> None:
        with pytest.raises(DocumentError):
            drawn(replace(placed("badge"), mark="smile"))
