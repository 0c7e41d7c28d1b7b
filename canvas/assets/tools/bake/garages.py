"""A car workshop."""

from __future__ import annotations

import bpy
import numpy as np
from air import motes
from parts import box, cylinder, panel, torus
from shapes import area, boxes, grid, material, plane, spot, tube
from stage import Group, Haze, bake, camera, reset


def _car(
    at: tuple[float, float, float],
    paint: bpy.types.Material,
    glass: bpy.types.Material,
    dark: bpy.types.Material,
    lamp: bpy.types.Material,
    chrome: bpy.types.Material,
) -> None:
    """A low sports coupe seen from ahead and a little to the side: no make in particular."""
    stations = np.linspace(-2.2, 2.2, 70)
    s = (stations + 2.2) / 4.4
    half = 0.93 * (1 - 0.20 * np.clip(1 - s / 0.12, 0, 1) ** 2 - 0.12 * np.clip((s - 0.9) / 0.1, 0, 1) ** 2)
    half = half + 0.05 * np.exp(-(((s - 0.18) / 0.09) ** 2)) + 0.07 * np.exp(-(((s - 0.80) / 0.11) ** 2))
    belt = (
        0.56
        + 0.24 * np.clip(s / 0.35, 0, 1) ** 0.8
        + 0.05 * np.exp(-(((s - 0.18) / 0.08) ** 2))
        + 0.06 * np.exp(-(((s - 0.8) / 0.1) ** 2))
    )
    v = np.linspace(0, 1, 30)
    across = np.concatenate([1 - 0.10 * (1 - v) ** 2, np.cos(np.linspace(0, np.pi / 2, 16))[1:]])
    lift = np.concatenate([v * 0.86, 0.86 + 0.14 * np.sin(np.linspace(0, np.pi / 2, 16))[1:]])
    low = 0.20
    for side in (-1, 1):
        x = side * np.outer(half, across)
        z = low + np.outer(belt - low, lift)
        y = np.repeat(stations[:, None], len(across), 1)
        grid(at[0] + x, at[1] + y, at[2] + z, paint)
    roof_s = np.linspace(0.30, 0.93, 44)
    shape = np.sin(np.pi * np.clip((roof_s - 0.30) / 0.63, 0, 1)) ** 0.62
    top = np.interp(roof_s, s, belt) + 0.43 * shape * (1 - 0.25 * np.clip((roof_s - 0.6) / 0.33, 0, 1))
    width = np.interp(roof_s, s, half) * (0.86 - 0.16 * shape)
    turn = np.linspace(0, np.pi, 40)
    squash = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.7
    x = np.outer(width, squash)
    z = (
        np.interp(roof_s, s, belt)[:, None]
        - 0.03
        + np.outer(top - np.interp(roof_s, s, belt) + 0.03, np.sin(turn) ** 0.62)
    )
    y = np.repeat((-2.2 + 4.4 * roof_s)[:, None], 40, 1)
    grid(at[0] + x, at[1] + y, at[2] + z, glass)
    middle = slice(12, 34)
    grid(at[0] + x[middle, 9:31], at[1] + y[middle, 9:31], at[2] + z[middle, 9:31] + 0.012, paint)
    face = at[1] - 2.16
    box((at[0], face + 0.06, at[2] + 0.24), (1.5, 0.12, 0.10), dark, bevel=0.03)
    box((at[0], face + 0.02, at[2] + 0.37), (0.86, 0.14, 0.16), dark, bevel=0.05)
    for side in (-1, 1):
        box(
            (at[0] + side * 0.60, face + 0.16, at[2] + 0.56),
            (0.36, 0.10, 0.045),
            lamp,
            (0, side * 0.14, side * 0.35),
            0.01,
        )
        box((at[0] + side * 0.66, face + 0.08, at[2] + 0.34), (0.24, 0.14, 0.16), dark, (0, 0, side * 0.3), 0.04)
        box((at[0] + side * 0.99, at[1] - 0.55, at[2] + 0.83), (0.17, 0.12, 0.10), paint, bevel=0.035)
        for wheel in (-1.38, 1.32):
            place = (at[0] + side * 0.84, at[1] + wheel, at[2] + 0.33)
            cylinder(place, 0.335, 0.24, dark, (0, np.pi / 2, 0), bevel=0.05, sides=64)
            cylinder(
                (place[0] + side * 0.09, place[1], place[2]),
                0.25,
                0.09,
                material((0.02, 0.02, 0.02), 0.4),
                (0, np.pi / 2, 0),
                bevel=0.01,
                sides=48,
            )
            torus((place[0] + side * 0.13, place[1], place[2]), 0.235, 0.018, chrome, (0, np.pi / 2, 0))
            for spoke in np.arange(7) * 2 * np.pi / 7:
                box(
                    (place[0] + side * 0.13, place[1] + 0.12 * np.sin(spoke), place[2] + 0.12 * np.cos(spoke)),
                    (0.03, 0.05, 0.23),
                    chrome,
                    (-spoke, 0, 0),
                    0.008,
                )


