"""The outlines and the ways of the pen that marks are drawn with, as points in pixels."""

from __future__ import annotations

from itertools import pairwise
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
    return ribbon(path, thickness * (0.35 + 0.65 * np.clip(np.minimum(share, 1 - share) * 9, 0, 1)))


def swash_outlines(low: Points, high: Points, thickness: float) -> list[Points]:
    """Two quick strokes of a marker below a word, inside the box from `low` to `high`."""
    t = np.linspace(0, 1, 40)
    outlines = []
    for offset, inset, bow, swell in ((0.25, 0.0, -0.16, 1.0), (0.85, 0.12, -0.10, 0.7)):
        x = low[0] + (high[0] - low[0]) * (inset + (1 - 1.5 * inset) * t)
        y = low[1] + (high[1] - low[1]) * (offset - 0.25 * t) + bow * np.sin(pi * t) * (high[1] - low[1])
        width = thickness * swell * (0.25 + 0.75 * np.sin(pi * np.clip(t * 0.9 + 0.06, 0, 1)) ** 0.6)
        outlines.append(ribbon(np.column_stack([x, y]), width))
    return outlines


def burst_outline(centre: Points, radius: float) -> Points:
    """A star of sixteen points."""
    angles = np.linspace(0, 2 * pi, 32, endpoint=False) - pi / 2
    reach = np.where(np.arange(32) % 2 == 0, 1.0, 0.80) * radius
    return centre + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]


def ribbon(path: Points, width: Points) -> Points:
    """The outline of a pen stroke along a path; its width may change from point to point."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.hypot(*along.T)[:, None], 1e-6)
    across = np.column_stack([-along[:, 1], along[:, 0]]) * np.asarray(width)[:, None] / 2
    return np.concatenate([path + across, (path - across)[::-1]])


def _round_end(point: Points, outwards: Points, radius: float) -> Points:
    angles = np.linspace(-pi / 2, pi / 2, 9)
    side = np.array([-outwards[1], outwards[0]])
    end: Points = point + radius * (np.cos(angles)[:, None] * outwards + np.sin(angles)[:, None] * side)
    return end


def block_arrow_outline(start: Points, tip: Points, thickness: float) -> Points:
    """A straight arrow with a broad shaft, as wide at its tail as at its neck."""
    way = tip - start
    length = max(1.0, float(np.hypot(*way)))
    forward = way / length
    side = np.array([-forward[1], forward[0]])
    head = min(2.7 * thickness, 0.55 * length)
    half_shaft, half_head = 0.80 * thickness, 1.75 * thickness
    neck = tip - forward * head
    return np.array(
        [
            start + side * half_shaft * 0.82,
            neck + side * half_shaft,
            neck + side * half_head,
            tip,
            neck - side * half_head,
            neck - side * half_shaft,
            start - side * half_shaft * 0.82,
        ]
    )


def bowed_path(start: Points, tip: Points, bend: float, points: int = 48) -> Points:
    """The way of a pen from one point to another that bows by `bend` of its length."""
    way = tip - start
    control = (start + tip) / 2 + np.array([-way[1], way[0]]) * bend
    t = np.linspace(0, 1, points)[:, None]
    path: Points = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * tip
    return path


def scribbled_ring(centre: Points, radius: Points, seed: int) -> Points:
    """A pen that goes round twice and a little more, never quite on the same way."""
    generator = np.random.default_rng(seed)
    t = np.linspace(-2.2, 4 * pi - 1.6, 260)
    phase = generator.uniform(0, 2 * pi, 3)
    off = 1 + 0.035 * np.sin(1.5 * t + phase[0]) + 0.022 * np.sin(2.6 * t + phase[1]) + np.linspace(-0.05, 0.06, t.size)
    x = np.cos(t) * radius[0] * off
    y = np.sin(t) * radius[1] * (off + 0.03 * np.sin(t * 0.5 + phase[2]))
    return turned(centre + np.column_stack([x, y]), centre, 5.0)


def zigzag_path(low: Points, high: Points, seed: int) -> Points:
    """A hand that underlines in haste: there, back and there again, inside the box from `low` to `high`."""
    generator = np.random.default_rng(seed)
    turns = np.array([[0.0, 0.25], [1.0, 0.0], [0.06, 0.62], [0.97, 0.42], [0.22, 1.0], [0.86, 0.84]])
    turns[1:-1] += generator.uniform(-0.02, 0.02, (4, 2))
    pieces = []
    for first, second in pairwise(turns):
        pieces.append(bowed_path(first, second, generator.uniform(-0.02, 0.02), 24)[:-1])
    return low + np.concatenate([*pieces, turns[-1:]]) * (high - low)


def rounded_box(low: Points, high: Points, radius: float) -> Points:
    """An upright rectangle with rounded corners."""
    radius = min(radius, float((high - low).min()) / 2)
    corners = ((high[0], low[1], -pi / 2), (high[0], high[1], 0.0), (low[0], high[1], pi / 2), (low[0], low[1], pi))
    points = []
    for x, y, start in corners:
        centre = np.array(
            [np.clip(x, low[0] + radius, high[0] - radius), np.clip(y, low[1] + radius, high[1] - radius)]
        )
        angles = np.linspace(start, start + pi / 2, 9)
        points.append(centre + radius * np.column_stack([np.cos(angles), np.sin(angles)]))
    return np.concatenate(points)


def star_outline(centre: Points, radius: float, *, points: int = 5, inner: float = 0.46, turn: float = 0.0) -> Points:
    """A star that stands on two of its points."""
    angles = np.linspace(0, 2 * pi, 2 * points, endpoint=False) - pi / 2 + turn
    reach = np.where(np.arange(2 * points) % 2 == 0, 1.0, inner) * radius
    outline: Points = centre + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    return outline


def turned(points: Points, centre: Points, degrees: float) -> Points:
    """Points turned round a centre; positive lifts the right end."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    result: Points = centre + (points - centre) @ np.array([[c, -s], [s, c]])
    return result
