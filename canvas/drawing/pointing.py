"""Where an arrow starts and ends, when nobody has placed it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from canvas.geometry import Box
from canvas.layouts.rules import BADGE_ZONE

Points = NDArray[np.float64]

_LENGTH = 0.30  # canvas heights
_DIRECTIONS = 32
_SMALL = 0.22  # half the size (canvas heights) of a target that an arrow touches only at its rim
_LARGE = 0.50  # half the size from which it points half way in
_EDGE = 0.03


def aimed(target: Box, avoid: Sequence[Box], wished_start: tuple[float, float], aspect: float) -> tuple[Points, Points]:
    """Return start and tip (ratios of the canvas) of an arrow to a target that covers as little as possible.

    It keeps off the boxes in `avoid`, the edges and the corner of the duration badge, and comes as nearly as it can
    from the side of `wished_start`. `aspect` is the canvas width by its height.
    """
    scale = np.array([aspect, 1.0])
    centre = np.array(target.centre) * scale
    half = np.array([target.width, target.height]) * scale / 2
    wish = np.array(wished_start) * scale - centre
    wish /= max(1e-6, float(np.hypot(*wish)))
    best: tuple[float, Points, Points] | None = None
    for index in range(_DIRECTIONS):
        angle = 2 * pi * index / _DIRECTIONS
        way = np.array([cos(angle), sin(angle)])
        tip = (centre + way * half * _share(half)) / scale
        start = (centre + way * (half * _share(half) + _LENGTH)) / scale
        cost = _cost(start, tip, avoid) + 0.35 * (1 - float(way @ wish))
        if best is None or cost < best[0] - 1e-9:
            best = (cost, start, tip)
    if best is None:
        raise ValueError("an arrow without a direction")
    return best[1], best[2]


def _share(half: Points) -> Points:
    """How far out from the centre of a target the tip stands: at the rim of a small one, inside a large one."""
    share: Points = np.interp(half, [_SMALL, _LARGE], [1.14, 0.5])
    return share


def _cost(start: Points, tip: Points, avoid: Sequence[Box]) -> float:
    cost = 0.0
    for share in np.linspace(0, 1, 13):
        x, y = (float(value) for value in start + (tip - start) * share)
        if not (_EDGE < x < 1 - _EDGE and _EDGE < y < 1 - _EDGE):
            cost += 0.5
        if any(_inside(box, x, y) for box in avoid):
            cost += 0.4
        if _inside(BADGE_ZONE, x, y):
            cost += 0.3
    return cost


def _inside(box: Box, x: float, y: float) -> bool:
    return box.x0 - 0.015 < x < box.x1 + 0.015 and box.y0 - 0.02 < y < box.y1 + 0.02
