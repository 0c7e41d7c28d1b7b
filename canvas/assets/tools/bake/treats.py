"""Sweets: ice cream, a chocolate bar."""

from __future__ import annotations

import numpy as np
from bakery import CANDY, rod
from bench import set_up, shoot
from morsels import strew, towards, turns
from noise import fbm, smoothstep
from outlines import placed
from places import turned
from shapes import Point, ball, box, boxes, grid, lathe, material, mesh, sphere, tint_by_vertex, tube


def scoop(at: Point, size: float, colour: Point, vein: Point, seed: int, chips: Point | None = None) -> None:
    """A ball of ice cream with a torn skirt."""
    points, faces = ball(detail=7)
    x, y, z = points.T
    rough = fbm(x * 2.6 + seed, y * 2.6 + 4 * z, 5, 0.6, seed)
    turn = np.arctan2(y, x)
    skirt = np.exp(-(((z + 0.55) / 0.16) ** 2)) * (
        0.17 + 0.10 * fbm(np.cos(turn) * 3 + seed, np.sin(turn) * 3, 3, seed=seed + 3)
    )
    shape = points * (1 + 0.035 * rough)[:, None] * [1, 1, 0.94]
    shape[:, :2] *= (1 + skirt)[:, None]
    shape[:, 2] = np.maximum(shape[:, 2], -0.7 + 0.05 * rough)
    made = mesh(shape * size + np.array(at), faces, material((1, 1, 1), 0.4, subsurface=0.2, coat=0.2))
    share = smoothstep(0.0, 0.55, rough)[:, None]
    tint_by_vertex(made, np.array(colour) * (1 - share) + np.array(vein) * share)
    if chips is not None:
        rng = np.random.default_rng(seed)
        unit = rng.normal(size=(46, 3))
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        unit = unit[unit[:, 2] > -0.2]
        strew(
            ball(detail=2),
            unit * [1, 1, 0.94] * size * 0.985 + np.array(at),
            turns(rng, len(unit)),
            (0.07, 0.05, 0.025),
            material(chips, 0.2, coat=0.5),
        )


def ice_cream() -> None:
    """A waffle cone with three scoops, chocolate sauce, a wafer and a cherry."""
    set_up(samples=28)
    rng = np.random.default_rng(8)
    turn, share = np.linspace(0, 2 * np.pi, 361), np.linspace(0, 1, 220)[:, None]
    lines = (
        np.minimum(
            np.abs(((turn * 9 / np.pi + share * 9) % 1) - 0.5), np.abs(((turn * 9 / np.pi - share * 9) % 1) - 0.5)
        )
        * 2
    )
    ridge = 1 - smoothstep(0.12, 0.38, lines)
    r = (0.05 + 0.68 * share) + 0.032 * ridge
    cone = grid(r * np.cos(turn), r * np.sin(turn), 1.75 * share + 0 * turn, material((1, 1, 1), 0.4, coat=0.3))
    tone = np.array([0.62, 0.23, 0.035]) * (1 - ridge[..., None]) + np.array([0.95, 0.52, 0.12]) * ridge[..., None]
    tint_by_vertex(cone, tone.reshape(-1, 3))
    tube(
        np.stack([0.74 * np.cos(turn), 0.74 * np.sin(turn), 1.75 + 0.02 * np.sin(turn * 8)], -1),
        0.06,
        material((0.90, 0.45, 0.09), 0.4, coat=0.3),
        12,
    )
    scoop((-0.42, -0.05, 2.2), 0.62, (0.95, 0.11, 0.26), (1.0, 0.40, 0.50), 3)
    scoop((0.44, -0.05, 2.22), 0.62, (0.08, 0.78, 0.44), (0.40, 0.95, 0.68), 8, (0.07, 0.022, 0.01))
    scoop((0.02, 0.0, 2.98), 0.64, (1.0, 0.68, 0.18), (1.0, 0.85, 0.45), 12)
    dark = material((0.09, 0.022, 0.008), 0.1, coat=0.9)
    a, s = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 60)[:, None]
    fall = 1.06 + 0.42 * np.sin(a * 6 + 1.2 * np.sin(2 * a)) + 0.2 * fbm(np.cos(a) * 3, np.sin(a) * 3, 2, seed=4)
    down = s * np.clip(fall, 0.7, 1.72)
    rad = 0.64 + 0.055 * np.clip((1 - s) * 16, 0, 1) ** 0.5 + 0.02 * np.exp(-(((s - 0.92) / 0.06) ** 2))
    grid(0.02 + rad * np.sin(down) * np.cos(a), rad * np.sin(down) * np.sin(a), 2.98 + 0.95 * rad * np.cos(down), dark)
    q, w = 0.75 * np.sqrt(rng.random(46)), rng.uniform(0, 2 * np.pi, 46)
    unit = np.stack([np.sin(q) * np.cos(w), np.sin(q) * np.sin(w), np.cos(q)], -1)
    strew(
        rod(),
        unit * 0.70 * [1, 1, 0.95] + [0.02, 0, 2.98],
        towards(unit, rng, 0.1),
        0.13,
        material((1, 1, 1), 0.2, coat=0.6),
        CANDY[rng.integers(0, 6, 46)],
    )
    sphere((0.02, -0.02, 3.78), 0.2, material((0.72, 0.004, 0.015), 0.08, coat=1.0))
    t = np.linspace(0, 1, 24)
    tube(np.stack([0.02 + 0.3 * t**1.6, 0 * t, 3.94 + 0.42 * t], -1), 0.022, material((0.25, 0.36, 0.05), 0.5), 10)
    wafer = material((0.93, 0.55, 0.18), 0.5, coat=0.15)
    with placed((0.62, 0.22, 3.55), (0.1, 0.62, 0.3)):
        tube(np.array([[0, 0, -0.55], [0, 0, 0.0], [0, 0, 0.55]]), 0.11, wafer, 24)
        for k in range(9):
            c = np.linspace(0, 2 * np.pi, 30)
            tube(
                np.stack([0.112 * np.cos(c), 0.112 * np.sin(c), 0.06 * c / 6.28 + k * 0.12 - 0.5], -1),
                0.014,
                material((0.35, 0.11, 0.03), 0.5),
                8,
            )
    shoot("ice_cream", (-0.6, -8.0, 2.9), (0.05, 0, 2.1), lens=63, fill=0.4, key=280, rim=340)


