"""Rooms."""

from __future__ import annotations

import bpy
import numpy as np
from noise import fbm
from shapes import area, box, boxes, cylinder, grid, lathe, material, plane, point, screen_material, sphere, spot, torus
from stage import Group, bake, camera, reset


def studio() -> None:
    """A seamless paper sweep with a soft pool of light: clean, for a product or a person."""
    reset(samples=40)
    paper = material((0.78, 0.78, 0.78), 0.62)
    turn = np.linspace(0, np.pi / 2, 60)
    y = np.concatenate([np.linspace(-8, 3.9, 30), 4 + 2.6 * np.sin(turn), np.full(20, 6.6)])
    z = np.concatenate([np.zeros(30), 2.6 - 2.6 * np.cos(turn), np.linspace(2.8, 12, 20)])
    x = np.linspace(-16, 16, 12)
    grid(np.repeat(x[None], len(y), 0), np.repeat(y[:, None], 12, 1), np.repeat(z[:, None], 12, 1), paper)
    camera((0, -6.5, 1.7), (0, 3, 1.8), 32)
    a = [area((-5.5, -0.5, 3.2), (-1.5, 5.5, 1.8), 330, 2.2)]
    b = [area((5.5, -0.5, 3.2), (1.5, 5.5, 1.8), 330, 2.2)]
    k = [spot((0.6, -2.5, 6.5), (1.6, 5.8, 2.3), 1900, 36, 0.9, 0.6), area((0, 0, 7), (0, 2, 0), 160, 4)]
    bake("studio", {"a": Group(a), "b": Group(b), "k": Group(k)})


BOOK_COLOURS = (
    (0.20, 0.03, 0.03), (0.05, 0.11, 0.07), (0.06, 0.08, 0.17), (0.26, 0.15, 0.06), (0.42, 0.34, 0.22),
    (0.10, 0.05, 0.03), (0.30, 0.08, 0.03), (0.03, 0.05, 0.06), (0.36, 0.24, 0.10),
)  # fmt: skip


def library() -> None:
    """Tall shelves of books in warm lamp light, falling out of focus; a cool window from the left."""
    reset(samples=48, bounces=5)
    rng = np.random.default_rng(5)
    wood = material(
        (0.16, 0.075, 0.03), 0.4, noise=(2.0, (0.10, 0.045, 0.018), (0.22, 0.11, 0.05)), stretch=(1, 1, 9), bump=0.05
    )
    covers = [material(colour, 0.55) for colour in BOOK_COLOURS]
    pages = [[] for _ in covers]
    gold = material((0.75, 0.52, 0.2), 0.3, 1.0)
    bands: list = []
    bay, floor_height, depth = 1.5, 0.42, 4.0
    for column in range(-4, 5):
        left = column * bay
        box((left, depth + 0.16, 2.2), (0.09, 0.5, 4.6), wood)
        box((left, depth - 0.1, 2.2), (0.13, 0.05, 4.6), wood, bevel=0.02)
        for shelf in range(10):
            base = 0.12 + shelf * floor_height
            box((left + bay / 2, depth + 0.16, base), (bay, 0.46, 0.045), wood, bevel=0.006)
            x = left + 0.07
            while x < left + bay - 0.1:
                thick = rng.uniform(0.026, 0.072)
                if rng.random() < 0.045:
                    x += rng.uniform(0.06, 0.2)
                    continue
                high = floor_height * rng.uniform(0.58, 0.86)
                deep = rng.uniform(0.24, 0.3)
                front = depth + 0.02 + rng.uniform(0, 0.05)
                pages[int(rng.integers(len(covers)))].append(
                    ((x + thick / 2, front + deep / 2, base + 0.022 + high / 2), (thick * 0.95, deep, high), 0.0)
                )
                if rng.random() < 0.45:
                    heights = (base + 0.022 + high * share for share in (0.2, 0.8))
                    size = (thick * 0.8, 0.004, 0.012)
                    bands.extend(((x + thick / 2, front - 0.001, height), size, 0.0) for height in heights)
                x += thick
    for mat, items in zip(covers, pages, strict=True):
        boxes(items, mat, bevel=0.004)
    boxes(bands, gold)
    plane((0, depth + 0.42, 2), 30, material((0.03, 0.016, 0.01), 0.8), (np.pi / 2, 0, 0))
    plane((0, 0, 0), 30, material((0.12, 0.06, 0.03), 0.3))
    desk = material(
        (0.22, 0.10, 0.045), 0.22, noise=(1.4, (0.12, 0.05, 0.02), (0.30, 0.15, 0.065)), stretch=(1, 14, 1), bump=0.04
    )
    box((0, 0.1, 0.72), (9, 1.9, 0.08), desk, bevel=0.02)
    bulb = material((1, 1, 1), 0.4, glow=True)
    brass = material((0.6, 0.4, 0.14), 0.28, 1.0)
    lamps = []
    for column in (-3, -1, 1, 3):
        x = column * bay
        cylinder((x, depth - 0.30, 3.02), 0.02, 0.4, brass, (np.pi / 2, 0, 0))
        sphere((x, depth - 0.5, 3.08), 0.085, bulb)
        cylinder((x, depth - 0.5, 2.96), 0.05, 0.05, brass)
        lamps += [point((x, depth - 0.62, 3.0), 34, 0.12)]
    k = [area((0, -3.5, 3.6), (0, 3.5, 1.6), 120, 3)]
    a = [area((-6, -0.5, 3.4), (0, 4, 1.5), 420, 2.4)]
    camera((-0.5, -3.4, 1.62), (0.35, 4, 1.92), 30, focus=4.0, fstop=0.55)
    bake("library", {"a": Group(a), "b": Group(lamps, [(bulb, 26)], bloom=0.3), "k": Group(k)})


