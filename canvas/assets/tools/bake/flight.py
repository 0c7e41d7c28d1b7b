"""What flies: an airliner and a rocket."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from camp import tongue
from dishes import blob
from lofts import Skin, curve, from_path, from_shape, rounded, spun, surface
from outlines import placed
from places import turned
from shapes import Point, area, cylinder, grid, lathe, material, sphere, torus

WHITE, NAVY, ORANGE = (0.72, 0.74, 0.79), (0.006, 0.035, 0.34), (0.95, 0.20, 0.005)


def foil(stations: list[tuple[Point, float, float]], upright: bool = False) -> np.ndarray:
    """Return a wing's surface: (leading edge, chord, thickness) from root to tip. `upright` makes it a fin."""
    loop = np.array([(1, 0), (0.6, 0.55), (0.2, 0.9), (0, 0.35), (0, -0.35), (0.2, -0.7), (0.6, -0.4), (1, 0)], float)
    cage = []
    for lead, chord, thick in [*stations, (stations[-1][0], stations[-1][1], 0.0)]:
        x, across = lead[0] - loop[:, 0] * chord, loop[:, 1] * thick * 0.5
        cage.append(np.stack([x, lead[1] + across * upright, lead[2] + across * (not upright)], -1))
    return surface(np.array(cage), 220, 160)


