"""A gym."""

from __future__ import annotations

import bpy
import numpy as np
from air import motes
from parts import box, cylinder, sphere, torus
from shapes import area, boxes, grid, lathe, material, plane, tube
from stage import Group, Haze, bake, camera, reset


def _bricks(y: float, half_width: float, high: float, rng: np.random.Generator, mat: bpy.types.Material) -> None:
    """A brick wall that faces -y."""
    items = []
    for row in range(int(high / 0.125)):
        for column in range(int(2 * half_width / 0.38) + 1):
            x = -half_width + column * 0.38 + (0.19 if row % 2 else 0)
            items.append(((x, y - rng.choice([0, 0, 0.006, 0.014]), 0.06 + row * 0.125), (0.365, 0.12, 0.112), 0.0))
    boxes(items, mat, bevel=0.008)


def _dumbbell(
    at: tuple[float, float, float], size: float, iron: bpy.types.Material, chrome: bpy.types.Material
) -> None:
    cylinder(at, 0.022, 0.30 * size + 0.06, chrome, (np.pi / 2, 0, 0), bevel=0, sides=14)
    for end in (-1, 1):
        place = (at[0], at[1] + end * (0.12 * size + 0.03), at[2])
        cylinder(place, 0.085 * size, 0.13 * size, iron, (np.pi / 2, 0.26, 0), bevel=0.014, sides=6)


def _rack(
    x: float,
    y: float,
    steel: bpy.types.Material,
    accent: bpy.types.Material,
    iron: bpy.types.Material,
    chrome: bpy.types.Material,
) -> None:
    """A squat rack with a loaded bar."""
    for dx in (-0.62, 0.62):
        for dy in (-0.6, 0.6):
            box((x + dx, y + dy, 1.25), (0.085, 0.085, 2.5), steel, bevel=0.01)
            boxes([((x + dx, y + dy - 0.044, z), (0.024, 0.004, 0.024), 0.0) for z in np.arange(0.3, 2.4, 0.1)], chrome)
        box((x + dx, y, 2.46), (0.085, 1.28, 0.085), accent, bevel=0.01)
        box((x + dx, y, 0.05), (0.085, 1.28, 0.085), accent, bevel=0.01)
        box((x + dx, y - 0.72, 1.42), (0.07, 0.22, 0.06), accent, bevel=0.01)
    for dy in (-0.6, 0.6):
        box((x, y + dy, 2.46), (1.3, 0.085, 0.085), steel, bevel=0.01)
    cylinder((x, y - 0.74, 1.49), 0.016, 2.3, chrome, (0, np.pi / 2, 0), bevel=0, sides=16)
    for side in (-1, 1):
        for number, (radius, thick) in enumerate(((0.225, 0.06), (0.225, 0.06), (0.17, 0.045), (0.115, 0.035))):
            place = (x + side * (0.80 + number * 0.062), y - 0.74, 1.49)
            cylinder(place, radius, thick, accent if number == 1 else iron, (0, np.pi / 2, 0), bevel=0.016, sides=48)
            cylinder(
                (place[0] + side * 0.032, place[1], place[2]),
                radius * 0.42,
                0.014,
                chrome,
                (0, np.pi / 2, 0),
                bevel=0.004,
                sides=32,
            )


def _dumbbell_wall(
    back: float, steel: bpy.types.Material, iron: bpy.types.Material, chrome: bpy.types.Material
) -> None:
    """Three tiers of dumbbells along the back wall."""
    for tier, z in enumerate((0.42, 0.82, 1.22)):
        box((0.2, back - 0.6 + tier * 0.10, z - 0.09), (5.4, 0.44, 0.05), steel, (0.25, 0, 0), 0.01)
        for number in range(17):
            _dumbbell((-2.35 + number * 0.32, back - 0.6 + tier * 0.10, z), (1.35, 1.15, 0.9)[tier], iron, chrome)
    for x in (-2.6, 0.2, 3.0):
        box((x, back - 0.42, 0.65), (0.09, 0.5, 1.3), steel, bevel=0.01)


def _bells_and_bag(iron: bpy.types.Material, accent: bpy.types.Material, chrome: bpy.types.Material) -> None:
    """A row of kettlebells on the right and a punching bag on the left."""
    for number in range(6):
        x, size = 1.9 + number * 0.36, 0.8 + number * 0.07
        lathe(
            [
                (0, 0),
                (0.11 * size, 0),
                (0.16 * size, 0.08 * size),
                (0.155 * size, 0.19 * size),
                (0.07 * size, 0.27 * size),
                (0, 0.28 * size),
            ],
            (iron, accent)[number % 2],
            (x + 1.2, 3.5, 0),
            sides=40,
        )
        torus((x + 1.2, 3.5, 0.29 * size), 0.085 * size, 0.02, chrome, (np.pi / 2, 0, 0))
    bag = material((0.10, 0.02, 0.02), 0.35, coat=0.3, noise=(3, (0.07, 0.012, 0.012), (0.15, 0.03, 0.03)), bump=0.05)
    bx, by = -2.6, 4.2
    level = np.linspace(0, 1, 40)
    turn = np.linspace(0, 2 * np.pi, 48)
    radius = 0.21 * np.clip(np.sqrt(1 - np.clip(np.abs(level - 0.5) * 2, 0, 1) ** 12), 0, 1)
    grid(
        bx + np.outer(radius, np.cos(turn)),
        by + np.outer(radius, np.sin(turn)),
        np.repeat((1.1 + 1.35 * level)[:, None], 48, 1),
        bag,
    )
    for z in (1.45, 1.78, 2.1):
        torus((bx, by, z), 0.212, 0.008, chrome)
    for angle in np.arange(4) * np.pi / 2:
        tube(
            np.array([(bx + 0.19 * np.cos(angle), by + 0.19 * np.sin(angle), 2.42), (bx, by, 2.95)]),
            0.011,
            chrome,
            sides=8,
        )
    tube(np.array([(bx, by, 2.95), (bx, by, 4.4)]), 0.016, chrome, sides=8)