def _hexagon(at: tuple[float, float, float], radius: float, mat: bpy.types.Material) -> None:
    cylinder(at, radius, 0.05, mat, (np.pi / 2, 0, 0), bevel=0.012, sides=6)


def _desktop(seed: int) -> np.ndarray:
    """An abstract wallpaper: flowing bands of light."""
    y, x = np.meshgrid(np.linspace(0, 1, 180), np.linspace(0, 1.78, 320), indexing="ij")
    flow = fbm(x * 1.3 + 0.8 * fbm(x, y, 3, seed=seed), y * 2.2, 5, seed=seed + 3)
    light = 0.12 + 0.9 * np.exp(-((np.sin(flow * 9 + y * 3) * 1.6) ** 2)) * np.exp(-((y - 0.5) ** 2) * 3)
    return np.repeat(light[..., None], 3, -1)


def _monitor(x: float, y: float, z: float, turn: float, seed: int) -> bpy.types.Material:
    shell = material((0.012, 0.012, 0.014), 0.35)
    face = screen_material(_desktop(seed))
    c, s = np.cos(turn), np.sin(turn)
    box((x, y, z), (1.16, 0.05, 0.68), shell, (0, 0, turn), 0.012)
    made = plane((x + 0.028 * s, y - 0.028 * c, z), 1, face, (np.pi / 2, 0, turn))
    made.scale = (1.12, 0.63, 1)
    box((x + 0.06 * -s, y + 0.06 * c, z - 0.48), (0.07, 0.05, 0.4), shell, (0, 0, turn))
    box((x, y + 0.02, z - 0.68), (0.42, 0.24, 0.02), shell, (0, 0, turn))
    return face


