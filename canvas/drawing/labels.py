"""The plates behind lines of type, by the way they are cut. All outlines are points in pixels, of a turned box."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from canvas.document import LabelShape

Points = NDArray[np.float64]
Corners = list[tuple[float, float]]


def label_outline(shape: LabelShape, corners: Corners, size: float, number: int) -> Points:
    """Return the outline of the plate of line `number`, whose four corners (clockwise from its top left) bound it;
    `size` is that of the letters in pixels."""
    return _SHAPES[shape](corners, size, number)


def _rounded(corners: Corners, size: float, number: int) -> Points:
    """Rounded corners."""
    del number
    radius = 0.12 * size
    points: list[Points] = []
    array = np.asarray(corners, np.float64)
    turn = np.linspace(0, np.pi / 2, 7)[:, None]
    for index in range(4):
        here = array[index]
        to_before, to_after = (
            (other - here) / max(1e-6, float(np.hypot(*(other - here))))
            for other in (array[index - 1], array[(index + 1) % 4])
        )
        points.append(here + radius * (to_before * (1 - np.sin(turn)) + to_after * (1 - np.cos(turn))))
    return np.concatenate(points)


def _slanted(corners: Corners, size: float, number: int) -> Points:
    """A parallelogram that leans forward, as on sports channels."""
    del number
    array = np.asarray(corners, np.float64)
    along = (array[1] - array[0]) / max(1e-6, float(np.hypot(*(array[1] - array[0]))))
    lean = 0.13 * size
    outline: Points = array + along * np.array([[lean], [lean], [-lean], [-lean]])
    return outline


def _paper(corners: Corners, size: float, number: int) -> Points:
    """Paper cut with scissors: no corner is quite square, no side quite straight."""
    generator = np.random.default_rng(700 + number)
    array = np.asarray(corners, np.float64) + generator.uniform(-0.075, 0.075, (4, 2)) * size
    points: list[Points] = []
    for index in range(4):
        here, there = array[index], array[(index + 1) % 4]
        cuts = np.sort(generator.uniform(0.15, 0.85, 2))
        points += [here, *(here + (there - here) * cut + generator.uniform(-0.018, 0.018, 2) * size for cut in cuts)]
    return np.asarray(points)


def _brush(corners: Corners, size: float, number: int) -> Points:
    """One stroke of a dry brush: long sides nearly straight, ends frayed."""
    generator = np.random.default_rng(1700 + number)
    array = np.asarray(corners, np.float64)
    along, down = array[1] - array[0], array[3] - array[0]
    unit = along / max(1e-6, float(np.hypot(*along)))
    t = np.linspace(0, 1, 26)[1:-1]
    sway = np.convolve(generator.uniform(-1, 1, t.size + 4), np.ones(5) / 5, "valid")
    top = array[0] + along * t[:, None] + down * (0.05 * sway)[:, None]
    bottom = array[3] + along * t[:, None] + down * (0.05 * sway[::-1])[:, None]
    hairs = np.repeat(np.linspace(0, 1, 23), 2)[1:-1]
    out = np.repeat(0.20 * np.sin(np.pi * np.linspace(0.1, 0.9, 22)) ** 0.5 + generator.uniform(-0.13, 0.13, 22), 2)
    right = array[1] + down * hairs[:, None] + unit * (out * size)[:, None]
    left = array[0] + down * hairs[::-1][:, None] - unit * (np.roll(out, 14) * size * 0.75)[:, None]
    return np.concatenate([top, right, bottom[::-1], left])


_SHAPES: Mapping[LabelShape, Callable[[Corners, float, int], Points]] = {
    "rounded": _rounded,
    "slanted": _slanted,
    "paper": _paper,
    "brush": _brush,
}
