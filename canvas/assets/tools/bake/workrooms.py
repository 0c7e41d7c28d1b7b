"""Where people work: an office high up, a trading floor."""

from __future__ import annotations

import bpy
import numpy as np
import skies
from air import motes
from city import tower, windows
from noise import fbm
from parts import box, cylinder, panel, sphere, torus
from shapes import area, boxes, lathe, material, mesh, plane, point, screen_material
from stage import Group, Haze, bake, camera, reset


def potted_plant(
    at: tuple[float, float, float],
    size: float,
    rng: np.random.Generator,
    leaf: bpy.types.Material,
    pot: bpy.types.Material,
) -> None:
    """A potted plant of long arching leaves."""
    lathe(
        [
            (0, 0),
            (0.16 * size, 0),
            (0.22 * size, 0.36 * size),
            (0.2 * size, 0.36 * size),
            (0.18 * size, 0.3 * size),
            (0, 0.3 * size),
        ],
        pot,
        at,
        sides=32,
    )
    vertices, faces = [], []
    for _ in range(34):
        angle, reach, high = rng.uniform(0, 6.28), size * rng.uniform(0.25, 0.75), size * rng.uniform(0.6, 1.35)
        ahead, side = np.array([np.cos(angle), np.sin(angle), 0]), np.array([-np.sin(angle), np.cos(angle), 0])
        for number, t in enumerate(np.linspace(0, 1, 9)):
            middle = np.array(at) + [0, 0, 0.3 * size] + ahead * reach * t**1.3 + [0, 0, high * (t - 0.42 * t**3)]
            half = side * size * 0.075 * np.sin(np.pi * (0.06 + 0.92 * t))
            first = len(vertices)
            vertices += [middle - half, middle + half]
            if number:
                faces.append([first - 2, first - 1, first + 1, first])
    mesh(np.array(vertices), np.array(faces), leaf)


def _skyline(
    rng: np.random.Generator, base: float, mats: list[bpy.types.Material], rows: tuple[tuple[float, float, float], ...]
) -> None:
    """Towers outside: rows of (distance, height, width), standing `base` below the floor."""
    before = set(bpy.data.objects)
    for y, tall, step in rows:
        x = -y * 0.85
        while x < y * 0.85:
            wide = step * rng.uniform(0.6, 1.0)
            tower(
                x + wide / 2,
                y + rng.uniform(-8, 8),
                wide,
                wide,
                tall * rng.uniform(0.5, 1.25),
                mats[int(rng.integers(len(mats)))],
                rng,
            )
            x += wide + rng.uniform(1, 7)
    for made in set(bpy.data.objects) - before:
        made.location.z = base


def _bookcase(x: float, rng: np.random.Generator, wood: bpy.types.Material, edge: bpy.types.Material) -> None:
    """Shelves along a wall at x, with books, bowls and a line of light under each."""
    tones = [
        material(tone, 0.5)
        for tone in (
            (0.5, 0.1, 0.06),
            (0.06, 0.14, 0.3),
            (0.6, 0.5, 0.35),
            (0.08, 0.09, 0.1),
            (0.15, 0.3, 0.22),
            (0.7, 0.68, 0.64),
        )
    ]
    for z in (0.55, 1.15, 1.75, 2.35):
        box((x + 0.1, 4.6, z), (0.42, 3.6, 0.05), wood, bevel=0.008)
        box((x - 0.06, 4.6, z - 0.035), (0.03, 3.5, 0.02), edge, bevel=0)
        y = 2.95
        while y < 6.3:
            kind = rng.random()
            if kind < 0.66:
                thick, high = rng.uniform(0.03, 0.07), rng.uniform(0.24, 0.42)
                box((x + 0.1, y, z + 0.03 + high / 2), (0.24, thick, high), tones[int(rng.integers(6))], bevel=0.004)
                y += thick + 0.004
            elif kind < 0.8:
                sphere((x + 0.12, y + 0.12, z + 0.15), 0.11, tones[int(rng.integers(6))], rings=14)
                y += 0.32
            else:
                y += rng.uniform(0.12, 0.4)


