"""Sweet food and drink props."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import blob
from noise import fbm
from shapes import cylinder, grid, lathe, material, sphere, tint_by_vertex, tube


def cake() -> None:
    """A slice-free birthday cake: chocolate drip, cream, cherries and candles."""
    set_up(samples=28)
    rng = np.random.default_rng(8)
    pink, dark, cream = (
        material((0.93, 0.42, 0.50), 0.45, subsurface=0.25),
        material((0.07, 0.022, 0.01), 0.22, coat=0.6),
        material((0.95, 0.9, 0.8), 0.45, subsurface=0.3),
    )
    gold_base = material((0.8, 0.8, 0.8), 0.2, coat=0.4)
    lathe([(0, 0), (1.42, 0), (1.5, 0.05), (1.5, 0.08), (0, 0.1)], gold_base, (0, 0, -0.1))
    lathe([(0, 0), (1.1, 0.0), (1.14, 0.03), (1.14, 0.86), (1.08, 0.92), (0, 0.92)], pink)
    turn = np.linspace(0, 2 * np.pi, 481)
    fall = 0.10 + 0.36 * np.clip(np.sin(turn * 11 + 1.5 * np.sin(3 * turn)), 0, 1) ** 1.5 * (
        0.6 + 0.5 * fbm(np.cos(turn) * 3, np.sin(turn) * 3, 2, seed=5)
    )
    rows = np.linspace(0, 1, 26)[:, None]
    r = np.where(
        rows < 0.3, rows / 0.3 * 1.1, 1.1 + 0.085 * np.sin(np.clip((rows - 0.3) / 0.7, 0, 1) * np.pi * 0.5 + 0.3)
    )
    r = np.where(rows > 0.93, r - 0.05 * (rows - 0.93) / 0.07, r)
    z = np.where(rows < 0.3, 0.975, 0.975 - (np.clip((rows - 0.3) / 0.7, 0, 1) ** 1.4) * fall)
    grid(r * np.cos(turn), r * np.sin(turn), z + 0 * turn, dark)
    cherry = material((0.55, 0.006, 0.02), 0.12, coat=0.8, subsurface=0.1)
    for number in range(9):
        angle = number * 2 * np.pi / 9
        at = np.array([0.84 * np.cos(angle), 0.84 * np.sin(angle), 0.98])
        swirl = np.linspace(0, 1, 90)
        path = at + np.stack(
            [0.155 * (1 - swirl) * np.cos(swirl * 19), 0.155 * (1 - swirl) * np.sin(swirl * 19), 0.28 * swirl], -1
        )
        tube(path, 0.085 * (1 - 0.75 * swirl), cream, 12)
        sphere((at[0], at[1], at[2] + 0.31), 0.105, cherry)
    for number in range(30):
        angle = number * 2 * np.pi / 30
        blob((1.17 * np.cos(angle), 1.17 * np.sin(angle), 0.05), (0.115, 0.115, 0.1), cream, 0.05, number, detail=4)
    colours = ((0.1, 0.45, 0.9), (0.95, 0.75, 0.1), (0.9, 0.15, 0.3), (0.2, 0.7, 0.3), (0.6, 0.3, 0.85))
    flame = material((1.0, 0.52, 0.08), 0.5, glow=True)
    flame.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 5
    for number, colour in enumerate(colours):
        angle = number * 2 * np.pi / 5 + 0.5
        x, y = 0.40 * np.cos(angle), 0.40 * np.sin(angle)
        cylinder((x, y, 1.26), 0.042, 0.58, material(colour, 0.4, coat=0.3), bevel=0.01)
        lathe([(0, 0), (0.045, 0.05), (0.055, 0.1), (0.035, 0.18), (0.0, 0.27)], flame, (x, y, 1.58), sides=24)
    for _ in range(90):
        angle, z = rng.uniform(0, 2 * np.pi), rng.uniform(0.12, 0.5)
        tint = colours[int(rng.integers(5))]
        cylinder(
            (1.15 * np.cos(angle), 1.15 * np.sin(angle), z),
            0.016,
            0.075,
            material(tint, 0.4),
            (rng.uniform(0, 3), 0, angle),
            bevel=0.005,
            sides=8,
        )
    shoot("cake", (0, -7.5, 3.0), (0, 0, 0.72), lens=80, fill=0.42, key=200, rim=220)


def coffee() -> None:
    """A cup of coffee on a saucer with cream art and a few beans."""
    set_up(samples=28)
    rng = np.random.default_rng(5)
    china = material((0.88, 0.87, 0.85), 0.14, coat=0.5)
    lathe([(0, 0.03), (0.5, 0.03), (0.62, 0.06), (1.15, 0.2), (1.2, 0.2), (1.18, 0.15), (0.6, 0.0), (0, 0.0)], china)
    lathe(
        [
            (0, 0.1),
            (0.42, 0.1),
            (0.46, 0.06),
            (0.5, 0.08),
            (0.62, 0.22),
            (0.78, 0.52),
            (0.86, 0.92),
            (0.88, 1.06),
            (0.84, 1.06),
            (0.81, 0.92),
            (0.72, 0.5),
            (0.4, 0.2),
            (0, 0.2),
        ],
        china,
    )
    t = np.linspace(-1, 1, 50)
    tube(np.stack([0.8 + 0.46 * np.sqrt(np.clip(1 - t**2, 0, 1)), 0 * t, 0.62 + 0.3 * t], -1), 0.075, china)
    turn, share = np.linspace(0, 2 * np.pi, 361), np.linspace(0, 1, 120)[:, None]
    x, y = 0.825 * share * np.cos(turn), 0.825 * share * np.sin(turn)
    liquid = material((1, 1, 1), 0.18, coat=0.3)
    made = grid(x, y, 0.985 + 0 * x, liquid)
    u, v = x / 0.6, (y + 0.05) / 0.6
    heart = (u**2 + v**2 - 0.42) ** 3 - u**2 * v**3 * 1.6
    stripes = np.sin(np.hypot(u, v - 0.15) * 20 + 2 * np.abs(u)) > -0.15
    milk = ((heart < 0) & stripes).astype(float)
    rim = np.clip((share - 0.86) / 0.1, 0, 1) + 0 * turn
    crema = 0.5 + 0.5 * fbm(x * 6, y * 6, 4, seed=3)
    tone = np.array([0.30, 0.115, 0.03]) * (0.75 + 0.5 * crema[..., None]) + rim[..., None] * np.array(
        [0.22, 0.10, 0.03]
    )
    tint_by_vertex(made, (tone * (1 - milk[..., None]) + np.array([0.92, 0.80, 0.62]) * milk[..., None]).reshape(-1, 3))
    bean = material((0.08, 0.028, 0.012), 0.3, coat=0.3)
    groove = material((0.03, 0.01, 0.005), 0.6)
    for px, py, angle in (
        (-1.0, -0.75, 0.4),
        (-0.72, -0.98, 1.9),
        (0.95, -0.82, 2.6),
        (-1.25, -0.35, 0.1),
        (1.22, -0.45, 1.2),
    ):
        z = 0.22 + 0.02 * rng.random()
        one = sphere((px, py, z - 0.05), 0.15, bean, (1.0, 0.7, 0.5))
        one.rotation_euler = (0.2, 0.1, angle)
        line = np.linspace(-1, 1, 16)
        tube(
            np.stack(
                [
                    px + 0.14 * line * np.cos(angle) - 0.015 * np.sin(3 * line) * np.sin(angle),
                    py + 0.14 * line * np.sin(angle) + 0.015 * np.sin(3 * line),
                    z - 0.05 + 0.078 * np.sqrt(1 - 0.85 * line**2),
                ],
                -1,
            ),
            0.012,
            groove,
            8,
        )
    shoot("coffee", (0, -7.2, 4.2), (0.05, 0, 0.45), lens=84, fill=0.42, key=200, rim=220)
