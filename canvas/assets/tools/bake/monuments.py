"""Landmarks of timber and stone: a shrine gate and pyramids."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from lofts import curve
from noise import fbm
from outlines import pipe, plate
from places import turned
from shapes import Point, area, box, boxes, cylinder, grid, lathe, material, mesh


def torii_gate() -> None:
    """A vermilion shrine gate on stone steps, with cherry blossom."""
    set_up(samples=28)
    red, black = material((0.80, 0.035, 0.008), 0.22, coat=0.7), material((0.014, 0.013, 0.014), 0.3, coat=0.5)
    rope, paper = material((0.80, 0.62, 0.30), 0.7), material((0.92, 0.92, 0.90), 0.6)
    rock = material((0.42, 0.41, 0.42), 0.8, noise=(5, (0.28, 0.27, 0.28), (0.54, 0.53, 0.53)), bump=0.4)
    for level, half in ((-0.10, 1.95), (0.02, 1.7)):
        boxes([((0, 0.1 * (level > 0), level), (2 * half, 1.5 - 0.35 * (level > 0), 0.13), 0.0)], rock, bevel=0.025)
    for sign in (-1, 1):
        foot, top = np.array([sign * 1.22, 0.1, 0.08]), np.array([sign * 1.08, 0.1, 2.62])
        pipe(np.linspace(foot, top, 30), np.linspace(0.165, 0.135, 30), red)
        pipe(np.linspace(foot, foot + 0.13 * (top - foot), 6), 0.195, black)
        lathe([(0, 0), (0.30, 0), (0.30, 0.06), (0.24, 0.14), (0, 0.14)], rock, (sign * 1.22, 0.1, 0.08), sharp=True)
        box((sign * 1.10, 0.1, 1.98), (0.10, 0.36, 0.20), black, bevel=0.015)
        cylinder((sign * 1.075, 0.1, 2.62), 0.185, 0.09, black, bevel=0.02)

    def beam(z: float, half: float, lift: float, high: float, deep: float, mat: object) -> None:
        """A bar that curves up at its ends."""
        x = np.linspace(-half, half, 60)
        y = lift * np.abs(x / half) ** 2.6
        outline = np.concatenate(
            [np.stack([x, z + y - high / 2], -1), np.stack([x * 1.03, z + 1.06 * y + high / 2], -1)[::-1]]
        )
        plate(outline, deep, mat, (0, 0.1, 0), (np.pi / 2, 0, 0), edge=0.02)

    beam(2.0, 1.52, 0.0, 0.20, 0.22, red)
    beam(2.76, 1.78, 0.13, 0.17, 0.30, red)
    beam(2.95, 1.95, 0.20, 0.17, 0.42, black)
    beam(3.05, 2.0, 0.21, 0.06, 0.50, material((0.10, 0.02, 0.015), 0.3, coat=0.5))
    box((0, 0.1, 2.38), (0.40, 0.16, 0.52), black, bevel=0.02)
    box((0, 0.01, 2.38), (0.30, 0.03, 0.42), material((1.0, 0.56, 0.10), 0.25, 1.0), bevel=0.01)
    t = np.linspace(-1, 1, 80)
    path = np.stack([1.12 * t, 0 * t - 0.10, 1.80 - 0.26 * (1 - t**2)], -1)
    pipe(path, 0.055 + 0.008 * np.sin(t * 70), rope)
    for x in (-0.66, -0.22, 0.22, 0.66):
        z = 1.80 - 0.26 * (1 - (x / 1.12) ** 2)
        boxes(
            [
                ((x, -0.13, z - 0.14), (0.13, 0.012, 0.14), 0.0),
                ((x + 0.05, -0.13, z - 0.27), (0.13, 0.012, 0.14), 0.0),
                ((x, -0.13, z - 0.40), (0.13, 0.012, 0.14), 0.0),
            ],
            paper,
        )
    rng = np.random.default_rng(3)
    petal = [
        material(tone, 0.5, subsurface=0.2) for tone in ((0.95, 0.42, 0.55), (0.98, 0.60, 0.70), (0.88, 0.26, 0.42))
    ]
    trunk = material((0.10, 0.045, 0.03), 0.8)
    pipe(
        curve([(1.75, 0.75, 0.0), (1.85, 0.8, 0.7), (1.7, 0.8, 1.4), (1.95, 0.8, 2.1)], 30),
        np.linspace(0.16, 0.06, 30),
        trunk,
    )
    pipe(curve([(1.75, 0.8, 1.2), (1.4, 0.7, 1.8), (1.0, 0.7, 2.0)], 20), np.linspace(0.08, 0.03, 20), trunk)
    for centre, size in (
        ((1.95, 0.85, 2.25), 0.62),
        ((1.35, 0.85, 2.05), 0.45),
        ((2.35, 0.8, 1.75), 0.42),
        ((1.65, 0.9, 1.6), 0.35),
    ):
        points, faces = [], []
        for number in range(620):
            out = rng.normal(size=3)
            at = np.array(centre) + out / np.linalg.norm(out) * size * rng.uniform(0.55, 1.0) * [1.1, 0.8, 0.85]
            frame = np.linalg.qr(rng.normal(size=(3, 3)))[0] * 0.055
            points += [at - frame[0], at + frame[1], at + frame[0], at - frame[1]]
            faces.append(np.arange(4) + 4 * number)
        mesh(np.array(points), np.array(faces), petal[int(rng.integers(3))], smooth=False)
    scattered = [
        ((rng.uniform(-1.8, 1.9), rng.uniform(-0.75, 0.4), 0.095), (0.07, 0.05, 0.008), rng.uniform(0, 3))
        for _ in range(46)
    ]
    boxes(scattered, petal[1])
    turned((0, 0, np.radians(-22)))
    shoot("torii_gate", (0, -9.8, 1.0), (0.25, 0, 1.45), lens=60, fill=0.4, key=240, rim=260)


def pyramid() -> None:
    """Two stepped stone pyramids in golden sand."""
    set_up(samples=28)
    rng = np.random.default_rng(4)
    tones = [
        material(tone, 0.75, noise=(7, tuple(0.75 * v for v in tone), tone), bump=0.4)
        for tone in ((0.72, 0.44, 0.16), (0.80, 0.52, 0.21), (0.62, 0.36, 0.12))
    ]

    def stack(at: Point, half: float, rows: int, high: float) -> None:
        parts: list[list[tuple[Point, Point, float]]] = [[], [], []]
        for row in range(rows):
            reach, tall = half * (1 - row / rows), high / rows
            count = max(1, round(reach * 2 / (tall * 1.9)))
            size = 2 * reach / count
            for side in range(4):
                c, s = np.round(np.cos(side * np.pi / 2)), np.round(np.sin(side * np.pi / 2))
                for number in range(count):
                    u = -reach + size * (number + 0.5)
                    out = reach - size * 0.5 + rng.normal(0, 0.008)
                    if rng.uniform() < 0.02 and row:
                        continue
                    parts[int(rng.integers(3))].append(
                        ((at[0] + u * c - out * s, at[1] + u * s + out * c, at[2] + tall * (row + 0.5)),
                         (size * 0.985, size, tall * 0.97) if c else (size, size * 0.985, tall * 0.97), 0.0)
                    )  # fmt: skip
        for items, mat in zip(parts, tones, strict=True):
            if items:
                boxes(items, mat, bevel=0.008)

    stack((0, 0, 0), 1.35, 21, 1.78)
    stack((1.55, 1.25, 0), 0.80, 13, 1.05)
    stack((-1.45, 0.95, 0), 0.50, 9, 0.66)
    tip = np.array(
        [[-0.075, -0.075, 1.70], [0.075, -0.075, 1.70], [0.075, 0.075, 1.70], [-0.075, 0.075, 1.70], [0, 0, 1.86]]
    ) * [1.5, 1.5, 1]
    mesh(
        tip,
        np.array([[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]]),
        material((1.0, 0.60, 0.12), 0.15, 1.0),
        smooth=False,
    )
    box((0, -1.30, 0.16), (0.34, 0.16, 0.36), tones[1], bevel=0.02)
    box((0, -1.39, 0.13), (0.18, 0.02, 0.27), material((0.03, 0.015, 0.008), 0.9), bevel=0.0)
    r, turn = np.meshgrid(np.linspace(0, 1, 260), np.linspace(0, 2 * np.pi, 700), indexing="ij")
    rim = 2.35 + 0.12 * np.sin(3 * turn + 1) + 0.08 * np.sin(5 * turn)
    x, y = r * rim * np.cos(turn), r * rim * np.sin(turn)
    dunes = 0.10 * np.sin(x * 2.3 + 1.4 * np.sin(y * 1.3)) * np.clip((np.hypot(x, y) - 1.3), 0, 1)
    ripples = 0.008 * np.sin((x * 0.6 + y) * 46 + 4 * fbm(x, y, 3, seed=2))
    z = np.where(r < 0.93, 0.02 + dunes + ripples, 0.02 + dunes - 0.36 * (np.maximum(r - 0.93, 0) / 0.07) ** 0.7)
    grid(x, y, z, material((0.90, 0.58, 0.22), 0.8, noise=(30, (0.80, 0.48, 0.16), (0.95, 0.66, 0.30)), bump=0.15))
    turned((0, 0, np.radians(-34)))
    sunny = area((-6, -3.5, 3.5), (0, 0, 0.5), 420, 0.8)
    sunny.data.color = (1.0, 0.75, 0.42)
    shoot("pyramid", (0, -9.0, 2.2), (0.1, 0, 0.66), lens=56, fill=0.28, key=180, rim=180)