def gaming_room() -> None:
    """A player's desk at night: monitors, light panels on the wall, strips along the edges, a glass-sided PC."""
    reset(samples=48, bounces=4)
    rng = np.random.default_rng(8)
    wall = material((0.10, 0.10, 0.115), 0.75, noise=(3.0, (0.085, 0.085, 0.1), (0.125, 0.125, 0.14)), bump=0.03)
    plane((0, 3.4, 2), 14, wall, (np.pi / 2, 0, 0))
    plane((0, 0, 0), 16, material((0.05, 0.05, 0.055), 0.25))
    plane((-4.2, 1, 2), 12, wall, (np.pi / 2, 0, np.pi / 2))
    plane((4.2, 1, 2), 12, wall, (np.pi / 2, 0, -np.pi / 2))
    for x in np.arange(-3.9, 4.0, 0.26):
        if abs(x) > 2.35:
            box((x, 3.36, 1.8), (0.13, 0.08, 3.8), material((0.05, 0.05, 0.056), 0.5), bevel=0.012)
    glow_a, glow_b, strip_a, strip_b = (material((1, 1, 1), 0.5, glow=True) for _ in range(4))
    dark = material((0.03, 0.03, 0.034), 0.4)
    for column in range(5):
        for row in range(4):
            x = -1.55 + column * 0.44
            z = 2.05 + row * 0.51 + (0.255 if column % 2 else 0)
            kind = rng.random()
            if abs(column - 2) + abs(row - 1.5) > 3.2:
                continue
            _hexagon((x, 3.33, z), 0.27, glow_a if kind < 0.42 else glow_b if kind < 0.7 else dark)
    box((0, 3.3, 0.02), (8, 0.04, 0.04), strip_a, bevel=0)
    box((0, 3.3, 3.72), (8.2, 0.04, 0.035), strip_b, bevel=0)
    box((-4.1, 3.3, 1.9), (0.04, 0.04, 3.6), strip_a, bevel=0)
    box((4.1, 3.3, 1.9), (0.04, 0.04, 3.6), strip_b, bevel=0)
    desk = material((0.03, 0.03, 0.033), 0.3)
    box((0.2, 2.55, 0.98), (4.9, 1.2, 0.06), desk, bevel=0.015)
    box((0.2, 1.965, 0.955), (4.7, 0.02, 0.02), strip_b, bevel=0)
    screens = [_monitor(-0.55, 2.75, 1.72, 0.16, 4), _monitor(0.75, 2.75, 1.72, -0.16, 9)]
    shelf = material((0.06, 0.045, 0.035), 0.5)
    for z in (2.15, 2.85):
        box((1.95, 3.2, z), (1.5, 0.32, 0.045), shelf)
        box((1.95, 3.32, z - 0.04), (1.45, 0.02, 0.02), strip_b, bevel=0)
        x = 1.3
        while x < 2.6:
            w, h = rng.uniform(0.08, 0.2), rng.uniform(0.16, 0.42)
            tone = rng.uniform(0.05, 0.4, 3)
            if rng.random() < 0.3:
                sphere((x + 0.1, 3.18, z + 0.14), 0.11, material(tuple(tone), 0.3))
                w = 0.22
            else:
                box((x + w / 2, 3.18, z + 0.02 + h / 2), (w, 0.2, h), material(tuple(tone), 0.5))
            x += w + rng.uniform(0.02, 0.12)
    box((2.2, 2.5, 1.36), (0.34, 0.7, 0.68), material((0.015, 0.015, 0.017), 0.12), bevel=0.02)
    for z in (1.17, 1.37, 1.57):
        torus((2.2, 2.14, z), 0.075, 0.014, glow_a, (np.pi / 2, 0, 0))
    for side in (-1.75, 1.6):
        box((side, 2.5, 1.2), (0.2, 0.22, 0.36), dark, bevel=0.03)
        cylinder((side, 2.38, 1.14), 0.075, 0.03, material((0.08, 0.08, 0.09), 0.3), (np.pi / 2, 0, 0))
    box((-0.1, 2.12, 1.02), (0.9, 0.28, 0.025), dark)
    keys = [
        ((-0.1 + (c - 9.5) * 0.043, 2.12 + (r - 2) * 0.05, 1.04), (0.034, 0.04, 0.016), 0.0)
        for c in range(20)
        for r in range(5)
    ]
    boxes(keys, glow_a)
    a = [area((-3.2, 0.5, 3.2), (-1.5, 3.4, 1.5), 70, 1.6), point((-2.4, 2.9, 0.5), 10, 0.4)]
    b = [area((3.2, 0.5, 3.2), (1.5, 3.4, 1.5), 60, 1.6), point((2.9, 2.8, 3.3), 8, 0.4), point((0, 2.95, 1.8), 7, 0.5)]
    k = [area((0, -2.5, 3.6), (0, 3, 1.6), 110, 3)]
    camera((-0.25, -2.5, 1.75), (0.15, 3.4, 1.86), 27, focus=3.9, fstop=0.8)
    bake(
        "gaming_room",
        {
            "a": Group(a, [(glow_a, 1.5), (strip_a, 5)], gain=0.8, bloom=0.16),
            "b": Group(b, [(glow_b, 1.5), (strip_b, 5), (screens[0], 1.0), (screens[1], 1.0)], gain=0.8, bloom=0.16),
            "k": Group(k),
        },
    )


def _shelves(rng: np.random.Generator, oak: bpy.types.Material) -> None:
    """Two shelves of jars, bowls and jugs."""
    for z in (1.92, 2.48):
        box((0.9, 3.4, z), (3.4, 0.32, 0.06), oak, bevel=0.01)
        x = -0.7
        while x < 2.5:
            kind = rng.random()
            tone = ((0.75, 0.72, 0.68), (0.5, 0.2, 0.1), (0.16, 0.25, 0.28), (0.55, 0.4, 0.2), (0.3, 0.32, 0.24))[
                int(rng.integers(5))
            ]
            glazed = material(tone, 0.25)
            if kind < 0.4:
                high = rng.uniform(0.16, 0.3)
                cylinder((x, 3.38, z + 0.03 + high / 2), 0.075, high, glazed, bevel=0.015)
                cylinder((x, 3.38, z + 0.05 + high), 0.06, 0.04, oak, bevel=0.01)
            elif kind < 0.7:
                for i in range(int(rng.integers(2, 5))):
                    lathe_bowl((x, 3.38, z + 0.03 + i * 0.045), 0.13, glazed)
            else:
                sphere((x, 3.38, z + 0.1), 0.09, glazed, (1, 1, 0.9))
                cylinder((x, 3.38, z + 0.2), 0.035, 0.1, glazed)
            x += rng.uniform(0.24, 0.4)


