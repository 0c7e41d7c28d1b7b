"""A night outdoors: a tent lit from inside, a camp fire, a backpack."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import blob
from finishes import glowing, lamp
from lofts import Skin, block, curve, from_path, from_shape, rounded
from noise import fbm
from outlines import capsule, pillow, pipe, placed
from places import turned
from shapes import Point, area, ball, box, cylinder, grid, lathe, material, mesh, torus, tube

BLACK = (0.014, 0.014, 0.016)


def turf(radius: float, seed: int) -> None:
    """A round patch of grass with tufts at its rim."""
    rng = np.random.default_rng(seed)
    grass = material((0.10, 0.30, 0.04), 0.8, noise=(6, (0.05, 0.18, 0.02), (0.18, 0.42, 0.07)), bump=0.5)
    lathe(
        [(0, -0.34), (radius * 0.55, -0.30), (radius * 0.94, -0.1), (radius, 0), (radius * 0.97, 0.05), (0, 0.07)],
        grass,
    )
    blades = []
    for _ in range(420):
        turn, reach = rng.uniform(0, 2 * np.pi), radius * rng.uniform(0.72, 0.99)
        base = np.array([reach * np.cos(turn), reach * np.sin(turn), 0.04])
        side = np.array([np.cos(turn + rng.uniform(-1, 1)), np.sin(turn + rng.uniform(-1, 1)), 0]) * 0.022
        blades += [
            base - side,
            base + side,
            base + rng.normal(0, 0.05, 3) * [1, 1, 0] + np.array((0, 0, rng.uniform(0.10, 0.24))),
        ]
    mesh(np.array(blades), np.arange(len(blades)).reshape(-1, 3), material((0.13, 0.42, 0.05), 0.6), smooth=False)


def stone(at: Point, size: float, seed: int) -> None:
    points, faces = ball(detail=5)
    lumps = 1 + 0.28 * fbm(points[:, 0] * 1.6 + seed, points[:, 1] * 1.6 + 1.8 * points[:, 2], 4, seed=seed)
    grey = material((0.30, 0.29, 0.30), 0.75, noise=(5, (0.16, 0.155, 0.165), (0.42, 0.41, 0.41)), bump=0.6)
    mesh(points * lumps[:, None] * size * [1.15, 0.95, 0.72] + at, faces, grey)


def tent() -> None:
    """An orange ridge tent that glows from inside, its flaps tied back."""
    set_up(samples=32, bounces=6)
    turf(2.0, 4)
    half, ridge, long = 1.28, 1.72, 1.35
    u, v = np.meshgrid(np.linspace(0, 1, 260), np.linspace(-1, 1, 320), indexing="ij")
    for sign in (-1, 1):
        sag = 0.10 * np.sin(np.pi * u) * (1 - 0.5 * v**2)
        x = sign * (half * (1 - u) - sag + 0.05 * (1 - u) ** 6)
        z = 0.06 + ridge * u - 0.08 * u**8 * np.cos(v * np.pi / 2) - 0.07 * (1 - v**2) * (u > -1)
        roof = Skin(np.stack([x, v * long, z], -1), (0.80, 0.13, 0.004), 0.6, flip=sign > 0)
        bulb = np.exp(-(((u - 0.38) / 0.42) ** 2) - ((v + 0.05) / 0.75) ** 2)
        roof.glow += 0.05 + 0.38 * bulb
        roof.tint += bulb[..., None] * 0.5 * (np.array([1.0, 0.34, 0.02]) - roof.tint)
        for at in (-0.5, 0.0, 0.5):
            roof.seam(np.abs(v - at) * long, 0.014, 0.006, 0.5)
        roof.fill(np.abs(u - 0.12) * 2 - 0.02, (0.05, 0.012, 0.01), 0.5)
        roof.fill(u - 0.05, (0.06, 0.015, 0.012), 0.5)
        roof.build(coat=0.0)
    # The front: two flaps rolled back from a warm opening.
    for y, tone, power in ((long * 0.98, (1.0, 0.45, 0.07), 0.9), (-long * 0.96, (0, 0, 0), 0)):
        if power:
            mesh(
                np.array([[-half, y, 0.06], [half, y, 0.06], [0, y, 0.05 + ridge]]),
                np.array([[0, 1, 2]]),
                glowing(tone, power),
                smooth=False,
            )
    floor = material((0.50, 0.20, 0.04), 0.6)
    box((0, 0, 0.09), (2 * half - 0.2, 2 * long - 0.1, 0.02), floor)
    pillow((0.34, 0.9, 0.10), material((0.02, 0.10, 0.55), 0.6), (-0.45, -0.2, 0.2))
    pillow((0.34, 0.9, 0.10), material((0.55, 0.02, 0.05), 0.6), (0.42, -0.2, 0.2))
    for sign in (-1, 1):
        s, w = np.meshgrid(np.linspace(0, 1, 160), np.linspace(0, 1, 120), indexing="ij")
        outer = sign * half * (1 - s)
        inner = outer * (0.30 + 0.66 * np.abs(s - 0.30) ** 0.8 + 0.0 * s)
        inner = np.where(
            s > 0.30,
            sign * np.interp(s, [0.30, 0.62, 1.0], [0.62, 0.34, 0.0]),
            sign * np.interp(s, [0, 0.30], [0.95, 0.62]),
        )
        x = outer * (1 - w) + inner * w
        fold = 0.05 * np.sin(w * 16 + 3 * s) * np.exp(-(((s - 0.3) / 0.3) ** 2))
        flap = Skin(np.stack([x, -long - fold - 0.02, 0.06 + ridge * s], -1), (0.80, 0.15, 0.006), 0.5, flip=sign < 0)
        flap.glow += 0.10 + 0.35 * w
        flap.build(coat=0.1)
        torus(
            (sign * 0.66, -long - 0.02, 0.06 + ridge * 0.30),
            0.10,
            0.035,
            material((0.03, 0.02, 0.02), 0.5),
            (np.pi / 2, 0, 0),
        )
        tube(
            np.linspace((sign * (half + 0.03), -long - 0.04, 0.02), (sign * -0.06, -long - 0.04, ridge + 0.22), 12),
            0.03,
            material((0.75, 0.76, 0.78), 0.2, 1.0),
        )
        for y in (-long, long):
            tube(
                np.linspace((0, y, ridge + 0.03), (sign * 0.9, y * 1.32, 0.03), 6),
                0.008,
                material((0.9, 0.85, 0.7), 0.6),
                6,
            )
        for y in (-0.9, 0.0, 0.9):
            tube(
                np.linspace((sign * (half - 0.25), y, 0.40), (sign * (half + 0.38), y, 0.03), 6),
                0.008,
                material((0.9, 0.85, 0.7), 0.6),
                6,
            )
            capsule(
                (sign * (half + 0.36), y, 0.0),
                (sign * (half + 0.42), y, 0.16),
                0.02,
                material((0.8, 0.8, 0.82), 0.2, 1.0),
            )
    # A lantern hangs inside.
    capsule((0, -0.55, 0.98), (0, -0.55, 1.12), 0.10, glowing((1.0, 0.80, 0.35), 3.0))
    lamp((0, -0.7, 0.75), (1.0, 0.55, 0.16), 70, 0.2)
    lamp((0, -1.75, 0.3), (1.0, 0.45, 0.10), 12, 0.2)
    for at, size, seed in (
        ((-1.45, -1.05, 0.08), 0.17, 2),
        ((1.35, -1.25, 0.06), 0.22, 5),
        ((1.66, -0.95, 0.06), 0.13, 8),
    ):
        stone(at, size, seed)
    turned((0, 0, np.radians(-28)))
    shoot("tent", (0, -8.0, 1.9), (0, 0, 0.72), lens=62, fill=0.30, key=130, rim=110)


def tongue(at: Point, height: float, radius: float, bend: float, seed: int) -> None:
    """One tongue of flame: pale at its heart and foot, deep orange at its rim. A negative height points down."""
    y, turn = np.meshgrid(np.linspace(0, 1, 160), np.linspace(0, 2 * np.pi, 181), indexing="ij")
    wide = (
        np.interp(
            y, np.linspace(0, 1, 60), curve([(0.62, 0), (1.1, 0), (1.05, 0), (0.5, 0), (0.22, 0), (0, 0)], 60)[:, 0]
        )
        * radius
    )
    sway = bend * np.sin(y * 3.4 + seed) * y**1.2 * 0.5
    points = np.stack([at[0] + sway + wide * np.cos(turn), at[1] + 0.6 * wide * np.sin(turn), at[2] + height * y], -1)
    flame = Skin(points, (1, 1, 1), 1.0)
    heat = (1 - np.abs(np.cos(turn)) ** 1.6) * (1 - y) ** 0.55 + 0.10 * np.sin(y * 14 + 4 * np.cos(turn) + seed) * (
        1 - y
    )
    stops = [0.0, 0.25, 0.5, 0.75, 1.0]
    for channel, tones in enumerate(
        ([0.75, 1.0, 1.0, 1.0, 1.0], [0.015, 0.10, 0.30, 0.62, 0.90], [0.0, 0.0, 0.01, 0.06, 0.45])
    ):
        flame.tint[..., channel] = np.interp(heat, stops, tones)
    flame.glow += 0.85 + 0.35 * np.clip(heat, 0, 1)
    flame.build(coat=0.0)


def campfire() -> None:
    """Crossed logs in a ring of stones, with bright flames and sparks."""
    set_up(samples=32, bounces=5)
    rng = np.random.default_rng(7)
    lathe(
        [(0, -0.16), (0.8, -0.14), (1.35, -0.03), (1.38, 0.02), (0, 0.05)],
        material((0.06, 0.045, 0.04), 0.9, noise=(8, (0.03, 0.02, 0.02), (0.12, 0.09, 0.07)), bump=0.6),
    )
    for number in range(13):
        turn = number * 2 * np.pi / 13
        stone((1.2 * np.cos(turn), 1.2 * np.sin(turn), 0.12), rng.uniform(0.22, 0.30), number)
    bark = material(
        (0.12, 0.055, 0.025), 0.8, noise=(3, (0.05, 0.022, 0.012), (0.22, 0.11, 0.05)), stretch=(3, 3, 0.5), bump=0.8
    )
    for number in range(7):
        turn = number * 2 * np.pi / 7 + 0.3
        base, top = (
            np.array([0.98 * np.cos(turn), 0.98 * np.sin(turn), 0.10]),
            np.array([-0.14 * np.cos(turn), -0.14 * np.sin(turn), 0.86]),
        )
        with placed(tuple(base), (0, np.arccos((top - base)[2] / np.linalg.norm(top - base)), turn + np.pi)):
            length = float(np.linalg.norm(top - base))
            made = cylinder((0, 0, length / 2), 0.13, length, bark, bevel=0.02, sides=20)
            cylinder((0, 0, -0.005), 0.115, 0.03, material((0.72, 0.48, 0.24), 0.6), bevel=0.004)
            for radius in (0.04, 0.075):
                torus((0, 0, -0.02), radius, 0.006, material((0.40, 0.22, 0.09), 0.6))
            del made
    for number in range(26):
        turn, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.6)
        blob(
            (reach * np.cos(turn), reach * np.sin(turn), 0.10),
            (0.09, 0.09, 0.06),
            glowing((1.0, 0.16, 0.01), rng.uniform(0.4, 1.4)),
            0.3,
            number,
            detail=3,
        )
    for at, height, radius, bend, seed in (
        ((0, 0.05, 0.22), 2.35, 0.52, 0.45, 0),
        ((-0.38, 0, 0.2), 1.45, 0.36, 0.4, 2),
        ((0.40, 0.02, 0.2), 1.65, 0.38, -0.4, 1),
        ((0.12, -0.34, 0.16), 1.15, 0.32, 0.3, 4),
        ((-0.2, -0.36, 0.14), 0.85, 0.26, -0.3, 3),
    ):
        tongue(at, height, radius, bend, seed)
    for _ in range(34):
        at = rng.normal(0, [0.5, 0.25, 0.42]) + np.array((0.05, 0, 2.1))
        if at[2] > 1.2:
            blob(tuple(at), (0.03, 0.03, 0.04), glowing((1.0, 0.42, 0.03), 2.5), 0.2, 1, detail=2)
    lamp((0, -0.5, 0.75), (1.0, 0.45, 0.12), 110, 0.3)
    lamp((0, 0.2, 1.9), (1.0, 0.45, 0.12), 30, 0.3)
    shoot("campfire", (0, -8.0, 1.9), (0, 0, 1.05), lens=66, fill=0.25, key=90, rim=260)


def backpack() -> None:
    """A teal and orange trekking pack with a rolled mat."""
    set_up(samples=28)
    teal, orange = (0.005, 0.22, 0.26), (0.95, 0.24, 0.008)
    dark, strap = material(BLACK, 0.5), material((0.03, 0.03, 0.035), 0.7)
    weave = lambda skin: fbm(skin.points[..., 0] * 60, skin.points[..., 2] * 60, 2, seed=3)  # noqa: E731
    body = block((1.6, 0.95, 2.35), 0.50, 0.36, 620, 1200)
    body[..., 0] *= 1 + 0.10 * np.cos((body[..., 2] + 0.4) * 1.3)
    pack = Skin(body, teal, 0.55)
    view = pack.seen(0, 2)
    pack.tint *= (1 + 0.3 * weave(pack))[..., None]
    pack.fill(0.66 - 0.10 * view[..., 0] ** 2 - view[..., 1], orange, 0.5)
    pack.seam(np.abs(view[..., 1] + 0.10 * view[..., 0] ** 2 - 0.62), 0.02, 0.03, 0.9)
    pack.fill(
        np.where(pack.points[..., 1] < 0, np.abs(np.abs(view[..., 0]) - 0.52) - 0.045, 9), BLACK, 0.7, depth=-0.018
    )
    pack.build(coat=0.1)
    pocket_points = block((1.15, 0.42, 1.0), 0.28, 0.2, 420, 900) + np.array((0, -0.56, -0.50))
    pocket = Skin(pocket_points, orange, 0.5)
    face = pocket.seen(0, 2)
    pocket.tint *= (1 + 0.25 * weave(pocket))[..., None]
    zip_line = curve([(-0.50, -0.42), (-0.48, -0.18), (-0.3, -0.12), (0.3, -0.12), (0.48, -0.18), (0.50, -0.42)], 30)
    pocket.fill(np.where(pocket_points[..., 1] < -0.6, from_path(face, zip_line) - 0.03, 9), BLACK, 0.6, depth=-0.008)
    pocket.seam(np.where(pocket_points[..., 1] < -0.6, from_path(face, zip_line), 9), 0.008, 0.012)
    patch = rounded([(-0.2, -0.82), (0.2, -0.82), (0.2, -0.46), (-0.2, -0.46)], 3)
    pocket.fill(
        np.where(pocket_points[..., 1] < -0.6, from_shape(face, patch), 9), (0.85, 0.86, 0.84), 0.5, depth=-0.01
    )
    peak = [(-0.15, -0.75), (-0.04, -0.55), (0.02, -0.64), (0.07, -0.58), (0.15, -0.75)]
    pocket.fill(np.where(pocket_points[..., 1] < -0.6, from_shape(face, peak), 9), teal, 0.5)
    pocket.build(coat=0.1)
    for sign in (-1, 1):
        pillow((0.18, 0.30, 0.48), material((0.01, 0.30, 0.34), 0.6), (sign * 0.92, -0.05, -0.56))
        with placed((sign * 0.93, -0.08, -0.05), (0, sign * 0.08, 0)):
            lathe(
                [(0, 0.62), (0.06, 0.62), (0.07, 0.5), (0.13, 0.42), (0.14, 0.3), (0.14, -0.3), (0, -0.3)],
                material(
                    (0.75, 0.77, 0.80) if sign > 0 else (0.85, 0.02, 0.03), 0.15, 0.9 if sign > 0 else 0.2, coat=0.6
                ),
            )
        box((sign * 0.53, -0.50, 0.42), (0.17, 0.06, 0.13), dark, bevel=0.02)
        pipe(
            curve(
                [
                    (sign * 0.55, 0.42, 0.95),
                    (sign * 0.75, 0.95, 0.7),
                    (sign * 0.8, 0.95, -0.3),
                    (sign * 0.62, 0.45, -0.9),
                ],
                40,
            ),
            0.08,
            strap,
        )
    pipe(curve([(-0.2, 0.1, 1.15), (-0.2, 0.1, 1.42), (0.2, 0.1, 1.42), (0.2, 0.1, 1.15)], 30), 0.05, strap)
    with placed((0, -0.18, 1.38), (0, np.pi / 2, 0)):
        s = np.linspace(0, 1, 400)
        turn, radius = s * 9 * np.pi, 0.05 + 0.23 * s
        curl = np.stack([radius * np.cos(turn), radius * np.sin(turn)], -1)
        z = np.array([-0.95, 0.95])[:, None]
        grid(
            np.repeat(curl[None, :, 0], 2, 0),
            np.repeat(curl[None, :, 1], 2, 0),
            z + 0 * curl[None, :, 0],
            material((0.95, 0.62, 0.03), 0.6),
        ).modifiers.new("thick", "SOLIDIFY").thickness = 0.05
        for at in (-0.5, 0.5):
            torus((0, 0, at), 0.29, 0.035, strap)
    area((0, -4, 4), (0, 0, 0.5), 90, 2.0)
    turned((0, 0, np.radians(-27)))
    shoot("backpack", (0, -7.8, 1.2), (0, 0, 0.15), lens=62, fill=0.42, key=240, rim=380)
