"""A sports motorcycle, its front wheel along +x."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from cars import dark_floor
from lofts import Skin, both_sides, curve, from_path, from_shape, rounded, surface
from outlines import capsule, pillow, pipe, placed
from places import turned
from shapes import Point, area, box, boxes, cylinder, lathe, material, torus

BLACK = (0.014, 0.014, 0.016)


def _fat_wheel(at: Point, radius: float, width: float, spokes: int) -> None:
    """A motorcycle wheel with cast spokes and two brake discs, its axle along y."""
    rubber, rim = material((0.018, 0.018, 0.020), 0.6), material((0.95, 0.55, 0.06), 0.22, 0.9)
    steel = material((0.62, 0.63, 0.66), 0.2, 1.0)
    half = width / 2
    with placed(at, (np.pi / 2, 0, 0)):
        turn = np.linspace(-2.3, 2.3, 30)
        lathe([(radius - half + half * np.cos(a), half * np.sin(a)) for a in turn], rubber, sides=128)
        for sign in (-1, 1):
            lathe(
                [
                    (radius - half * 1.5, sign * half * 0.7),
                    (radius - half * 1.62, sign * half * 0.72),
                    (radius - half * 1.8, sign * half * 0.4),
                    (radius - half * 1.85, 0),
                ],
                rim,
                sides=128,
            )
            lathe(
                [
                    (radius * 0.30, sign * half * 1.0),
                    (radius * 0.52, sign * half * 1.0),
                    (radius * 0.52, sign * half * 0.9),
                    (radius * 0.30, sign * half * 0.9),
                ],
                steel,
                sides=96,
            )
            for number in range(18):
                a = number * np.pi / 9
                cylinder(
                    (radius * 0.43 * np.cos(a), radius * 0.43 * np.sin(a), sign * half * 0.96),
                    radius * 0.022,
                    half * 0.14,
                    material(BLACK, 0.5),
                    bevel=0,
                    sides=12,
                )
        for number in range(spokes):
            a = number * 2 * np.pi / spokes
            for lean in (-0.10, 0.10):
                capsule(
                    (radius * 0.1 * np.cos(a), radius * 0.1 * np.sin(a), 0),
                    ((radius - half * 1.7) * np.cos(a + lean), (radius - half * 1.7) * np.sin(a + lean), 0),
                    radius * 0.03,
                    rim,
                )
        cylinder((0, 0, 0), radius * 0.15, width * 1.3, steel, bevel=0.02)


def motorcycle() -> None:
    """A blue sports motorcycle, seen from the front left."""
    set_up(samples=32, bounces=6)
    paint = (0.004, 0.10, 0.75)
    black, steel, gold_fork = (
        material((0.02, 0.02, 0.022), 0.4),
        material((0.60, 0.61, 0.64), 0.2, 1.0),
        material((0.95, 0.60, 0.12), 0.2, 1.0),
    )
    engine = material((0.10, 0.10, 0.11), 0.35, 0.8)
    _fat_wheel((1.22, 0, 0.52), 0.52, 0.24, 5)
    _fat_wheel((-1.12, 0, 0.53), 0.53, 0.32, 5)

    def loft(
        x: np.ndarray, wide: np.ndarray, low: np.ndarray, high: np.ndarray, colour: Point, power: float = 0.6
    ) -> Skin:
        """A body of rounded sections from front to back."""
        turn = np.linspace(-np.pi / 2, np.pi / 2, 8)
        y = wide[:, None] * np.abs(np.cos(turn)) ** power
        z = (low + high)[:, None] / 2 + ((high - low) / 2)[:, None] * np.sign(np.sin(turn)) * np.abs(
            np.sin(turn)
        ) ** power
        cage = np.stack([np.repeat(x[:, None], 8, 1), y, z], -1)
        ends = cage[:1] * [1, 0, 1], cage[-1:] * [1, 0, 1]
        return Skin(surface(both_sides(np.concatenate([ends[0], cage, ends[1]])), 520, 320), colour, 0.1)

    tank = loft(
        np.array([0.55, 0.50, 0.30, 0.0, -0.25, -0.40, -0.46]),
        np.array([0.16, 0.24, 0.29, 0.29, 0.20, 0.14, 0.08]),
        np.array([0.98, 0.94, 0.90, 0.88, 0.88, 0.90, 0.92]),
        np.array([1.18, 1.26, 1.36, 1.34, 1.18, 1.06, 1.00]),
        paint,
    )
    side = tank.seen(0, 2)
    tank.fill(from_path(side, [(0.5, 1.02), (0.0, 1.06), (-0.5, 0.96)]) - 0.03, (0.9, 0.92, 0.95), 0.1)
    tank.build(metal=0.5)
    # The fairing: nose, screen and flanks.
    nose = loft(
        np.array([1.42, 1.40, 1.30, 1.10, 0.85, 0.62, 0.50]),
        np.array([0.05, 0.14, 0.25, 0.33, 0.35, 0.33, 0.30]),
        np.array([0.98, 0.95, 0.92, 0.88, 0.84, 0.86, 0.94]),
        np.array([1.06, 1.12, 1.20, 1.29, 1.34, 1.30, 1.20]),
        paint,
        0.75,
    )
    face, side = nose.seen(1, 2), nose.seen(0, 2)
    for sign in (-1, 1):
        lamp = rounded([(sign * u, v) for u, v in ((0.03, 1.00), (0.26, 1.10), (0.24, 1.15), (0.05, 1.07))], 2)
        ahead = (nose.points[..., 0] > 1.05) & (nose.out[..., 0] > 0.1)
        nose.fill(np.where(ahead, from_shape(face, lamp) - 0.018, 9), BLACK, 0.2, depth=0.01)
        nose.fill(np.where(ahead, from_shape(face, lamp) + 0.006, 9), (0.85, 0.94, 1.0), 0.2, glow=3.0)
    nose.fill(
        np.where(
            np.abs(nose.points[..., 1]) > 0.1, from_path(side, [(1.4, 0.96), (0.9, 1.02), (0.5, 1.10)]) - 0.026, 9
        ),
        (0.9, 0.92, 0.95),
        0.1,
    )
    nose.build(metal=0.5)
    screen = loft(
        np.array([1.20, 1.12, 0.95, 0.78, 0.66]),
        np.array([0.10, 0.18, 0.22, 0.22, 0.18]),
        np.array([1.10, 1.14, 1.2, 1.25, 1.3]),
        np.array([1.22, 1.32, 1.46, 1.56, 1.60]),
        (0.02, 0.03, 0.05),
        0.8,
    )
    screen.rough[:] = 0.03
    screen.build(coat=0.5)
    for sign in (-1, 1):
        rise = np.linspace(0, 1, 260)[None, :, None]
        upper = curve([(1.12, 1.18), (0.70, 1.14), (0.28, 0.90), (0.02, 0.50), (-0.36, 0.32)], 260)[:, None]
        lower = curve([(1.02, 0.90), (0.84, 0.52), (0.50, 0.25), (0.0, 0.22), (-0.36, 0.26)], 260)[:, None]
        flat = lower * (1 - rise) + upper * rise
        swell = 0.20 + 0.13 * np.sin(np.pi * rise[..., 0]) ** 0.6 + 0 * flat[..., 0]
        panel = Skin(np.stack([flat[..., 0], sign * swell, flat[..., 1]], -1), paint, 0.1, flip=sign < 0)
        side = panel.seen(0, 2)
        for vent in (
            [(0.60, 0.92), (0.36, 0.86), (0.30, 0.74), (0.56, 0.78)],
            [(0.50, 0.66), (0.26, 0.62), (0.20, 0.50), (0.44, 0.52)],
        ):
            panel.fill(from_shape(side, rounded(vent, 2)), BLACK, 0.5, depth=0.04, soft=0.01)
        panel.fill(
            from_path(side, [(1.0, 0.78), (0.70, 0.46), (0.3, 0.30), (-0.36, 0.30)]) - 0.03, (0.9, 0.92, 0.95), 0.1
        )
        panel.build(metal=0.5, thick=0.012)
        fork = np.array([(1.24, sign * 0.17, 0.50), (0.80, sign * 0.16, 1.30)])
        capsule(tuple(fork[0]), tuple(fork[0] * 0.45 + fork[1] * 0.55), 0.055, gold_fork)
        capsule(tuple(fork[0]), tuple(fork[1]), 0.04, steel)
        box((1.10, sign * 0.17, 0.42), (0.16, 0.09, 0.12), material((0.85, 0.02, 0.01), 0.3), (0, 0.5, 0), bevel=0.02)
        pipe(curve([(0.72, sign * 0.14, 1.24), (0.62, sign * 0.34, 1.26), (0.52, sign * 0.46, 1.22)], 20), 0.028, steel)
        capsule((0.58, sign * 0.40, 1.235), (0.47, sign * 0.54, 1.20), 0.042, black)
        pipe(curve([(0.66, sign * 0.36, 1.27), (0.72, sign * 0.52, 1.22), (0.66, sign * 0.60, 1.19)], 16), 0.014, steel)
        pipe(curve([(0.98, sign * 0.24, 1.32), (0.92, sign * 0.40, 1.46), (0.90, sign * 0.46, 1.48)], 12), 0.016, black)
        pillow((0.05, 0.11, 0.065), material((0.004, 0.10, 0.75), 0.1, coat=1.0), (0.90, sign * 0.52, 1.49))
        pipe(curve([(0.5, sign * 0.20, 1.10), (0.0, sign * 0.23, 0.80), (-0.42, sign * 0.20, 0.58)], 20), 0.055, steel)
        pipe(np.linspace((-0.40, sign * 0.20, 0.56), (-1.12, sign * 0.21, 0.53), 6), 0.05, engine)
        capsule((-0.42, sign * 0.20, 0.42), (-0.42, sign * 0.38, 0.42), 0.025, steel)
    guard = np.linspace(0.35, 2.45, 60)
    arc = Skin(
        np.stack(
            np.broadcast_arrays(
                1.22 + 0.575 * np.cos(guard)[:, None],
                np.linspace(-0.14, 0.14, 20)[None],
                0.52 + 0.575 * np.sin(guard)[:, None] - 3 * np.linspace(-0.14, 0.14, 20)[None] ** 2,
            ),
            -1,
        ),
        paint,
        0.1,
    )
    arc.build(metal=0.5, thick=0.02)
    # Engine, exhaust, seat and tail.
    boxes([((0.05, 0, 0.60), (0.62, 0.40, 0.44), 0.0), ((0.28, 0, 0.78), (0.34, 0.40, 0.30), 0.0)], engine, bevel=0.04)
    for level in np.linspace(0.66, 0.90, 6):
        boxes([((0.30, 0, level), (0.38, 0.43, 0.018), 0.0)], steel, bevel=0.005)
    for sign in (-1, 1):
        cylinder((0.02, sign * 0.21, 0.52), 0.17, 0.08, engine, (np.pi / 2, 0, 0), bevel=0.03)
        torus((0.02, sign * 0.25, 0.52), 0.12, 0.012, gold_fork, (np.pi / 2, 0, 0))
    pipe(
        curve(
            [(0.45, -0.1, 0.70), (0.60, -0.12, 0.45), (0.40, -0.15, 0.24), (-0.2, -0.2, 0.22), (-0.6, -0.26, 0.30)], 40
        ),
        0.05,
        steel,
    )
    capsule((-0.55, -0.28, 0.30), (-1.18, -0.34, 0.62), 0.105, steel)
    capsule((-1.16, -0.34, 0.61), (-1.24, -0.347, 0.65), 0.075, black)
    tail = loft(
        np.array([-0.30, -0.40, -0.65, -0.95, -1.20, -1.38, -1.44]),
        np.array([0.12, 0.18, 0.21, 0.19, 0.14, 0.08, 0.03]),
        np.array([0.84, 0.82, 0.86, 0.98, 1.12, 1.24, 1.29]),
        np.array([0.98, 1.02, 1.08, 1.20, 1.32, 1.36, 1.34]),
        paint,
    )
    tail.fill(
        np.where(tail.points[..., 0] < -1.25, np.abs(tail.points[..., 2] - 1.28) - 0.03, 9),
        (1.0, 0.02, 0.01),
        0.2,
        glow=1.5,
    )
    tail.build(metal=0.5)
    seat = loft(
        np.array([-0.22, -0.32, -0.55, -0.78, -0.86]),
        np.array([0.10, 0.16, 0.19, 0.17, 0.12]),
        np.array([0.96, 0.97, 1.0, 1.06, 1.12]),
        np.array([1.04, 1.07, 1.11, 1.20, 1.24]),
        (0.015, 0.015, 0.017),
    )
    seat.rough[:] = 0.55
    seat.build(coat=0.1)
    pipe(curve([(0.9, 0, 1.0), (0.4, 0, 1.0), (-0.3, 0, 0.86)], 10), 0.12, black)
    turned((np.radians(-5), 0, np.radians(222)))
    dark_floor()
    area((-1.0, -6.0, 3.0), (0, 0, 0.8), 110, 6.0, 0.5)
    shoot("motorcycle", (0, -6.0, 1.25), (0.0, 0, 0.78), lens=56, fill=0.5, key=260, rim=380)
