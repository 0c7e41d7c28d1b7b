"""The surface and its stacks, against the arithmetic of laying one picture over another."""

import numpy as np
import pytest

from canvas.drawing.surface import Patch, Stack, Surface
from canvas.drawing.veils import Blur, Veil, lay_veils
from canvas.filters import FloatImage, as_rgb, as_rgba, tinted

pytestmark = pytest.mark.unit

_ROWS, _COLUMNS = 90, 150
_CHANCE = np.random.default_rng(5)


def chance(*channels: int) -> FloatImage:
    return _CHANCE.random((_ROWS, _COLUMNS, *channels), dtype=np.float32)


def laid_over(below: FloatImage, above: FloatImage) -> FloatImage:
    return below * (1 - above[..., 3:]) + above


class TestMasks:
    def test_stand_in_every_channel(self) -> None:
        mask = chance()
        for spread in (as_rgb(mask), as_rgba(mask)):
            assert np.array_equal(spread, np.broadcast_to(mask[..., None], spread.shape))

    def test_take_a_colour(self) -> None:
        mask = chance()
        assert np.allclose(tinted(mask, (0.1, 0.5, 0.9)), mask[..., None] * np.array([0.1, 0.5, 0.9]), atol=1e-6)


class TestAStack:
    def test_lays_a_picture_over_what_is_there(self) -> None:
        stack, first, second = Stack(0, 0, _COLUMNS, _ROWS), chance(4), chance(4)
        stack.over(first)
        stack.over(second)
        assert np.allclose(stack.rgba, laid_over(first, second), atol=1e-6)

    @pytest.mark.parametrize("cover", [1.0, 0.5])
    def test_paints_one_colour_or_one_for_each_pixel(self, cover: float) -> None:
        first, mask, colours = chance(4), chance(), chance(3)
        for colour in ((0.2, 0.4, 0.8), colours):
            stack = Stack(0, 0, _COLUMNS, _ROWS)
            stack.over(first)
            stack.paint(mask, colour, cover=cover)
            above = np.dstack([mask[..., None] * np.broadcast_to(colour, (_ROWS, _COLUMNS, 3)), mask * cover])
            assert np.allclose(stack.rgba, laid_over(first, above), atol=1e-6)


class TestASurface:
    def test_takes_a_patch_that_reaches_over_its_edges(self) -> None:
        surface, rgba = Surface(120, 80), chance(4)
        surface.pixels[:] = 0.5
        surface.lay(Patch(-10, 20, rgba))
        expected = np.full((80, 120, 3), 0.5, np.float32)
        seen = rgba[:60, 10:130]
        expected[20:] = expected[20:] * (1 - seen[..., 3:]) + seen[..., :3]
        assert np.allclose(surface.pixels, expected, atol=1e-6)


class TestVeils:
    def test_look_the_same_drawn_with_a_quarter_of_the_pixels(self) -> None:
        shape = np.zeros((400, 600), np.float32)
        shape[150:260, 200:420] = 1.0
        veil = Veil(shape, (Blur(14.0, 1.2, 0.9), Blur(40.0, 1.0, 0.7)), (1.0, 0.4, 0.1), cover=0.5, dx=9, dy=6)
        hard = Veil(shape, (Blur(1.0, 1.0, 0.0),), (0.0, 0.0, 0.0))  # unseen, but sharp: all is drawn in full
        quick, full = Stack(0, 0, 600, 400), Stack(0, 0, 600, 400)
        lay_veils(quick, [veil])
        lay_veils(full, [veil, hard])
        assert full.rgba.max() > 0.5
        assert np.abs(quick.rgba - full.rgba).max() < 0.03