def _plants(rng: np.random.Generator) -> None:
    """Three potted plants."""
    leaf = material((0.08, 0.22, 0.05), 0.5)
    for px, pz, count in ((-1.05, 0.94, 46), (2.85, 2.5, 30), (3.2, 0.94, 40)):
        cylinder((px, 3.2, pz + 0.11), 0.11, 0.22, material((0.5, 0.26, 0.15), 0.7), top=0.13)
        for _ in range(count):
            angle, lift = rng.uniform(0, 6.28), rng.uniform(0.1, 1.3)
            reach = rng.uniform(0.1, 0.27)
            out, rise = reach * np.cos(lift), reach * np.sin(lift)
            at = (px + out * np.cos(angle), 3.2 + out * np.sin(angle), pz + 0.24 + rise)
            sphere(at, 0.045, leaf, (1.5, 0.9, 0.35), rings=6)


def kitchen() -> None:
    """A worktop in front of a tiled kitchen out of focus: window light from the left, pendant lamps on the right."""
    reset(samples=56, bounces=5)
    rng = np.random.default_rng(21)
    tile = material((0.55, 0.53, 0.5), 0.18)
    tiles = []
    for row in range(22):
        for column in range(-15, 16):
            x = column * 0.31 + (0.155 if row % 2 else 0)
            tiles.append(((x, 3.6, 0.9 + row * 0.155), (0.30, 0.06 + rng.uniform(0, 0.006), 0.145), 0.0))
    boxes(tiles, tile, bevel=0.012)
    plane((0, 3.61, 2), 14, material((0.3, 0.29, 0.27), 0.9), (np.pi / 2, 0, 0))
    cabinet = material((0.055, 0.085, 0.075), 0.45)
    for x in np.arange(-4.05, 4.1, 0.9):
        box((x, 3.2, 0.42), (0.86, 0.7, 0.82), cabinet, bevel=0.015)
        box((x, 2.84, 0.42), (0.66, 0.02, 0.62), cabinet, bevel=0.02)
    stone = material((0.62, 0.6, 0.57), 0.2, noise=(2.5, (0.5, 0.48, 0.45), (0.7, 0.68, 0.65)))
    box((0, 3.15, 0.9), (10, 0.95, 0.07), stone)
    oak = material(
        (0.36, 0.2, 0.09), 0.4, noise=(2.0, (0.24, 0.12, 0.05), (0.44, 0.26, 0.12)), stretch=(8, 1, 1), bump=0.05
    )
    _shelves(rng, oak)
    _plants(rng)
    bulb, pane = material((1, 1, 1), 0.4, glow=True), material((1, 1, 1), 0.5, glow=True)
    brass = material((0.65, 0.42, 0.16), 0.25, 1.0)
    lamps = []
    for x, y in ((-0.3, 2.1), (1.15, 2.1), (2.6, 2.1)):
        cylinder((x, y, 3.5), 0.012, 1.3, brass)
        cylinder((x, y, 2.72), 0.24, 0.26, brass, top=0.05, bevel=0.01)
        sphere((x, y, 2.6), 0.09, bulb)
        lamps.append(point((x, y, 2.5), 26, 0.1))
    frame = material((0.7, 0.7, 0.68), 0.4)
    glass = plane((-3.1, 3.5, 2.15), 1, pane, (np.pi / 2, 0, 0))
    glass.scale = (1.7, 1.5, 1)
    for x in (-3.97, -3.1, -2.23):
        box((x, 3.46, 2.15), (0.08, 0.08, 1.6), frame)
    for z in (1.38, 2.15, 2.92):
        box((-3.1, 3.46, z), (1.8, 0.08, 0.07), frame)
    top = material(
        (0.36, 0.2, 0.1), 0.28, noise=(1.5, (0.2, 0.1, 0.04), (0.46, 0.27, 0.13)), stretch=(1, 12, 1), bump=0.06
    )
    for i in range(-9, 10):
        box((0.36 * i, 0.0, 0.92), (0.355, 2.1, 0.08), top, bevel=0.008)
    a = [area((-3.0, 3.2, 2.3), (0, 0, 1), 50, 1.5), area((-4.5, 0, 3.2), (0, 1, 1), 90, 2)]
    k = [area((0.5, -2.6, 3.6), (0, 2.5, 1.2), 90, 3)]
    camera((0.0, -2.75, 1.72), (0.05, 2.6, 1.52), 31, focus=2.6, fstop=0.42)
    bake(
        "kitchen",
        {"a": Group(a, [(pane, 1.5)], bloom=0.15), "b": Group(lamps, [(bulb, 30)], bloom=0.3), "k": Group(k)},
    )


def lathe_bowl(at: tuple[float, float, float], radius: float, mat: bpy.types.Material) -> None:
    profile = [
        (0.0, 0.0),
        (radius * 0.4, 0.0),
        (radius * 0.8, radius * 0.3),
        (radius, radius * 0.65),
        (radius * 0.94, radius * 0.65),
    ]
    lathe(profile, mat, at, sides=32)