def office() -> None:
    """A corner office high over the city at dusk: a wall of glass, a desk, shelves with lit edges, plants."""
    reset(samples=40, bounces=5)
    rng = np.random.default_rng(19)
    floor = material(
        (0.16, 0.10, 0.06), 0.22, noise=(1.4, (0.10, 0.06, 0.035), (0.22, 0.14, 0.085)), stretch=(8, 0.8, 1), bump=0.05
    )
    plane((0, 4, 0), 30, floor)
    ceiling, frame = material((0.5, 0.5, 0.5), 0.8), material((0.02, 0.02, 0.022), 0.35, 0.6)
    plane((0, 4, 3.3), 30, ceiling, (np.pi, 0, 0))
    strip = material((1, 1, 1), 0.4, glow=True)
    for x in (-2.2, 0.4, 3.0):
        box((x, 3, 3.27), (0.09, 8, 0.03), strip, bevel=0)
    back = 7.0
    for x in np.arange(-7.2, 7.3, 1.8):
        box((x, back, 1.65), (0.07, 0.14, 3.3), frame, bevel=0.01)
    for z in (0.05, 0.72, 3.26):
        box((0, back, z), (16, 0.14, 0.08), frame, bevel=0.01)
    wood = material(
        (0.20, 0.11, 0.055), 0.45, noise=(2.2, (0.12, 0.065, 0.03), (0.27, 0.15, 0.08)), stretch=(1, 6, 1), bump=0.05
    )
    edge = material((1, 1, 1), 0.4, glow=True)
    x = -5.0
    box((x - 0.2, 3.6, 1.65), (0.1, 7, 3.3), material((0.10, 0.095, 0.09), 0.7), bevel=0)
    boxes([((x - 0.12, y, 1.65), (0.06, 0.06, 3.3), 0.0) for y in np.arange(0.2, 7, 0.12)], wood)
    _bookcase(x, rng, wood, edge)
    leaf, pot = material((0.05, 0.16, 0.05), 0.45), material((0.55, 0.53, 0.5), 0.5)
    for at, size in (((-3.7, 6.2, 0), 1.35), ((4.6, 6.0, 0), 1.5), ((5.5, 4.6, 0), 1.0)):
        potted_plant(at, size, rng, leaf, pot)
    leather = material((0.035, 0.03, 0.028), 0.4, coat=0.3)
    chrome = material((0.6, 0.6, 0.62), 0.2, 1.0)
    box((-1.9, 5.1, 0.74), (2.6, 1.1, 0.07), wood, bevel=0.015)
    for leg in (-3.0, -0.8):
        box((leg, 5.1, 0.36), (0.06, 0.9, 0.72), frame, bevel=0.01)
    screen = screen_material(
        np.repeat(
            (0.1 + 0.8 * np.abs(fbm(*np.meshgrid(np.linspace(0, 3, 160), np.linspace(0, 2, 90)), 4, seed=6)))[
                ..., None
            ],
            3,
            -1,
        )
    )
    box((-1.7, 5.25, 1.28), (1.15, 0.04, 0.62), frame, bevel=0.01)
    panel((-1.7, 5.228, 1.28), (1.1, 0.57), screen)
    box((-1.7, 5.3, 0.9), (0.07, 0.05, 0.3), chrome, bevel=0)
    box((-2.55, 5.0, 0.82), (0.34, 0.26, 0.08), leather, (0, 0, 0.2), 0.01)
    cylinder((-2.9, 5.2, 1.05), 0.016, 0.6, chrome, (0, 0.3, 0), bevel=0)
    cylinder((-2.78, 5.2, 1.36), 0.12, 0.14, frame, bevel=0, top=0.04)
    lamp = material((1, 1, 1), 0.4, glow=True)
    sphere((-2.78, 5.2, 1.29), 0.05, lamp, rings=10)
    box((-1.6, 4.1, 0.56), (0.62, 0.6, 0.12), leather, bevel=0.05)
    box((-1.6, 3.82, 1.0), (0.58, 0.12, 0.8), leather, (-0.12, 0, 0), 0.06)
    cylinder((-1.6, 4.1, 0.28), 0.04, 0.5, chrome)
    for at_x in (2.6, 4.1):
        box((at_x, 5.6, 0.34), (1.2, 0.9, 0.34), leather, bevel=0.09)
        box((at_x, 6.0, 0.66), (1.2, 0.22, 0.66), leather, bevel=0.09)
    cylinder((3.35, 4.5, 0.4), 0.5, 0.04, chrome, bevel=0.01, sides=64)
    top = material(
        (0.18, 0.10, 0.05), 0.2, noise=(1.6, (0.11, 0.06, 0.03), (0.25, 0.145, 0.075)), stretch=(1, 12, 1), bump=0.04
    )
    box((0, -0.55, 0.86), (9, 1.5, 0.09), top, bevel=0.02)
    facades = [
        screen_material(windows(seed, lit), 0.12, (0.05, 0.055, 0.065))
        for seed, lit in ((1, 0.22), (4, 0.30), (9, 0.16))
    ]
    _skyline(rng, -150, facades, ((110, 175, 26), (190, 200, 32), (330, 230, 44), (560, 240, 60)))
    camera((0.0, -2.6, 1.62), (0.05, 6, 1.72), 27, focus=6.5, fstop=0.85)

    def dusk(rays: np.ndarray) -> np.ndarray:
        return skies.gradient(rays, 0.55, 0.12, 2.6, ground=0.10)

    def ember(rays: np.ndarray) -> np.ndarray:
        cloud = skies.clouds(rays, scale=0.7, cover=0.4, soft=0.5, stretch=2.5, seed=71)
        return 0.75 * skies.glow(rays, skies.direction(14, 4)) * (0.8 + 1.2 * cloud) + 0.3 * skies.horizon_band(
            rays, 0.12
        )

    bake(
        "office",
        {
            "a": Group([area((0, 6.8, 1.9), (0, 0, 1.0), 160, 9, 2.6)], [(screen, 0.8)], sky=dusk, bloom=0.15),
            "b": Group(
                [area((2.5, 6.7, 1.4), (-1.5, 0, 0.8), 190, 4, 2), point((-2.7, 4.9, 1.2), 9, 0.1)],
                [*((facade, 1.6) for facade in facades), (edge, 4), (lamp, 20)],
                sky=ember,
                bloom=0.25,
            ),
            "k": Group(
                [area((0, -2, 3.2), (0, 4, 0.8), 80, 3), area((0.4, 3, 3.2), (0.4, 3, 0), 60, 3, 6)],
                [(strip, 3)],
                bloom=0.2,
            ),
        },
        size=(1280, 720),
        haze=Haze(half=800, most=0.8, sky_elevation=0.05),
    )


