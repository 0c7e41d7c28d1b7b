"""Instruments to play. Generic designs."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from outlines import curved, pipe, placed, plate, rounded
from places import turned
from shapes import area, box, cylinder, lathe, material, sphere, star, torus


def strings(
    count: int, low: tuple[float, float], high: tuple[float, float], wide: tuple[float, float], mat: bpy.types.Material
) -> None:
    """Stretch strings between two (y, z) places; `wide` is how far they spread at each."""
    for number in range(count):
        share = number / (count - 1) - 0.5
        ends = np.array([(share * wide[0], *low), (share * wide[1], *high)])
        pipe(np.linspace(ends[0], ends[1], 3), 0.012 - 0.001 * number, mat)


def neck(
    start: float, end: float, z: float, wood: bpy.types.Material, face: bpy.types.Material, wide: tuple[float, float]
) -> None:
    """A fretted neck along y, its fingerboard at height `z`."""
    steel, pearl = material((0.8, 0.8, 0.82), 0.15, 1.0), material((0.92, 0.9, 0.84), 0.25, coat=0.6)
    shape = np.array([(-wide[0] / 2, start), (wide[0] / 2, start), (wide[1] / 2, end), (-wide[1] / 2, end)])
    plate(shape, 0.22, wood, (0, 0, z - 0.13), edge=0.08)
    plate(shape, 0.07, face, (0, 0, z - 0.02), edge=0.015)
    full = (end - start) * 1.85
    for number in range(1, 20):
        y = end - full * (1 - 2 ** (-number / 12))
        if y < start + 0.03:
            break
        half = np.interp(y, [start, end], [wide[0], wide[1]]) / 2 - 0.01
        pipe(np.array([(-half, y, z + 0.016), (half, y, z + 0.014)]), 0.011, steel)
        if number in (3, 5, 7, 9, 12, 15):
            middle = end - full * (1 - 2 ** (-(number - 0.5) / 12))
            for x in (-0.09, 0.09) if number == 12 else (0.0,):
                cylinder((x, middle, z + 0.012), 0.042, 0.012, pearl, bevel=0.004)


def headstock(y: float, z: float, wood: bpy.types.Material, wide: float) -> None:
    """A three-a-side headstock with tuning machines."""
    steel, pearl = material((0.78, 0.79, 0.82), 0.15, 1.0), material((0.95, 0.92, 0.85), 0.2, coat=0.8)
    half = wide / 2
    shape = curved(
        [
            (half, 0),
            (half + 0.12, 0.22),
            (half + 0.19, 0.8),
            (0.2, 0.95),
            (0, 0.86),
            (-0.2, 0.95),
            (-half - 0.19, 0.8),
            (-half - 0.12, 0.22),
            (-half, 0),
        ],
        8,
    )
    with placed((0, y - 0.02, z), (-0.16, 0, 0)):
        plate(shape, 0.18, wood, (0, 0, -0.06), edge=0.03)
        for row in range(3):
            for side in (-1, 1):
                x, at = side * (half - 0.02 + 0.04 * row), 0.2 + 0.24 * row
                cylinder((x, at, 0.08), 0.045, 0.14, steel, bevel=0.01)
                torus((x, at, 0.035), 0.06, 0.016, steel)
                cylinder((side * (half + 0.24), at, -0.06), 0.025, 0.3, steel, (0, np.pi / 2, 0), bevel=0)
                sphere((side * (half + 0.38), at, -0.06), 0.095, pearl, (1.0, 0.85, 0.5), rings=16)
    box((0, y, z + 0.035), (wide, 0.07, 0.09), pearl, bevel=0.015)


def electric_guitar() -> None:
    """A red electric guitar with two horns, leaning to the right."""
    set_up(samples=16)
    red = material((0.78, 0.006, 0.012), 0.12, 0.25, coat=1.0)
    cream, black = material((0.90, 0.88, 0.84), 0.16, coat=1.0), material((0.012, 0.012, 0.014), 0.2, coat=0.8)
    chrome = material((0.82, 0.83, 0.86), 0.1, 1.0)
    maple = material(
        (0.72, 0.40, 0.14), 0.3, coat=0.7, noise=(3, (0.62, 0.31, 0.09), (0.82, 0.50, 0.20)), stretch=(6, 0.6, 1)
    )
    rosewood = material(
        (0.10, 0.035, 0.018), 0.4, coat=0.3, noise=(5, (0.06, 0.02, 0.01), (0.15, 0.055, 0.028)), stretch=(6, 0.5, 1)
    )
    body = [
        (0.02, -1.52), (0.66, -1.42), (1.14, -1.05), (1.22, -0.5), (0.98, -0.02), (0.86, 0.34), (0.95, 0.72),
        (1.02, 1.08), (0.86, 1.26), (0.64, 1.06), (0.42, 0.74), (0.26, 0.62), (-0.26, 0.66), (-0.46, 0.92),
        (-0.66, 1.36), (-0.92, 1.58), (-1.12, 1.36), (-1.06, 0.92), (-0.90, 0.44), (-0.92, 0.02), (-1.16, -0.5),
        (-1.14, -1.05), (-0.66, -1.42),
    ]  # fmt: skip
    outline = curved(body, 8)
    plate(outline, 0.5, red, edge=0.17, sharp=60)
    guard = [
        (0.28, 0.5), (0.50, 0.70), (0.70, 0.98), (0.86, 1.06), (0.88, 0.8), (0.72, 0.36), (0.80, -0.1), (1.0, -0.55),
        (0.9, -0.95), (0.62, -1.1), (0.42, -0.86), (0.40, -0.62),
        (-0.42, -0.62), (-0.62, -0.34), (-0.66, 0.2),
        (-0.78, 0.72), (-0.86, 1.12), (-0.72, 1.16), (-0.5, 0.76), (-0.28, 0.5),
    ]  # fmt: skip
    plate(curved(guard, 8), 0.06, cream, (0, 0, 0.26), edge=0.02)
    for y, tilt in ((0.30, 0.0), (-0.08, 0.0), (-0.46, -0.2)):
        with placed((0, y, 0.31), (0, 0, tilt)):
            plate(rounded(0.84, 0.23, 0.11), 0.12, black, edge=0.03)
            for number in range(6):
                cylinder((-0.29 + 0.116 * number, 0, 0.06), 0.03, 0.03, chrome, bevel=0.008)
    plate(rounded(0.72, 0.34, 0.05), 0.1, chrome, (0, -0.84, 0.31), edge=0.03)
    for number in range(6):
        box((-0.27 + 0.108 * number, -0.80, 0.38), (0.08, 0.24, 0.06), chrome, bevel=0.018)
    pipe(
        curved([(0.3, -0.76, 0.36), (0.42, -0.7, 0.5), (0.56, -0.4, 0.56), (0.66, 0.02, 0.5)], closed=False),
        0.026,
        chrome,
    )
    sphere((0.66, 0.04, 0.5), 0.055, cream, rings=12)
    for x, y in ((0.62, -0.42), (0.72, -0.74), (0.56, -0.98)):
        lathe([(0, 0.17), (0.07, 0.17), (0.085, 0.14), (0.105, 0.03), (0.115, 0.0)], cream, (x, y, 0.28))
        torus((x, y, 0.3), 0.112, 0.01, black)
    for x, y in ((0.0, -1.55), (-0.96, 1.62)):
        sphere((x, y, 0), 0.07, chrome, rings=12)
    neck(0.42, 3.0, 0.36, maple, rosewood, (0.46, 0.38))
    headstock(3.0, 0.36, red, 0.38)
    strings(6, (-0.84, 0.42), (3.01, 0.42), (0.58, 0.26), chrome)
    for number in range(6):
        side, row = (-1, 2 - number) if number < 3 else (1, number - 3)
        start = ((number / 5 - 0.5) * 0.26, 3.01, 0.42)
        pipe(np.array([start, (side * (0.17 + 0.04 * row), 3.2 + 0.237 * row, 0.38 - 0.038 * row)]), 0.009, chrome)
    turned((np.pi / 2 - 0.12, 0.62, 0.30))
    area((-2.5, -2.5, -1.5), (0, 0, 0), 70, 1.5).data.color = (1.0, 0.55, 0.3)
    shoot("electric_guitar", (0, -9.5, 0.4), (0.5, 0, 0.7), lens=66, fill=0.55, key=330, rim=380)


def acoustic_guitar() -> None:
    """A warm wooden guitar, leaning to the right."""
    set_up(samples=16)
    spruce = material(
        (0.80, 0.32, 0.06), 0.2, coat=0.9, noise=(2.2, (0.70, 0.25, 0.04), (0.88, 0.40, 0.09)), stretch=(9, 0.35, 1)
    )
    rim = material(
        (0.20, 0.055, 0.02), 0.2, coat=1.0, noise=(2.5, (0.13, 0.032, 0.012), (0.28, 0.08, 0.03)), stretch=(1, 1, 6)
    )
    dark = material((0.055, 0.02, 0.012), 0.3, coat=0.5)
    cream, chrome = material((0.92, 0.86, 0.72), 0.25, coat=0.6), material((0.82, 0.83, 0.86), 0.12, 1.0)
    half = [
        (0, -1.85),
        (0.75, -1.76),
        (1.28, -1.35),
        (1.38, -0.8),
        (1.12, -0.25),
        (0.88, 0.15),
        (0.90, 0.55),
        (1.0, 0.9),
        (0.86, 1.3),
        (0.45, 1.52),
    ]
    outline = curved([*half, (0, 1.54), *[(-x, y) for x, y in half[:0:-1]]], 8)
    hole_at = (0.0, 0.38)
    plate(outline, 0.9, rim, edge=0.05)
    plate(outline * 0.985, 0.08, spruce, (0, 0, 0.44), edge=0.02)
    loop = np.c_[outline * 0.985, np.full(len(outline), 0.46)]
    pipe(loop, 0.03, cream, closed=True)
    cylinder((*hole_at, 0.462), 0.43, 0.05, material((0.012, 0.006, 0.004), 0.8), bevel=0)
    for radius, thick, mat in ((0.46, 0.028, dark), (0.53, 0.02, cream), (0.585, 0.02, dark)):
        torus((*hole_at, 0.485), radius, thick, mat)
    guard = curved([(0.36, 0.12), (0.62, 0.24), (0.78, 0.0), (0.80, -0.42), (0.56, -0.62), (0.30, -0.3)], 8)
    plate(guard, 0.03, material((0.12, 0.02, 0.01), 0.1, coat=1.0), (0, 0, 0.49), edge=0.01)
    plate(rounded(1.15, 0.26, 0.1), 0.12, dark, (0, -0.95, 0.52), edge=0.04)
    box((0, -0.92, 0.59), (0.7, 0.05, 0.06), cream, bevel=0.015)
    for number in range(6):
        sphere((-0.28 + 0.112 * number, -1.0, 0.6), 0.042, cream, rings=12)
    neck(0.72, 3.2, 0.58, material((0.34, 0.12, 0.04), 0.3, coat=0.6), dark, (0.54, 0.42))
    headstock(3.2, 0.58, rim, 0.42)
    strings(6, (-0.92, 0.64), (3.21, 0.64), (0.58, 0.3), chrome)
    turned((np.pi / 2 - 0.12, 0.60, 0.32))
    shoot("acoustic_guitar", (0, -10.4, 0.4), (0.5, 0, 0.62), lens=68, fill=0.5, key=320, rim=360)


def piano() -> None:
    """A black grand piano with its lid up and gold inside."""
    set_up(samples=16)
    black = material((0.008, 0.008, 0.012), 0.08, coat=1.0)
    white, ink = material((0.92, 0.92, 0.90), 0.15, coat=0.8), material((0.01, 0.01, 0.012), 0.15, coat=0.8)
    brass, felt = material((1.0, 0.58, 0.14), 0.25, 1.0), material((0.55, 0.008, 0.02), 0.8)
    bent = curved(
        [
            (1.32, -0.3),
            (1.28, 0.25),
            (0.95, 0.75),
            (0.62, 1.25),
            (0.52, 1.85),
            (0.18, 2.35),
            (-0.5, 2.55),
            (-1.05, 2.4),
            (-1.32, 1.95),
        ],
        8,
        closed=False,
    )
    outline = np.r_[[(-1.32, -0.62), (1.32, -0.62)], bent]
    plate(outline, 0.62, black, (0, 0, 1.32), edge=0.04, holes=[outline * 0.90 + np.array([0, 0.07])])
    plate(outline * 0.93 + np.array([0, 0.05]), 0.12, brass, (0, 0, 1.28), edge=0.01)
    for number in range(26):
        x = -1.08 + 0.082 * number
        end = float(np.interp(x, [-1.1, 0.2, 0.6, 1.1], [2.1, 1.95, 1.1, 0.25]))
        pipe(np.array([(x, -0.35, 1.37), (x - 0.05, end, 1.37)]), 0.012, material((0.85, 0.80, 0.65), 0.2, 1.0))
    box((0, -0.42, 1.42), (2.36, 0.2, 0.12), felt)
    box((0, -0.98, 1.10), (2.64, 0.78, 0.2), black, bevel=0.04)
    for x in (-1.24, 1.24):
        box((x, -0.98, 1.26), (0.17, 0.78, 0.3), black, bevel=0.05)
    for number in range(21):
        box((-1.10 + 0.11 * number, -1.08, 1.25), (0.102, 0.62, 0.1), white, bevel=0.016)
        if number % 7 not in (2, 6) and number < 20:
            box((-1.045 + 0.11 * number, -0.98, 1.32), (0.06, 0.40, 0.1), ink, bevel=0.016)
    box((0, -0.74, 1.42), (2.4, 0.06, 0.36), black, bevel=0.02)
    box((0, -0.52, 1.78), (1.3, 0.05, 0.5), black, (-0.2, 0, 0), bevel=0.03)
    with placed((-1.32, 0, 1.64), (0, -0.86, 0)), placed((1.32, 0, 0)):
        plate(outline + np.array([0, 0.02]), 0.08, black, edge=0.025)
    pipe(np.array([(1.0, 0.35, 1.55), (0.20, 0.35, 3.18)]), 0.035, brass)
    for x, y in ((-1.08, -0.72), (1.08, -0.72), (-0.35, 2.0)):
        lathe(
            [(0, 0), (0.09, 0.0), (0.1, 0.1), (0.08, 0.16), (0.13, 0.3), (0.17, 0.9), (0.2, 1.06), (0, 1.06)],
            black,
            (x, y, 0),
        )
        sphere((x, y, 0.05), 0.1, brass, rings=14)
    for x in (-0.1, 0.1):
        pipe(np.array([(x, -0.35, 1.05), (x, -0.40, 0.25)]), 0.03, brass)
    box((0, -0.42, 0.2), (0.5, 0.3, 0.1), black, bevel=0.03)
    for x in (-0.14, 0.0, 0.14):
        box((x, -0.64, 0.17), (0.08, 0.22, 0.03), brass, bevel=0.01)
    turned((0, 0, -0.62))
    area((4.5, -3, 0.5), (0, 0, 1.4), 130, 1.6)
    area((0.0, -2.0, 5.5), (0, 0.4, 1.4), 160, 2.0)
    shoot("piano", (0, -11.2, 3.9), (0.15, 0, 1.62), lens=70, fill=0.6, key=330, rim=520)


def drum_kit() -> None:
    """A red five-piece kit with gold cymbals."""
    set_up(samples=16)
    red = material((0.72, 0.006, 0.015), 0.14, 0.2, coat=1.0)
    head, chrome = material((0.88, 0.88, 0.90), 0.35), material((0.80, 0.81, 0.84), 0.14, 1.0)
    brass = material((1.0, 0.58, 0.10), 0.2, 1.0)
    dark = material((0.02, 0.02, 0.024), 0.4)

    def drum(at: tuple[float, float, float], turn: tuple[float, float, float], radius: float, deep: float) -> None:
        with placed(at, turn):
            cylinder((0, 0, 0), radius, deep, red, bevel=0.01, sides=96)
            for z in (-deep / 2, deep / 2):
                torus((0, 0, z), radius * 1.02, 0.055, chrome)
                cylinder((0, 0, z), radius * 0.97, 0.05, head, bevel=0.01)
            for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
                x, y = radius * 1.05 * np.cos(angle), radius * 1.05 * np.sin(angle)
                pipe(np.array([(x, y, -deep / 2), (x, y, deep / 2)]), 0.022, chrome)
                box((x, y, 0), (0.09, 0.09, min(0.3, deep * 0.4)), chrome, (0, 0, angle), 0.02)

    def cymbal(
        at: tuple[float, float, float], turn: tuple[float, float, float], radius: float, foot: tuple[float, float]
    ) -> None:
        pipe(np.array([(foot[0], foot[1], 0), at]), 0.035, chrome)
        for angle in (0.3, 2.4, 4.5):
            pipe(
                np.array(
                    [(foot[0], foot[1], 0.5), (foot[0] + 0.4 * np.cos(angle), foot[1] + 0.4 * np.sin(angle), 0.0)]
                ),
                0.03,
                chrome,
            )
        with placed(at, turn):
            r = np.linspace(0.2, 1, 34)
            groove = 0.004 * np.sin(np.arange(34) * 2.1)
            lathe(
                [
                    (0, 0.15),
                    (0.08 * radius, 0.145),
                    (0.16 * radius, 0.1),
                    *zip(radius * r, 0.08 - 0.07 * r**1.5 + groove, strict=True),
                ],
                brass,
                sides=128,
            ).modifiers.new("solid", "SOLIDIFY").thickness = 0.02
            sphere((0, 0, 0.17), 0.05, dark, rings=12)

    drum((0, 0, 1.05), (np.pi / 2, 0, 0), 1.05, 1.1)
    with placed((0, -0.58, 1.05), (np.pi / 2, 0, 0)):
        torus((0, 0, 0), 1.04, 0.085, brass)
        lathe([(0, 0.0), (0.40, 0.0), (0.42, -0.02)], material((0.012, 0.012, 0.015), 0.3), sharp=True)
        torus((0, 0, 0), 0.42, 0.03, chrome)
    star((0, -0.62, 1.03), 0.36, 0.1, brass)
    for side in (-1, 1):
        drum((side * 0.60, 0.15, 2.52), (0.42, side * -0.12, 0), 0.52, 0.52)
        pipe(np.array([(side * 0.2, 0.1, 2.0), (side * 0.5, 0.2, 2.45)]), 0.05, chrome)
        pipe(np.array([(side * 0.85, 0.3, 0.6), (side * 1.25, -0.65, 0.0)]), 0.04, chrome)
    drum((1.75, 0.35, 0.92), (0, 0, 0), 0.68, 0.95)
    for angle in (0.5, 2.6, 4.5):
        x, y = 1.75 + 0.74 * np.cos(angle), 0.35 + 0.74 * np.sin(angle)
        pipe(np.array([(x, y, 0.9), (x, y, 0.0)]), 0.035, chrome)
    drum((-1.55, 0.25, 1.42), (0.10, 0.1, 0), 0.62, 0.36)
    for angle in (0.5, 2.6, 4.7):
        pipe(
            np.array([(-1.55, 0.25, 0.75), (-1.55 + 0.5 * np.cos(angle), 0.25 + 0.5 * np.sin(angle), 0.0)]),
            0.03,
            chrome,
        )
    pipe(np.array([(-1.55, 0.25, 0.6), (-1.55, 0.25, 1.3)]), 0.05, chrome)
    cymbal((-1.55, 0.6, 3.25), (0.34, 0.22, 0), 0.86, (-1.75, 0.9))
    cymbal((1.65, 0.6, 3.3), (0.36, -0.22, 0), 0.95, (1.6, 1.0))
    cymbal((-2.35, -0.05, 2.05), (0.06, 0.05, 0), 0.62, (-2.35, -0.05))
    cymbal((-2.35, -0.05, 1.93), (np.pi + 0.06, 0.0, 0), 0.62, (-2.35, -0.05))
    turned((0, 0, 0.26))
    shoot("drum_kit", (0, -12.0, 3.2), (-0.1, 0, 1.68), lens=59, fill=0.5, key=320, rim=380)
