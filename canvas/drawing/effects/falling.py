"""Effects of flat things in the air: banknotes, petals, leaves, hearts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, cos, floor, hypot, sin

import cv2
import numpy as np

from canvas.colour import RGB
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.effects.sprites import banknote, heart, leaf, petal
from canvas.drawing.surface import Patch
from canvas.filters import FloatImage, blur

_POSES = 6
_SHARES = ((0.34, 0.5, 0.006), (0.46, 1.0, 0.0), (0.20, 2.1, 0.011))  # of all, size, blur in canvas heights
_GREENS: tuple[RGB, ...] = ((0.33, 0.58, 0.34),)
_PINKS: tuple[RGB, ...] = ((1.0, 0.72, 0.80), (1.0, 0.60, 0.72), (1.0, 0.84, 0.88))
_AUTUMN: tuple[RGB, ...] = ((0.90, 0.42, 0.10), (0.80, 0.22, 0.10), (0.96, 0.66, 0.16), (0.62, 0.30, 0.12))
Maker = Callable[[int, RGB], FloatImage]


def money_rain(job: EffectJob) -> None:
    """Banknotes of no country, tumbling down at three depths. `count`, `size`."""
    _scatter(job, banknote, _GREENS, count=34, side=0.15)


def petals(job: EffectJob) -> None:
    """Blossom in the wind. `count`, `size`."""
    _scatter(job, petal, _PINKS, count=64, side=0.075)


def leaves(job: EffectJob) -> None:
    """Autumn leaves in the wind. `count`, `size`."""
    _scatter(job, leaf, _AUTUMN, count=44, side=0.105)


def hearts(job: EffectJob) -> None:
    """Glossy hearts rising, in the layer's colour and kindred ones. `count`, `size`."""
    red, green, blue = job.colour
    lighter: RGB = (min(1.0, red + 0.2), min(1.0, green + 0.2), min(1.0, blue + 0.2))
    _scatter(job, heart, (job.colour, job.colour, lighter), count=26, side=0.085, upright=True)


def _scatter(
    job: EffectJob, maker: Maker, colours: Sequence[RGB], *, count: int, side: float, upright: bool = False
) -> None:
    """Lay sprites at three depths, the far ones small and soft, the near ones large and out of focus at the sides."""
    generator = np.random.default_rng(job.seed)
    size = min(4.0, job.size("size", 1.0)) * side
    pieces = min(160, job.count(count))
    for share, scale, softness in _SHARES:
        for _ in range(round(pieces * share)):
            pose, colour = int(generator.integers(_POSES)), colours[int(generator.integers(len(colours)))]
            turn = generator.normal(0, 0.22) if upright else generator.uniform(0, 2 * np.pi)
            across, down = generator.uniform(0, 1), generator.uniform(-0.05, 1.05)
            if scale > 1.5:
                across = across * 0.34 if across < 0.5 else 1 - (1 - across) * 0.34
            length = size * scale * generator.uniform(0.8, 1.25)
            shade = min(1.0, generator.uniform(0.82, 1.08) * (0.8 if scale < 0.8 else 1.0))
            middle = across * job.width, down * job.height
            patch = _turned(maker(pose, colour), middle, turn, length * job.height, softness * job.height)
            patch.rgba[..., :3] *= np.float32(shade)
            job.surface.lay(patch, opacity=min(1.0, job.amount))


def _turned(sprite: FloatImage, middle: tuple[float, float], turn: float, length: float, softness: float) -> Patch:
    """A sprite about a point, turned, its longer side `length` pixels, blurred by `softness` pixels."""
    rows, columns = sprite.shape[:2]
    scale = length / max(rows, columns)
    if scale < 0.6:  # by area first, or it would flicker with its finest lines
        size = max(1, round(columns * scale)), max(1, round(rows * scale))
        sprite = np.asarray(cv2.resize(sprite, size, interpolation=cv2.INTER_AREA), np.float32)
        rows, columns = sprite.shape[:2]
        scale = length / max(rows, columns)
    half = hypot(rows, columns) * scale / 2 + 3 * softness + 1
    left, top = floor(middle[0] - half), floor(middle[1] - half)
    side = ceil(2 * half) + 1
    c, s = cos(turn) * scale, sin(turn) * scale
    linear = np.array([[c, s], [-s, c]])
    offset = np.array([middle[0] - left, middle[1] - top]) - linear @ np.array([(columns - 1) / 2, (rows - 1) / 2])
    matrix = np.column_stack([linear, offset])
    placed = np.asarray(cv2.warpAffine(sprite, matrix, (side, side), flags=cv2.INTER_LINEAR), np.float32)
    return Patch(left, top, blur(placed, softness))
