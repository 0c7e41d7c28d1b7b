"""A temple in ruins."""

from __future__ import annotations

import bpy
import numpy as np
import skies
from air import both, motes, shafts
from noise import fbm, ridged, smoothstep
from outdoors import fan
from parts import box, cylinder, sphere
from shapes import boxes, grid, lathe, material, mesh, sun
from stage import Group, Haze, bake, camera, reset


def _column(
    x: float, y: float, z: float, high: float, mat: bpy.types.Material, rng: np.random.Generator, whole: bool
) -> None:
    """A fluted column of drums; a broken one ends in a ragged crown."""
    turn, level = np.meshgrid(np.linspace(0, 2 * np.pi, 97), np.linspace(0, 1, 60))
    flutes = 0.026 * np.abs(np.sin(turn * 10))
    joints = 0.02 * np.exp(-((((level * high / 1.15) % 1 - 0.5) / 0.02) ** 2))
    worn = 0.035 * ridged(np.cos(turn) * 2 + x, level * 6 + np.sin(turn) * 2, 5, seed=int(rng.integers(999)))
    radius = (0.62 - 0.10 * level) - flutes - joints - worn
    top = (
        high
        if whole
        else high * (0.86 + 0.22 * fbm(np.cos(turn) * 1.4 + x, np.sin(turn) * 1.4, 4, seed=int(rng.integers(999))))
    )
    grid(x + radius * np.cos(turn), y + radius * np.sin(turn), z + level * top, mat)
    box((x, y, z + 0.12), (1.65, 1.65, 0.26), mat, (0, 0, rng.normal(0, 0.03)), 0.05)
    cylinder((x, y, z + 0.34), 0.76, 0.22, mat, bevel=0.08, sides=48)
    if whole:
        lathe([(0, 0), (0.55, 0), (0.6, 0.1), (0.85, 0.36), (0.0, 0.36)], mat, (x, y, z + high - 0.05), sides=48)
        box((x, y, z + high + 0.42), (1.75, 1.75, 0.24), mat, bevel=0.04)
    else:
        sphere((x, y, z + 0.80 * high), 0.5, mat, (1, 1, 0.5), rings=8)


def _leaves(
    places: list[tuple[float, float, float, float]], seed: int, mat: bpy.types.Material, count: int = 220
) -> None:
    """Clumps of leaves: (x, y, z, size) each."""
    rng = np.random.default_rng(seed)
    quads = []
    for x, y, z, size in places:
        out = rng.normal(0, 1, (count, 3))
        out *= (rng.random((count, 1)) ** 0.4) / np.linalg.norm(out, axis=1, keepdims=True)
        centre = out * size * [1, 1, 0.72] + [x, y, z]
        ahead = rng.normal(0, 1, (count, 3)) * 0.07
        side = rng.normal(0, 1, (count, 3)) * 0.035
        drop = np.array([0, 0, -0.03])
        quads.append(np.stack([centre - ahead, centre + side, centre + ahead + drop, centre - side], 1))
    vertices = np.concatenate(quads).reshape(-1, 3)
    mesh(vertices, np.arange(len(vertices)).reshape(-1, 4), mat, smooth=False)


