"""A creator's room at home."""

from __future__ import annotations

import bpy
import numpy as np
from air import motes
from noise import fbm
from parts import box, cylinder, panel, sphere, torus
from shapes import area, boxes, grid, lathe, material, plane, point, screen_material, tube
from stage import Group, bake, camera, reset
from workrooms import potted_plant


def _poster(seed: int) -> np.ndarray:
    """An abstract print: discs and waves in a few flat tones."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:140, 0:100] / 100.0
    tones = rng.permutation(
        np.array([(0.75, 0.25, 0.12), (0.85, 0.6, 0.25), (0.08, 0.14, 0.25), (0.7, 0.66, 0.58), (0.15, 0.35, 0.33)])
    )
    image = np.broadcast_to(tones[0], (140, 100, 3)).copy()
    image[np.hypot(x - 0.5, y - 0.5) < 0.28] = tones[1]
    for number in range(3):
        line = 0.75 + 0.18 * number + 0.1 * np.sin(x * 5 + seed + number)
        image[y > line] = tones[2 + number]
    return image * 0.8


def _wall_shelves(back: float, rng: np.random.Generator, oak: bpy.types.Material, strip: bpy.types.Material) -> None:
    """Two shelves of books and vases with light under them."""
    for z, left, right in ((2.45, 2.35, 4.1), (2.95, 2.6, 4.3)):
        box(((left + right) / 2, back - 0.17, z), (right - left, 0.3, 0.045), oak, bevel=0.008)
        box(((left + right) / 2, back - 0.04, z - 0.035), (right - left - 0.06, 0.02, 0.02), strip, bevel=0)
        at = left + 0.1
        while at < right - 0.1:
            kind, tone = rng.random(), rng.uniform(0.06, 0.5, 3)
            if kind < 0.5:
                thick, high = rng.uniform(0.03, 0.06), rng.uniform(0.2, 0.33)
                box(
                    (at, back - 0.17, z + 0.025 + high / 2), (thick, 0.2, high), material(tuple(tone), 0.5), bevel=0.004
                )
                at += thick + 0.005
            elif kind < 0.75:
                lathe(
                    [(0, 0), (0.07, 0), (0.1, 0.08), (0.06, 0.2), (0.07, 0.24)],
                    material(tuple(tone), 0.35),
                    (at + 0.08, back - 0.17, z + 0.022),
                    sides=24,
                )
                at += 0.24
            else:
                at += rng.uniform(0.1, 0.2)


def bedroom() -> None:
    """A creator's room at night: a desk with a lit screen, a slatted wall, a bed corner, plants, fairy lights."""
    reset(samples=44, bounces=5)
    rng = np.random.default_rng(15)
    wall = material((0.17, 0.165, 0.17), 0.8, noise=(2.5, (0.155, 0.15, 0.155), (0.185, 0.18, 0.185)), bump=0.03)
    back = 4.4
    plane((0, back, 2), 14, wall, (np.pi / 2, 0, 0))
    plane((-4.4, 1, 2), 14, wall, (np.pi / 2, 0, np.pi / 2))
    plane((4.6, 1, 2), 14, wall, (np.pi / 2, 0, -np.pi / 2))
    oak = material(
        (0.26, 0.15, 0.07), 0.5, noise=(2, (0.17, 0.09, 0.04), (0.33, 0.195, 0.1)), stretch=(1, 1, 8), bump=0.05
    )
    boards = material(
        (0.22, 0.13, 0.07), 0.35, noise=(1.6, (0.15, 0.085, 0.045), (0.28, 0.17, 0.095)), stretch=(10, 1, 1), bump=0.05
    )
    boxes([((-4.2 + n * 0.2, 1, 0.0), (0.196, 12, 0.04), 0.0) for n in range(45)], boards, bevel=0.004)
    strip_a, strip_b, bulb = (material((1, 1, 1), 0.4, glow=True) for _ in range(3))
    boxes([((x, back - 0.06, 1.75), (0.045, 0.06, 3.5), 0.0) for x in np.arange(-0.9, 1.95, 0.085)], oak, bevel=0.004)
    for x in (-1.0, 2.0):
        box((x, back - 0.03, 1.75), (0.03, 0.03, 3.4), strip_b, bevel=0)
    box((0, back - 0.05, 3.42), (9, 0.03, 0.04), strip_a, bevel=0)
    box((-4.34, 1, 3.42), (0.04, 7, 0.04), strip_a, bevel=0)
    arc = np.linspace(0, 1, 80)
    loop = np.stack(
        [-2.55 + 0.62 * np.sin(arc * 2 * np.pi), np.full(80, back - 0.08), 2.35 + 0.42 * np.sin(arc * 4 * np.pi)], -1
    )
    tube(loop, 0.024, strip_a, sides=10)
    white, dark = material((0.6, 0.58, 0.55), 0.45), material((0.02, 0.02, 0.022), 0.4)
    box((0.6, 3.75, 0.92), (2.9, 0.95, 0.06), oak, bevel=0.015)
    for x in (-0.7, 1.9):
        box((x, 3.75, 0.45), (0.07, 0.8, 0.9), dark, bevel=0.01)
    box((1.6, 3.72, 0.62), (0.55, 0.7, 0.5), white, bevel=0.015)
    for z in (0.5, 0.74):
        box((1.6, 3.36, z), (0.5, 0.02, 0.2), white, bevel=0.008)
    y, x = np.mgrid[0:180, 0:320] / 180.0
    flow = fbm(x * 1.2 + 0.8 * fbm(x, y, 3, seed=5), y * 2, 5, seed=8)
    wallpaper = 0.10 + 0.85 * np.exp(-((np.sin(flow * 7 + y * 2) * 1.5) ** 2))
    screen = screen_material(np.repeat(wallpaper[..., None], 3, -1))
    box((0.45, 3.98, 1.58), (1.5, 0.05, 0.66), dark, bevel=0.015)
    panel((0.45, 3.95, 1.58), (1.44, 0.60), screen)
    box((0.45, 4.02, 1.1), (0.08, 0.06, 0.35), dark, bevel=0)
    box((0.45, 3.95, 0.96), (0.5, 0.26, 0.02), dark, bevel=0.005)
    box((0.4, 3.5, 0.97), (0.8, 0.26, 0.03), white, bevel=0.01)
    boxes(
        [
            ((0.4 + (c - 7.5) * 0.048, 3.5 + (r - 1.5) * 0.055, 0.99), (0.04, 0.045, 0.018), 0.0)
            for c in range(16)
            for r in range(4)
        ],
        dark,
        bevel=0.004,
    )
    sphere((1.0, 3.5, 0.965), 0.06, white, (0.8, 1.2, 0.5), rings=14)
    for cx in (-0.55, 1.5):
        box((cx, 3.92, 1.16), (0.22, 0.24, 0.40), dark, bevel=0.02)
        cylinder((cx, 3.79, 1.10), 0.08, 0.03, material((0.35, 0.2, 0.06), 0.4, 0.6), (np.pi / 2, 0, 0), bevel=0.01)
        cylinder((cx, 3.79, 1.26), 0.035, 0.03, material((0.35, 0.2, 0.06), 0.4, 0.6), (np.pi / 2, 0, 0), bevel=0.008)
    steel = material((0.5, 0.5, 0.52), 0.25, 1.0)
    tube(
        np.array([(-0.95, 3.9, 0.95), (-0.95, 3.85, 1.5), (-0.55, 3.6, 1.85), (-0.3, 3.4, 1.62)]), 0.016, dark, sides=8
    )
    cylinder((-0.28, 3.38, 1.5), 0.045, 0.2, dark, (0.2, 0, 0), bevel=0.02, sides=24)
    torus((-0.28, 3.38, 1.5), 0.075, 0.008, steel, (np.pi / 2, 0, 0))
    _wall_shelves(back, rng, oak, strip_b)
    leaf, pot = material((0.05, 0.17, 0.05), 0.45), material((0.5, 0.4, 0.32), 0.6)
    potted_plant((-1.45, 4.0, 0), 0.95, rng, leaf, pot)
    potted_plant((3.95, 4.0, 0), 1.25, rng, leaf, pot)
    potted_plant((3.4, back - 0.2, 2.97), 0.35, rng, leaf, pot)
    prints = [screen_material(_poster(seed), 0.5) for seed in (2, 5, 9)]
    for number, (x, z, wide) in enumerate(((2.75, 1.72, 0.56), (3.45, 1.72, 0.56), (-3.65, 2.1, 0.72))):
        box((x, back - 0.04, z), (wide + 0.05, 0.04, wide * 1.4 + 0.05), dark, bevel=0.006)
        panel((x, back - 0.066, z), (wide, wide * 1.4), prints[number])
    quilt = material((0.34, 0.31, 0.36), 0.9, noise=(9, (0.28, 0.26, 0.3), (0.4, 0.37, 0.42)), bump=0.15)
    u, v = np.meshgrid(np.linspace(-4.35, -2.0, 60), np.linspace(1.9, 4.3, 70))
    swell = 0.62 + 0.05 * fbm(u * 2.2, v * 2.2, 4, seed=3)
    swell = (
        swell * (1 - 0.9 * np.clip((u + 2.12) / 0.12, 0, 1) ** 2) * (1 - 0.6 * np.clip((2.02 - v) / 0.12, 0, 1) ** 2)
    )
    grid(u, v, swell, quilt)
    box((-3.2, 3.1, 0.2), (2.3, 2.5, 0.3), oak, bevel=0.02)
    for x, tone in ((-3.85, (0.5, 0.48, 0.46)), (-3.25, (0.42, 0.16, 0.10)), (-2.72, (0.14, 0.2, 0.32))):
        sphere((x, 4.05, 0.95), 0.32, material(tone, 0.9), (0.95, 0.42, 0.85), rings=18)
    box((-1.85, 4.05, 0.28), (0.4, 0.4, 0.56), oak, bevel=0.02)
    lathe([(0, 0), (0.11, 0), (0.12, 0.05), (0.05, 0.12), (0.04, 0.24)], white, (-1.85, 4.05, 0.56), sides=32)
    shade = material((1, 1, 1), 0.8, glow=True)
    lathe([(0.14, 0.24), (0.2, 0.22), (0.13, 0.48), (0.12, 0.48)], shade, (-1.85, 4.05, 0.56), sides=40)
    curtain = material((0.40, 0.38, 0.40), 0.9)
    cy, cz = np.meshgrid(np.linspace(-1.5, 3.2, 300), np.linspace(0.05, 3.3, 10))
    grid(4.45 - 0.08 * np.sin(cy * 22) - 0.04 * np.sin(cy * 7), cy, cz, curtain)
    for number in range(64):
        t = number / 63
        at = (4.28, 3.1 - 4.2 * t, 3.15 - 0.35 * abs(np.sin(t * 5 * np.pi)) - 0.1)
        sphere(at, 0.018, bulb, rings=6)
    for number in range(46):
        t = number / 45
        sphere((-4.3 + 2.9 * t, back - 0.06, 3.12 - 0.3 * abs(np.sin(t * 3 * np.pi))), 0.016, bulb, rings=6)
    chair = material((0.03, 0.03, 0.034), 0.5)
    box((0.5, 2.95, 0.58), (0.56, 0.54, 0.12), chair, bevel=0.05)
    box((0.5, 2.66, 1.02), (0.52, 0.12, 0.75), chair, (-0.12, 0, 0), 0.06)
    cylinder((0.5, 2.95, 0.3), 0.035, 0.5, steel)
    for angle in np.arange(5) * 2 * np.pi / 5:
        box(
            (0.5 + 0.16 * np.cos(angle), 2.95 + 0.16 * np.sin(angle), 0.08),
            (0.34, 0.05, 0.04),
            steel,
            (0, 0, angle),
            0.01,
        )
    rug = material((0.42, 0.40, 0.38), 1.0, noise=(30, (0.32, 0.30, 0.29), (0.52, 0.5, 0.48)), bump=0.6)
    cylinder((0.3, 2.0, 0.03), 1.5, 0.02, rug, bevel=0.005, sides=96)
    a = [
        area((-3.6, 0.5, 3.1), (-1.5, 4, 1.0), 55, 1.6),
        point((-2.5, 3.9, 2.3), 7, 0.3),
        area((-4.2, 1.5, 3.3), (-2, 2, 0), 22, 0.2, 5),
    ]
    b = [
        point((-1.0, 4.15, 1.8), 6, 0.2),
        point((2.0, 4.15, 1.8), 6, 0.2),
        point((0.45, 3.6, 1.6), 9, 0.3),
        area((3.8, 0.5, 3.0), (1.5, 4, 1.0), 48, 1.5),
    ]
    k = [point((-1.85, 4.02, 0.95), 18, 0.12), area((0.2, -2.2, 3.2), (0.2, 3.5, 1.0), 60, 3)]
    camera((-0.1, -2.3, 1.62), (0.0, 4, 1.66), 27, focus=5.6, fstop=0.8)
    bake(
        "bedroom",
        {
            "a": Group(a, [(strip_a, 7)], bloom=0.25),
            "b": Group(b, [(strip_b, 7), (screen, 1.3)], bloom=0.22),
            "k": Group(k, [(bulb, 9), (shade, 1.8), *((one, 0.10) for one in prints)], bloom=0.25, after=motes(30, 7)),
        },
        size=(1280, 720),
    )