def _chart(seed: int, rising: bool) -> np.ndarray:
    """A screen of a trader: candles, averages, volume, a ladder of numbers that are only bars."""
    rng = np.random.default_rng(seed)
    height, width = 216, 384
    image = np.full((height, width, 3), (0.006, 0.008, 0.014))
    image[::27] += 0.012
    image[:, ::32] += 0.012
    green, red = np.array((0.04, 0.85, 0.28)), np.array((0.95, 0.08, 0.09))
    count = 62
    walk = np.cumsum(rng.normal(0.10 if rising else -0.10, 1.0, count + 1))
    walk = (walk - walk.min()) / np.ptp(walk)
    level = (0.80 - 0.62 * walk) * height * 0.86
    for number in range(count):
        x = 8 + number * 4.6
        start, end = level[number], level[number + 1]
        tone = green if end < start else red
        top, bottom = sorted((start, end))
        wick = rng.uniform(1, 9)
        image[max(0, int(top - wick)) : int(bottom + wick) + 1, int(x) + 1 : int(x) + 2] = tone
        image[int(top) : int(bottom) + 2, int(x) : int(x) + 3] = tone
        volume = int(rng.uniform(4, 26))
        image[height - volume - 4 : height - 4, int(x) : int(x) + 3] = tone * 0.5
    average = np.convolve(np.pad(level, 6, "edge"), np.ones(13) / 13, "valid")
    for column in range(8, 8 + int(count * 4.6)):
        place = int(np.interp((column - 8) / 4.6, np.arange(count + 1), average))
        image[place : place + 2, column] = (0.9, 0.6, 0.1)
    for row in range(17):
        y = 8 + row * 12
        tone = green if row < 8 else red
        image[y : y + 7, 304 : 304 + int(rng.uniform(14, 34))] = 0.35
        image[y : y + 7, 344 : 344 + int(rng.uniform(6, 36))] = tone * 0.7
    return image


