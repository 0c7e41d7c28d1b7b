"""Things with a lit screen, and the pictures on them."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from finishes import glowing, hue, lit_screen
from noise import fbm, smoothstep
from outlines import UPRIGHT, capsule, curved, pillow, pipe, placed, plate, rounded
from places import turned
from shapes import box, boxes, cylinder, grid, lathe, material, screen_material, sphere, torus


def sunset_picture(width: int, height: int) -> np.ndarray:
    """Paint a striped sun behind mountains over a shining floor, linear (height, width, 3)."""
    y, x = np.meshgrid(np.linspace(0, 1, height), np.linspace(-0.5, 0.5, width) * width / height, indexing="ij")
    sky = np.clip(y / 0.62, 0, 1)[..., None]
    art = (1 - sky) * np.array([0.02, 0.01, 0.22]) + sky * np.array([0.95, 0.06, 0.42])
    stars = np.random.default_rng(5).random((height, width)) > 0.9985
    art[stars & (y < 0.35)] = 0.9
    away = np.hypot(x - 0.12, y - 0.42)
    glow = np.exp(-((away / 0.34) ** 2))[..., None]
    art = art + 0.55 * glow * np.array([1.0, 0.35, 0.1])
    bars = (np.sin((y - 0.42) * 120) < 0.75 - 5.2 * np.clip(y - 0.40, 0, 1)) | (y < 0.40)
    disc = smoothstep(0.262, 0.255, away)[..., None] * bars[..., None]
    rise = np.clip((y - 0.16) / 0.5, 0, 1)[..., None]
    art = art * (1 - disc) + disc * ((1 - rise) * np.array([1.0, 0.86, 0.12]) + rise * np.array([1.0, 0.05, 0.40]))
    for level, size, tone, seed in ((0.52, 0.20, (0.16, 0.02, 0.42), 3), (0.60, 0.16, (0.035, 0.01, 0.16), 8)):
        ridge = level - size * np.abs(fbm(x[0] * 2.2 + seed, 0 * x[0], 5, seed=seed)) * (0.5 + 1.1 * np.abs(x[0] - 0.1))
        art = np.where((y > ridge)[..., None], tone, art)
        art = np.where((np.abs(y - ridge) < 0.006)[..., None], (0.15, 0.75, 1.0), art)
    floor = y > 0.64
    deep = 1 / np.clip(y - 0.60, 0.02, 1)
    lines = (np.abs(((x * deep * 0.42) % 1) - 0.5) > 0.5 - 0.012 * deep) | (
        np.abs(((deep * 0.62) % 1) - 0.5) > 0.5 - 0.006 * deep
    )
    ground = np.where(lines[..., None], (0.10, 0.85, 1.0), (0.02, 0.005, 0.12)) * np.ones_like(art)
    art = np.where(floor[..., None], ground, art)
    return np.clip(art, 0, 1)


def app_picture(width: int, height: int) -> np.ndarray:
    """Paint a home screen: a flowing wallpaper with rows of bright round tiles."""
    y, x = np.meshgrid(np.linspace(0, height / width, height), np.linspace(0, 1, width), indexing="ij")
    mix = np.clip(0.5 + 1.4 * fbm(x * 1.3 + fbm(x * 1.5, y * 1.5, 3, seed=5), y * 1.1, 4, seed=9), 0, 1)[..., None]
    art = (1 - mix) * np.array([0.02, 0.10, 0.85]) + mix * np.array([0.85, 0.05, 0.55])
    art = art + 0.5 * np.exp(-((np.hypot(x - 0.8, y - 0.1) / 0.4) ** 2))[..., None] * np.array([1.0, 0.5, 0.1])
    return np.clip(art, 0, 1)


def monitor() -> None:
    """A wide curved monitor with a glowing sunset, on a slim stand."""
    set_up(samples=16)
    dark, trim = material((0.02, 0.021, 0.027), 0.3, coat=0.5), material((0.45, 0.46, 0.50), 0.25, 1.0)
    across = np.linspace(-1, 1, 61)
    radius, half, tall = 4.6, 2.15, 2.25

    def sheet(mat: bpy.types.Material, grow: float, z0: float, z1: float, back: float) -> bpy.types.Object:
        """A vertical strip bent round the viewer."""
        angle = across * (half + grow) / radius
        x = np.tile((radius + back) * np.sin(angle), (2, 1))
        y = np.tile((radius + back) * np.cos(angle) - radius, (2, 1))
        return grid(x, y, np.array([[z0], [z1]]) + 0 * across, mat)

    with placed((0, 0, 0)):
        thick = sheet(dark, 0.07, -0.12, tall + 0.07, 0.0)
        solid = thick.modifiers.new("solid", "SOLIDIFY")
        solid.thickness, solid.offset = 0.16, 0
        bevel = thick.modifiers.new("bevel", "BEVEL")
        bevel.width, bevel.segments = 0.04, 3
        screen = screen_material(sunset_picture(960, 500), 0.25)
        screen.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 1.0
        face = sheet(screen, 0.0, 0.0, tall, -0.09)
        layer = face.data.uv_layers.new(name="uv")
        share = np.array([[v.co.x, v.co.z] for v in face.data.vertices])
        wide = np.abs(share[:, 0]).max()
        uv = np.stack([share[:, 0] / wide / 2 + 0.5, share[:, 1] / tall], -1)
        for loop in face.data.loops:
            layer.data[loop.index].uv = uv[loop.vertex_index]
        chin = sheet(trim, 0.02, -0.085, -0.05, -0.095)
        chin.name = "chin"
        box((0, 0.5, 0.2), (0.34, 0.16, 1.9), dark, (0.12, 0, 0), 0.04)
        torus((0, 0.36, 1.0), 0.46, 0.04, glowing((0.4, 0.1, 1.0), 1.4), UPRIGHT)
        foot = curved(
            [
                (-1.1, -0.75),
                (-0.86, -0.82),
                (0, 0.16),
                (0.86, -0.82),
                (1.1, -0.75),
                (0.36, 0.62),
                (0, 0.72),
                (-0.36, 0.62),
            ],
            8,
        )
        plate(foot, 0.09, trim, (0, 0.42, -0.78), edge=0.03)
        torus((0, 0.62, -0.72), 0.26, 0.03, glowing((0.02, 0.7, 1.0), 1.4))
    turned((0, 0, -0.36))
    shoot("monitor", (0, -9.4, 1.3), (0, 0, 0.80), lens=70, fill=0.5, key=220, rim=380)


def tablet() -> None:
    """A tablet with a flowing picture and a pen before it."""
    set_up(samples=16)
    shell, glass = material((0.42, 0.43, 0.47), 0.25, 0.9), material((0.004, 0.004, 0.006), 0.05)
    white = material((0.88, 0.89, 0.92), 0.2, coat=0.8)
    with placed((0, 0, 0), (0, 0.16, 0)):
        with placed((0, 0, 0), UPRIGHT):
            plate(rounded(3.0, 2.15, 0.2), 0.15, shell, edge=0.05)
            plate(rounded(2.93, 2.08, 0.17), 0.03, glass, (0, 0, 0.07), edge=0.01)
        lit_screen(app_picture(480, 330), (0, -0.09, 0), (2.72, 1.87), UPRIGHT, 0.95)
        palette = (
            (1.0, 0.10, 0.12),
            (1.0, 0.55, 0.02),
            (0.05, 0.72, 0.16),
            (0.02, 0.45, 1.0),
            (0.45, 0.06, 0.95),
            (1.0, 0.06, 0.5),
            (0.02, 0.75, 0.75),
            (0.95, 0.85, 0.1),
        )
        for number in range(8):
            x, z = -1.02 + 0.68 * (number % 4), 0.42 - 0.62 * (number // 4)
            mat = material(palette[number], 0.25, coat=0.8, glow=True)
            mat.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.45
            plate(rounded(0.44, 0.44, 0.12), 0.06, mat, (x, -0.10, z), UPRIGHT, edge=0.02)
        plate(
            rounded(2.0, 0.2, 0.1),
            0.03,
            material((0.75, 0.78, 0.9), 0.3, coat=0.5),
            (0, -0.10, -0.76),
            UPRIGHT,
            edge=0.01,
        )
    capsule((0.45, -0.62, -1.35), (1.85, -0.5, 0.62), 0.075, white)
    pipe(
        np.array([(0.44, -0.62, -1.36), (0.36, -0.627, -1.47), (0.33, -0.63, -1.52)]),
        np.array([0.07, 0.03, 0.008]),
        material((0.5, 0.5, 0.53), 0.3),
    )
    turned((-0.10, 0, 0.40))
    shoot("tablet", (0, -8.8, 0.9), (0.05, 0, -0.14), lens=76, fill=0.55, key=260, rim=320)


def smartwatch() -> None:
    """A smartwatch with a dial of all colours and an orange strap."""
    set_up(samples=16)
    steel = material((0.70, 0.71, 0.75), 0.14, 1.0)
    glass, strap = material((0.003, 0.003, 0.005), 0.03, coat=1.0), material((1.0, 0.20, 0.015), 0.42, coat=0.25)
    with placed((0, 0, 0), UPRIGHT):
        plate(rounded(1.7, 2.0, 0.52, 14), 0.5, steel, edge=0.16, sharp=60)
        plate(rounded(1.58, 1.88, 0.46, 14), 0.2, glass, (0, 0, 0.2), edge=0.09, sharp=60)
        for number in range(60):
            turn = np.pi / 2 - number * np.pi / 30
            long = 0.17 if number % 5 == 0 else 0.08
            reach = np.array([0.70 - long, 0.70])
            tick = np.stack([reach * np.cos(turn), reach * np.sin(turn), np.full(2, 0.30)], -1)
            pipe(tick, 0.026 if number % 5 == 0 else 0.015, glowing(hue(number / 60), 1.25))
        for turn, reach, thick in ((2.45, 0.34, 0.05), (0.62, 0.52, 0.038)):
            pipe(
                np.array([(0, 0, 0.31), (reach * np.cos(turn), reach * np.sin(turn), 0.31)]), thick, glowing((1, 1, 1))
            )
        pipe(np.array([(0.0, 0.14, 0.32), (0.0, -0.52, 0.32)]), 0.018, glowing((1.0, 0.25, 0.01), 1.3))
        sphere((0, 0, 0.31), 0.075, glowing((1.0, 0.25, 0.01), 1.3), (1, 1, 0.6), rings=16)
        cylinder((0.92, 0.34, 0), 0.17, 0.16, steel, (0, np.pi / 2, 0), bevel=0.03)
        torus((0.99, 0.34, 0), 0.12, 0.025, strap, (0, np.pi / 2, 0))
        capsule((0.86, -0.2, 0), (0.86, -0.55, 0), 0.06, steel)
        for side in (-1, 1):
            t = np.linspace(0, 1, 40)
            angle = t * 2.15
            y, z = side * (0.92 + 0.95 * np.sin(angle) * (1 - 0.12 * t)), 0.02 - 0.95 * (1 - np.cos(angle))
            width = 0.66 - 0.12 * t
            across = np.array([-1, -0.96, -0.88, 0.88, 0.96, 1])[:, None]
            lift = np.array([0, 0.05, 0.07, 0.07, 0.05, 0])[:, None]
            ny, nz = side * np.sin(angle), np.cos(angle)
            made = grid(across * width, y + lift * ny + 0 * across, z + lift * nz + 0 * across, strap)
            solid = made.modifiers.new("solid", "SOLIDIFY")
            solid.thickness, solid.offset = 0.12, 0
            for number in range(5 if side < 0 else 0):
                at = 13 + 5 * number
                cylinder(
                    (0, y[at] + 0.075 * ny[at], z[at] + 0.075 * nz[at]),
                    0.06,
                    0.03,
                    material((0.35, 0.05, 0.0), 0.6),
                    (-side * angle[at] * -1 * -1, 0, 0),
                    bevel=0.005,
                )
    turned((-0.12, 0.14, 0.55))
    shoot("smartwatch", (0, -8.6, 0.7), (0, 0.2, 0), lens=72, fill=0.55, key=320, rim=380)


def tv() -> None:
    """A retro television with two aerials and a glowing screen."""
    set_up(samples=16)
    wood = material((0.85, 0.16, 0.02), 0.2, coat=1.0)
    cream, dark = material((0.90, 0.82, 0.66), 0.25, coat=0.6), material((0.02, 0.018, 0.018), 0.35)
    steel, gold = material((0.75, 0.76, 0.8), 0.15, 1.0), material((1.0, 0.56, 0.10), 0.2, 1.0)
    pillow((1.75, 0.85, 1.28), wood, square=5.0)
    with placed((0, -0.70, 0), UPRIGHT):
        plate(rounded(3.12, 2.2, 0.42, 12), 0.3, cream, edge=0.08)
        plate(rounded(2.22, 1.86, 0.5, 14), 0.2, dark, (-0.36, 0, 0.12), edge=0.06)
    line = rounded(2.02, 1.66, 0.46, 14)
    shares = np.linspace(0, 1, 24)[:, None]
    outline = np.r_[line, line[:1]]
    x, z = shares * outline[:, 0], shares * outline[:, 1]
    mat = screen_material(sunset_picture(560, 460), 0.06)
    mat.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.95
    face = grid(x - 0.36, -0.94 - 0.16 * (1 - shares**2) + 0 * x, z, mat)
    layer = face.data.uv_layers.new(name="uv")
    uv = np.stack([x.ravel() / 2.02 + 0.5, z.ravel() / 1.66 + 0.5], -1)
    for loop in face.data.loops:
        layer.data[loop.index].uv = uv[loop.vertex_index]
    for z0 in (0.62, 0.10):
        lathe_at = (1.16, -0.86, z0)
        with placed(lathe_at, UPRIGHT):
            lathe([(0, 0.2), (0.13, 0.2), (0.16, 0.16), (0.2, 0.04), (0.22, 0.0)], dark)
            torus((0, 0, 0.02), 0.21, 0.03, gold)
            box((0, 0.06, 0.2), (0.035, 0.14, 0.03), cream, bevel=0.008)
    boxes([((1.16, -0.87, -0.28 - 0.12 * i), (0.46, 0.05, 0.05), 0.0) for i in range(5)], dark, bevel=0.015)
    for side in (-1, 1):
        capsule((side * 0.1, 0.1, 1.2), (side * 1.0, 0.15, 2.35), 0.035, steel)
        sphere((side * 1.0, 0.15, 2.37), 0.1, wood, rings=16)
        for y in (-0.45, 0.45):
            pipe(np.array([(side * 1.1, y, -1.1), (side * 1.38, y, -1.72)]), np.array([0.11, 0.06]), gold)
    lathe([(0, 0.3), (0.14, 0.28), (0.28, 0.14), (0.32, 0.0)], dark, (0, 0.1, 1.2))
    turned((0, 0, -0.42))
    shoot("tv", (0, -9.4, 1.2), (0, 0, 0.26), lens=70, fill=0.5, key=260, rim=320)
