"""A boxy four-by-four with flat glass, its nose along +x."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from cars import BLACK, dark_floor
from finishes import glowing
from lofts import Skin, both_sides, curve, from_path, from_shape, rounded, surface
from outlines import capsule, pipe, placed
from places import turned
from shapes import Point, area, box, boxes, cylinder, lathe, material, torus
from slabs import corners_rounded

GLASS = (0.010, 0.014, 0.022)


def mud_wheel(at: Point, radius: float, width: float, rim: bpy.types.Material, *, left: bool) -> None:
    """A wheel with a knobbly tyre, its axle along y. `left` faces +y."""
    rubber, half = material((0.018, 0.018, 0.020), 0.7), width / 2
    with placed(at, (-np.pi / 2 if left else np.pi / 2, 0, 0)):
        lathe(
            [(radius * 0.55, half * 0.7), (radius * 0.60, half), (radius * 0.86, half), (radius * 0.95, half * 0.8),
             (radius * 0.95, -half * 0.8), (radius * 0.86, -half), (radius * 0.55, -half)], rubber, sides=96,
        )  # fmt: skip
        knobs = []
        for number in range(30):
            turn = number * 2 * np.pi / 30
            for row, shift in ((0.62, 0.0), (0.0, 0.5), (-0.62, 0.0)):
                a = turn + shift * 2 * np.pi / 30
                reach = radius * 0.96
                knobs.append(
                    ((reach * np.cos(a), reach * np.sin(a), row * half), (radius * 0.10, radius * 0.14, half * 0.5), a)
                )
            reach = radius * 0.90
            knobs.append(
                (
                    (reach * np.cos(turn), reach * np.sin(turn), half * 0.96),
                    (radius * 0.10, radius * 0.08, half * 0.16),
                    turn,
                )
            )
        boxes(knobs, rubber, bevel=0.006)
        lathe(
            [
                (radius * 0.60, half),
                (radius * 0.585, half * 0.98),
                (radius * 0.55, half * 0.5),
                (radius * 0.50, half * 0.25),
                (0, half * 0.2),
            ],
            rim,
        )
        for number in range(6):
            a = number * np.pi / 3
            box(
                (radius * 0.33 * np.cos(a), radius * 0.33 * np.sin(a), half * 0.42),
                (radius * 0.46, radius * 0.15, half * 0.4),
                rim,
                (0, 0, a),
                bevel=0.015,
            )
        cylinder((0, 0, half * 0.5), radius * 0.17, half * 0.6, rim, bevel=0.02)
        cylinder((0, 0, half * 0.8), radius * 0.08, half * 0.12, material((0.8, 0.04, 0.01), 0.3), bevel=0.01)


def _pressed(body: Skin, axles: tuple[float, ...], height: float, radius: float) -> None:
    """Press wheel arches into the sides and edge them with a black lip."""
    side, away = body.seen(0, 2), np.abs(body.points[..., 1])
    for axle in axles:
        d = np.where(away < 0.6, 9, np.hypot(side[..., 0] - axle, side[..., 1] - height) - radius)
        body.fill(d - 0.085, BLACK, 0.45, depth=-0.035)
        body.fill(d, BLACK, 0.6)
        body.points[..., 1] *= 1 - 0.34 * np.clip(0.5 - d / 0.006, 0, 1)


def suv() -> None:
    """An orange off-roader with a laden roof rack, seen from the front left."""
    set_up(samples=32, bounces=6)
    paint = (0.90, 0.17, 0.004)
    x = np.array([2.10, 2.10, 2.08, 1.75, 1.2, 0.75, 0.3, -0.3, -0.9, -1.5, -1.95, -2.05, -2.05])
    wide = np.array([0.84, 0.86, 0.90, 0.93, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.93, 0.91, 0.90])
    high = np.array([1.08, 1.10, 1.14, 1.17, 1.19, 1.21, 1.20, 1.20, 1.20, 1.20, 1.20, 1.19, 1.18])
    base = np.array([0.56, 0.54, 0.52, 0.50, 0.48, 0.46, 0.46, 0.46, 0.46, 0.48, 0.54, 0.56, 0.58])
    y = np.stack([0 * x, wide * 0.9, wide, wide, wide + 0.015, wide, wide - 0.012, wide - 0.09, wide * 0.5, 0 * x], 1)
    z = np.stack(
        [
            base,
            base,
            base + 0.02,
            base + 0.12,
            (base + high) / 2,
            high - 0.14,
            high - 0.03,
            high + 0.012,
            high + 0.03,
            high + 0.04,
        ],
        1,
    )
    cage = np.stack([np.repeat(x[:, None], 10, 1) - 0.10 * (y / 0.9) ** 4 * (x[:, None] > 1.5), y, z], -1)
    ends = cage[:1] * [1, 0.94, 0] + np.array((0.0, 0, 0.85)), cage[-1:] * [1, 0.94, 0] + np.array((0, 0, 0.85))
    ends[0][..., 2] += 0.8 * (cage[:1, :, 2] - 0.85)
    shut = [
        cage[:1] * [1, 0, 0] + np.array((0.01, 0, 0.85)),
        ends[0],
        cage,
        ends[1],
        cage[-1:] * [1, 0, 0] + np.array((0, 0, 0.85)),
    ]
    body = Skin(surface(both_sides(np.concatenate(shut)), 820, 560), paint, 0.12)
    side, face, top = body.seen(0, 2), body.seen(1, 2), body.seen(0, 1)
    far = np.abs(body.points[..., 1]) < 0.7
    _pressed(body, (1.32, -1.30), 0.50, 0.52)
    body.fill(np.where(far, 9, side[..., 1] - 0.60), BLACK, 0.45, soft=0.01)
    for front, back in ((0.66, -0.28), (-0.30, -1.12)):
        door = rounded([(front, 0.55), (front, 1.3), (back, 1.3), (back, 0.9), (back + 0.06 * (back > -1), 0.55)], 1)
        body.seam(np.where(far, 9, from_shape(side, door)), 0.009, 0.012)
        grip = [(back + 0.09, 1.06), (back + 0.25, 1.06)]
        body.fill(np.where(far, 9, from_path(side, grip) - 0.022), BLACK, 0.3, depth=-0.025)
    body.seam(np.where(far, 9, np.abs(side[..., 1] - 0.93)), 0.02, 0.012, 0.1)
    hood = rounded([(2.3, 0), (2.3, 0.62), (0.86, 0.74), (0.84, -0.74), (2.3, -0.62)], 1)
    body.seam(np.where(body.out[..., 2] > 0.4, from_shape(top, hood), 9), 0.009, 0.012)
    scoop = rounded([(1.75, -0.34), (1.75, 0.34), (1.0, 0.42), (1.0, -0.42)], 2)
    body.fill(np.where(body.out[..., 2] > 0.4, from_shape(top, scoop), 9), BLACK, 0.5, depth=-0.02, soft=0.02)
    ahead = body.points[..., 0] > 1.8
    grille = corners_rounded([(-0.86, 0.76), (0.86, 0.76), (0.88, 1.07), (-0.88, 1.07)], 0.12)
    body.fill(np.where(ahead, from_shape(face, grille), 9), BLACK, 0.35, depth=0.02, soft=0.012)
    for level in (0.85, 0.92, 0.99):
        bar = np.maximum(np.abs(face[..., 1] - level) - 0.014, np.abs(face[..., 0]) - 0.42)
        body.fill(np.where(ahead, bar, 9), (0.30, 0.31, 0.33), 0.2, depth=-0.02)
    body.build(metal=0.35, coat=0.8)

    cx = np.array([0.84, 0.80, 0.62, 0.36, 0.26, -0.2, -0.8, -1.4, -1.86, -1.98, -2.02])
    peak = np.array([1.18, 1.24, 1.52, 1.84, 1.90, 1.93, 1.93, 1.92, 1.90, 1.84, 1.20])
    foot, roof = 0.885 + 0 * cx, np.interp(peak, [1.2, 1.9], [0.86, 0.76])
    y = np.stack([foot, foot, foot * 0.5 + roof * 0.5, roof + 0.03, roof, roof - 0.07, roof * 0.5, 0 * cx], 1)
    z = np.stack(
        [
            0 * cx + 1.1,
            np.minimum(1.2, peak),
            np.maximum(1.1, 0.6 + peak * 0.5),
            peak - 0.09,
            peak - 0.02,
            peak + 0.005,
            peak + 0.012,
            peak + 0.016,
        ],
        1,
    )
    cabin = Skin(surface(both_sides(np.stack([np.repeat(cx[:, None], 8, 1), y, z], -1)), 640, 460), paint, 0.12)
    side, face = cabin.seen(0, 2), cabin.seen(1, 2)
    flank = np.abs(cabin.out[..., 1]) > 0.6
    for pane in (
        [(0.66, 1.28), (0.34, 1.76), (-0.26, 1.80), (-0.26, 1.28)],
        [(-0.36, 1.28), (-0.36, 1.80), (-1.04, 1.80), (-1.04, 1.28)],
        [(-1.16, 1.28), (-1.16, 1.80), (-1.78, 1.79), (-1.78, 1.28)],
    ):
        shape = from_shape(side, corners_rounded(pane, 0.10))
        cabin.fill(np.where(flank, shape - 0.02, 9), BLACK, 0.4)
        cabin.fill(np.where(flank, shape, 9), GLASS, 0.02, depth=0.008)
    screen = from_shape(face, corners_rounded([(-0.80, 1.24), (0.80, 1.24), (0.72, 1.82), (-0.72, 1.82)], 0.14))
    windscreen = (cabin.out[..., 0] > 0.3) & (cabin.points[..., 0] > 0)
    cabin.fill(np.where(windscreen, screen - 0.025, 9), BLACK, 0.4)
    cabin.fill(np.where(windscreen, screen, 9), GLASS, 0.02)
    cabin.build(metal=0.3, coat=0.5)

    black, steel = material((0.02, 0.02, 0.022), 0.45), material((0.60, 0.61, 0.63), 0.25, 1.0)
    rim = material((0.06, 0.06, 0.065), 0.3, 0.8)
    for axle in (1.32, -1.30):
        for sign in (-1, 1):
            mud_wheel((axle, sign * 0.86, 0.50), 0.50, 0.36, rim, left=sign > 0)
    for sign in (-1, 1):
        torus((2.06, sign * 0.63, 0.92), 0.125, 0.022, steel, (0, np.pi / 2, 0))
        cylinder((2.05, sign * 0.63, 0.92), 0.115, 0.04, glowing((0.85, 0.93, 1.0), 1.8), (0, np.pi / 2, 0), bevel=0.01)
        cylinder((2.27, sign * 0.52, 0.63), 0.075, 0.06, glowing((1.0, 0.85, 0.5), 1.6), (0, np.pi / 2, 0), bevel=0.01)
        box((2.02, sign * 0.835, 0.92), (0.05, 0.08, 0.16), glowing((1.0, 0.35, 0.02), 1.0), bevel=0.01)
        box((0.70, sign * 1.06, 1.32), (0.12, 0.20, 0.15), black, (0, 0, 0), bevel=0.03)
        capsule((0.70, sign * 0.90, 1.26), (0.70, sign * 1.0, 1.30), 0.022, black)
        pipe(
            curve(
                [
                    (0.82, sign * 0.98, 0.45),
                    (0.7, sign * 1.04, 0.40),
                    (-0.7, sign * 1.04, 0.40),
                    (-0.82, sign * 0.98, 0.45),
                ],
                30,
            ),
            0.05,
            black,
        )
        torus((2.32, sign * 0.34, 0.50), 0.055, 0.02, material((0.85, 0.02, 0.01), 0.3), (np.pi / 2, 0, 0))
    boxes([((2.18, 0, 0.63), (0.22, 1.84, 0.22), 0.0)], black, bevel=0.05)
    boxes([((2.24, 0, 0.49), (0.12, 1.0, 0.14), 0.0)], steel, bevel=0.03)
    pipe(
        curve(
            [
                (2.26, -0.42, 0.6),
                (2.30, -0.42, 0.98),
                (2.31, -0.25, 1.06),
                (2.31, 0.25, 1.06),
                (2.30, 0.42, 0.98),
                (2.26, 0.42, 0.6),
            ],
            60,
        ),
        0.035,
        black,
    )
    # Snorkel, roof rack and what is on it.
    pipe(curve([(1.05, -0.93, 1.16), (0.86, -0.96, 1.22), (0.52, -0.90, 1.70), (0.44, -0.88, 1.96)], 40), 0.045, black)
    box((0.46, -0.88, 2.02), (0.13, 0.12, 0.14), black, bevel=0.03)
    for sign in (-1, 1):
        pipe(
            curve(
                [
                    (0.2, sign * 0.70, 2.04),
                    (0.1, sign * 0.72, 2.06),
                    (-1.75, sign * 0.72, 2.06),
                    (-1.85, sign * 0.70, 2.04),
                ],
                30,
            ),
            0.028,
            black,
        )
        pipe(
            curve(
                [
                    (0.2, sign * 0.70, 2.16),
                    (0.1, sign * 0.72, 2.18),
                    (-1.75, sign * 0.72, 2.18),
                    (-1.85, sign * 0.70, 2.16),
                ],
                30,
            ),
            0.028,
            black,
        )
        for at in (0.1, -0.5, -1.1, -1.75):
            capsule((at, sign * 0.72, 1.92), (at, sign * 0.72, 2.18), 0.025, black)
    for at in np.linspace(0.15, -1.8, 9):
        capsule((at, -0.70, 2.05), (at, 0.70, 2.05), 0.022, black)
    boxes([((0.24, 0, 2.16), (0.08, 1.30, 0.11), 0.0)], black, bevel=0.02)
    boxes(
        [((0.285, u, 2.16), (0.02, 0.095, 0.07), 0.0) for u in np.linspace(-0.57, 0.57, 11)],
        glowing((1.0, 0.95, 0.8), 2.2),
        bevel=0.006,
    )
    boxes([((-0.35, 0.25, 2.24), (0.60, 0.72, 0.30), 0.05)], material((0.05, 0.10, 0.05), 0.5), bevel=0.04)
    boxes([((-0.35, 0.25, 2.40), (0.63, 0.75, 0.06), 0.05)], material((0.03, 0.06, 0.03), 0.5), bevel=0.02)
    boxes(
        [((-0.40, -0.42, 2.24), (0.24, 0.40, 0.34), 0.0), ((-0.70, -0.42, 2.24), (0.24, 0.40, 0.34), 0.0)],
        material((0.65, 0.015, 0.01), 0.4),
        bevel=0.05,
    )
    with placed((-1.25, 0, 2.24), (np.pi / 2, 0, 0)):
        lathe(
            [(0, 0.6), (0.14, 0.6), (0.17, 0.56), (0.17, -0.56), (0.14, -0.6), (0, -0.6)],
            material((0.02, 0.16, 0.42), 0.7),
        )
        for at in (-0.35, 0.35):
            torus((0, 0, at), 0.172, 0.018, black)
    turned((0, 0, np.radians(222)))
    dark_floor()
    area((-1.0, -7.0, 3.0), (0, 0, 1.0), 170, 7.0, 0.6)
    shoot("suv", (0, -7.4, 1.75), (-0.04, 0, 1.06), lens=48, fill=0.5, key=320, rim=460)
