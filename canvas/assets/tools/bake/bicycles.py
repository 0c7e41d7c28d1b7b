"""A road bicycle, its front wheel along +x."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from lofts import Skin, both_sides, curve, surface
from outlines import capsule, pillow, pipe, placed
from places import turned
from shapes import area, box, cylinder, lathe, material, torus

BLACK = (0.014, 0.014, 0.016)


def bicycle() -> None:
    """A yellow road bicycle."""
    set_up(samples=32, bounces=5)
    frame, black = material((0.98, 0.52, 0.004), 0.1, coat=1.0), material((0.016, 0.016, 0.018), 0.4, coat=0.3)
    steel, tyre = material((0.72, 0.73, 0.76), 0.15, 1.0), material((0.03, 0.03, 0.033), 0.6)
    deep = material((0.02, 0.02, 0.024), 0.15, coat=1.0)
    wheel, rear, front = 0.66, np.array([-1.0, 0, 0.66]), np.array([1.02, 0, 0.66])
    for centre in (rear, front):
        with placed(tuple(centre), (np.pi / 2, 0, 0)):
            torus((0, 0, 0), wheel, 0.042, tyre)
            for sign in (-1, 1):
                lathe(
                    [
                        (wheel - 0.03, sign * 0.030),
                        (wheel - 0.06, sign * 0.036),
                        (wheel - 0.17, sign * 0.022),
                        (wheel - 0.19, 0),
                    ],
                    deep,
                    sides=128,
                )
                lathe([(wheel - 0.115, sign * 0.0305), (wheel - 0.145, sign * 0.028)], frame, sides=128)
            for number in range(20):
                a = number * np.pi / 10
                b = a + (0.9 if number % 2 else -0.9)
                z = 0.05 if number % 4 < 2 else -0.05
                capsule(
                    (0.05 * np.cos(b), 0.05 * np.sin(b), z),
                    ((wheel - 0.18) * np.cos(a), (wheel - 0.18) * np.sin(a), 0),
                    0.006,
                    steel,
                )
            cylinder((0, 0, 0), 0.05, 0.18, black, bevel=0.01)
            cylinder((0, 0, -0.06), 0.14, 0.008, steel, bevel=0.002)
    crank, seat, head_top, head_low = (
        np.array([-0.08, 0, 0.56]),
        np.array([-0.36, 0, 1.44]),
        np.array([0.66, 0, 1.50]),
        np.array([0.72, 0, 1.28]),
    )
    for start, end, thick in (
        (crank, head_low, 0.062),
        (crank, seat, 0.05),
        (seat * 0.94 + crank * 0.06, head_top - [0, 0, 0.04], 0.048),
        (head_low - [-0.02, 0, 0.03], head_top, 0.06),
    ):
        capsule(tuple(start), tuple(end), thick, frame)
    for sign in (-1, 1):
        side = np.array([0, sign * 0.075, 0])
        capsule(tuple(crank + side * 0.6), tuple(rear + side), 0.026, frame)
        capsule(tuple(seat + side * 0.4 - [0, 0, 0.10]), tuple(rear + side), 0.02, frame)
        pipe(
            curve(
                [
                    head_low + np.array((0.01, 0, -0.02)),
                    head_low + side + np.array((0.04, 0, -0.12)),
                    front + side * 1.0 + np.array((-0.1, 0, 0.25)),
                    front + side,
                ],
                30,
            ),
            np.linspace(0.04, 0.022, 30),
            frame,
        )
        bars = curve(
            [
                (0.70, 0, 1.60),
                (0.72, sign * 0.2, 1.61),
                (0.76, sign * 0.34, 1.60),
                (0.96, sign * 0.38, 1.60),
                (1.10, sign * 0.38, 1.50),
                (1.04, sign * 0.38, 1.32),
                (0.86, sign * 0.38, 1.27),
            ],
            60,
        )
        pipe(bars, 0.033, black)
        pillow((0.055, 0.035, 0.09), black, (1.08, sign * 0.38, 1.60))
        pipe(curve([(1.12, sign * 0.38, 1.60), (1.18, sign * 0.38, 1.46), (1.10, sign * 0.38, 1.34)], 16), 0.014, steel)
        out = np.array([0, sign * 0.13, 0])
        arm = np.array([np.cos(0.5), 0, -np.sin(0.5)]) * 0.26 * sign
        capsule(tuple(crank + out * 0.8), tuple(crank + arm + out), 0.026, steel)
        box(tuple(crank + arm + out * 1.7), (0.16, 0.13, 0.03), black, bevel=0.01)
    capsule(tuple(seat), tuple(seat + np.array((-0.06, 0, 0.20))), 0.033, black)
    saddle = surface(
        both_sides(
            np.array(
                [
                    [(0.16, 0.03, 0.0), (0.16, 0.04, 0.02), (0.16, 0.03, 0.045), (0.16, 0, 0.05)],
                    [(0.0, 0.04, -0.02), (0.0, 0.06, 0.02), (0.0, 0.045, 0.05), (0.0, 0, 0.055)],
                    [(-0.2, 0.11, -0.03), (-0.2, 0.13, 0.03), (-0.2, 0.09, 0.065), (-0.2, 0, 0.06)],
                    [(-0.32, 0.13, -0.01), (-0.32, 0.14, 0.04), (-0.32, 0.10, 0.085), (-0.32, 0, 0.075)],
                    [(-0.36, 0.05, 0.02), (-0.36, 0.06, 0.04), (-0.36, 0.04, 0.06), (-0.36, 0, 0.06)],
                ]
            )
        ),
        120,
        90,
    )
    Skin(saddle + seat + np.array((0.06, 0, 0.20)), BLACK, 0.35).build(coat=0.4)
    capsule((0.655, 0, 1.50), (0.70, 0, 1.60), 0.04, black)
    cylinder((-0.08, -0.11, 0.56), 0.17, 0.02, steel, (np.pi / 2, 0, 0), bevel=0.004)
    for number in range(40):
        a = number * np.pi / 20
        box((-0.08 + 0.175 * np.cos(a), -0.11, 0.56 + 0.175 * np.sin(a)), (0.014, 0.012, 0.014), steel, bevel=0.0)
    for sign in (-1, 1):
        pipe(np.linspace((-0.08, -0.11, 0.56 + sign * 0.175), (-1.0, -0.08, 0.66 + sign * 0.07), 8), 0.012, black)
    with placed(tuple(crank * 0.55 + head_low * 0.45 + np.array((-0.03, 0, 0.13))), (0, np.radians(48), 0)):
        lathe(
            [(0, 0.2), (0.03, 0.2), (0.035, 0.15), (0.06, 0.12), (0.062, -0.18), (0, -0.18)],
            material((0.02, 0.35, 0.85), 0.2, coat=0.6),
        )
    turned((0, 0, np.radians(205)))
    area((-1.0, -6.0, 3.0), (0, 0, 0.8), 90, 6.0, 0.5)
    shoot("bicycle", (0, -6.6, 1.25), (0.0, 0, 0.86), lens=64, fill=0.6, key=280, rim=420)