def _tool_wall(
    back: float,
    rng: np.random.Generator,
    red: bpy.types.Material,
    chrome: bpy.types.Material,
    steel: bpy.types.Material,
    dark: bpy.types.Material,
) -> None:
    """Tool chests under a board of spanners, screwdrivers and hammers."""
    for number, x in enumerate((-5.4, -4.2, -3.0)):
        high = (1.05, 1.05, 1.9)[number]
        box((x, back - 0.45, high / 2 + 0.1), (1.14, 0.7, high), red, bevel=0.02)
        for z in np.arange(0.24, high, 0.19):
            box((x, back - 0.81, z), (1.04, 0.02, 0.165), red, bevel=0.008)
            box((x, back - 0.83, z + 0.06), (0.96, 0.025, 0.02), chrome, bevel=0)
        for wheel in (-0.45, 0.45):
            cylinder((x + wheel, back - 0.5, 0.06), 0.06, 0.05, dark, (0, np.pi / 2, 0), bevel=0, sides=16)
    box((-4.8, back - 0.45, 1.19), (2.5, 0.76, 0.05), steel, bevel=0.01)
    board = material((0.12, 0.12, 0.125), 0.6)
    box((-4.85, back - 0.09, 2.2), (2.5, 0.05, 1.7), board, bevel=0)
    for number in range(42):
        x, z = -5.95 + (number % 14) * 0.168, 2.75 - (number // 14) * 0.5
        long = rng.uniform(0.18, 0.36)
        box((x, back - 0.14, z - long / 2), (0.03, 0.02, long), steel if number % 3 else chrome, bevel=0.005)
        if number % 3 == 0:
            torus((x, back - 0.14, z), 0.035, 0.011, chrome, (np.pi / 2, 0, 0))
        elif number % 3 == 1:
            box((x, back - 0.14, z - long + 0.03), (0.045, 0.035, 0.13), red, bevel=0.012)
        else:
            box((x, back - 0.14, z), (0.11, 0.035, 0.045), steel, bevel=0.01)


def garage() -> None:
    """A car workshop by night: a coupe, tool chests, a pegboard of tools, tyres, honeycomb lamps over a shiny floor."""
    reset(samples=36, bounces=4)
    rng = np.random.default_rng(6)
    plane((0, 4, 0), 30, material((0.09, 0.09, 0.095), 0.10, noise=(0.7, (0.07, 0.07, 0.074), (0.12, 0.12, 0.126))))
    back = 8.2
    panel_wall = material((0.07, 0.07, 0.075), 0.55)
    boxes([((x, back, 2.3), (0.28, 0.1, 4.6), 0.0) for x in np.arange(-8, 8.1, 0.3)], panel_wall, bevel=0.012)
    plane((0, 4, 4.4), 30, material((0.03, 0.03, 0.033), 0.7), (np.pi, 0, 0))
    for side in (-1, 1):
        plane((side * 7, 4, 2), 20, panel_wall, (np.pi / 2, 0, side * np.pi / 2))
    lamp, strip_a, strip_b, head = (material((1, 1, 1), 0.4, glow=True) for _ in range(4))
    red, dark = material((0.55, 0.03, 0.025), 0.28, coat=0.6), material((0.02, 0.02, 0.022), 0.4)
    chrome, steel = material((0.7, 0.7, 0.72), 0.16, 1.0), material((0.35, 0.35, 0.37), 0.32, 1.0)
    size = 0.62
    for row in range(6):
        for column in range(-5, 6):
            cx, cy = column * size * 1.5, 0.6 + row * size * np.sqrt(3) + (size * np.sqrt(3) / 2 if column % 2 else 0)
            for number in range(3):
                first, second = (np.pi / 3 * (number + step) for step in (0, 1))
                ends = np.array([(cx + size * np.cos(t), cy + size * np.sin(t), 4.3) for t in (first, second)])
                tube(ends, 0.022, lamp, sides=8)
    for side, mat in ((-1, strip_a), (1, strip_b)):
        box((side * 6.9, 4, 0.06), (0.05, 9, 0.05), mat, bevel=0)
        box((side * 6.9, 4, 3.6), (0.05, 9, 0.05), mat, bevel=0)
        box((side * 3.9, back - 0.08, 3.72), (6.0, 0.05, 0.05), mat, bevel=0)
    _tool_wall(back, rng, red, chrome, steel, dark)
    rubber = material((0.014, 0.014, 0.015), 0.6)
    for x, y, count in ((5.6, 7.2, 5), (4.7, 7.5, 3), (5.9, 6.2, 2)):
        for level in range(count):
            torus((x, y, 0.13 + level * 0.25), 0.26, 0.125, rubber)
            cylinder((x, y, 0.13 + level * 0.25), 0.2, 0.16, steel, bevel=0.01)
    for side in (-1, 1):
        box((1.1 + side * 1.75, 5.2, 1.9), (0.26, 0.34, 3.8), material((0.04, 0.12, 0.3), 0.35, coat=0.4), bevel=0.02)
        box((1.1 + side * 1.75, 5.2, 0.03), (0.6, 0.9, 0.06), steel, bevel=0.01)
        box((1.1 + side * 1.35, 4.8, 0.14), (0.7, 0.09, 0.07), steel, (0, 0, side * 0.4), 0.01)
    box((1.1, 5.2, 3.8), (3.7, 0.3, 0.14), material((0.04, 0.12, 0.3), 0.35, coat=0.4), bevel=0.02)
    glass = material((0.012, 0.013, 0.016), 0.05, coat=1.0)
    paint = material((0.30, 0.31, 0.33), 0.25, 0.7, coat=1.0)
    _car((1.1, 5.4, 0.0), paint, glass, rubber, head, chrome)
    for x, y in ((-2.5, 6.9), (-1.9, 7.3)):
        cylinder((x, y, 0.45), 0.3, 0.9, (material((0.04, 0.1, 0.26), 0.4), red)[x > -2], bevel=0.02, sides=40)
        for z in (0.3, 0.6):
            torus((x, y, z), 0.3, 0.015, steel)
    panel((4.3, back - 0.09, 2.2), (1.5, 1.0), dark)
    for number in range(3):
        cylinder((3.85 + number * 0.45, back - 0.14, 2.2), 0.17, 0.03, chrome, (np.pi / 2, 0, 0), bevel=0.01, sides=40)
        cylinder((3.85 + number * 0.45, back - 0.16, 2.2), 0.05, 0.05, dark, (np.pi / 2, 0, 0), bevel=0.01, sides=20)
    camera((-0.9, -2.4, 1.35), (-0.15, 7, 1.55), 27, focus=6.4, fstop=1.6)
    bake(
        "garage",
        {
            "a": Group([area((-6.6, 3, 2.2), (0, 5.5, 0.6), 210, 1, 4)], [(strip_a, 9)], bloom=0.25),
            "b": Group(
                [
                    area((6.6, 3, 2.2), (1, 5.5, 0.6), 210, 1, 4),
                    *(spot((1.1 + s * 0.6, 3.2, 0.56), (1.1 + s * 0.8, -2, 0.2), 40, 60) for s in (-1, 1)),
                ],
                [(strip_b, 9), (head, 12)],
                bloom=0.25,
            ),
            "k": Group([area((0, 3.5, 4.2), (0, 3.5, 0), 330, 8, 6)], [(lamp, 9)], bloom=0.2, after=motes(40, 6)),
        },
        size=(1280, 720),
        haze=Haze(half=60, most=0.4),
    )
