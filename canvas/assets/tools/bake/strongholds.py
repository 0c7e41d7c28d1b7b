"""A castle on its hill."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from camp import stone
from lofts import Skin, from_shape
from noise import fbm
from outlines import pipe
from places import turned
from shapes import Point, area, boxes, grid, lathe, material, sphere
from treasure import gold

ROOF = (0.05, 0.10, 0.42)


def _masonry(skin: Skin, along: np.ndarray, up: np.ndarray, course: float = 0.085, long: float = 0.17) -> None:
    """Press the joints of a stone wall into a skin: `along` and `up` are metres on its face."""
    row = np.floor(up / course)
    shift = along / long + 0.5 * (row % 2)
    cell = np.floor(shift)
    tone = 0.82 + 0.36 * ((np.sin(row * 12.9898 + cell * 78.233) * 43758.5453) % 1)
    skin.tint *= tone[..., None]
    across = np.abs((shift + 0.5) % 1 - 0.5) * long
    down = np.abs((up / course + 0.5) % 1 - 0.5) * course
    skin.seam(np.minimum(across, down), 0.006, 0.010, 0.45)


def _tower(at: Point, radius: float, height: float, roof: float, windows: tuple[tuple[float, float], ...]) -> None:
    """A round tower with battlements, a pointed slate roof and a gold ball; windows are (angle, height)."""
    grey = (0.52, 0.49, 0.46)
    rows, turn = np.meshgrid(np.linspace(0, 1, 420), np.linspace(0, 2 * np.pi, 620), indexing="ij")
    up = rows * height
    wide = radius * (1 + 0.10 * np.exp(-up / 0.14)) + 0.06 * np.clip((up - height + 0.22) / 0.08, 0, 1)
    wall = Skin(
        np.stack([at[0] + wide * np.cos(turn), at[1] + wide * np.sin(turn), at[2] + up], -1), grey, 0.8, flip=True
    )
    _masonry(wall, turn * radius, up)
    for angle, level in windows:
        flat = np.stack([((turn - np.radians(angle) + np.pi) % (2 * np.pi) - np.pi) * radius, up - level], -1)
        half, tall = 0.055, 0.13
        arch = [
            (-half, -tall),
            (half, -tall),
            (half, tall * 0.5),
            (half * 0.6, tall * 0.9),
            (0, tall * 1.05),
            (-half * 0.6, tall * 0.9),
            (-half, tall * 0.5),
        ]
        wall.fill(from_shape(flat, arch) - 0.022, (0.62, 0.58, 0.52), 0.7, depth=-0.008)
        wall.fill(from_shape(flat, arch), (1.0, 0.62, 0.16), 0.5, glow=1.4, depth=0.015)
    wall.build(coat=0.0)
    stone_mat = material(grey, 0.8, noise=(6, (0.40, 0.37, 0.35), (0.60, 0.57, 0.53)), bump=0.3)
    top = at[2] + height
    count = max(9, round(radius * 36))
    boxes(
        [
            (
                (at[0] + (radius + 0.035) * np.cos(a), at[1] + (radius + 0.035) * np.sin(a), top + 0.05),
                (0.06, 0.55 * 2 * np.pi * radius / count, 0.13),
                a,
            )
            for a in np.arange(count) * 2 * np.pi / count
        ],
        stone_mat,
        bevel=0.008,
    )
    lathe([(radius * 0.9, top - 0.02), (0, top)], stone_mat, (at[0], at[1], 0))
    slate = material(ROOF, 0.35, coat=0.3)
    rings = []
    for step in np.linspace(0, 1, 12):
        reach = (radius * 1.0) * (1 - step) ** 0.92
        rings += [
            (reach + 0.012, top + 0.04 + roof * step),
            (max(reach - radius * 0.045, 0), top + 0.04 + roof * (step + 0.075)),
        ]
    lathe([*rings[:-1], (0, top + 0.05 + roof)], slate, (at[0], at[1], 0), sides=48)
    sphere((at[0], at[1], top + 0.06 + roof), 0.035, gold(0.2))


def _flag(at: Point, colour: Point, size: float) -> None:
    pipe(np.linspace(at, np.array(at) + np.array((0, 0, size * 1.5)), 4), 0.012, gold(0.25))
    u, v = np.meshgrid(np.linspace(0, 1, 50), np.linspace(0, 1, 24), indexing="ij")
    wave = 0.06 * np.sin(u * 8) * u
    grid(
        at[0] + size * u,
        at[1] + wave,
        at[2] + size * 1.5 - 0.02 - size * 0.62 * (v * (1 - u) + 0.5 * u) + 0.03 * np.sin(u * 7),
        material(colour, 0.5),
    )


def castle() -> None:
    """A fairy-tale castle with blue roofs and lit windows."""
    set_up(samples=32, bounces=5)
    grey = (0.52, 0.49, 0.46)
    _tower((0.05, 0.55, 0.35), 0.36, 1.95, 0.95, ((-90, 1.55), (-118, 1.0), (-60, 1.25)))
    _tower((-0.55, 0.15, 0.30), 0.25, 1.35, 0.70, ((-105, 1.0), (-70, 0.62)))
    _tower((0.68, 0.22, 0.30), 0.27, 1.55, 0.78, ((-95, 1.18), (-62, 0.75)))
    _tower((-1.12, -0.55, 0.15), 0.30, 0.95, 0.62, ((-100, 0.62),))
    _tower((1.14, -0.52, 0.15), 0.30, 1.05, 0.66, ((-85, 0.72),))
    _tower((-0.34, -0.72, 0.15), 0.20, 0.88, 0.45, ((-95, 0.62),))
    _tower((0.34, -0.72, 0.15), 0.20, 0.88, 0.45, ((-85, 0.62),))

    def wall(start: Point, end: Point, low: float, high: float, gate: bool = False) -> None:
        a, b = np.array(start), np.array(end)
        long = float(np.hypot(*(b - a)))
        s, up = np.meshgrid(np.linspace(0, long, 420), np.linspace(0, high - low, 260), indexing="ij")
        ahead = (b - a) / long
        face = Skin(np.stack([a[0] + ahead[0] * s, a[1] + ahead[1] * s, low + up], -1), grey, 0.8)
        if face.out[..., 1].mean() > 0:
            face.out *= -1
        _masonry(face, s, up)
        if gate:
            flat = np.stack([s - long / 2, up], -1)
            arch = [(-0.15, -0.1), (0.15, -0.1), (0.15, 0.27), (0.10, 0.37), (0, 0.42), (-0.10, 0.37), (-0.15, 0.27)]
            face.fill(from_shape(flat, arch) - 0.04, (0.64, 0.60, 0.54), 0.7, depth=-0.012)
            face.fill(from_shape(flat, arch), (0.16, 0.065, 0.022), 0.6, depth=0.03)
            planks = np.abs((s * 16) % 1 - 0.5)
            face.seam(np.where(from_shape(flat, arch) < 0, planks / 16, 9), 0.006, 0.006)
        face.build(coat=0.0, thick=0.0)
        mat = material(grey, 0.8, noise=(6, (0.40, 0.37, 0.35), (0.60, 0.57, 0.53)), bump=0.3)
        middle, turn = (a + b) / 2, float(np.arctan2(ahead[1], ahead[0]))
        back = np.array([-ahead[1], ahead[0]]) * 0.09
        boxes(
            [((middle[0] + back[0], middle[1] + back[1], (low + high) / 2), (long, 0.16, high - low - 0.005), turn)],
            mat,
        )
        merlons = np.arange(0.06, long, 0.15)
        boxes(
            [
                (
                    (a[0] + ahead[0] * m + back[0] * 0.5, a[1] + ahead[1] * m + back[1] * 0.5, high + 0.05),
                    (0.085, 0.10, 0.11),
                    turn,
                )
                for m in merlons
            ],
            mat,
            bevel=0.008,
        )

    wall((-1.12, -0.66), (-0.34, -0.80), 0.12, 0.80)
    wall((-0.34, -0.82), (0.34, -0.82), 0.12, 0.92, gate=True)
    wall((0.34, -0.80), (1.14, -0.64), 0.12, 0.80)
    wall((-0.80, 0.02), (0.92, 0.02), 0.25, 1.18)
    wall((1.22, -0.50), (0.78, 0.20), 0.2, 0.86)
    _flag((0.05, 0.55, 3.22), (0.85, 0.02, 0.03), 0.42)
    _flag((-1.12, -0.55, 1.70), (0.95, 0.55, 0.02), 0.28)
    _flag((1.14, -0.52, 1.84), (0.95, 0.55, 0.02), 0.28)
    # The hill, a path and trees.
    r, turn = np.meshgrid(np.linspace(0, 1, 260), np.linspace(0, 2 * np.pi, 700), indexing="ij")
    rim = 1.95 + 0.08 * np.sin(3 * turn) + 0.05 * np.sin(7 * turn + 2)
    x, y = r * rim * np.cos(turn), r * rim * 0.86 * np.sin(turn)
    z = 0.26 * np.clip(1.25 - r * 1.1, 0, 1) ** 0.6 - 0.06 + 0.03 * fbm(x * 3, y * 3, 4, seed=3)
    z = np.where(r > 0.93, z - 0.42 * ((np.maximum(r, 0.93) - 0.93) / 0.07) ** 0.7, z)
    hill = Skin(np.stack([x, y, z], -1), (0.12, 0.36, 0.04), 0.8)
    hill.tint *= (0.8 + 0.5 * fbm(x * 9, y * 9, 3, seed=5))[..., None]
    lane = np.hypot(x - 0.10 * np.sin(y * 4), 0 * y) - 0.16 + 0.2 * np.clip(y + 0.8, 0, 1)
    hill.fill(np.where(y < -0.78, lane, 9), (0.62, 0.46, 0.26), 0.9, soft=0.04)
    hill.tint += ((r > 0.945)[..., None]) * (np.array([0.20, 0.12, 0.07]) - hill.tint)
    hill.build(coat=0.0)
    leaf = [material(tone, 0.7) for tone in ((0.03, 0.20, 0.04), (0.06, 0.28, 0.05), (0.02, 0.15, 0.05))]
    rng = np.random.default_rng(5)
    for number in range(26):
        a = (
            rng.uniform(-np.pi, np.pi)
            if number > 12
            else rng.choice([rng.uniform(-2.9, -1.95), rng.uniform(-1.2, -0.2)])
        )
        at = (1.66 * np.cos(a) * rng.uniform(0.88, 1.02), 1.42 * np.sin(a) * rng.uniform(0.88, 1.02), 0.02)
        size = rng.uniform(0.7, 1.2)
        for level, wide in ((0.10, 0.13), (0.20, 0.10), (0.29, 0.07)):
            lathe(
                [(wide * size, at[2] + level * size), (0, at[2] + (level + 0.17) * size)],
                leaf[number % 3],
                (at[0], at[1], 0),
                sides=14,
            )
    for at, size, seed in (((-0.55, -1.35, 0.0), 0.12, 2), ((0.62, -1.42, 0.0), 0.09, 5)):
        stone(at, size, seed)
    turned((0, 0, np.radians(-16)))
    area((-5, -4, 4), (0, 0, 1), 200, 1.0).data.color = (1.0, 0.78, 0.52)
    shoot("castle", (0, -9.6, 2.3), (0, 0, 1.55), lens=62, fill=0.36, key=160, rim=260)
