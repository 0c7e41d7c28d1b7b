"""Gear of courts, gyms and skate parks; a stopwatch and a medal."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from finishes import clear_pane
from lofts import Skin, curve, from_path, from_shape
from noise import fbm
from outlines import capsule, pipe, placed
from places import turned
from sculpture import carve, ellipsoid, join
from shapes import area, ball, boxes, cylinder, grid, lathe, material, mesh, sphere, tint_by_vertex, torus, tube
from treasure import gold

BLACK = (0.014, 0.014, 0.016)


def tennis() -> None:
    """A red racket and a felt ball."""
    set_up(samples=28)
    paint, white, grip = (
        material((0.85, 0.012, 0.015), 0.1, coat=1.0),
        material((0.9, 0.9, 0.92), 0.15, coat=1.0),
        material((0.02, 0.02, 0.022), 0.6),
    )
    with placed((0.15, 0.0, 0.25), (0, np.radians(-38), 0)):
        turn = np.linspace(0, 2 * np.pi, 160)
        hoop = np.stack([0.80 * np.sin(turn), 0 * turn, 0.78 - 1.0 * np.cos(turn)], -1)
        pipe(hoop[:-1], 0.075, paint, closed=True)
        upper = (turn > 2.3) & (turn < 3.98)
        pipe(hoop[upper] * [1.004, 1, 1.004], 0.079, white)
        string = material((0.92, 0.92, 0.86), 0.4)
        for at in np.linspace(-0.66, 0.66, 14):
            half = 1.0 * np.sqrt(1 - (at / 0.80) ** 2)
            capsule((at, 0.006, 0.78 - half), (at, 0.006, 0.78 + half), 0.010, string)
        for at in np.linspace(-0.86, 0.86, 18):
            half = 0.80 * np.sqrt(1 - at**2)
            capsule((-half, -0.006, 0.78 + at), (half, -0.006, 0.78 + at), 0.010, string)
        for sign in (-1, 1):
            pipe(
                curve(
                    [
                        (sign * 0.44, 0, -0.06),
                        (sign * 0.26, 0, -0.34),
                        (sign * 0.10, 0, -0.64),
                        (sign * 0.04, 0, -0.86),
                    ],
                    40,
                ),
                0.068,
                paint,
            )
        pipe(curve([(-0.42, 0, -0.04), (0, 0, -0.26), (0.42, 0, -0.04)], 30), 0.06, white)
        lathe([(0, -0.70), (0.10, -0.72), (0.105, -0.86), (0, -0.88)], paint)
        wrap = [(0.098 + 0.010 * (abs((i / 4) % 1 - 0.5) < 0.4), -0.84 - 0.0165 * i) for i in range(60)]
        lathe([*wrap, (0.13, -1.84), (0.13, -1.90), (0, -1.91)], grip)
        lathe([(0.10, -0.82), (0.118, -0.83), (0.118, -0.88), (0.10, -0.89)], white)
    points, faces = ball(0.46, 8)
    unit = points / 0.46
    lean = np.arctan2(unit[:, 1], unit[:, 0])
    seam = np.abs(unit[:, 2] - 0.52 * np.sin(2 * lean + 0.4) * np.sqrt(np.clip(1 - unit[:, 2] ** 2, 0, 1)) ** 0.5)
    fuzz = 0.012 * fbm(unit[:, 0] * 24 + 17 * unit[:, 1], unit[:, 2] * 24 + 11 * unit[:, 1], 3, seed=4)
    groove = np.exp(-((seam / 0.045) ** 2))
    felt = mesh(
        points * (1 + fuzz - 0.02 * groove)[:, None] + np.array((0.78, -0.62, -0.66)), faces, material((1, 1, 1), 0.85)
    )
    tint_by_vertex(
        felt, np.array([0.62, 0.85, 0.02]) * (1 + 6 * fuzz - groove)[:, None].clip(0, 1.2) + groove[:, None] * 0.85
    )
    turned((0, 0, np.radians(-20)))
    shoot("tennis", (0, -8.2, 0.7), (0.06, 0, 0.05), lens=64, fill=0.42, key=220, rim=320)


def medal() -> None:
    """A gold medal with a laurel and a star, on a blue and red ribbon."""
    set_up(samples=28)
    metal, dim = gold(0.14), gold(0.34)
    with placed((0, -0.12, -0.72), (np.pi / 2, 0, 0)):
        lathe(
            [
                (0, 0.07),
                (0.70, 0.07),
                (0.74, 0.13),
                (0.86, 0.13),
                (0.92, 0.08),
                (0.92, -0.08),
                (0.86, -0.13),
                (0, -0.10),
            ],
            metal,
            sides=160,
            sharp=True,
        )
        lathe([(0, 0.075), (0.70, 0.075)], dim)
        for angle in np.arange(48) * np.pi / 24:
            sphere((0.80 * np.cos(angle), 0.80 * np.sin(angle), 0.13), 0.026, metal, rings=10)
        turn = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = np.where(np.arange(10) % 2, 0.17, 0.40)
        rim = np.stack([reach * np.cos(turn), reach * np.sin(turn), np.full(10, 0.09)], -1)
        mesh(
            np.concatenate([rim, [[0, 0, 0.22]]]),
            np.array([[i, (i + 1) % 10, 10] for i in range(10)]),
            metal,
            smooth=False,
        )
        for sign in (-1, 1):
            for number in range(9):
                a = -np.pi / 2 + sign * (0.25 + 0.27 * number)
                with placed((0.555 * np.cos(a), 0.555 * np.sin(a), 0.11), (0, 0, a + sign * (np.pi / 2 - 0.45))):
                    sphere((0, 0, 0), 0.085, metal, (1, 0.42, 0.4), rings=14)
        torus((0, 1.0, 0), 0.12, 0.035, metal)
    for sign in (-1, 1):
        rows, columns = np.meshgrid(np.linspace(0, 1, 200), np.linspace(-1, 1, 160), indexing="ij")
        x = sign * (0.06 + 0.62 * rows) + columns * 0.235 * 0.86
        z = 0.28 + 1.72 * rows + sign * -columns * 0.235 * 0.34
        y = 0.02 - sign * 0.05 + 0.05 * np.sin(rows * 4 + sign)
        band = Skin(np.stack([x, y, z], -1), (0.008, 0.07, 0.60), 0.45)
        band.fill(np.abs(columns) * 0.235 - 0.085, (0.85, 0.86, 0.88), 0.45)
        band.fill(np.abs(columns) * 0.235 - 0.055, (0.78, 0.008, 0.015), 0.45)
        weave = np.sin(rows * 420) * np.sin(columns * 90)
        band.tint *= (1 + 0.08 * weave)[..., None]
        band.build(coat=0.25, thick=0.03)
    boxes([((0, -0.03, 0.30), (0.34, 0.10, 0.10), 0.0)], metal, bevel=0.03)
    turned((np.radians(-6), 0, np.radians(-24)))
    area((2.5, -5, 1), (0, 0, -0.5), 60, 0.8)
    shoot("medal", (0, -8.0, 0.5), (0, 0, 0.22), lens=68, fill=0.65, key=300, rim=420)


def kettlebell() -> None:
    """A heavy black kettlebell with a red band and a chalked handle."""
    set_up(samples=28)

    def field(p: np.ndarray) -> np.ndarray:
        bell = ellipsoid(p, (0, 0, 0), (0.86, 0.80, 0.82))
        bell = np.maximum(bell, -p[..., 2] - 0.72)
        u, v = p[..., 0], p[..., 2] - 0.95
        ring = np.hypot(u / 1.08, v / 0.86) - 0.50
        handle = np.hypot(ring * 0.95, p[..., 1]) - 0.135
        return join(bell, handle, 0.16)

    made, points = carve(field, (-1.0, -1.0, -0.85), (1.0, 1.0, 1.7), 0.018, material((1, 1, 1), 0.42, coat=0.35))
    tone = np.array([0.035, 0.037, 0.043]) * np.ones((len(points), 1))
    grain = fbm(points[:, 0] * 14 + 6 * points[:, 1], points[:, 2] * 14 + 5 * points[:, 1], 4, seed=3)
    band = np.clip(0.5 - (np.abs(points[:, 2] - 0.02) - 0.25) / 0.012, 0, 1)[:, None]
    chalk = np.clip((points[:, 2] - 1.10 + 0.35 * grain) * 3, 0, 0.75)[:, None]
    tone = tone * (1 - band) + np.array([0.85, 0.02, 0.012]) * band
    tone = tone * (1 - chalk) + np.array([0.80, 0.80, 0.78]) * chalk
    tint_by_vertex(made, tone)
    for level in (-0.24, 0.28):
        radius = 0.865 * np.sqrt(1 - (level / 0.82) ** 2)
        torus((0, 0, level), radius, 0.016, gold(0.2)).scale = (1, 0.935, 1)
    with placed((0, -0.80, 0.02), (np.pi / 2, 0, 0)):
        lathe([(0, 0.05), (0.20, 0.05), (0.23, 0.02), (0.23, -0.1)], material((0.9, 0.9, 0.92), 0.25, 0.3, coat=0.5))
        turn = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = np.where(np.arange(10) % 2, 0.065, 0.15)
        rim = np.stack([reach * np.cos(turn), reach * np.sin(turn), np.full(10, 0.052)], -1)
        mesh(
            np.concatenate([rim, [[0, 0, 0.10]]]),
            np.array([[i, (i + 1) % 10, 10] for i in range(10)]),
            gold(0.2),
            smooth=False,
        )
    turned((0, np.radians(6), np.radians(-24)))
    shoot("kettlebell", (0, -7.6, 1.3), (0, 0, 0.38), lens=78, fill=0.75, key=340, rim=620)


def skateboard() -> None:
    """A skateboard stood on edge: a painted deck, trucks and bright wheels."""
    set_up(samples=28)
    rows, turn = np.meshgrid(np.linspace(0, 1, 320), np.linspace(0, 2 * np.pi, 900), indexing="ij")
    wide = 0.42 * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.9
    long = 1.62 * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.55
    x, y = long * rows, wide * rows
    kick = 0.26 * np.clip((np.abs(x) - 1.08) / 0.54, 0, 1) ** 1.4 + 0.05 * (y / 0.42) ** 2
    parts = ((0.05, (0.03, 0.03, 0.034), False), (-0.05, (0.01, 0.45, 0.62), True))
    for lift, colour, flip in parts:
        deck = Skin(np.stack([x, y, kick + lift], -1), colour, 0.3 if flip else 0.9, flip=flip)
        plan = deck.seen(0, 1)
        if flip:
            for number, tone in enumerate(
                ((0.98, 0.62, 0.02), (0.95, 0.20, 0.03), (0.75, 0.01, 0.10), (0.25, 0.01, 0.30))
            ):
                ray = np.hypot(plan[..., 0] + 0.1, (plan[..., 1] - 0.5) * 1.6) - (1.25 - 0.27 * number)
                deck.fill(ray, tone, 0.25)
            bolt = [
                (-0.10, 0.36),
                (0.30, 0.36),
                (0.12, 0.08),
                (0.36, 0.08),
                (-0.22, -0.40),
                (0.0, -0.06),
                (-0.26, -0.06),
            ]
            deck.fill(from_shape(plan, bolt) - 0.035, (0.95, 0.95, 0.97), 0.25)
            deck.fill(from_shape(plan, bolt), (1.0, 0.85, 0.05), 0.25)
        deck.build(coat=0.8 if flip else 0.0)
    edge = np.linspace(0, 2 * np.pi, 400)
    ex = 1.62 * np.sign(np.cos(edge)) * np.abs(np.cos(edge)) ** 0.55
    ey = 0.42 * np.sign(np.sin(edge)) * np.abs(np.sin(edge)) ** 0.9
    ez = 0.26 * np.clip((np.abs(ex) - 1.08) / 0.54, 0, 1) ** 1.4 + 0.05 * (ey / 0.42) ** 2
    levels = np.array([-0.05, -0.02, 0.02, 0.05])[:, None]
    swell = np.array([1.0, 1.012, 1.012, 1.0])[:, None]
    grid(ex * swell, ey * swell, ez + levels, material((0.72, 0.42, 0.18), 0.4))
    steel, red = material((0.70, 0.71, 0.74), 0.2, 1.0), material((0.90, 0.03, 0.02), 0.3)
    tyre, hub = material((0.95, 0.93, 0.85), 0.3, coat=0.5), material((0.95, 0.10, 0.30), 0.25, coat=0.5)
    for at in (-0.86, 0.86):
        boxes([((at, 0, -0.08), (0.30, 0.22, 0.06), 0.0)], steel, bevel=0.02)
        cylinder((at, 0, -0.15), 0.07, 0.12, red, bevel=0.02)
        capsule((at, -0.24, -0.24), (at, 0.24, -0.24), 0.075, steel)
        capsule((at, -0.50, -0.24), (at, 0.50, -0.24), 0.03, steel)
        for sign in (-1, 1):
            cylinder((at, sign * 0.38, -0.24), 0.19, 0.22, tyre, (np.pi / 2, 0, 0), bevel=0.05)
            cylinder((at, sign * 0.38, -0.24), 0.10, 0.235, hub, (np.pi / 2, 0, 0), bevel=0.02)
            cylinder((at, sign * 0.50, -0.24), 0.04, 0.04, steel, (np.pi / 2, 0, 0), bevel=0.005, sides=6)
    turned((np.radians(-62), np.radians(30), np.radians(-14)), "XYZ")
    shoot("skateboard", (0, -7.8, 0.5), (0, 0, 0), lens=66, fill=0.55, key=300, rim=460)


def stopwatch() -> None:
    """A steel stopwatch, its hand near the top."""
    set_up(samples=28)
    steel, bright = material((0.62, 0.64, 0.68), 0.2, 1.0), material((0.86, 0.88, 0.92), 0.08, 1.0)
    orange = material((1.0, 0.20, 0.01), 0.2, coat=0.8)
    lathe(
        [
            (0, -0.24),
            (0.9, -0.24),
            (1.10, -0.16),
            (1.20, 0.0),
            (1.20, 0.12),
            (1.14, 0.24),
            (1.06, 0.27),
            (1.0, 0.22),
            (0.98, 0.06),
        ],
        steel,
        sides=160,
    )
    lathe([(1.20, -0.04), (1.235, 0.0), (1.235, 0.09), (1.20, 0.13)], orange, sides=160)
    r, turn = np.meshgrid(np.linspace(0, 1.0, 420), np.linspace(0, 2 * np.pi, 1400), indexing="ij")
    dial = Skin(np.stack([r * np.cos(turn), r * np.sin(turn), 0.05 + 0 * r], -1), (0.93, 0.94, 0.96), 0.35)
    plan = dial.seen(0, 1)
    swept = (np.pi / 2 - turn) % (2 * np.pi)
    dial.fill(np.where(swept < np.radians(300), np.abs(r - 0.72) - 0.08, 9), (1.0, 0.30, 0.02), 0.3)
    for count, long, wide in ((60, 0.07, 0.008), (12, 0.14, 0.02)):
        spoke = np.abs(((turn / (2 * np.pi) * count + 0.5) % 1) - 0.5) / count * 2 * np.pi * r
        dial.fill(np.maximum(spoke - wide, np.abs(r - 0.93 + long / 2) - long / 2), (0.02, 0.025, 0.04), 0.4)
    small = np.hypot(plan[..., 0], plan[..., 1] + 0.36)
    dial.fill(small - 0.20, (0.85, 0.87, 0.90), 0.3, depth=0.012)
    dial.fill(np.abs(small - 0.20) - 0.008, (0.3, 0.32, 0.36), 0.3)
    dial.fill(from_path(plan, [(0, -0.36), (0.10, -0.24)]) - 0.012, (0.8, 0.02, 0.02), 0.3)
    dial.build(coat=0.6)
    aim = np.radians(150)
    tip = np.array([np.cos(aim), np.sin(aim)])
    tube(
        np.array([[*(-0.24 * tip), 0.15], [*(0.2 * tip), 0.16], [*(0.86 * tip), 0.15]]),
        np.array([0.035, 0.03, 0.012]),
        material((0.80, 0.008, 0.012), 0.2, coat=0.8),
        12,
    )
    cylinder((0, 0, 0.15), 0.075, 0.07, material((0.80, 0.008, 0.012), 0.2, coat=0.8), bevel=0.02)
    lathe([(1.0, 0.22), (0.7, 0.27), (0.3, 0.30), (0, 0.305)], clear_pane(mirror=0.06))
    for angle, long, wide in ((90, 0.36, 0.15), (50, 0.16, 0.13), (130, 0.16, 0.13)):
        a = np.radians(angle)
        with placed((1.16 * np.cos(a), 1.16 * np.sin(a), 0.02), (0, np.pi / 2, a)):
            cylinder((0, 0, long * 0.4), wide * 0.62, long, steel, bevel=0.01)
            cap = orange if angle != 90 else bright
            cylinder((0, 0, long), wide, wide * 1.2, cap, bevel=0.03)
            for ridge in np.arange(20) * np.pi / 10:
                capsule(
                    (wide * np.cos(ridge), wide * np.sin(ridge), long - wide * 0.45),
                    (wide * np.cos(ridge), wide * np.sin(ridge), long + wide * 0.45),
                    0.013,
                    cap,
                )
    torus((0, 1.72, 0.02), 0.20, 0.045, bright, (0, 0.35, 0))
    turned((np.radians(66), 0, np.radians(-20)), "XYZ")
    shoot("stopwatch", (0, -7.8, 0.6), (0, 0, 0.22), lens=76, fill=0.5, key=220, rim=360)