def airplane() -> None:
    """A passenger jet that climbs towards the upper left."""
    set_up(samples=28, bounces=5)
    profile = [(0, 3.06), (0.10, 3.05), (0.24, 2.92), (0.36, 2.6), (0.43, 2.1), (0.44, 1.4), (0.44, -1.0), (0.42, -1.6),
               (0.33, -2.3), (0.18, -2.9), (0.07, -3.2), (0, -3.25)]  # fmt: skip
    points = spun(profile, 1100, 500)
    points = np.stack([points[..., 2], points[..., 1], -points[..., 0]], -1)
    points[..., 2] += (
        0.26 * np.clip((-points[..., 0] - 1.2) / 2, 0, 1) ** 1.4
        - 0.08 * np.clip((points[..., 0] - 2.3) / 0.7, 0, 1) ** 2
    )
    hull = Skin(points, WHITE, 0.16)
    side = hull.seen(0, 2)
    hull.fill(side[..., 1] + 0.20 - 0.05 * np.sin(side[..., 0] * 1.1 + 0.6), NAVY, 0.16)
    stripe = curve([(3.1, -0.17), (2.0, -0.13), (0, -0.17), (-1.4, -0.14), (-2.4, 0.16), (-3.2, 0.6)], 40)
    hull.fill(from_path(side, stripe) - 0.035, ORANGE, 0.16)
    sweep = rounded([(-1.7, 0.7), (-2.2, -0.2), (-2.75, -0.3), (-3.6, -0.2), (-3.6, 0.9)], 2)
    hull.fill(from_shape(side, sweep), NAVY, 0.16)
    for at in np.arange(-1.95, 2.25, 0.165):
        pane = rounded([(at - 0.045, 0.05), (at + 0.045, 0.05), (at + 0.045, 0.19), (at - 0.045, 0.19)], 2)
        hull.fill(from_shape(side, pane), (0.015, 0.03, 0.07), 0.05)
    for at in (2.36, -2.1):
        door = rounded([(at - 0.09, -0.12), (at + 0.09, -0.12), (at + 0.09, 0.24), (at - 0.09, 0.24)], 2)
        hull.seam(from_shape(side, door), 0.008, 0.004, 0.6)
    nose = rounded([(2.62, 0.12), (2.64, 0.25), (2.80, 0.22), (2.93, 0.10), (2.80, 0.10)], 1)
    hull.fill(np.where(hull.points[..., 2] > 0.06, from_shape(side, nose), 9), (0.01, 0.02, 0.04), 0.03)
    hull.build(coat=0.8)
    metal = material((0.62, 0.64, 0.68), 0.25, 0.8)
    for sign in (-1, 1):
        wing = Skin(foil([((1.05, 0.2 * sign, -0.22), 1.75, 0.22), ((0.55, 0.9 * sign, -0.16), 1.15, 0.16),
                          ((-0.55, 2.5 * sign, 0.02), 0.62, 0.08), ((-0.85, 3.0 * sign, 0.09), 0.46, 0.05)]),
                    (0.60, 0.62, 0.67), 0.22, flip=sign > 0)  # fmt: skip
        span = np.abs(wing.points[..., 1])
        flap = np.array([(-0.62, 0.5), (-0.48, 1.6), (-0.85, 2.6)])
        plan = np.stack([wing.points[..., 0], span], -1)
        wing.seam(from_path(plan, flap), 0.012, 0.004, 0.5)
        wing.build(metal=0.3)
        tip = Skin(foil([((-0.86, 2.98 * sign, 0.08), 0.46, 0.05), ((-1.05, 3.10 * sign, 0.3), 0.36, 0.04),
                         ((-1.25, 3.16 * sign, 0.58), 0.2, 0.03)], upright=True), ORANGE, 0.2)  # fmt: skip
        tip.build()
        tail = Skin(
            foil([((-2.35, 0.1 * sign, 0.24), 0.75, 0.10), ((-2.95, 1.15 * sign, 0.34), 0.36, 0.05)]), WHITE, 0.2
        )
        tail.build()
        with placed((0.62, 1.05 * sign, -0.46), (0, np.pi / 2, 0)):
            pod = spun(
                [(0.20, 0.50), (0.245, 0.56), (0.29, 0.5), (0.31, 0.2), (0.29, -0.2), (0.2, -0.62), (0.17, -0.66)],
                160,
                120,
            )
            shell = Skin(pod, WHITE, 0.16, flip=True)
            shell.fill(np.abs(pod[..., 2] - 0.53) - 0.07, (0.75, 0.76, 0.80), 0.1)
            shell.fill(np.abs(pod[..., 2] - 0.30) - 0.05, ORANGE, 0.16)
            shell.fill(pod[..., 2] + 0.05, NAVY, 0.16)
            shell.build()
            cylinder((0, 0, 0.36), 0.215, 0.02, material((0.02, 0.02, 0.025), 0.4), bevel=0)
            for angle in np.arange(18) * np.pi / 9:
                c, s = np.cos(angle), np.sin(angle)
                rows = np.array(
                    [
                        [
                            [0.04 * c - 0.02 * s, 0.04 * s + 0.02 * c, 0.40],
                            [0.21 * c - 0.05 * s, 0.21 * s + 0.05 * c, 0.42],
                        ],
                        [
                            [0.04 * c + 0.02 * s, 0.04 * s - 0.02 * c, 0.38],
                            [0.21 * c + 0.02 * s, 0.21 * s - 0.02 * c, 0.38],
                        ],
                    ]
                )
                grid(rows[..., 0], rows[..., 1], rows[..., 2], metal)
            lathe([(0, 0.50), (0.03, 0.47), (0.06, 0.38)], metal)
            lathe([(0.13, -0.55), (0.11, -0.75), (0.0, -0.95)], material((0.2, 0.2, 0.22), 0.3, 1.0))
        pylon = Skin(
            foil([((0.72, 1.05 * sign, -0.22), 0.8, 0.07), ((0.86, 1.05 * sign, -0.12), 1.0, 0.07)], upright=True),
            WHITE,
            0.2,
        )
        pylon.build()
    fin = Skin(
        foil(
            [((-1.95, 0, 0.38), 1.1, 0.14), ((-2.45, 0, 0.85), 0.8, 0.10), ((-3.0, 0, 1.45), 0.46, 0.06)], upright=True
        ),
        NAVY,
        0.16,
    )
    flat = fin.seen(0, 2)
    fin.fill(np.hypot(flat[..., 0] + 2.78, flat[..., 1] - 0.98) - 0.24, ORANGE, 0.16)
    fin.fill(np.hypot(flat[..., 0] + 2.68, flat[..., 1] - 1.06) - 0.20, NAVY, 0.16)
    fin.build()
    turned((np.radians(-24), np.radians(-19), np.radians(217)))
    area((-2, -6, -3), (0, 0, 0), 60, 3)
    shoot("airplane", (0, -8.6, 2.6), (0.0, 0, -0.05), lens=44, fill=0.36, key=190, rim=260)