def temple() -> None:
    """A ruined temple on a hill in low sun: steps, broken columns in two rows, ivy, hills in the haze behind."""
    reset(samples=30, bounces=4)
    rng = np.random.default_rng(27)
    marble = material((0.62, 0.54, 0.43), 0.8, noise=(1.7, (0.36, 0.30, 0.23), (0.74, 0.66, 0.54)), bump=0.5)
    paving = material((0.45, 0.39, 0.31), 0.8, noise=(1.4, (0.24, 0.21, 0.16), (0.55, 0.48, 0.39)), bump=0.5)
    x, y = fan(1.2, 2500, 52, 420, 560)
    hills = 210 * smoothstep(260, 1400, y) * (0.25 + 0.75 * ridged(x * 0.0016 + 3, y * 0.0013, 6, 0.45, seed=8))
    ground = 0.12 * fbm(x * 0.3, y * 0.3, 5, seed=4) - 0.16 - 9 * smoothstep(24, 60, y) + hills
    grid(
        x, y, ground, material((0.15, 0.15, 0.07), 0.95, noise=(0.6, (0.09, 0.085, 0.04), (0.22, 0.20, 0.10)), bump=0.4)
    )
    slabs = []
    for row in range(20):
        for column in range(-5, 6):
            if rng.random() < 0.1 and abs(column) > 1:
                continue
            slabs.append(
                (
                    (column * 1.12 + rng.normal(0, 0.02), 0.6 + row * 1.12, -0.06 + rng.uniform(-0.03, 0.03)),
                    (1.08, 1.08, 0.22),
                    rng.normal(0, 0.015),
                )
            )
    boxes(slabs, paving, bevel=0.03)
    heights = {-1: (1, 1, 1, 0, 1), 1: (1, 0, 1, 1, 1)}
    leaf = material((0.07, 0.16, 0.035), 0.6)
    ivy = []
    for side in (-1, 1):
        for number in range(5):
            cy = 3.6 + number * 3.3
            whole = bool(heights[side][number])
            high = 5.6 if whole else rng.uniform(2.2, 3.6)
            _column(side * 4.3, cy, 0, high, marble, rng, whole)
            ivy += [
                (
                    side * 4.3 - side * rng.uniform(0.2, 0.5),
                    cy - rng.uniform(0.1, 0.6),
                    rng.uniform(0.2, 0.65) * high,
                    rng.uniform(0.25, 0.55),
                )
                for _ in range(4)
            ]
            ivy += [
                (side * 4.3 + rng.normal(0, 0.7), cy + rng.normal(0, 0.7), 0.15, rng.uniform(0.25, 0.5))
                for _ in range(4)
            ]
        box((side * 4.3, 15.2, 6.55), (1.5, 5.2, 0.9), marble, bevel=0.06)
    for number in range(4):
        box((0, 20.2 + number * 0.5, 0.1 + number * 0.24), (11 - number * 0.5, 0.62, 0.26), marble, bevel=0.03)
    for cx in (-3.2, -1.1, 1.1, 3.2):
        _column(cx, 23.2, 0.95, 5.2, marble, rng, True)
    box((0, 23.2, 7.0), (8.6, 1.5, 0.8), marble, bevel=0.06)
    box((0, 23.2, 7.5), (9.1, 1.8, 0.22), marble, bevel=0.03)
    gable = np.array(
        [
            (-4.5, 22.5, 7.6),
            (1.2, 22.5, 7.6),
            (0.35, 22.5, 9.05),
            (-0.3, 22.5, 9.3),
            (-4.5, 23.9, 7.6),
            (1.2, 23.9, 7.6),
            (0.35, 23.9, 9.05),
            (-0.3, 23.9, 9.3),
        ]
    )
    mesh(gable, np.array([[0, 1, 2, 3], [4, 7, 6, 5], [0, 3, 7, 4], [3, 2, 6, 7], [2, 1, 5, 6]]), marble, smooth=False)
    for _ in range(30):
        cy = rng.uniform(3.0, 19)
        cx = rng.choice([-1, 1]) * rng.uniform(2.6, 5.8)
        size = rng.uniform(0.15, 0.6)
        box(
            (cx, cy, size * 0.3),
            (size * rng.uniform(0.8, 1.6), size, size * 0.7),
            marble,
            tuple(rng.normal(0, 0.35, 3)),
            0.05,
        )
    for cx, cy, turn in ((-2.9, 5.6, 0.5), (3.3, 7.6, -0.4)):
        cylinder((cx, cy, 0.48), 0.52, 1.1, marble, (np.pi / 2, 0, turn), bevel=0.05, sides=40)
    _leaves(ivy, 5, leaf, 150)
    bushes = [
        (rng.choice([-1, 1]) * rng.uniform(6.2, 11), rng.uniform(4, 24), rng.uniform(0.1, 1.2), rng.uniform(0.6, 1.5))
        for _ in range(60)
    ]
    _leaves(bushes, 8, material((0.06, 0.11, 0.03), 0.65), 520)
    low_sun, halo = skies.direction(58, 19), skies.direction(20, 8)
    camera((0.0, -3.2, 1.55), (0.0, 12, 3.1), 27)

    def cover(rays: np.ndarray) -> np.ndarray:
        return skies.clouds(rays, scale=0.7, cover=0.36, soft=0.45, stretch=1.6, seed=52, turn=-20)

    bake(
        "temple",
        {
            "a": Group(
                sky=lambda rays: (
                    skies.gradient(rays, 0.42, 0.12, 2.4, 0.05) * (1 - 0.25 * cover(rays)) + 0.10 * cover(rays)
                )
            ),
            "b": Group(
                [sun(low_sun, 4.4, 1.0)],
                sky=lambda rays: (
                    0.6 * skies.glow(rays, halo) * (0.8 + 1.4 * cover(rays)) + 0.12 * skies.horizon_band(rays, 0.2)
                ),
                bloom=0.2,
                after=both(shafts((0.88, 0.1), 0.012), motes(120, 4, power=0.9)),
            ),
            "k": Group(
                [sun(skies.direction(-150, 40), 0.8, 15)], sky=lambda rays: skies.gradient(rays, 0.1, 0.04, 4, 0.04)
            ),
        },
        size=(1280, 720),
        haze=Haze(half=420, most=0.85, sky_elevation=0.06),
    )