def trading_floor() -> None:
    """A dark trading room: a wall of charts, rows of desks with screens, a ticker of light, a window on the night."""
    reset(samples=40, bounces=4)
    rng = np.random.default_rng(3)
    dark, desk = material((0.02, 0.021, 0.024), 0.3), material((0.05, 0.05, 0.055), 0.25)
    plane((0, 6, 0), 40, material((0.03, 0.031, 0.036), 0.12, noise=(0.9, (0.02, 0.02, 0.024), (0.045, 0.046, 0.052))))
    plane((0, 6, 4.6), 40, material((0.03, 0.03, 0.034), 0.6), (np.pi, 0, 0))
    charts = [screen_material(_chart(seed, seed % 3 != 1), 0.12) for seed in range(12)]
    back = 11.0
    plane((0, back + 0.2, 2), 40, material((0.015, 0.016, 0.02), 0.5), (np.pi / 2, 0, 0))
    for column in range(-3, 4):
        for row in range(2):
            x, z = column * 2.42, 1.95 + row * 1.42
            box((x, back, z), (2.36, 0.14, 1.36), dark, bevel=0.02)
            panel((x, back - 0.075, z), (2.28, 1.28), charts[int(rng.integers(12))])
    ring, strip_a, strip_b = (material((1, 1, 1), 0.4, glow=True) for _ in range(3))
    box((0, back - 0.2, 4.36), (18, 0.1, 0.12), strip_a, bevel=0)
    box((0, back - 0.2, 1.08), (18, 0.1, 0.05), strip_b, bevel=0)
    for x in (-5.2, -2.6, 2.6, 5.2):
        box((x, 4.5, 4.55), (0.1, 11, 0.04), strip_a, bevel=0)
    torus((0, 5.8, 4.2), 1.9, 0.05, ring)
    for side in (-1, 1):
        for number in range(10):
            box(
                (side * 7.4, -1 + number * 1.25, 2.3), (0.14, 0.5, 4.6), material((0.05, 0.05, 0.056), 0.35), bevel=0.02
            )
            box(
                (side * 7.33, -0.4 + number * 1.25, 2.3), (0.03, 0.05, 4.4), strip_b if number % 2 else strip_a, bevel=0
            )
    chair, lights_a, lights_b = material((0.025, 0.025, 0.028), 0.5), [], []
    for row, y in enumerate((4.6, 6.6, 8.6)):
        for column in (-3, -2, -1, 1, 2, 3):
            x = column * 1.75 + (0.35 if column > 0 else -0.35)
            box((x, y, 0.74), (1.6, 0.8, 0.05), desk, bevel=0.012)
            box((x, y + 0.36, 0.4), (1.6, 0.04, 0.7), dark, bevel=0)
            box((x, y - 0.41, 0.735), (1.6, 0.015, 0.02), strip_b, bevel=0)
            for side in (-1, 1):
                for tier in range(2 if row else 1):
                    turn = (np.pi / 2, 0, -side * 0.18)
                    at = (x + side * 0.38, y + 0.22, 1.03 + tier * 0.46)
                    box((at[0], at[1] + 0.02, at[2]), (0.74, 0.04, 0.44), dark, (0, 0, -side * 0.18), 0.01)
                    shown = (at[0], at[1] - 0.008, at[2])
                    panel(shown, (0.70, 0.40), charts[int(rng.integers(12))], turn)
            box((x, y - 0.05, 0.78), (0.5, 0.16, 0.02), dark, bevel=0.004)
            box((x, y - 0.8, 0.95), (0.5, 0.10, 0.62), chair, (-0.1, 0, 0), 0.05)
            box((x, y - 0.6, 0.52), (0.5, 0.46, 0.10), chair, bevel=0.04)
            cylinder((x, y - 0.6, 0.26), 0.03, 0.5, dark, bevel=0)
            lights_b.append(point((x, y - 0.1, 1.2), 1.6, 0.3))
    lights_a += [area((x, 4.5, 4.5), (x, 4.5, 0), 55, 0.3, 10) for x in (-5.2, -2.6, 2.6, 5.2)]
    lights_a.append(area((0, 10.4, 4.3), (0, 4, 0.6), 90, 12, 0.6))
    lights_b.append(area((0, 10.6, 2.4), (0, 2, 0.8), 110, 12, 2.2))
    camera((0.0, -2.4, 1.72), (0.0, 8, 1.95), 25, focus=8.5, fstop=1.3)
    bake(
        "trading_floor",
        {
            "a": Group(lights_a, [(strip_a, 5), (ring, 8)], bloom=0.22),
            "b": Group(lights_b, [(strip_b, 5)], bloom=0.22),
            "k": Group([area((0, -2, 4.2), (0, 6, 0.8), 120, 4)], after=motes(40, 4)),
            "e": Group(emitters=[(chart, 1.5) for chart in charts], bloom=0.22),
        },
        size=(1280, 720),
        haze=Haze(half=60, most=0.5),
    )