def chocolate_bar() -> None:
    """A bar half out of its red wrapper and gold foil, with broken squares before it."""
    set_up(samples=28)
    rng = np.random.default_rng(4)
    brown = material((0.16, 0.042, 0.012), 0.18, coat=0.6)

    def square(x: float, y: float, z: float, lean: Point) -> None:
        with placed((x, y, z), lean):
            box((0, 0, 0.06), (0.5, 0.5, 0.13), brown, bevel=0.025)
            made = lathe(
                [(0.30, 0.12), (0.235, 0.205), (0.225, 0.215), (0.19, 0.205), (0, 0.195)], brown, sides=4, sharp=True
            )
            made.rotation_euler = (0, 0, np.pi / 4)

    for column in range(4):
        for row in range(7):
            if row == 6 and column in (2, 3):
                continue
            with placed((0.5 * column - 0.75, 0.5 * row - 1.5, 0)):
                box((0, 0, 0.06), (0.505, 0.505, 0.13), brown, bevel=0.02)
                made = lathe(
                    [(0.31, 0.12), (0.245, 0.205), (0.235, 0.215), (0.20, 0.205), (0.185, 0.195), (0, 0.195)],
                    brown,
                    sides=4,
                    sharp=True,
                )
                made.rotation_euler = (0, 0, np.pi / 4)
    foil = material((1.0, 0.56, 0.12), 0.24, 1.0)
    red = material((0.58, 0.002, 0.010), 0.3, coat=0.3)
    for reach, mat, half, low, high, seed in ((0.55, foil, 1.06, -0.03, 0.245, 3), (0.12, red, 1.09, -0.045, 0.26, 7)):
        u, v = np.meshgrid(np.linspace(-1, 1, 161), np.linspace(0, 1, 90), indexing="ij")
        torn = reach + 0.13 * fbm(u * 5, u * 0, 4, 0.6, seed) + (0.1 * np.abs(u) if mat is foil else 0)
        y = -1.86 + (torn + 1.86) * v
        crumple = (0.028 if mat is foil else 0.008) * fbm(u * 6 + seed, y * 5, 4, 0.6, seed) + 0.10 * (
            smoothstep(0.86, 1, v) if mat is foil else 0.04 * smoothstep(0.9, 1, v)
        )
        grid(half * u, y, high + crumple - 0.03 * np.abs(u) ** 8, mat)
        for side in (-1, 1):
            w = np.linspace(0, 1, 20)[:, None]
            z = low + (high - 0.03 - low) * w
            grid(
                side * (half + 0.012 * np.sin(w * 3.1)) + 0 * y[0] + 0.3 * crumple[0],
                y[0] + 0 * w,
                z + w * crumple[-1 if side > 0 else 0],
                mat,
            )
        w = np.linspace(0, 1, 20)[:, None]
        grid(
            half * u[:, 0] + 0 * w,
            -1.86 - 0.05 * np.sin(np.pi * w) + 0 * u[:, 0],
            low + (high - low) * w + 0 * u[:, 0],
            mat,
        )
    gold = material((1.0, 0.62, 0.16), 0.2, 1.0)
    boxes([((0, y, 0.268), (2.16, 0.035, 0.012), 0) for y in (-0.14, -0.22, -1.62, -1.70)], gold, bevel=0.004)
    for size, mat in ((0.56, gold), (0.47, red), (0.36, gold)):
        boxes([((0, -0.92, 0.268 + 0.012 * (0.56 - size)), (size, size, 0.012), np.pi / 4)], mat, bevel=0.004)
    turned((0.86, 0.12, -0.42), "ZYX")
    square(1.35, -0.9, -1.2, (0.5, 0.3, 0.5))
    square(1.62, -0.6, -0.72, (1.1, 0.5, 0.2))
    n = 24
    spots = np.stack([rng.normal(0.9, 0.5, n), np.full(n, -1.1), rng.normal(-1.25, 0.1, n)], -1)
    strew(ball(detail=2), spots, turns(rng, n), 0.05 * rng.uniform(0.4, 1.4, (n, 1)) * [1, 0.8, 0.6], brown)
    shoot("chocolate_bar", (0, -8.2, 0.9), (0.12, 0, -0.02), lens=64, fill=0.42, key=280, rim=380)
