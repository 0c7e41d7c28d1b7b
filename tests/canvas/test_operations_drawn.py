"""What an edit leaves alone: outside the boxes that it says it touched, the pixels of a drawing stay byte-equal."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

import numpy as np
import pytest

from canvas.document import Document, Frame, Subject
from canvas.drawing import Drawing, draw
from canvas.drawing.drawing import ShapesOnDemand, photo_shapes
from canvas.drawing.inputs import Inputs
from canvas.operations import Operation, apply
from canvas.operations.add_effect import AddEffect
from canvas.operations.move import Move
from canvas.operations.operation import Sheet
from canvas.operations.place import Place
from canvas.operations.recolor import Recolor
from canvas.operations.rename import Rename
from canvas.operations.reorder import Reorder
from canvas.operations.replace_subject import ReplaceSubject
from canvas.operations.set_lock import SetLock
from canvas.operations.set_opacity import SetOpacity
from canvas.operations.set_text import SetText
from canvas.operations.touching import Touch, touched
from tests.canvas.edits import DOCUMENTS, PICTURES, examples

pytestmark = pytest.mark.unit

SIZE = (480, 270)
CASES = [
    pytest.param(name, operation, id=f"{name}-{operation.name}-{number}")
    for name, document in DOCUMENTS.items()
    for number, operation in enumerate(examples(document))
]


@pytest.fixture(scope="module")
def originals() -> dict[str, Drawing]:
    return {name: draw(document, PICTURES, size=SIZE) for name, document in DOCUMENTS.items()}


def outside(touches: tuple[Touch, ...]) -> np.ndarray:
    """Where no box lies, HxW."""
    width, height = SIZE
    free = np.ones((height, width), bool)
    for touch in touches:
        rows = slice(floor(touch.box.y0 * height + 1e-6), ceil(touch.box.y1 * height - 1e-6))
        free[rows, floor(touch.box.x0 * width + 1e-6) : ceil(touch.box.x1 * width - 1e-6)] = False
    return free


def differing(first: Drawing, second: Drawing) -> np.ndarray:
    difference: np.ndarray = np.any(first.pixels != second.pixels, axis=2)
    return difference


def told(before: Document, after: Document) -> tuple[Touch, ...]:
    return touched(before, after, Inputs(PICTURES), size=SIZE)


class TestEveryOperation:
    @pytest.mark.parametrize(("name", "operation"), CASES)
    def test_leaves_every_pixel_outside_its_boxes(
        self, originals: dict[str, Drawing], name: str, operation: Operation
    ) -> None:
        before = DOCUMENTS[name]
        after = apply(before, operation).document
        difference = differing(originals[name], draw(after, PICTURES, size=SIZE))
        free = outside(told(before, after))
        assert not (difference & free).any()

    def test_leaves_most_of_the_picture_when_it_names_one_small_layer(self) -> None:
        for operation in (SetText("sub", "other"), Recolor("badge", "#00ff00"), Move("logo", 0.1, 0.6)):
            after = apply(DOCUMENTS["standing_alone"], operation).document
            assert outside(told(DOCUMENTS["standing_alone"], after)).mean() > 0.6

    @pytest.mark.parametrize("operation", [Rename("hero", "Me"), SetLock("hero", locked=True)])
    def test_touches_nothing_when_nothing_is_seen_of_it(self, operation: Operation) -> None:
        after = apply(DOCUMENTS["everything"], operation).document
        assert told(DOCUMENTS["everything"], after) == ()

    def test_covers_the_whole_canvas_when_an_effect_changes(self) -> None:
        after = apply(DOCUMENTS["everything"], SetOpacity("rays", 0.5)).document
        assert not outside(told(DOCUMENTS["everything"], after)).any()


class TestTouched:
    def test_tells_what_a_layer_left_and_where_it_went(self) -> None:
        after = apply(DOCUMENTS["standing_alone"], Move("logo", 0.4, 0.05)).document
        boxes = [touch.box for touch in told(DOCUMENTS["standing_alone"], after) if touch.layer_id == "logo"]
        assert len(boxes) == 2
        assert {round(box.x0, 1) for box in boxes} == {0.0, 0.4}

    def test_tells_of_marks_that_follow_their_target(self) -> None:
        after = apply(DOCUMENTS["standing_alone"], Move("hero", 0.4, 0.2)).document
        assert "arrow" in {touch.layer_id for touch in told(DOCUMENTS["standing_alone"], after)}

    def test_tells_of_subjects_that_catch_other_light(self) -> None:
        before = DOCUMENTS["standing_alone"]
        after = apply(apply(before, Reorder("badge", 1)).document, Place("badge", Frame(0.36, 0.5, 0.2, 0.2))).document
        assert "beside" in {touch.layer_id for touch in told(before, after)}

    def test_tells_where_bloom_carries_a_change(self) -> None:
        before = DOCUMENTS["with_a_person"]
        after = apply(before, Recolor("hero", "#ffffff", "rim")).document
        assert "grade" in {touch.layer_id for touch in told(before, after)}

    @pytest.mark.parametrize("name", ["cel", "chromatic", "glitch"])
    def test_tells_where_moved_pixels_end(self, name: str) -> None:
        first = DOCUMENTS["standing_alone"]
        before = apply(first, AddEffect(name)).document
        after = apply(before, Move("logo", 0.05, 0.55)).document
        difference = differing(draw(before, PICTURES, size=SIZE), draw(after, PICTURES, size=SIZE))
        free = outside(told(before, after))
        assert difference.any()
        assert not (difference & free).any()
        assert free.mean() > 0.5

    def test_is_the_same_for_the_way_back(self) -> None:
        before = DOCUMENTS["standing_alone"]
        after = apply(before, Move("hero", 0.1, 0.1)).document
        assert {touch.box for touch in told(before, after)} == {touch.box for touch in told(after, before)}


class TestPlacingByHand:
    @pytest.mark.parametrize("layer", ["headline", "hero", "beside", "logo"])
    def test_shows_the_same_picture_where_the_layout_had_it(self, originals: dict[str, Drawing], layer: str) -> None:
        before = DOCUMENTS["with_a_person"]
        sheet = Sheet(before, ShapesOnDemand(Inputs(PICTURES)))
        frame = sheet.frames[layer]
        after = apply(before, Place(layer, frame), shapes=sheet.shapes).document
        drawing = draw(after, PICTURES, size=SIZE)
        box, other = originals["with_a_person"].boxes[layer], drawing.boxes[layer]
        assert (other.x0, other.y0, other.x1, other.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1), abs=0.01)

    def test_starts_from_where_a_new_photo_stands(self) -> None:
        """A photo that an edit brings in is placed by its face, also for the edits after it."""
        shapes = ShapesOnDemand(Inputs(PICTURES))
        before = replace(DOCUMENTS["with_a_person"], layers=(Subject(id="hero", slot="hero", source="prop:phone"),))
        shown = apply(before, ReplaceSubject("hero", "photo:me"), shapes=shapes).document
        there = Sheet(shown, photo_shapes(shown, Inputs(PICTURES))).frames["hero"]
        moved = apply(shown, Move("hero", 0.1, 0.1), shapes=shapes).document.layer("hero").frame
        assert moved == replace(there, x=0.1, y=0.1)
        assert moved != apply(shown, Move("hero", 0.1, 0.1)).document.layer("hero").frame
        assert "other" not in shapes
