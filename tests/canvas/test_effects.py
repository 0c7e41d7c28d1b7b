"""Effects: seeded, the same at every size, quick, and honest about how far they move pixels."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest

from canvas.document import Effect
from canvas.drawing.effects import EFFECTS, apply_effect, reach_of
from canvas.drawing.effects.tones import TONES
from canvas.drawing.surface import Surface
from canvas.filters import FloatImage, blur, resize
from tests.canvas.documents import PALETTE

pytestmark = pytest.mark.unit

MOVERS = ("cel", "chromatic", "glitch", "grade")
MASTER: FloatImage = blur(np.random.default_rng(3).random((720, 1280, 3), np.float32), 9.0)
MASTER = np.clip((MASTER - 0.5) * 6 + 0.45, 0, 1).astype(np.float32)


def master(width: int, height: int) -> FloatImage:
    """Coloured clouds, as bright in places as they can be."""
    return np.clip(resize(MASTER, width, height), 0, 1)


def applied(effect: Effect, *, height: int = 180, seed: int = 5, ground: FloatImage | None = None) -> FloatImage:
    surface = Surface(height * 16 // 9, height)
    surface.pixels = master(surface.width, surface.height) if ground is None else ground.copy()
    apply_effect(surface, effect, PALETTE, seed)
    return np.clip(surface.pixels, 0, 1)


def of(name: str, **fields: object) -> Effect:
    return Effect(id="e", effect=name, centre=(0.65, 0.5), **fields)  # type: ignore[arg-type]


class TestEveryEffect:
    @pytest.mark.parametrize("name", EFFECTS)
    def test_looks_the_same_at_any_size(self, name: str) -> None:
        """As a viewer sees both, at the size of a preview."""
        small, large = (resize(applied(of(name), height=height), 160, 90) for height in (360, 720))
        assert float(np.abs(small - large).mean()) < 0.02

    @pytest.mark.parametrize("name", EFFECTS)
    def test_depends_on_nothing_but_its_seed(self, name: str) -> None:
        assert applied(of(name)).tobytes() == applied(of(name)).tobytes()

    @pytest.mark.parametrize("name", EFFECTS)
    def test_changes_no_pixel_beyond_its_reach(self, name: str) -> None:
        height = 180
        effect = of(name)
        ground = master(320, height)
        other = ground.copy()
        other[60:80, 100:140] = 1 - other[60:80, 100:140]
        differs = np.any(
            applied(effect, height=height, ground=ground) != applied(effect, height=height, ground=other), axis=2
        )
        reach = ceil(reach_of(effect) * height) + 2 if reach_of(effect) else 0
        differs[60 - min(60, reach) : 80 + reach, 100 - min(100, reach) : 140 + reach] = False
        assert not differs.any()

    @pytest.mark.parametrize("name", EFFECTS)
    def test_is_nothing_without_an_amount(self, name: str) -> None:
        assert reach_of(of(name, amount=0.0)) == 0
        assert np.array_equal(applied(of(name, amount=0.0)), master(320, 180))

    def test_tell_apart_those_that_move_pixels(self) -> None:
        assert {name for name in EFFECTS if reach_of(of(name)) > 0} == set(MOVERS)


class TestLightning:
    def test_shows_on_white(self) -> None:
        white = np.ones((180, 320, 3), np.float32)
        assert float((applied(of("lightning", colour="#2060ff"), ground=white).min(axis=2) < 0.6).mean()) > 0.02

    def test_strikes_elsewhere_with_another_seed(self) -> None:
        first, second = (applied(of("lightning"), seed=seed) for seed in (1, 2))
        assert float(np.abs(first - second).mean()) > 0.01


class TestFlames:
    def test_burn_from_below(self) -> None:
        dark = np.zeros((180, 320, 3), np.float32)
        fire = applied(of("flames", colour="#ff7a1a"), ground=dark)
        rows = fire.mean(axis=(1, 2))
        assert rows[-20:].mean() > 0.5 > 0.05 > rows[:30].mean()
        assert fire[..., 0].mean() > 1.3 * fire[..., 1].mean() > 1.3 * fire[..., 2].mean()

    def test_take_the_colour_of_the_layer(self) -> None:
        dark = np.zeros((180, 320, 3), np.float32)
        gas = applied(of("flames", colour="#2060ff"), ground=dark)
        assert gas[..., 2].mean() > 1.2 * gas[..., 0].mean()


class TestFrame:
    def test_leaves_the_inside_alone(self) -> None:
        plain, framed = applied(of("frame", amount=0.0)), applied(of("frame", colour="#ff0000"))
        assert np.array_equal(plain[20:-20, 20:-20], framed[20:-20, 20:-20])
        assert framed[0, :, 0].min() > 0.8

    def test_glows_when_it_is_a_tube(self) -> None:
        dark = np.zeros((180, 320, 3), np.float32)
        tube = applied(of("frame", colour="#2060ff", params={"neon": 1.0}), ground=dark)
        assert tube.max() > 0.9
        assert tube[90, 160].max() < 0.1


class TestDepthFog:
    def test_is_thickest_at_the_horizon(self) -> None:
        dark = np.zeros((180, 320, 3), np.float32)
        rows = applied(of("depth_fog", colour="light", params={"horizon": 0.5, "floor": 0.0}), ground=dark).mean((1, 2))
        assert rows[80:100].mean() > 2 * max(rows[:8].mean(), rows[-8:].mean())


class TestTone:
    @pytest.mark.parametrize("number", range(len(TONES)))
    def test_keeps_black_dark_and_white_light(self, number: int) -> None:
        ramp = np.linspace(0, 1, 320, dtype=np.float32)[None, :, None] * np.ones((180, 1, 3), np.float32)
        toned = applied(of("tone", params={"tone": float(number)}), ground=ramp).mean(axis=(0, 2))
        assert toned[0] < 0.14
        assert toned[-1] > 0.86
        assert (np.diff(toned) > -1e-3).all()

    def test_parts_shadows_and_lights_by_colour(self) -> None:
        ramp = np.linspace(0, 1, 320, dtype=np.float32)[None, :, None] * np.ones((180, 1, 3), np.float32)
        toned = applied(of("tone"), ground=ramp)[0]
        assert toned[90, 2] > toned[90, 0] + 0.02
        assert toned[230, 0] > toned[230, 2] + 0.02

    def test_takes_all_colour_away_when_it_is_noir(self) -> None:
        toned = applied(of("tone", params={"tone": float(list(TONES).index("noir"))}))
        assert float((toned.max(axis=2) - toned.min(axis=2)).max()) < 0.09


class TestMovers:
    def test_part_red_from_blue_towards_the_edges(self) -> None:
        line = np.zeros((180, 320, 3), np.float32)
        line[:, 40:42] = 1
        red, _, blue = (channel.mean(axis=0) for channel in np.moveaxis(applied(of("chromatic"), ground=line), 2, 0))
        assert red.argmax() != blue.argmax()

    def test_paint_a_cel_in_fewer_tones(self) -> None:
        ramp = np.linspace(0.1, 0.9, 320, dtype=np.float32)[None, :, None] * np.ones((180, 1, 3), np.float32)
        flat = applied(of("cel", params={"dots": 0.0, "ink": 0.0}), ground=ramp)[90].mean(axis=1)
        still = np.abs(np.diff(flat)) < 1e-3
        assert still.mean() > 0.5
