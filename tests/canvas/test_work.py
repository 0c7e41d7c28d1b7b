"""What a drawing may take: windows of a few canvases at most, and work that is bounded before it begins."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from canvas.document import (
    Document,
    Effect,
    Extrude,
    Frame,
    Glow,
    Layer,
    Logo,
    Outline,
    Plate,
    Rim,
    Shadow,
    Subject,
    Text,
)
from canvas.drawing import draw
from canvas.drawing.inputs import Inputs
from canvas.drawing.lettering import text_extent
from canvas.drawing.logos import draw_logo
from canvas.drawing.subjects import subject_extent
from canvas.drawing.work import MOST_WORK, require_drawable, work_of
from canvas.errors import DocumentError
from canvas.layouts import solve
from tests.canvas.documents import PALETTE, document_of, plain
from tests.canvas.edits import DOCUMENTS, PICTURES

pytestmark = pytest.mark.unit

SIZE = (320, 180)
ALL_OVER = Frame(-2.5, -2.5, 6.0, 6.0)
FAR = Shadow(dx=0.3, dy=0.3, blur=0.3, strength=1.0)


def monster(number: int = 0) -> Subject:
    """A subject as large and as richly styled as it may be."""
    return Subject(
        id=f"monster{number}",
        source="prop:phone",
        frame=ALL_OVER,
        outline=Outline(width=0.1),
        glow=Glow(radius=0.3),
        rim=Rim(),
        shadow=FAR,
        line_art=1.0,
    )


def shout(number: int = 0) -> Text:
    return Text(
        id=f"shout{number}",
        text="AS LOUD AS IT MAY BE",
        frame=ALL_OVER,
        stroke=0.3,
        extrude=Extrude(depth=0.3),
        glow=Glow(radius=0.3),
        shadow=FAR,
    )


def canvases(width: float, height: float) -> float:
    return width * height


def work(document: Document) -> float:
    return work_of(document, solve(document), SIZE)


class TestTheWindow:
    @pytest.mark.parametrize("shape", [(320, 180), (180, 320), (240, 240)])
    def test_of_a_subject_is_a_few_canvases_at_most(self, shape: tuple[int, int]) -> None:
        extent = subject_extent(monster(), ALL_OVER, PALETTE, Inputs({}), shape)
        assert extent is not None
        assert canvases(extent.window.width, extent.window.height) < 3.5

    def test_of_a_text_is_a_few_canvases_at_most(self) -> None:
        extent = text_extent(shout(), ALL_OVER, PALETTE, *SIZE)
        assert extent is not None
        assert canvases(extent.window.width, extent.window.height) < 2.3

    def test_of_a_logo_is_a_few_canvases_at_most(self) -> None:
        logo = Logo(id="logo", source="picture:logo", frame=ALL_OVER)
        patch, box = draw_logo(logo, ALL_OVER, Inputs(PICTURES), SIZE)
        assert patch.rgba.shape[0] * patch.rgba.shape[1] <= 2 * SIZE[0] * SIZE[1]
        assert box.height > 5

    def test_of_a_large_logo_shows_what_a_whole_one_would(self) -> None:
        inputs = Inputs(PICTURES)
        drawn = []
        for side in (1.9, 2.1):  # the first is drawn whole, the second as far as it is seen
            frame = Frame((1 - side) / 2, (1 - side) / 2, side, side)
            patch, _ = draw_logo(Logo(id="logo", source="picture:logo"), frame, inputs, SIZE)
            rows, columns = np.indices(SIZE[::-1])
            drawn.append(patch.rgba[rows - patch.y, columns - patch.x])
        for first, second in pairwise(drawn):
            assert float(np.abs(first - second).mean()) < 0.05

    def test_of_a_subject_beside_the_canvas_is_none(self) -> None:
        frame = Frame(1.05, 0.2, 0.3, 0.3)
        assert subject_extent(monster(), frame, PALETTE, Inputs({}), SIZE) is None


class TestTheWork:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_of_what_direction_makes_is_a_small_part_of_what_may_be(self, name: str) -> None:
        assert work(DOCUMENTS[name]) < MOST_WORK / 4

    def test_may_be_sixty_plain_layers(self) -> None:
        layers: list[Layer] = [Plate(id="plate", source="paint:gradient")]
        layers += [Effect(id=f"e{at}", effect="sparks") for at in range(29)]
        layers += [Text(id=f"t{at}", text="ONE", frame=Frame(0.1, 0.1, 0.4, 0.2)) for at in range(30)]
        document = document_of(*layers)
        require_drawable(document, solve(document), SIZE)
        assert work(document) < MOST_WORK

    @pytest.mark.parametrize("make", [monster, shout])
    def test_is_refused_before_anything_is_drawn_when_it_is_too_much(self, make: Callable[[int], Layer]) -> None:
        document = document_of(plain(), *(make(number) for number in range(15)))
        with pytest.raises(DocumentError, match="too much to draw") as caught:
            draw(document, size=SIZE)
        assert caught.value.path == "layers"

    def test_is_the_same_at_every_size(self) -> None:
        document = document_of(plain(), monster(), shout())
        frames = solve(document)
        assert work_of(document, frames, (1280, 720)) == pytest.approx(work_of(document, frames, (2560, 1440)))

    def test_counts_no_hidden_layer(self) -> None:
        hidden = [Effect(id=f"e{at}", effect="sparks", visible=False) for at in range(50)]
        assert work(document_of(plain(), *hidden)) == work(document_of(plain()))
