"""Painted grounds: lit from the palette, centred where they are told, the same at every size, and quick."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from canvas.drawing.paints import PAINTS, paint
from canvas.errors import PictureError
from canvas.filters import FloatImage
from tests.canvas.documents import PALETTE

pytestmark = pytest.mark.unit

NAMES = sorted(PAINTS)
# These fill the canvas evenly or lie the same way whatever they are centred on.
EVEN = {"mesh", "bokeh", "split", "grid_neon", "paper", "aurora"}


def painted(name: str, width: int = 320, height: int = 180, *, seed: int = 5, **params: float) -> FloatImage:
    return paint(name, PALETTE, params, width, height, seed)


def reduced(image: FloatImage) -> FloatImage:
    """The picture as blocks of colour, 16 by 9."""
    return np.asarray(cv2.resize(image, (16, 9), interpolation=cv2.INTER_AREA), np.float32)


class TestPaints:
    def test_are_at_least_twenty_four(self) -> None:
        assert len(NAMES) >= 24

    def test_of_unknown_name_are_refused(self) -> None:
        with pytest.raises(PictureError, match="stucco"):
            painted("stucco")

    @pytest.mark.parametrize("name", NAMES)
    def test_are_pictures_of_the_size_asked_for(self, name: str) -> None:
        image = painted(name, 202, 359)
        assert image.shape == (359, 202, 3)
        assert image.dtype == np.float32
        assert np.isfinite(image).all()
        assert image.min() >= 0
        assert image.max() <= 1

    @pytest.mark.parametrize("name", NAMES)
    def test_are_the_same_for_the_same_seed(self, name: str) -> None:
        assert painted(name).tobytes() == painted(name).tobytes()

    @pytest.mark.parametrize("name", NAMES)
    def test_take_their_colours_from_the_palette(self, name: str) -> None:
        other = replace(PALETTE, primary="#00c060", secondary="#0040ff", accent="#ff6000", light="#e0fff0")
        recoloured = paint(name, other, {}, 320, 180, 5)
        assert float((np.abs(recoloured - painted(name)).max(axis=2) > 0.02).mean()) > 0.5

    @pytest.mark.parametrize("name", NAMES)
    def test_look_alike_at_two_sizes(self, name: str) -> None:
        difference = np.abs(reduced(painted(name, 320, 180)) - reduced(painted(name, 1280, 720)))
        assert float(difference.mean()) < 0.035

    @pytest.mark.parametrize("name", sorted(set(NAMES) - EVEN))
    def test_turn_to_the_subject(self, name: str) -> None:
        left, right = (painted(name, focus_x=at, focus_y=0.45) for at in (0.2, 0.8))
        assert float(np.abs(reduced(left) - reduced(right)).mean()) > 0.015

    @pytest.mark.parametrize("name", NAMES)
    def test_survive_parameters_without_sense(self, name: str) -> None:
        for value in (-50.0, 0.0, 10_000.0):
            params = dict.fromkeys(("focus_x", "focus_y", "count", "step", "slant", "rows", "horizon", "floor"), value)
            assert np.isfinite(paint(name, PALETTE, params, 160, 90, 5)).all()


class TestSeeds:
    @pytest.mark.parametrize(
        "name", ["waves", "circuit", "smoke", "marble", "torn", "confetti_blur", "cubes", "tunnel"]
    )
    def test_vary_what_is_drawn_by_chance(self, name: str) -> None:
        assert float(np.abs(painted(name, seed=1) - painted(name, seed=2)).mean()) > 0.004
