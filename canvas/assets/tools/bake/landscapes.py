"""Small landscapes: a volcano, a palm island, a castle, a broken temple, and a yacht on its wave."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from camp import stone
from dishes import blob
from finishes import glowing, lamp
from lofts import Skin, curve, from_path
from noise import fbm, ridged
from outlines import capsule, pipe, placed
from places import turned
from shapes import Point, area, box, boxes, cylinder, grid, lathe, material, mesh, sphere


def volcano() -> None:
    """A dark cone that throws up lava, its flanks run with glowing streams."""
    set_up(samples=32, bounces=5)
    r, turn = np.meshgrid(np.linspace(0, 1, 620), np.linspace(0, 2 * np.pi, 1100), indexing="ij")
    rim = 1.9 + 0.10 * np.sin(3 * turn + 1) + 0.07 * np.sin(7 * turn)
    reach = r * rim
    x, y = reach * np.cos(turn), reach * np.sin(turn)
    gully = ridged(np.cos(turn) * 2.6 + 4, np.sin(turn) * 2.6 + 0.4 * reach, 5, 0.5, 6)
    rough = fbm(x * 2.6, y * 2.6, 5, seed=3)
    slope = 2.0 * np.exp(-reach * 1.12) * (reach > 0.36) + (reach <= 0.36) * (
        2.0 * np.exp(-0.36 * 1.12) - 1.2 * (0.36 - reach)
    )
    z = slope + (0.30 * (gully - 0.5) + 0.07 * rough) * np.clip((reach - 0.25) * 1.5, 0, 1) * np.clip(
        (1.02 - r) * 5, 0, 1
    )
    z = np.where(r > 0.95, z - 0.5 * ((np.maximum(r, 0.95) - 0.95) / 0.05) ** 0.8, z)
    cone = Skin(np.stack([x, y, z], -1), (0.055, 0.042, 0.045), 0.85, flip=False)
    cone.tint *= 0.6 + 1.1 * gully[..., None]
    moss = np.clip((0.75 - z) * 1.6 + 0.8 * rough, 0, 1)[..., None] * (r < 0.96)[..., None]
    cone.tint += 0.85 * moss * (np.array([0.07, 0.20, 0.03]) - cone.tint)
    cone.tint += (r > 0.955)[..., None] * (np.array([0.10, 0.06, 0.04]) - cone.tint)
    for start, wander, thick, last in (
        (-1.95, 0.16, 0.085, 1.62),
        (-1.25, -0.2, 0.10, 1.78),
        (-0.55, 0.12, 0.06, 1.25),
        (-2.75, -0.1, 0.06, 1.1),
        (0.35, 0.1, 0.05, 1.0),
        (3.0, 0.1, 0.06, 1.3),
    ):
        line = np.linspace(0.0, last, 60)
        angle = start + wander * np.sin(line * 5) + 0.08 * np.sin(line * 13)
        stream = from_path(np.stack([x, y], -1), np.stack([line * np.cos(angle), line * np.sin(angle)], -1)) - thick * (
            0.55 + 0.45 * np.sin(reach * 6 + start) ** 2
        ) * (1 + 0.6 * rough)
        cone.fill(stream - 0.035, (0.30, 0.012, 0.0), 0.8, glow=0.5, soft=0.05)
        cone.fill(stream, (1.0, 0.16, 0.0), 0.4, glow=1.2, depth=0.008, soft=0.04)
        cone.fill(stream + thick * 0.45, (1.0, 0.62, 0.06), 0.4, glow=1.5, soft=0.05)
    cone.fill(reach - 0.31, (1.0, 0.45, 0.03), 0.4, glow=1.5, soft=0.06)
    cone.build(coat=0.0)
    rng = np.random.default_rng(6)
    hot, bright = glowing((1.0, 0.10, 0.0), 0.95), glowing((1.0, 0.30, 0.008), 1.0)
    for number in range(16):
        angle, power = rng.uniform(-1.15, 1.15), rng.uniform(0.5, 1.25)
        t = np.linspace(0, rng.uniform(0.55, 1.0), 40)
        path = np.stack(
            [
                0.10 * angle + 0.75 * angle * power * t,
                rng.uniform(-0.25, 0.25) * t,
                1.25 + 2.5 * power * t - 1.75 * t**2,
            ],
            -1,
        )
        pipe(path, np.interp(np.linspace(0, 1, 40), [0, 0.7, 1], [0.075, 0.04, 0.012]), hot if number % 3 else bright)
        blob(tuple(path[-1]), (0.045, 0.045, 0.05), hot, 0.15, number, detail=4)
    for _ in range(46):
        at = rng.normal(0, [0.62, 0.3, 0.5]) + np.array((0, 0, 2.6))
        if at[2] > 1.7:
            blob(tuple(at), tuple(rng.uniform(0.02, 0.05) * np.ones(3)), hot, 0.3, 1, detail=2)
    smoke = material((0.11, 0.10, 0.115), 1.0)
    for number in range(30):
        height = rng.uniform(0, 1)
        spread = 0.30 + 0.75 * height
        at = (rng.normal(0.12, 0.45) * spread, 0.35 + rng.normal(0, 0.3) * spread, 2.05 + 1.25 * height)
        size = rng.uniform(0.26, 0.42) * (0.7 + 0.6 * height)
        blob(at, (size, size, size * 0.9), smoke, 0.2, number, scale=1.1, detail=5)
    lamp((0, -0.5, 1.9), (1.0, 0.32, 0.05), 130, 0.3)
    lamp((0, 0.1, 2.5), (1.0, 0.32, 0.05), 90, 0.3)
    shoot("volcano", (0, -9.6, 1.9), (0.03, 0, 1.32), lens=66, fill=0.30, key=170, rim=420)


def palm_island() -> None:
    """A tiny island: white sand, turquoise water, three palms, a parasol and a deck chair."""
    set_up(samples=32, bounces=6)
    r, turn = np.meshgrid(np.linspace(0, 1, 420), np.linspace(0, 2 * np.pi, 1000), indexing="ij")
    reach = 2.05 * r
    x, y = reach * np.cos(turn), reach * np.sin(turn) * 0.92
    wave = 0.02 * fbm(x * 3.2, y * 3.2, 4, seed=2) + 0.014 * np.sin(np.hypot(x, y) * 22)
    z = np.where(r < 0.965, wave, wave - 0.34 * ((np.maximum(r, 0.965) - 0.965) / 0.035) ** 0.6)
    water = Skin(np.stack([x, y, z], -1), (0.0, 0.34, 0.50), 0.06)
    shore = np.hypot(x / 1.25, y / 0.95) - 1 + 0.06 * np.sin(3 * turn + 1)
    shallow = np.exp(-np.clip(shore, 0, 9) / 0.22)[..., None]
    water.tint += shallow * (np.array([0.10, 0.80, 0.72]) - water.tint)
    foam = np.exp(-(((shore - 0.05 - 0.02 * np.sin(turn * 9)) / 0.03) ** 2)) + 0.5 * np.exp(
        -(((shore - 0.22 - 0.02 * np.sin(turn * 7 + 2)) / 0.02) ** 2)
    )
    water.tint += np.clip(foam, 0, 1)[..., None] * (np.array([0.92, 0.96, 0.96]) - water.tint)
    water.tint += (r > 0.97)[..., None] * (np.array([0.0, 0.16, 0.36]) - water.tint)
    water.build(coat=0.8)
    rise = np.sqrt(np.clip(1 - r**2, 0, 1))
    wide = 1 + 0.06 * np.sin(3 * turn + 1)
    sx, sy = 1.28 * r * np.cos(turn) * wide, 0.98 * r * np.sin(turn) * wide
    sand = 0.42 * rise**1.3 - 0.05 + 0.02 * fbm(sx * 5, sy * 5, 4, seed=5)
    grid(sx, sy, sand, material((0.95, 0.80, 0.52), 0.85, noise=(30, (0.88, 0.70, 0.42), (1.0, 0.88, 0.64)), bump=0.15))
    bark = material((0.36, 0.20, 0.09), 0.8)
    greens = [
        material(tone, 0.45, subsurface=0.1, coat=0.3)
        for tone in ((0.04, 0.34, 0.03), (0.09, 0.46, 0.04), (0.02, 0.24, 0.03))
    ]
    rng = np.random.default_rng(8)
    for base, top, lean in (
        ((-0.30, 0.15, 0.30), (-0.95, 0.10, 2.05), 0.2),
        ((-0.10, 0.28, 0.32), (0.42, 0.35, 2.45), -0.2),
        ((0.02, 0.05, 0.30), (0.95, -0.05, 1.62), -0.3),
    ):
        base_, top_ = np.array(base), np.array(top)
        path = curve([base_, base_ * 0.6 + top_ * 0.4 + np.array((lean * 0.6, 0, 0.05)), top_ - [0, 0, 0.25], top_], 60)
        pipe(path, np.linspace(0.10, 0.055, 60) + 0.008 * (np.arange(60) % 3 == 0), bark)
        for number in range(11):
            a = number * 2 * np.pi / 11 + rng.uniform(-0.2, 0.2)
            long, droop = rng.uniform(0.75, 0.95), rng.uniform(0.5, 0.85)
            s, w = np.meshgrid(np.linspace(0, 1, 60), np.linspace(-1, 1, 25), indexing="ij")
            notch = 0.5 + 0.5 * np.abs(np.sin(s * 34))
            half = 0.15 * np.sin(np.pi * np.clip(s * 0.93 + 0.06, 0, 1)) ** 0.7 * (1 - 0.35 * (1 - notch) * np.abs(w))
            out = long * s
            lift = 0.24 * np.sin(s * 2.2) - droop * s**2.2 * 0.9 - 0.10 * np.abs(w)
            across = half * w
            grid(
                top[0] + out * np.cos(a) - across * np.sin(a),
                top[1] + out * np.sin(a) + across * np.cos(a),
                top[2] + lift,
                greens[number % 3],
            )
        for number in range(3):
            a = number * 2.1 + 0.4
            sphere(
                (top[0] + 0.10 * np.cos(a), top[1] + 0.10 * np.sin(a), top[2] - 0.09),
                0.085,
                material((0.22, 0.10, 0.04), 0.5),
            )
    # Parasol and deck chair.
    pole = np.array([0.52, -0.42, 0.20])
    capsule(tuple(pole), tuple(pole + np.array((0.10, 0, 1.0))), 0.02, material((0.9, 0.9, 0.9), 0.3))
    u, v = np.meshgrid(np.linspace(0, 1, 80), np.linspace(0, 2 * np.pi, 321), indexing="ij")
    scallop = 1 - 0.04 * u * np.abs(np.sin(4 * v))
    cloth = Skin(
        np.stack(
            [
                0.46 * u * scallop * np.cos(v),
                0.46 * u * scallop * np.sin(v),
                0.24 * (1 - u**1.8) + 0.01 * np.abs(np.sin(4 * v)) * u,
            ],
            -1,
        ),
        (0.92, 0.92, 0.92),
        0.4,
    )
    cloth.fill(np.where(((v / (2 * np.pi) * 8) % 1) < 0.5, -1.0, 1.0) * u * 0.3, (0.90, 0.03, 0.03), 0.4)
    made = cloth.build(coat=0.3, thick=0.008)
    made.location, made.rotation_euler = tuple(pole + np.array((0.10, 0, 0.90))), (0.18, 0.22, 0)
    wood, stripe = material((0.62, 0.34, 0.13), 0.5), material((0.02, 0.35, 0.75), 0.5)
    with placed((0.02, -0.62, 0.24), (0, 0, np.radians(-20))):
        for sign in (-0.15, 0.15):
            capsule((-0.32, sign, 0.0), (0.30, sign, 0.34), 0.018, wood)
            capsule((0.26, sign, 0.0), (-0.12, sign, 0.22), 0.018, wood)
        sling = curve([(0.30, 0, 0.33), (0.05, 0, 0.10), (-0.32, 0, 0.08)], 30)
        grid(
            np.repeat(sling[:, :1], 9, 1),
            np.linspace(-0.14, 0.14, 9)[None] + 0 * sling[:, :1],
            np.repeat(sling[:, 2:], 9, 1),
            stripe,
        )
    for at, size, seed in (
        ((-0.95, -0.45, 0.05), 0.17, 2),
        ((-0.72, -0.62, 0.03), 0.11, 5),
        ((1.05, 0.2, 0.06), 0.14, 7),
    ):
        stone(at, size, seed)
    turned((0, 0, np.radians(-8)))
    shoot("palm_island", (0, -8.8, 2.7), (0, 0, 0.95), lens=64, fill=0.36, key=190, rim=150)


def temple_ruins() -> None:
    """Broken marble columns, two of them still under their beam."""
    set_up(samples=28)
    marble = material((0.78, 0.72, 0.62), 0.55, noise=(3, (0.60, 0.53, 0.43), (0.86, 0.81, 0.72)), bump=0.25)
    boxes(
        [
            ((0, 0, -0.10), (3.7, 1.9, 0.20), 0.0),
            ((0, 0.05, 0.08), (3.35, 1.55, 0.18), 0.0),
            ((0, 0.1, 0.25), (3.0, 1.25, 0.18), 0.0),
        ],
        marble,
        bevel=0.03,
    )

    def column(at: Point, height: float, broken: bool, seed: int, capital: bool) -> None:
        turn, rows = np.meshgrid(np.linspace(0, 2 * np.pi, 361), np.linspace(0, 1, 140), indexing="xy")
        flute = 0.016 * np.abs(np.sin(turn * 10)) ** 0.6
        radius = 0.205 - 0.03 * rows * height / 1.9 - 0.022 + flute
        chips = 0.016 * np.clip(fbm(np.cos(turn) * 2 + seed, rows * 5 + np.sin(turn) * 2, 4, seed=seed) - 0.15, 0, 1)
        radius = radius - 2.4 * chips
        top = height
        if broken:
            top = (
                height
                + 0.16 * fbm(np.cos(turn) * 1.6 + seed, np.sin(turn) * 1.6, 4, seed=seed + 2)
                + 0.12 * np.cos(turn - seed)
            )
        z = 0.10 + rows * (top - 0.10)
        grid(at[0] + radius * np.cos(turn), at[1] + radius * np.sin(turn), at[2] + z, marble)
        lathe([(0, 0), (0.27, 0), (0.285, 0.04), (0.27, 0.08), (0.23, 0.09), (0.235, 0.12), (0, 0.12)], marble, at)
        if broken:
            r, a = np.meshgrid(np.linspace(0, 1, 30), np.linspace(0, 2 * np.pi, 121), indexing="ij")
            cap = (
                height
                + 0.16 * fbm(np.cos(a) * 1.6 * r + seed, np.sin(a) * 1.6 * r, 4, seed=seed + 2)
                + 0.12 * r * np.cos(a - seed)
            )
            grid(at[0] + 0.185 * r * np.cos(a), at[1] + 0.185 * r * np.sin(a), at[2] + cap, marble)
        if capital:
            lathe(
                [
                    (0, height - 0.06),
                    (0.18, height - 0.06),
                    (0.20, height),
                    (0.27, height + 0.10),
                    (0.27, height + 0.13),
                    (0, height + 0.13),
                ],
                marble,
                at,
            )
            box((at[0], at[1], at[2] + height + 0.17), (0.56, 0.56, 0.09), marble, bevel=0.015)

    column((-1.15, 0.1, 0.34), 1.90, False, 2, True)
    column((-0.40, 0.1, 0.34), 1.90, False, 5, True)
    column((0.38, 0.1, 0.34), 1.22, True, 9, False)
    column((1.15, 0.1, 0.34), 0.66, True, 4, False)
    boxes(
        [((-0.80, 0.1, 2.68), (1.40, 0.52, 0.22), 0.0), ((-0.82, 0.1, 2.85), (1.50, 0.60, 0.10), 0.0)],
        marble,
        bevel=0.02,
    )
    boxes([((-1.38 + 0.19 * i, -0.17, 2.68), (0.10, 0.04, 0.18), 0.0) for i in range(7)], marble, bevel=0.008)
    gable = np.array(
        [
            [-1.58, -0.14, 2.90],
            [0.02, -0.14, 2.90],
            [-0.10, -0.14, 3.06],
            [-0.55, -0.14, 3.14],
            [-1.52, -0.14, 2.96],
            [-1.58, 0.34, 2.90],
            [0.02, 0.34, 2.90],
            [-0.10, 0.34, 3.06],
            [-0.55, 0.34, 3.14],
            [-1.52, 0.34, 2.96],
        ]
    )
    mesh(
        gable,
        np.array([[0, 1, 2, 2], [0, 2, 3, 4], [4, 3, 8, 9], [3, 2, 7, 8], [2, 1, 6, 7], [0, 4, 9, 5]]),
        marble,
        smooth=False,
    )
    with placed((0.86, -0.62, 0.31), (np.pi / 2, 0, np.radians(62)), order="XYZ"):
        turn, rows = np.meshgrid(np.linspace(0, 2 * np.pi, 361), np.linspace(-0.34, 0.34, 60), indexing="xy")
        radius = 0.185 + 0.016 * np.abs(np.sin(turn * 10)) ** 0.6
        grid(radius * np.cos(turn), radius * np.sin(turn), rows, marble)
        for end in (-0.34, 0.34):
            cylinder((0, 0, end), 0.19, 0.02, marble, bevel=0.005)
    rng = np.random.default_rng(4)
    for _ in range(11):
        at = (rng.uniform(-1.5, 1.7), rng.uniform(-0.95, -0.5), 0.06)
        box(at, tuple(rng.uniform(0.08, 0.24, 3)), marble, tuple(rng.uniform(-0.5, 0.5, 3)), bevel=0.02)
    leaf = [material(tone, 0.5) for tone in ((0.05, 0.26, 0.03), (0.10, 0.36, 0.05))]
    ivy: list[list[np.ndarray]] = [[], []]
    for anchor, reach, low, high, count in (
        ((-1.15, 0.1), 0.21, 0.5, 2.1, 260),
        ((0.38, 0.1), 0.20, 1.1, 1.5, 130),
        ((1.15, 0.1), 0.21, 0.6, 1.0, 110),
    ):
        for number in range(count):
            climb = rng.uniform()
            a = -np.pi / 2 + 1.1 * np.sin(climb * 5 + number % 2) + rng.normal(0, 0.22)
            at = np.array([anchor[0] + reach * np.cos(a), anchor[1] + reach * np.sin(a), low + (high - low) * climb])
            frame = np.linalg.qr(rng.normal(size=(3, 3)))[0] * rng.uniform(0.03, 0.055)
            ivy[int(rng.integers(2))] += [at - frame[0], at + frame[1] * 0.7, at + frame[0], at - frame[1] * 0.7]
    for _ in range(150):
        along = rng.uniform(-1.5, -0.2)
        at = np.array(
            [along, -0.20 + rng.normal(0, 0.015), 2.90 - abs(rng.normal(0, 0.16)) * (1.2 + np.sin(along * 9))]
        )
        frame = np.linalg.qr(rng.normal(size=(3, 3)))[0] * rng.uniform(0.03, 0.05)
        ivy[int(rng.integers(2))] += [at - frame[0], at + frame[1] * 0.7, at + frame[0], at - frame[1] * 0.7]
    for points, mat in zip(ivy, leaf, strict=True):
        mesh(np.array(points), np.arange(len(points)).reshape(-1, 4), mat, smooth=False)
    warm = area((-5, -4, 3), (0, 0, 1), 240, 1.0)
    warm.data.color = (1.0, 0.72, 0.42)
    turned((0, 0, np.radians(-22)))
    shoot("temple_ruins", (0, -9.2, 1.5), (0, 0, 1.42), lens=66, fill=0.32, key=140, rim=220)
