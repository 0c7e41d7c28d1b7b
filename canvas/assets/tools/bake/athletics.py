"""Things of the track, the ring and the court."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from lofts import Skin, both_sides, curve, from_path, from_shape, rounded, surface
from outlines import pipe
from places import turned
from sculpture import capsule as rod
from sculpture import carve, ellipsoid, join
from shapes import (
    area,
    lathe,
    material,
    sphere,
    star,
    tint_by_vertex,
)
from treasure import gold

BLACK = (0.014, 0.014, 0.016)


def _shut(cage: np.ndarray) -> np.ndarray:
    """Close a cage of half sections (n, m, 3) at its first and last section."""
    first, last = cage[:1].copy(), cage[-1:].copy()
    for end in (first, last):
        end[..., 1] = 0
        end[..., 2] = (end[..., 2].min() + end[..., 2].max()) / 2
    return np.concatenate([first, cage, last])


def running_shoe() -> None:
    """A coral running shoe with a thick white sole, toe to the left."""
    set_up(samples=32, bounces=5)
    coral, deep, white = (0.95, 0.10, 0.03), (0.50, 0.008, 0.04), (0.86, 0.87, 0.90)
    # Stations from the toe (x = -1.55) to the heel.
    x = np.array([-1.62, -1.60, -1.50, -1.20, -0.80, -0.40, 0.0, 0.40, 0.80, 1.10, 1.30, 1.40, 1.42])
    wide = np.array([0.20, 0.36, 0.48, 0.57, 0.60, 0.57, 0.51, 0.47, 0.47, 0.46, 0.41, 0.30, 0.16])
    bend = np.array([0.04, 0.05, 0.07, 0.07, 0.04, 0.0, -0.04, -0.04, -0.01, 0.0, 0.0, 0.0, 0.0])
    floor = np.array([0.26, 0.22, 0.16, 0.08, 0.04, 0.03, 0.05, 0.06, 0.05, 0.06, 0.11, 0.17, 0.20])
    top = np.array([0.42, 0.43, 0.43, 0.41, 0.39, 0.40, 0.44, 0.48, 0.53, 0.57, 0.59, 0.58, 0.55])
    y = np.stack([0 * x, wide * 0.8, wide * 0.98, wide * 1.06, wide * 1.08, wide * 1.0, wide * 0.8, 0 * x], 1)
    z = np.stack(
        [floor, floor, floor + 0.03, floor * 0.6 + top * 0.4, floor * 0.3 + top * 0.7, top, top, top - 0.02], 1
    )
    sole_points = surface(both_sides(_shut(np.stack([np.repeat(x[:, None], 8, 1), y, z], -1))), 900, 420)
    sole_points[..., 1] += np.interp(sole_points[..., 0], x, bend)
    sole = Skin(sole_points, white, 0.4, flip=True)
    side = sole.seen(0, 2)
    wave = curve([(-1.5, 0.32), (-0.9, 0.25), (-0.1, 0.20), (0.6, 0.27), (1.38, 0.40)], 60)
    sole.seam(from_path(side, wave), 0.02, 0.02, 0.25)
    sole.fill(side[..., 1] - np.interp(side[..., 0], x, floor + 0.085), (0.02, 0.09, 0.50), 0.5, depth=-0.012)
    tread = np.abs((side[..., 0] * 9) % 1 - 0.5)
    sole.seam(
        np.where((side[..., 0] > -1.35) & (side[..., 1] < np.interp(side[..., 0], x, floor + 0.08)), tread * 0.1, 9),
        0.014,
        0.03,
        0.5,
    )
    for at in np.linspace(0.45, 1.2, 6):
        slot = rounded([(at - 0.045, 0.20), (at + 0.045, 0.20), (at + 0.085, 0.34), (at - 0.005, 0.34)], 1)
        sole.fill(from_shape(side, slot), (0.05, 0.62, 0.95), 0.3, depth=0.02)
    sole.build(coat=0.15)

    peak = np.array([0.50, 0.60, 0.70, 0.76, 0.84, 0.98, 1.18, 1.26, 1.10, 1.12, 1.28, 1.40, 1.40])
    low = top - 0.10
    waist = np.array([0.18, 0.33, 0.45, 0.54, 0.56, 0.53, 0.47, 0.43, 0.42, 0.41, 0.36, 0.26, 0.15])
    throat = np.clip((x + 0.1) / 0.4, 0, 1)
    rise = peak - low
    y = np.stack(
        [
            waist * 0.98,
            waist * 1.02,
            waist * 1.0,
            waist * (0.86 - 0.06 * throat),
            waist * (0.62 + 0.10 * throat),
            waist * (0.34 + 0.30 * throat),
            waist * (0.2 + 0.34 * throat),
            0 * x,
        ],
        1,
    )
    z = np.stack(
        [
            low,
            low + 0.15 * rise,
            low + 0.40 * rise,
            low + 0.68 * rise,
            low + 0.9 * rise,
            low + 1.0 * rise,
            low + rise * (1 - 0.22 * throat),
            low + rise * (1.0 - 0.42 * throat),
        ],
        1,
    )
    upper_points = surface(both_sides(_shut(np.stack([np.repeat(x[:, None], 8, 1), y, z], -1))), 1000, 620)
    upper_points[..., 1] += np.interp(upper_points[..., 0], x, bend)
    upper = Skin(upper_points, coral, 0.5, flip=True)
    side, plan = upper.seen(0, 2), upper.seen(0, 1)
    knit = np.sin(side[..., 0] * 130) * np.sin((side[..., 1] + 0.3 * np.abs(upper_points[..., 1])) * 130)
    upper.tint *= (1 + 0.22 * knit)[..., None]
    around = np.abs(upper.out[..., 1]) > 0.25
    fade = np.clip((side[..., 0] + 0.3) / 1.5, 0, 1)[..., None]
    upper.tint += fade * (np.array(deep) * (1 + 0.2 * knit[..., None]) - upper.tint) * 0.75
    bumper = rounded([(-1.8, 0.2), (-1.8, 0.62), (-1.30, 0.57), (-0.95, 0.44), (-0.6, 0.42), (-0.6, 0.2)], 3)
    upper.fill(from_shape(side, bumper), (0.70, 0.03, 0.02), 0.25, depth=-0.012)
    counter = rounded([(1.6, 0.3), (1.6, 1.06), (1.22, 0.98), (0.95, 0.60), (0.6, 0.46), (0.6, 0.3)], 3)
    upper.fill(
        np.where(around | (side[..., 0] > 1.2), from_shape(side, counter), 9), (0.02, 0.09, 0.50), 0.25, depth=-0.014
    )
    # A bolt on the flank, no maker's sign.
    bolt = [(-0.62, 0.46), (0.12, 0.62), (0.02, 0.70), (0.62, 0.86), (0.02, 0.80), (0.10, 0.71)]
    upper.fill(np.where(around, from_shape(side, bolt) - 0.012, 9), white, 0.3, depth=-0.012)
    # Tongue, collar and eyelets.
    mouth = np.where(
        upper.out[..., 2] > -2,
        from_shape(
            plan,
            rounded(
                [
                    (0.40, 0.0),
                    (0.42, 0.14),
                    (0.9, 0.17),
                    (1.22, 0.14),
                    (1.28, 0.0),
                    (1.22, -0.14),
                    (0.9, -0.17),
                    (0.42, -0.14),
                ],
                3,
            ),
        ),
        9,
    )
    upper.fill(np.where(upper.points[..., 2] > 0.62, mouth, 9), (0.02, 0.03, 0.10), 0.8, depth=0.30, soft=0.05)
    tongue = rounded([(-0.78, 0.0), (-0.70, 0.11), (0.30, 0.16), (0.34, 0.0), (0.30, -0.16), (-0.70, -0.11)], 2)
    facing = upper.out[..., 2] > 0.2
    upper.seam(np.where(facing, from_shape(plan, tongue), 9), 0.016, 0.02, 0.7)
    upper.fill(np.where(facing, from_shape(plan, tongue), 9), (0.30, 0.01, 0.02), 0.7, depth=0.012)
    upper.build(coat=0.1)
    lace = material((0.92, 0.93, 0.95), 0.6)

    def on_top(px: float, py: float) -> np.ndarray:
        found = np.argmin((plan[..., 0] - px) ** 2 + (plan[..., 1] - py) ** 2 + 9 * (upper.out[..., 2] < 0.1))
        return upper_points.reshape(-1, 3)[found]

    rows = np.linspace(-0.62, 0.26, 6)
    for number, at in enumerate(rows):
        half = 0.19 + 0.008 * number
        shift = np.interp(at, x, bend)
        ends = [on_top(at + 0.015, shift - half), on_top(at - 0.02, shift), on_top(at + 0.015, shift + half)]
        path = curve(
            [
                ends[0],
                ends[0] + np.array((0, 0.04, 0.05)),
                ends[1] + np.array((0, 0, 0.06)),
                ends[2] + np.array((0, -0.04, 0.05)),
                ends[2],
            ],
            30,
        )
        pipe(path, 0.034, lace)
        if number < 5:
            far = on_top(rows[number + 1], shift + half)
            cross = (ends[0] + far) / 2 + np.array((0, 0, 0.075))
            pipe(
                curve(
                    [ends[0], ends[0] + np.array((0.02, 0.04, 0.05)), cross, far + np.array((-0.02, -0.04, 0.05)), far],
                    30,
                ),
                0.026,
                lace,
            )
    knot = on_top(0.26, 0.0) + np.array((0.02, 0, 0.10))
    for sign in (-1, 1):
        pipe(
            curve(
                [
                    knot,
                    knot + np.array((-0.05, sign * 0.2, 0.16)),
                    knot + np.array((-0.1, sign * 0.42, 0.02)),
                    knot + np.array((-0.04, sign * 0.2, -0.02)),
                    knot,
                ],
                30,
            ),
            0.03,
            lace,
        )
        pipe(
            curve(
                [knot, knot + np.array((-0.10, sign * 0.16, 0.02)), knot + np.array((-0.16, sign * 0.34, -0.22))], 20
            ),
            0.028,
            lace,
        )
    sphere(tuple(knot), 0.055, lace)
    pipe(
        curve([(1.38, 0.07, 1.16), (1.48, 0.06, 1.28), (1.48, 0, 1.36), (1.48, -0.06, 1.28), (1.38, -0.07, 1.16)], 30),
        0.035,
        material((0.02, 0.09, 0.5), 0.5),
    )
    turned((0, np.radians(10), np.radians(32)))
    shoot("running_shoe", (0, -7.6, 2.5), (-0.03, 0, 0.60), lens=72, fill=0.36, key=210, rim=320)


def boxing_glove() -> None:
    """A glossy red boxing glove, fist up."""
    set_up(samples=32, bounces=5)

    def field(p: np.ndarray) -> np.ndarray:
        fist = ellipsoid(p, (-0.04, 0.06, 0.66), (0.80, 0.60, 0.74))
        fist = join(fist, ellipsoid(p, (0.0, 0.06, 0.0), (0.62, 0.50, 0.72)), 0.35)
        fist = join(fist, ellipsoid(p, (-0.06, -0.48, 0.80), (0.66, 0.40, 0.46)), 0.05)
        thumb = join(
            rod(p, (0.58, -0.10, -0.12), (0.74, -0.42, 0.40), 0.24, 0.25),
            rod(p, (0.74, -0.42, 0.40), (0.56, -0.66, 0.76), 0.25, 0.22),
            0.08,
        )
        fist = join(fist, thumb, 0.045)
        wrist = rod(p, (0, 0.05, -0.1), (0, 0.05, -0.50), 0.50, 0.46)
        return join(fist, wrist, 0.25)

    leather = material((1, 1, 1), 0.14, coat=1.0)
    made, points = carve(field, (-1.1, -1.15, -0.72), (1.2, 1.0, 1.6), 0.02, leather)
    tone = np.array([0.74, 0.006, 0.010]) * np.ones((len(points), 1))
    under = from_path(points.astype(float), curve([(-0.70, -0.45, 0.42), (-0.3, -0.62, 0.28), (0.25, -0.62, 0.32)], 40))
    tone *= 1 - 0.4 * np.exp(-((under / 0.05) ** 2))[:, None]
    tint_by_vertex(made, tone)
    cuff_profile = [
        (0.44, -0.44),
        (0.52, -0.46),
        (0.555, -0.54),
        (0.56, -0.80),
        (0.585, -1.08),
        (0.58, -1.16),
        (0.53, -1.20),
        (0.46, -1.16),
        (0.44, -0.9),
    ]
    white = material((0.88, 0.88, 0.90), 0.25, coat=0.7)
    lathe([tuple(p) for p in curve(cuff_profile, 60)], white, (0, 0.04, 0), sides=128)
    lathe(
        [(0.563, -0.66), (0.575, -0.67), (0.585, -0.86), (0.572, -0.87)],
        material((0.02, 0.02, 0.024), 0.3, coat=0.5),
        (0, 0.04, 0),
        sides=128,
    )
    lathe(
        [(0.582, -1.07), (0.60, -1.08), (0.595, -1.15), (0.575, -1.16)],
        material((0.74, 0.006, 0.010), 0.15, coat=1.0),
        (0, 0.04, 0),
        sides=128,
    )
    lathe([(0, -1.0), (0.46, -1.0)], material((0.05, 0.01, 0.01), 0.8), (0, 0.04, 0))
    star_metal = gold(0.2)
    star((0, -0.56, -0.765), 0.10, 0.05, star_metal)
    turned((np.radians(-4), np.radians(14), np.radians(38)), "XYZ")
    area((3, -5, -1), (0, 0, 0.2), 60, 1.5)
    shoot("boxing_glove", (0, -7.6, 0.5), (0.05, 0, 0.18), lens=82, fill=0.38, key=220, rim=420)
