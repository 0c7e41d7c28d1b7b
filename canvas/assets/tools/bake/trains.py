"""A bullet train that rushes towards us."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from cars import dark_floor
from lofts import Skin, both_sides, curve, from_path, from_shape, rounded, surface
from places import turned
from shapes import area, boxes, cylinder, material
from slabs import corners_rounded

BLUE, WHITE = (0.008, 0.09, 0.62), (0.82, 0.84, 0.88)


def bullet_train() -> None:
    """A white and blue high-speed train with a long nose, on its rails."""
    set_up(samples=28, bounces=5)
    x = np.array([4.0, 3.98, 3.85, 3.5, 2.9, 2.2, 1.4, 0.6, -0.2, -1.0, -2.5, -4.5, -7.0])
    wide = np.array([0.34, 0.46, 0.62, 0.80, 0.93, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    peak = np.array([0.52, 0.60, 0.72, 0.92, 1.16, 1.46, 1.80, 2.02, 2.10, 2.12, 2.12, 2.12, 2.12])
    base = np.array([0.34, 0.26, 0.20, 0.16, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14])
    rise = peak - base
    y = np.stack([0 * x, wide * 0.7, wide * 0.93, wide, wide * 1.01, wide * 0.97, wide * 0.78, wide * 0.38, 0 * x], 1)
    z = np.stack(
        [
            base,
            base,
            base + 0.05 * rise,
            base + 0.16 * rise,
            base + 0.45 * rise,
            base + 0.75 * rise,
            base + 0.95 * rise,
            peak,
            peak + 0.01,
        ],
        1,
    )
    cage = np.stack([np.repeat(x[:, None], 9, 1), y, z], -1)
    tip = cage[:1] * [1, 0.3, 0] + np.array((0.02, 0, 0.42))
    hull = Skin(surface(both_sides(np.concatenate([tip, cage])), 1300, 520), WHITE, 0.12)
    side, face = hull.seen(0, 2), hull.seen(1, 2)
    edge = curve([(4.1, 0.40), (3.4, 0.48), (2.4, 0.66), (1.2, 0.74), (-0.5, 0.76), (-7, 0.76)], 80)
    lower = np.interp(side[..., 0], edge[::-1, 0], edge[::-1, 1])
    hull.fill(side[..., 1] - lower, BLUE, 0.12)
    hull.fill(np.abs(side[..., 1] - lower - 0.085) - 0.022, (0.85, 0.02, 0.02), 0.15)
    hull.fill(side[..., 1] - 0.30, (0.035, 0.04, 0.05), 0.4, soft=0.01)
    # The windscreen wraps round the nose.
    along = hull.points[..., 0]
    pane = rounded(
        [
            (2.30, -0.62),
            (2.62, -0.40),
            (2.70, 0.0),
            (2.62, 0.40),
            (2.30, 0.62),
            (1.55, 0.60),
            (1.35, 0.0),
            (1.55, -0.60),
        ],
        3,
    )
    upper = hull.out[..., 2] > 0.12
    hull.fill(np.where(upper, from_shape(hull.seen(0, 1), pane), 9), (0.008, 0.012, 0.02), 0.02, depth=0.012)
    hull.seam(
        np.where(upper, np.abs(hull.points[..., 1]) + 9 * (from_shape(hull.seen(0, 1), pane) > 0), 9), 0.01, 0.006
    )
    flank = np.abs(hull.points[..., 1]) > 0.5
    for start in np.arange(-0.15, -6.9, -0.48):
        window = corners_rounded([(start, 1.16), (start - 0.34, 1.16), (start - 0.34, 1.56), (start, 1.56)], 0.10)
        shape = np.where(flank, from_shape(side, window), 9)
        hull.fill(shape - 0.018, (0.03, 0.035, 0.04), 0.3)
        hull.fill(shape, (1.0, 0.72, 0.34), 0.1, glow=0.9)
    for at in (0.55, -3.6):
        door = rounded([(at, 0.34), (at - 0.55, 0.34), (at - 0.55, 1.75), (at, 1.75)], 1)
        hull.seam(np.where(flank, from_shape(side, door), 9), 0.012, 0.01, 0.7)
    side_pane = rounded([(1.25, 1.22), (0.75, 1.22), (0.78, 1.58), (1.0, 1.60)], 2)
    hull.fill(np.where(flank, from_shape(side, side_pane), 9), (0.008, 0.012, 0.02), 0.03)
    hull.seam(np.where(flank | (hull.points[..., 0] < 0), np.abs(along + 2.9), 9), 0.03, 0.04)
    for sign in (-1, 1):
        lamp = rounded(
            [
                (sign * u, v)
                for u, v in ((0.26, 0.50), (0.46, 0.56), (0.64, 0.76), (0.60, 0.86), (0.42, 0.70), (0.24, 0.58))
            ],
            2,
        )
        ahead = (along > 3.0) & (hull.out[..., 0] > 0.15)
        hull.fill(np.where(ahead, from_shape(face, lamp) - 0.02, 9), (0.02, 0.02, 0.025), 0.1)
        hull.fill(np.where(ahead, from_shape(face, lamp) + 0.015, 9), (1.0, 0.97, 0.88), 0.2, glow=2.2)
    hull.seam(np.where(along > 3.0, from_path(face, curve([(-0.5, 0.34), (0, 0.30), (0.5, 0.34)], 30)), 9), 0.012, 0.01)
    hull.build(coat=0.9)
    steel, wood = material((0.55, 0.55, 0.58), 0.25, 1.0), material((0.16, 0.15, 0.15), 0.8)
    for sign in (-1, 1):
        boxes([((-1.4, sign * 0.62, -0.02), (11.2, 0.09, 0.12), 0.0)], steel, bevel=0.02)
        for at in (2.5, 1.8, -1.5, -2.2):
            cylinder((at, sign * 0.62, 0.16), 0.24, 0.1, steel, (np.pi / 2, 0, 0), bevel=0.02)
    boxes([((at, 0, -0.12), (0.24, 2.1, 0.12), 0.0) for at in np.arange(4.0, -7, -0.56)], wood, bevel=0.02)
    turned((0, 0, np.radians(228)))
    dark_floor(-0.2)
    area((-2.0, -8.0, 3.5), (0, 0, 1.0), 220, 8.0, 0.8)
    shoot("bullet_train", (-0.6, -8.4, 1.9), (0.25, 0, 0.75), lens=31, fill=0.42, key=240, rim=320)
