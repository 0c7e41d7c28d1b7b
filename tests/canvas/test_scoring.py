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
from canvas.document import Document, Frame, Palette, Text
from canvas.drawing import Drawing, draw
from canvas.repair import repair
from canvas.scoring import score

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


class TestRepair:
    def test_leaves_a_good_document_alone(self, document: Document, drawing: Drawing):
        good = score(document, drawing)
        assert good.faults == ()
        assert repair(document, good) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"frame": Frame(0.7, 0.72, 0.3, 0.28)},
            {"stroke": 0.0, "colour": "#7a2a3c", "highlight": (), "extrude": None, "shadow": None},
        ],
        ids=["under the badge", "faint"],
    )
    def test_raises_the_score_of_a_faulty_one(self, document: Document, changes: Changes):
        faulty = _with_text(document, **changes)
        before = score(faulty, draw(faulty, size=SIZE))
        mended = repair(faulty, before)
        assert mended is not None
        assert score(mended, draw(mended, size=SIZE)).total > before.total
        assert mended.meta["mended"]

    def test_tries_each_operation_once(self, document: Document, drawing: Drawing):
        bad = score(document, _spoiled(drawing, lambda pixels: pixels * 0.1))
        current, tried = document, []
        while (following := repair(current, bad)) is not None:
            current = following
            tried.append(current.meta["mended"].split()[-1])
            assert len(tried) < 20
        assert len(tried) == len(set(tried)) > 0
