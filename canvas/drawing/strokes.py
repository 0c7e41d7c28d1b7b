"""The outlines of marks as polygons in pixels: an arrow, a ring, swashes, a burst."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def arrow_outline(start: Points, tip: Points, bend: float, thickness: float) -> Points:
    """A curved arrow that swells towards its head. `bend` is how far it bows, as a share of its length; positive bows
    to the right of its way."""
    way = tip - start
    length = max(1.0, float(np.hypot(*way)))
    head_length = min(2.35 * thickness, 0.55 * length)
    control = (start + tip) / 2 + np.array([-way[1], way[0]]) * bend
    t = np.linspace(0, 1, 61)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * tip
    remaining = np.hypot(*(curve - tip).T)
    last = int(np.argmax(remaining < head_length * 0.8)) if bool((remaining < head_length * 0.8).any()) else 50
    shaft = curve[: max(4, last + 1)]
    along = np.gradient(shaft, axis=0)
    along /= np.maximum(np.hypot(*along.T)[:, None], 1e-6)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    swell = (0.26 + 0.38 * np.linspace(0, 1, len(shaft)) ** 0.8)[:, None] * thickness
    forward = tip - shaft[-1]
    forward /= max(1e-6, float(np.hypot(*forward)))
    side = np.array([-forward[1], forward[0]])
    base = tip - forward * head_length
    notch = tip - forward * head_length * 0.80
    half_head = 1.38 * thickness
    left, right = shaft + across * swell, shaft - across * swell
    neck = float(swell[-1, 0])
    head = np.array(
        [
            notch + side * neck,
            base + side * half_head,
            tip,
            base - side * half_head,
            notch - side * neck,
        ]
    )
    tail = _round_end(shaft[0], -along[0], float(swell[0, 0]))
    return np.concatenate([left[1:-1], head, right[1:-1][::-1], tail])


def ring_outline(centre: Points, radius: Points, thickness: float, seed: int) -> Points:
    """A hand-drawn ellipse: a pen stroke that overlaps its own start, thinner at both ends."""
    generator = np.random.default_rng(seed)
    phase, lean = generator.uniform(0, 2 * pi), generator.uniform(-0.12, -0.05)
    t = np.linspace(-0.35, 2 * pi + 0.28, 150)
    wobble = 1 + 0.022 * np.sin(3 * t + phase) + np.linspace(-0.015, 0.055, t.size)
    x, y = np.cos(t) * radius[0] * wobble, np.sin(t) * radius[1] * wobble
    path = centre + np.column_stack([x * np.cos(lean) - y * np.sin(lean), x * np.sin(lean) + y * np.cos(lean)])
    share = np.linspace(0, 1, t.size)
    return _ribbon(path, thickness * (0.35 + 0.65 * np.clip(np.minimum(share, 1 - share) * 9, 0, 1)))


def swash_outlines(low: Points, high: Points, thickness: float) -> list[Points]:
    """Two quick strokes of a marker below a word, inside the box from `low` to `high`."""
    t = np.linspace(0, 1, 40)
    outlines = []
    for offset, inset, bow, swell in ((0.25, 0.0, -0.16, 1.0), (0.85, 0.12, -0.10, 0.7)):
        x = low[0] + (high[0] - low[0]) * (inset + (1 - 1.5 * inset) * t)
        y = low[1] + (high[1] - low[1]) * (offset - 0.25 * t) + bow * np.sin(pi * t) * (high[1] - low[1])
        width = thickness * swell * (0.25 + 0.75 * np.sin(pi * np.clip(t * 0.9 + 0.06, 0, 1)) ** 0.6)
        outlines.append(_ribbon(np.column_stack([x, y]), width))
    return outlines


def burst_outline(centre: Points, radius: float) -> Points:
    """A star of sixteen points."""
    angles = np.linspace(0, 2 * pi, 32, endpoint=False) - pi / 2
    reach = np.where(np.arange(32) % 2 == 0, 1.0, 0.80) * radius
    return centre + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]


def _ribbon(path: Points, half_width: Points) -> Points:
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.hypot(*along.T)[:, None], 1e-6)
    across = np.column_stack([-along[:, 1], along[:, 0]]) * np.asarray(half_width)[:, None] / 2
    return np.concatenate([path + across, (path - across)[::-1]])


def _round_end(point: Points, outwards: Points, radius: float) -> Points:
    angles = np.linspace(-pi / 2, pi / 2, 9)
    side = np.array([-outwards[1], outwards[0]])
    end: Points = point + radius * (np.cos(angles)[:, None] * outwards + np.sin(angles)[:, None] * side)
    return end