def rocket() -> None:
    """A red and white rocket that lifts off on a bright flame and billowing smoke."""
    set_up(samples=32, bounces=6)
    red = (0.70, 0.008, 0.012)
    paint, steel = material(red, 0.12, coat=1.0), material((0.62, 0.64, 0.68), 0.2, 1.0)
    with placed((0, 0, 0.2), (0, 0, 0)):
        points = spun([(0, 2.6), (0.03, 2.58), (0.22, 2.25), (0.42, 1.75), (0.56, 1.1), (0.60, 0.45), (0.57, -0.15),
                       (0.46, -0.68), (0.38, -0.86), (0.36, -0.88)], 700, 700)  # fmt: skip
        body = Skin(points, (0.72, 0.74, 0.79), 0.14, flip=False)
        up = points[..., 2]
        body.fill(1.62 - up, red, 0.14)
        body.seam(np.abs(up - 1.62), 0.012, 0.014)
        body.fill(np.abs(up - 0.02) - 0.13, red, 0.14)
        body.fill(up + 0.62, (0.03, 0.03, 0.035), 0.3)
        for level in (0.15, -0.11, -0.62, 1.05):
            body.seam(np.abs(up - level), 0.008, 0.006)
        turn = np.arctan2(points[..., 1], points[..., 0])
        for level, count in ((1.55, 28), (0.98, 34), (0.21, 36), (-0.55, 30)):
            radius = np.hypot(points[..., 0], points[..., 1])
            bead = np.hypot(((turn / (2 * np.pi) * count) % 1 - 0.5) / count * 2 * np.pi * radius, up - level)
            body.fill(bead - 0.014, (0.6, 0.61, 0.64), 0.2, depth=-0.008)
        body.build()
        for angle, level, size in ((-np.pi / 2 - 0.28, 0.82, 0.215),):
            c, s = np.cos(angle), np.sin(angle)
            at = np.array([0.55 * c, 0.55 * s, level])
            with placed(tuple(at), (np.pi / 2 - 0.12, 0, angle + np.pi / 2)):
                torus((0, 0, 0.03), size, 0.05, steel)
                lathe([(0, 0.05), (size * 0.6, 0.04), (size, 0.01)], material((0.01, 0.10, 0.30), 0.03, coat=1.0))
                for bolt in np.arange(8) * np.pi / 4:
                    sphere((size * np.cos(bolt), size * np.sin(bolt), 0.075), 0.018, steel)
        for angle in np.arange(4) * np.pi / 2 + np.radians(12):
            outline = curve(
                [
                    (0.50, 0.05),
                    (0.72, -0.1),
                    (1.0, -0.5),
                    (1.08, -1.0),
                    (1.02, -1.3),
                    (0.85, -1.05),
                    (0.62, -0.85),
                    (0.40, -0.82),
                ],
                80,
            )
            spine = curve([(0.46, 0.0), (0.44, -0.3), (0.42, -0.6), (0.40, -0.82)], 80)
            share = np.linspace(0, 1, 24)[:, None, None]
            flat = outline * share + spine * (1 - share)
            thick = 0.075 * np.sqrt(np.clip(1 - share[..., 0] ** 4, 0, 1)) + 0 * flat[..., 0]
            for sign in (-1, 1):
                c, s = np.cos(angle), np.sin(angle)
                grid(flat[..., 0] * c - sign * thick * s, flat[..., 0] * s + sign * thick * c, flat[..., 1], paint)
        lathe(
            [(0.20, -0.86), (0.30, -0.9), (0.36, -1.12), (0.33, -1.12), (0.2, -0.9)],
            material((0.10, 0.10, 0.11), 0.25, 1.0),
        )
        for at, length, radius, bend in ((0.0, 1.75, 0.36, 0.0), (-0.14, 1.2, 0.2, -0.25), (0.15, 1.3, 0.2, 0.25)):
            tongue((at, -0.05 * (at != 0), -1.05), -length, radius, bend, 1)
    warm = area((0, -0.5, -1.5), (0, 0, 2), 30, 1.0)
    warm.data.color = (1.0, 0.45, 0.1)
    rng = np.random.default_rng(5)
    smoke = material((0.86, 0.86, 0.90), 0.9, subsurface=0.3)
    for number in range(26):
        turn, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 1.35)
        size = rng.uniform(0.26, 0.5) * (1.15 - 0.35 * reach)
        blob((reach * np.cos(turn), 0.6 * reach * np.sin(turn), -2.35 + 0.3 * rng.uniform() + 0.12 * (1.3 - reach)),
             (size, size, size * 0.85), smoke, 0.2, number, scale=1.1, detail=5)  # fmt: skip
    turned((0, np.radians(17), 0))
    shoot("rocket", (0, -9.5, 0.2), (-0.05, 0, 0.08), lens=58, fill=0.3, key=200, rim=320)