def gym() -> None:
    """A strength gym: racks with loaded bars, a wall of dumbbells, a punching bag, tubes of light on the ceiling."""
    reset(samples=36, bounces=4)
    rng = np.random.default_rng(12)
    rubber = material((0.03, 0.03, 0.032), 0.42, noise=(60, (0.014, 0.014, 0.015), (0.06, 0.06, 0.064)), bump=0.12)
    tiles = [
        ((column * 1.0, -3 + row * 1.0, -0.02 + rng.uniform(0, 0.003)), (0.992, 0.992, 0.04), 0.0)
        for row in range(13)
        for column in range(-8, 9)
    ]
    boxes(tiles, rubber, bevel=0.006)
    plane((0, 4, -0.03), 30, material((0.01, 0.01, 0.01), 0.8))
    brick = material((0.10, 0.085, 0.08), 0.8, noise=(3.5, (0.055, 0.046, 0.044), (0.15, 0.125, 0.115)), bump=0.4)
    back = 8.4
    _bricks(back, 8.5, 4.6, rng, brick)
    plane((0, back + 0.05, 2), 30, material((0.03, 0.028, 0.027), 0.9), (np.pi / 2, 0, 0))
    plane((0, 4, 4.5), 30, material((0.02, 0.02, 0.022), 0.7), (np.pi, 0, 0))
    steel, accent = material((0.03, 0.03, 0.033), 0.3, 0.6), material((0.5, 0.035, 0.03), 0.35, coat=0.4)
    iron, chrome = material((0.035, 0.035, 0.038), 0.42, 0.4), material((0.7, 0.7, 0.72), 0.18, 1.0)
    tube_a, tube_b, tube_k = (material((1, 1, 1), 0.4, glow=True) for _ in range(3))
    for x in (-4.6, -2.3, 0.0, 2.3, 4.6):
        box((x, 3.6, 4.32), (0.09, 8.4, 0.06), tube_k, bevel=0)
        box((x, 3.6, 4.39), (0.22, 8.6, 0.1), steel, bevel=0.01)
        for y in np.arange(0.5, 8, 2.5):
            tube(np.array([(x, y, 4.4), (x, y, 4.6)]), 0.012, steel, sides=6)
    for beam in np.arange(-1, 8.5, 1.9):
        box((0, beam, 4.42), (17, 0.16, 0.22), steel, bevel=0.01)
    for side, mat in ((-1, tube_a), (1, tube_b)):
        for number in range(3):
            at = side * (3.9 - number * 0.55)
            box((at, back - 0.12, 2.85), (0.055, 0.05, 1.9), mat, (0, side * 0.45, 0), 0)
    _dumbbell_wall(back, steel, iron, chrome)
    for x, y in ((-4.6, 5.6), (4.7, 5.4), (-5.3, 2.4)):
        _rack(x, y, steel, accent, iron, chrome)
    leather = material((0.06, 0.012, 0.012), 0.4, coat=0.2)
    for x, y in ((-4.6, 5.0), (4.7, 4.8)):
        box((x, y - 0.1, 0.47), (0.32, 1.3, 0.10), leather, bevel=0.03)
        for dy in (-0.55, 0.4):
            box((x, y + dy, 0.2), (0.5, 0.07, 0.07), steel, bevel=0.01)
            box((x, y + dy, 0.3), (0.07, 0.07, 0.32), steel, bevel=0.01)
    _bells_and_bag(iron, accent, chrome)
    ball = material((0.04, 0.10, 0.16), 0.4)
    for x, y, size in ((-3.3, 6.9, 0.3), (-3.6, 6.4, 0.2)):
        sphere((x, y, size), size, ball, rings=20)
    for number in range(4):
        cylinder(
            (5.9, 3.0 + number * 0.05, 0.3 + 0.02 * number),
            0.29,
            0.06,
            (iron, accent)[number % 2],
            (1.35, 0, 0.2),
            bevel=0.02,
            sides=48,
        )
    camera((0.0, -2.9, 1.45), (0.0, 7, 1.95), 25, focus=7.4, fstop=1.2)
    sides = [
        [area((s * 6.2, 2.5, 3.2), (s * 1.5, 6.5, 0.8), 330, 2), area((s * 4.4, 7.6, 2.8), (s * 3, 3, 0), 60, 1)]
        for s in (-1, 1)
    ]
    bake(
        "gym",
        {
            "a": Group(sides[0], [(tube_a, 9)], bloom=0.25),
            "b": Group(sides[1], [(tube_b, 9)], bloom=0.25),
            "k": Group(
                [area((x, 3.6, 4.25), (x, 3.6, 0), 80, 0.2, 8) for x in (-4.6, -2.3, 0, 2.3, 4.6)],
                [(tube_k, 7)],
                bloom=0.22,
                after=motes(60, 5, power=0.8),
            ),
        },
        size=(1280, 720),
        haze=Haze(half=60, most=0.5),
    )
