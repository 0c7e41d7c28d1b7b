"""A rounded two-tone camper van with a surfboard on its roof, its nose along +x."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from cars import BLACK, dark_floor
from finishes import glowing
from lofts import Skin, both_sides, curve, from_path, from_shape, surface
from offroad import GLASS
from outlines import capsule, pipe, placed
from places import turned
from shapes import Point, area, boxes, lathe, material, sphere, torus
from slabs import corners_rounded

CREAM, TEAL = (0.86, 0.80, 0.66), (0.0, 0.36, 0.38)


def _hub_wheel(at: Point, radius: float, width: float, *, left: bool) -> None:
    """A wheel with a white wall and a chrome hub cap, its axle along y."""
    rubber, white = material((0.018, 0.018, 0.02), 0.6), material((0.86, 0.86, 0.84), 0.4)
    chrome, half = material((0.80, 0.81, 0.84), 0.08, 1.0), width / 2
    with placed(at, (-np.pi / 2 if left else np.pi / 2, 0, 0)):
        tyre = [
            (0.5, 0.8),
            (0.64, 1.0),
            (0.90, 1.0),
            (0.98, 0.8),
            (1.0, 0.5),
            (1.0, -0.5),
            (0.98, -0.8),
            (0.9, -1.0),
            (0.5, -1.0),
        ]
        lathe([(radius * r, half * h) for r, h in tyre], rubber, sides=128)
        lathe(
            [(radius * 0.64, half * 1.01), (radius * 0.83, half * 1.01), (radius * 0.84, half * 0.98)], white, sides=128
        )
        cap = [
            (0, 1.16),
            (0.14, 1.14),
            (0.30, 1.02),
            (0.36, 0.92),
            (0.44, 0.92),
            (0.52, 1.02),
            (0.60, 1.0),
            (0.63, 0.9),
        ]
        lathe([(radius * r, half * h) for r, h in cap], chrome, sides=128)


def camper_van() -> None:
    """A teal and cream camper van, seen from the front left."""
    set_up(samples=28, bounces=6)
    x = np.array([2.06, 2.05, 2.0, 1.90, 1.66, 1.35, 0.8, 0.0, -0.8, -1.5, -1.85, -1.97, -2.0])
    wide = np.array([0.70, 0.78, 0.85, 0.89, 0.91, 0.92, 0.92, 0.92, 0.92, 0.92, 0.90, 0.85, 0.76])
    roof = np.array([1.20, 1.28, 1.42, 1.62, 1.92, 2.08, 2.14, 2.16, 2.15, 2.12, 2.02, 1.84, 1.70])
    base = np.array([0.50, 0.46, 0.42, 0.40, 0.40, 0.40, 0.40, 0.40, 0.40, 0.40, 0.42, 0.46, 0.52])
    belt = 1.20 + 0 * x
    low = np.minimum(belt, roof - 0.05)
    lean = np.clip((roof - 1.2) / 0.9, 0, 1)
    y = np.stack(
        [
            0 * x,
            wide * 0.85,
            wide,
            wide + 0.012,
            wide + 0.012,
            wide,
            wide - 0.05 * lean,
            wide - 0.10 * lean - 0.02,
            wide * 0.72,
            wide * 0.38,
            0 * x,
        ],
        1,
    )
    z = np.stack(
        [
            base,
            base,
            base + 0.06,
            base + 0.3,
            low - 0.12,
            low,
            low * 0.5 + roof * 0.5,
            roof - 0.13,
            roof - 0.03,
            roof,
            roof + 0.01,
        ],
        1,
    )
    cage = np.stack([np.repeat(x[:, None], 11, 1) - 0.12 * (y / 0.9) ** 2 * (x[:, None] > 1.3), y, z], -1)
    front, back = cage[:1] * [1, 0, 0] + np.array((0.03, 0, 0.85)), cage[-1:] * [1, 0, 0] + np.array((0, 0, 1.1))
    van = Skin(surface(both_sides(np.concatenate([front, cage, back])), 900, 620), CREAM, 0.12)
    side, face = van.seen(0, 2), van.seen(1, 2)
    away = np.abs(van.points[..., 1])
    ahead = (van.points[..., 0] > 1.1) & (van.out[..., 0] > 0.25)
    flank = np.abs(van.out[..., 1]) > 0.5
    # Two tones meet in a line that dips a little on the nose.
    nose = np.clip((van.points[..., 0] - 1.55) / 0.4, 0, 1)
    line = 1.16 - nose * 0.16 * np.clip(1 - away / 0.80, 0, 1) ** 0.8
    van.fill(side[..., 1] - line, TEAL, 0.12)
    van.fill(np.abs(side[..., 1] - line) - 0.018, (0.90, 0.91, 0.93), 0.08)
    van.fill(side[..., 1] - 0.46, BLACK, 0.5)
    for axle in (1.22, -1.22):
        d = np.where(away < 0.6, 9, np.hypot(side[..., 0] - axle, side[..., 1] - 0.38) - 0.40)
        van.fill(np.abs(d - 0.03) - 0.025, TEAL, 0.12, depth=-0.018, soft=0.02)
        van.fill(d, BLACK, 0.6)
        van.points[..., 1] *= 1 - 0.34 * np.clip(0.5 - d / 0.006, 0, 1)
    for front_x, back_x in ((1.40, 0.86), (0.72, 0.06), (-0.08, -0.74), (-0.88, -1.52)):
        pane = from_shape(
            side,
            corners_rounded(
                [(front_x, 1.30), (front_x - 0.10 * (front_x > 1), 1.82), (back_x, 1.84), (back_x, 1.30)], 0.11
            ),
        )
        van.fill(np.where(flank, pane - 0.028, 9), (0.75, 0.76, 0.78), 0.15, depth=-0.006)
        van.fill(np.where(flank, pane, 9), GLASS, 0.02, depth=0.012)
    for sign in (-1, 1):
        pane = from_shape(
            face,
            corners_rounded([(sign * 0.05, 1.30), (sign * 0.74, 1.30), (sign * 0.66, 1.80), (sign * 0.05, 1.86)], 0.12),
        )
        van.fill(np.where(ahead, pane - 0.028, 9), (0.75, 0.76, 0.78), 0.15, depth=-0.006)
        van.fill(np.where(ahead, pane, 9), GLASS, 0.02, depth=0.012)
    for front_x, back_x in ((1.50, 0.78), (0.00, -0.80)):
        door = corners_rounded([(front_x, 0.50), (front_x - 0.08, 1.92), (back_x, 1.93), (back_x, 0.50)], 0.08)
        van.seam(np.where(flank, from_shape(side, door), 9), 0.009, 0.012)
        van.fill(
            np.where(flank, from_path(side, [(back_x + 0.08, 1.04), (back_x + 0.22, 1.04)]) - 0.02, 9),
            (0.8, 0.81, 0.84),
            0.1,
            depth=-0.02,
        )
    van.build(metal=0.1, coat=0.9)
    chrome, amber = material((0.80, 0.81, 0.84), 0.08, 1.0), glowing((1.0, 0.34, 0.02), 1.0)
    for axle in (1.22, -1.22):
        for sign in (-1, 1):
            _hub_wheel((axle, sign * 0.80, 0.38), 0.38, 0.26, left=sign > 0)
    for sign in (-1, 1):
        with placed((1.93, sign * 0.56, 0.86), (0, np.pi / 2, sign * 0.16)):
            torus((0, 0, 0.02), 0.165, 0.03, chrome)
            lathe([(0, 0.075), (0.08, 0.068), (0.15, 0.03), (0.16, 0)], glowing((1.0, 0.93, 0.74), 1.3))
        sphere((1.90, sign * 0.66, 1.09), 0.05, amber, (0.6, 1.2, 0.8))
        pipe(curve([(1.42, sign * 0.88, 1.34), (1.50, sign * 1.0, 1.36), (1.50, sign * 1.04, 1.44)], 12), 0.014, chrome)
        sphere((1.50, sign * 1.05, 1.50), 0.095, chrome, (0.35, 0.9, 1.1))
    bumper = curve(
        [
            (1.55, -0.98, 0.52),
            (1.92, -0.94, 0.52),
            (2.14, -0.5, 0.52),
            (2.17, 0, 0.52),
            (2.14, 0.5, 0.52),
            (1.92, 0.94, 0.52),
            (1.55, 0.98, 0.52),
        ],
        60,
    )
    pipe(bumper, 0.075, material((0.88, 0.87, 0.82), 0.15, coat=0.8))
    pipe(bumper * [1.012, 1.012, 1] + np.array((0, 0, 0.0)), 0.028, chrome)
    # Roof rack, surfboard and bags.
    wood = material((0.42, 0.20, 0.07), 0.4, coat=0.4)
    for sign in (-1, 1):
        capsule((0.95, sign * 0.58, 2.27), (-1.5, sign * 0.58, 2.27), 0.026, chrome)
        for at in (0.9, 0.1, -0.7, -1.45):
            capsule((at, sign * 0.60, 2.08), (at, sign * 0.58, 2.27), 0.02, chrome)
    boxes([((at, 0, 2.25), (0.13, 1.22, 0.03), 0.0) for at in np.linspace(0.85, -1.42, 9)], wood, bevel=0.008)
    s, w = np.meshgrid(np.linspace(-1, 1, 320), np.linspace(-1, 1, 120), indexing="ij")
    half = 0.30 * np.sqrt(np.clip(1 - np.abs(s) ** 2.4, 0, 1))
    board_y, board_x = -0.25 + half * w, -0.22 + 1.42 * s
    for lift in (1, -1):
        board = Skin(
            np.stack(
                [board_x, board_y, 2.36 + 0.10 * s**2 + lift * 0.035 * np.sqrt(np.clip(1 - w**2, 0, 1)) * (half > 0)],
                -1,
            ),
            (0.95, 0.50, 0.02),
            0.15,
            flip=lift < 0,
        )
        board.fill(np.abs(np.abs(board_y + 0.25) - 0.15) - 0.03 + 0 * s, (0.90, 0.04, 0.02), 0.15)
        board.fill(np.abs(board_y + 0.25) - 0.035, (0.92, 0.92, 0.90), 0.15)
        board.build(coat=0.9)
    boxes([((0.35, 0.33, 2.40), (0.62, 0.42, 0.26), 0.06)], material((0.46, 0.16, 0.05), 0.5), bevel=0.05)
    boxes(
        [((0.20, 0.33, 2.40), (0.05, 0.44, 0.28), 0.06), ((0.50, 0.33, 2.40), (0.05, 0.44, 0.28), 0.06)],
        material((0.14, 0.05, 0.02), 0.5),
        bevel=0.015,
    )
    with placed((-0.62, 0.32, 2.40), (np.pi / 2, 0, 0)):
        lathe(
            [(0, 0.26), (0.12, 0.26), (0.15, 0.22), (0.15, -0.22), (0.12, -0.26), (0, -0.26)],
            material((0.02, 0.20, 0.50), 0.7),
        )
    boxes([((-1.12, 0.30, 2.38), (0.42, 0.46, 0.22), -0.08)], material((0.20, 0.26, 0.06), 0.6), bevel=0.04)
    turned((0, 0, np.radians(224)))
    dark_floor()
    area((-1.0, -7.0, 3.2), (0, 0, 1.0), 130, 7.0, 0.6)
    shoot("camper_van", (0, -7.4, 1.7), (0.0, 0, 1.18), lens=47, fill=0.42, key=230, rim=340)
