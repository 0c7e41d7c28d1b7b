"""The score falls with what is measurably wrong, and repair mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from canvas.brief.understand import understand
from canvas.direction import direct
from canvas.dna import DesignDNA
from canvas.document import Document, Frame, Mark, Palette, Text
from canvas.drawing import Drawing, draw
from canvas.scoring import score
from canvas.scoring.read_back import can_read
from tests.canvas.documents import document_of, headline, plain

pytestmark = pytest.mark.unit

LOOK = DesignDNA(
    Palette("#ff2d3f", "#2b6bff", "#ffd21f"), "hero_right", "scene:neon", "anton", effects=("sparks",), energy=8
)
SIZE = (640, 360)
Spoil = Callable[[np.ndarray], np.ndarray]
Changes = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    return direct(understand("I beat the final boss, red arrow"), LOOK, seed=1)[0]


@pytest.fixture(scope="module")
def drawing(document: Document) -> Drawing:
    return draw(document, size=SIZE)


def _spoiled(drawing: Drawing, change: Spoil) -> Drawing:
    pixels = np.clip(change(drawing.pixels.astype(np.float32)), 0, 255).astype(np.uint8)
    return replace(drawing, pixels=pixels)


def _with_text(document: Document, **changes: Any) -> Document:
    layers = [replace(layer, **changes) if isinstance(layer, Text) else layer for layer in document.layers]
    return replace(document, layers=tuple(layers))


class TestScore:
    def test_of_a_directed_document_is_high(self, document: Document, drawing: Drawing):
        assert score(document, drawing).total >= 80

    def test_is_the_same_each_time(self, document: Document, drawing: Drawing):
        assert score(document, drawing) == score(document, drawing)

    @pytest.mark.parametrize(
        ("change", "axis"),
        [
            (lambda pixels: cv2.GaussianBlur(pixels, (0, 0), 4), "sharpness"),
            (lambda pixels: pixels * 0.25 + 150, "contrast"),
            (lambda pixels: pixels * 0.15, "brightness"),
            (lambda pixels: np.repeat(pixels.mean(axis=-1, keepdims=True), 3, axis=-1), "colour"),
            (lambda pixels: pixels + np.random.default_rng(1).normal(0, 60, pixels.shape), "clutter"),
        ],
        ids=["blurred", "washed out", "dark", "grey", "noisy"],
    )
    def test_falls_when_the_picture_is_spoiled(self, document: Document, drawing: Drawing, change: Spoil, axis: str):
        before, after = score(document, drawing), score(document, _spoiled(drawing, change))
        assert after.total < before.total - 8
        assert after.axes[axis].value < before.axes[axis].value

    @pytest.mark.parametrize(
        ("changes", "axis"),
        [
            ({"frame": Frame(0.1, 0.4, 0.2, 0.05), "max_lines": 1}, "text_height"),
            ({"frame": Frame(0.7, 0.72, 0.3, 0.28)}, "badge"),
            ({"colour": "#40101c", "highlight": (), "stroke": 0.0, "extrude": None, "shadow": None}, "text_contrast"),
            ({"frame": Frame(-0.03, 0.3, 0.5, 0.5)}, "margin"),
            ({"text": "THIS IS A VERY LONG HEADLINE THAT NOBODY WILL EVER READ", "highlight": ()}, "words"),
            ({"frame": Frame(0.5, 0.1, 0.48, 0.7)}, "subject_clear"),
        ],
        ids=["small", "under the badge", "faint", "over the edge", "wordy", "over the subject"],
    )  # fmt: skip
    def test_falls_when_the_type_is_wrong(self, document: Document, drawing: Drawing, changes: Changes, axis: str):
        worse = _with_text(document, **changes)
        before, after = score(document, drawing), score(worse, draw(worse, size=SIZE))
        assert after.total < before.total
        assert after.axes[axis].value < before.axes[axis].value
        assert after.axes[axis].fault is not None or after.axes[axis].value >= 0.45

    def test_names_the_fault_and_its_mend(self, document: Document):
        small = _with_text(document, frame=Frame(0.1, 0.4, 0.14, 0.03), max_lines=1)
        axis = score(small, draw(small, size=SIZE)).axes["text_height"]
        assert (axis.fault, axis.mend, axis.unit) == ("headline_small", "enlarge_text", "of the height")

    def test_stays_within_its_bounds(self, document: Document, drawing: Drawing):
        black = _spoiled(drawing, lambda pixels: pixels * 0)
        assert 0 <= score(document, black).total < 25
        assert all(0 <= axis.value <= 1 for axis in score(document, black).axes.values())

    def test_measures_a_document_without_type(self):
        (bare,) = direct(understand("a volcano, no text"), LOOK, seed=1)
        axes = score(bare, draw(bare, size=SIZE)).axes
        assert "text_height" not in axes
        assert "subject_size" in axes

    @pytest.mark.parametrize("mark", ["rec", "progress", "circle", "arrow"])
    def test_takes_no_mark_about_the_whole_picture_for_a_collision(self, document: Document, mark: str):
        marked = replace(document, layers=(*document.layers, Mark(id="seen", mark=mark, frame=Frame(0, 0, 1, 1))))
        axes = score(marked, draw(marked, size=SIZE)).axes
        assert axes["badge"].measured == 0
        assert axes["balance"].measured <= 1

    def test_sees_a_sticker_that_lies_on_the_duration(self, document: Document):
        stuck = Mark(id="stuck", mark="badge", frame=Frame(0.84, 0.84, 0.16, 0.16), text="NEW")
        marked = replace(document, layers=(*document.layers, stuck))
        assert score(marked, draw(marked, size=SIZE)).axes["badge"].fault == "under_the_badge"

    def test_takes_names_for_a_headline_and_tags_for_none(self):
        tag = Text(id="tag_left", slot="label_left", text="BEFORE", max_lines=1)
        tagged = document_of(plain(), headline("MY ROOM"), tag, layout="before_after")
        named = document_of(plain(), replace(tag, id="name_left"), layout="duel")
        drawings = draw(tagged, size=SIZE), draw(named, size=SIZE)
        sizes = [{line.layer_id: line.size for line in drawing.text_lines} for drawing in drawings]
        measured = [score(*pair).axes["text_height"].measured for pair in zip((tagged, named), drawings, strict=True)]
        assert measured == pytest.approx([sizes[0]["headline"], sizes[1]["name_left"]], abs=1e-4)
        assert sizes[0]["tag_left"] < sizes[0]["headline"]

    @pytest.mark.parametrize("finish", ["gold", "chrome", "ice", "fire", "gloss"])
    def test_knows_the_colours_that_letters_are_made_of(self, document: Document, finish: str):
        made = _with_text(document, finish=finish, highlight_finish=finish)
        assert score(made, draw(made, size=SIZE)).axes["text_contrast"].measured >= 4.5


class TestReadBack:
    @pytest.mark.parametrize(("words", "expected"), [("BEAT 7 DAYS", True), ("سفر به بالی", False), ("!?", False)])
    def test_is_for_the_scripts_that_the_recogniser_knows(self, words: str, expected: bool):
        assert can_read(words) is expected

    def test_reads_a_large_headline_and_not_a_tiny_one(self, document: Document, drawing: Drawing):
        tiny = _with_text(document, frame=Frame(0.1, 0.4, 0.16, 0.08), max_lines=1)
        large, lost = (
            score(shown, pixels, reads=True).axes["preview"]
            for shown, pixels in ((document, drawing), (tiny, draw(tiny, size=SIZE)))
        )
        assert large.unit == lost.unit == "of the letters read at 120 to 360 px"
        assert large.measured > 0.6
        assert lost.fault == "headline_lost_small"
