"""What a computer is built of: tower, cards, chips and keys. Generic designs."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from finishes import clear_pane, glow_by_vertex, glowing, hue, lamp
from outlines import UPRIGHT, circle, curved, pipe, placed, plate, rounded
from places import turned
from shapes import area, box, boxes, cylinder, grid, lathe, material, plane, sphere, torus

Spot = tuple[float, float, float]


def rainbow_ring(radius: float, thick: float, shift: float, spread: float, strength: float = 1.2) -> None:
    """A shining ring round z whose hue runs through `spread` of the colour wheel and back."""
    turn, around = np.meshgrid(np.linspace(0, 2 * np.pi, 97), np.linspace(0, 2 * np.pi, 13), indexing="ij")
    reach = radius + thick * np.cos(around)
    made = grid(reach * np.cos(turn), reach * np.sin(turn), thick * np.sin(around), material((0, 0, 0), glow=True))
    share = shift + spread * (0.5 - 0.5 * np.cos(turn))
    glow_by_vertex(made, hue(share).reshape(-1, 3), strength)


def fan(at: Spot, turn: Spot, radius: float, shift: float, spread: float = 0.3, frame: bool = True) -> None:
    """A cooling fan that faces +z before it is turned: lit ring, milky blades, dark frame."""
    dark = material((0.015, 0.015, 0.02), 0.4)
    blades = glowing(hue(shift + spread / 2), 0.22)
    blades.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.16, 0.16, 0.2, 1)
    with placed(at, turn):
        if frame:
            plate(rounded(2.2 * radius, 2.2 * radius, 0.25 * radius), 0.1, dark, edge=0.02, holes=[circle(radius)])
        cylinder((0, 0, -0.06), radius, 0.02, material((0.005, 0.005, 0.008), 0.6), bevel=0)
        with placed((0, 0, 0.05)):
            rainbow_ring(radius * 0.97, radius * 0.075, shift, spread)
        share = np.linspace(0.28, 0.88, 8)[:, None]
        for angle in np.linspace(0, 2 * np.pi, 9, endpoint=False):
            across = np.linspace(-0.30, 0.30, 6)
            sweep = angle + across * (1.25 - 0.35 * share) + 0.55 * share
            grid(
                radius * share * np.cos(sweep),
                radius * share * np.sin(sweep),
                0.10 * radius * across / 0.3 + 0 * share,
                blades,
            )
        lathe([(0, 0.07), (0.24 * radius, 0.06), (0.29 * radius, 0.03), (0.29 * radius, -0.05)], dark)
        cylinder((0, 0, 0.07), 0.13 * radius, 0.02, glowing(hue(shift), 1.0), bevel=0)


def _memory(shell: bpy.types.Material) -> None:
    """Four sticks of memory whose edges shine towards -x."""
    for number in range(4):
        y = -0.06 - 0.115 * number
        box((0.28, y, 2.08), (0.34, 0.06, 0.74), shell, bevel=0.01)
        stick = np.linspace(0, 1, 30)
        made = grid(
            np.full((2, 30), 0.10),
            np.array([[y - 0.04], [y + 0.04]]) + 0 * stick,
            1.72 + 0.74 * stick + np.zeros((2, 1)),
            material((0, 0, 0), glow=True),
        )
        glow_by_vertex(made, np.tile(hue(0.5 + 0.45 * stick), (2, 1)), 1.3)


def gaming_pc() -> None:
    """A white tower whose glass side and front show lit fans, memory and a graphics card."""
    set_up(samples=20, bounces=8)
    white = material((0.78, 0.80, 0.84), 0.22, coat=0.8)
    dark, board = material((0.012, 0.012, 0.02), 0.35), material((0.02, 0.022, 0.04), 0.4)
    steel = material((0.42, 0.43, 0.47), 0.28, 0.9)
    pink, cyan, violet = (
        glowing((1.0, 0.04, 0.42), 1.5),
        glowing((0.02, 0.75, 1.0), 1.4),
        glowing((0.4, 0.06, 1.0), 1.6),
    )
    left, right, front, back, top = -0.66, 0.66, -1.3, 1.3, 2.75
    for z, thick in ((top, 0.13), (0.12, 0.16)):
        box((0, 0, z), (1.36, 2.66, thick), white, bevel=0.05)
    for x in (left + 0.03, right - 0.03):
        for y in (front + 0.05, back - 0.06):
            box((x, y, top / 2 + 0.06), (0.10, 0.14, top - 0.1), white, bevel=0.03)
    box((right - 0.02, 0, top / 2), (0.05, 2.5, top - 0.1), white, bevel=0.01)
    box((0, back - 0.05, top / 2), (1.2, 0.04, top - 0.1), dark, bevel=0.01)
    box((right - 0.1, 0, top / 2), (0.04, 2.4, top - 0.2), board, bevel=0)
    for x in (-0.45, 0.45):
        for y in (-0.95, 0.95):
            cylinder((x, y, 0.0), 0.13, 0.1, dark)
    box((0, 0, 0.39), (1.1, 2.36, 0.42), dark, bevel=0.02)
    box((left + 0.09, 0, 0.5), (0.02, 2.2, 0.035), pink, bevel=0)
    box((left + 0.09, 0, top - 0.1), (0.02, 2.3, 0.035), cyan, bevel=0)
    box((0.48, 0.2, 1.72), (0.05, 1.5, 1.72), board, bevel=0.01)
    for y, z, deep, tall in (
        (0.82, 2.1, 0.26, 0.8),
        (0.36, 2.42, 0.6, 0.2),
        (-0.1, 1.22, 0.5, 0.16),
        (-0.42, 1.5, 0.1, 0.6),
    ):
        box((0.36, y, z), (0.2, deep, tall), steel, bevel=0.03)
    _memory(white)
    with placed((0.30, 0.38, 1.98), (0, -np.pi / 2, 0)):
        lathe([(0, 0.24), (0.29, 0.24), (0.33, 0.2), (0.33, -0.1)], dark)
        with placed((0, 0, 0.25)):
            rainbow_ring(0.29, 0.035, 0.5, 0.42, 1.4)
        cylinder((0, 0, 0.245), 0.17, 0.01, glowing((0.05, 0.35, 1.0), 0.9), bevel=0)
    for shift, mat in ((0.0, cyan), (0.16, pink)):
        path = [
            (0.2, 0.30 - shift, 1.72),
            (0.0, 0.28 - shift, 1.45),
            (-0.1, -0.2 - shift, 1.36 + shift),
            (-0.05, -0.66, 1.5 + 2 * shift),
            (-0.05, -0.8, 1.9 + 2 * shift),
        ]
        pipe(curved(path, closed=False), 0.045, mat)
    with placed((-0.22, 0.06, 0.98), (0, -np.pi / 2, 0)):
        plate(rounded(0.68, 1.95, 0.1), 0.3, white, (0, 0, 0), edge=0.03)
        plate(rounded(0.60, 1.86, 0.08), 0.05, dark, (0, 0, 0.14), edge=0.01)
        for number, y in enumerate((-0.6, 0.0, 0.6)):
            fan((0, y, 0.18), (0, 0, 0), 0.265, 0.52 + 0.13 * number, 0.2, frame=False)
    for number, z in enumerate((0.52, 1.36, 2.2)):
        fan((0, front + 0.12, z + 0.07), UPRIGHT, 0.395, 0.5 + 0.14 * number, 0.3)
        fan((0, front + 0.3, z + 0.07), (-np.pi / 2, 0, 0), 0.38, 0.5 + 0.14 * number, 0.3)
    fan((0.02, back - 0.14, 2.2), UPRIGHT, 0.36, 0.82, 0.25)
    for y in (-0.35, 0.55):
        fan((0, y, top - 0.18), (np.pi, 0, 0), 0.38, 0.55, 0.3)
    pane = clear_pane(mirror=0.12)
    plane((left - 0.01, 0, top / 2 + 0.06), 1, pane, (0, -np.pi / 2, 0)).scale = (top - 0.2, 2.4, 1)
    for at, colour, watts in (
        ((-0.3, -0.5, 2.4), (0.1, 0.7, 1.0), 5),
        ((-0.35, 0.7, 1.5), (1.0, 0.1, 0.6), 7),
        ((-0.3, -0.6, 0.7), (0.6, 0.1, 1.0), 5),
    ):
        lamp(at, colour, watts)
    box((0, front + 0.02, 0.16), (1.1, 0.03, 0.03), violet, bevel=0)
    turned((0, 0, 0.98))
    shoot("gaming_pc", (0, -9.4, 2.9), (0, 0, 1.36), lens=84, fill=0.38, key=230, rim=300)


def graphics_card() -> None:
    """A thick graphics card with three lit fans."""
    set_up(samples=16)
    dark, trim = material((0.03, 0.032, 0.042), 0.3, 0.5, coat=0.5), material((0.55, 0.57, 0.62), 0.22, 1.0)
    black, gold = material((0.008, 0.008, 0.012), 0.4), material((1.0, 0.60, 0.14), 0.25, 1.0)
    fins = material((0.5, 0.51, 0.55), 0.3, 1.0)
    plate(rounded(4.4, 1.78, 0.12), 0.12, dark, (0, 0, -0.36), edge=0.02)
    boxes([((-2.1 + 0.06 * i, 0, -0.06), (0.022, 1.66, 0.46), 0.0) for i in range(71)], fins)
    shroud = np.array(
        [
            (-2.2, -0.86),
            (-1.0, -0.92),
            (-0.8, -0.86),
            (0.8, -0.86),
            (1.0, -0.92),
            (2.2, -0.86),
            (2.28, -0.6),
            (2.2, 0.0),
            (2.28, 0.6),
            (2.2, 0.88),
            (1.0, 0.88),
            (0.8, 0.94),
            (-0.8, 0.94),
            (-1.0, 0.88),
            (-2.2, 0.88),
            (-2.26, 0.5),
            (-2.2, 0),
            (-2.26, -0.5),
        ]
    )
    plate(shroud, 0.34, dark, (0, 0, 0.28), edge=0.06, holes=[circle(0.68, at=(x, 0)) for x in (-1.44, 0, 1.44)])
    for number, x in enumerate((-1.44, 0.0, 1.44)):
        fan((x, 0, 0.28), (0, 0, 0.4 * number), 0.64, 0.5 + 0.16 * number, 0.24, frame=False)
        torus((x, 0, 0.42), 0.71, 0.035, trim)
    for x in (-0.72, 0.72):
        for side in (-1, 1):
            wedge = np.array([(-0.28, side * 0.80), (0.28, side * 0.80), (0.0, side * 0.32)])
            plate(wedge if side > 0 else wedge[::-1], 0.06, trim, (x, 0, 0.47), edge=0.02)
            line = np.array([(x - 0.18, side * 0.72, 0.51), (x, side * 0.45, 0.51), (x + 0.18, side * 0.72, 0.51)])
            pipe(line, 0.02, glowing((1.0, 0.05, 0.5) if x > 0 else (0.02, 0.7, 1.0), 1.4))
    strip = np.linspace(0, 1, 60)
    made = grid(
        np.tile(-2.0 + 4.0 * strip, (2, 1)),
        np.full((2, 60), -0.935),
        np.array([[0.02], [0.1]]) + 0 * strip,
        material((0, 0, 0), glow=True),
    )
    glow_by_vertex(made, np.tile(hue(0.5 + 0.5 * strip), (2, 1)), 1.3)
    box((0, -0.9, 0.05), (4.2, 0.05, 0.2), black, bevel=0.02)
    box((-0.9, -1.06, -0.36), (1.5, 0.34, 0.06), material((0.01, 0.10, 0.05), 0.4), bevel=0.005)
    boxes([((-1.6 + 0.07 * i, -1.1, -0.325), (0.045, 0.24, 0.012), 0.0) for i in range(21)], gold)
    box((-2.36, -0.1, 0.0), (0.05, 2.2, 0.96), trim, bevel=0.02)
    boxes([((-2.39, -0.5 + 0.4 * i, 0.02), (0.03, 0.3, 0.16), 0.0) for i in range(4)], black, bevel=0.02)
    turned((1.12, 0.16, 0.42), "XYZ")
    area((0, -3, -2.5), (0, 0, 0), 60, 1.5).data.color = (0.7, 0.3, 1.0)
    shoot("graphics_card", (0, -9.2, 0.3), (0.02, 0, 0), lens=70, fill=0.5, key=380, rim=480)


def cpu_chip() -> None:
    """A processor on its green board, its emblem and its traces glowing."""
    set_up(samples=16)
    board = material((0.002, 0.018, 0.07), 0.35, coat=0.25)
    steel, gold = material((0.55, 0.58, 0.66), 0.24, 1.0), material((1.0, 0.58, 0.12), 0.22, 1.0)
    glow, hot = glowing((0.02, 0.72, 1.0), 1.5), glowing((0.10, 0.85, 1.0), 1.5)
    plate(rounded(3.3, 3.3, 0.16), 0.2, board, edge=0.03)
    for quarter in range(4):
        with placed((0, 0, 0), (0, 0, quarter * np.pi / 2)):
            for number in range(9):
                x = -1.24 + 0.31 * number
                bent = np.array([(x, 1.5, 0), (x, 1.82, 0), (x, 1.93, -0.05), (x, 1.97, -0.16), (x, 1.99, -0.46)])
                pipe(bent, 0.075, gold)
            for number in range(7):
                x = -0.93 + 0.31 * number
                kink = 0.9 * x
                pipe(
                    np.array(
                        [(x, 1.52, 0.105), (x, 1.32, 0.105), (x + 0.15 * np.sign(x), 1.18, 0.105), (kink, 1.0, 0.105)]
                    ),
                    0.018,
                    glow,
                )
                cylinder((x, 1.52, 0.105), 0.045, 0.03, gold, bevel=0.008)
    plate(rounded(2.2, 2.2, 0.22), 0.22, steel, (0, 0, 0.18), edge=0.05)
    plate(rounded(1.86, 1.86, 0.16), 0.2, material((0.02, 0.024, 0.035), 0.22, 0.6, coat=1.0), (0, 0, 0.26), edge=0.04)
    path = rounded(1.5, 1.5, 0.12)
    pipe(np.c_[path, np.full(len(path), 0.362)], 0.022, glow, closed=True)
    core = rounded(0.56, 0.56, 0.1)
    plate(core, 0.06, hot, (0, 0, 0.37), edge=0.02)
    for quarter in range(4):
        with placed((0, 0, 0), (0, 0, quarter * np.pi / 2)):
            for x, reach, side in ((-0.17, 0.52, -0.2), (0.0, 0.62, 0.0), (0.17, 0.52, 0.2)):
                pipe(
                    np.array(
                        [
                            (x, 0.27, 0.365),
                            (x, 0.36, 0.365),
                            (x + side * 0.7, 0.36 + abs(side) * 0.7, 0.365),
                            (x + side * 0.7, reach, 0.365),
                        ]
                    ),
                    0.02,
                    glow,
                )
                sphere((x + side * 0.7, reach, 0.368), 0.048, hot, (1, 1, 0.6), rings=10)
    for x, y in ((-1.42, -1.42), (1.42, 1.42), (-1.42, 1.42), (1.42, -1.42)):
        cylinder((x, y, 0.11), 0.07, 0.02, gold, bevel=0.008)
    lamp((0, 0, 0.9), (0.1, 0.7, 1.0), 10)
    turned((0.86, 0.0, 0.62), "ZYX")
    area((2.5, -2.5, -2.5), (0, 0, 0), 90, 1.2).data.color = (0.5, 0.2, 1.0)
    shoot("cpu_chip", (0, -8.6, 1.2), (0, 0, -0.1), lens=63, fill=0.36, key=260, rim=380)


def keyboard() -> None:
    """A compact mechanical keyboard lit in all colours, seen at a slant."""
    set_up(samples=16)
    case, top = material((0.80, 0.82, 0.87), 0.2, coat=0.8), material((0.015, 0.015, 0.02), 0.3, coat=0.4)
    accent = material((1.0, 0.05, 0.35), 0.25, coat=0.6)
    plate(rounded(5.3, 2.12, 0.2), 0.36, case, (0, 0, -0.1), edge=0.08)
    plate(rounded(5.06, 1.88, 0.12), 0.1, material((0.004, 0.004, 0.006), 0.5), (0, 0, 0.06), edge=0.01)
    rows = (
        (1.0,) * 13 + (2.0,),
        (1.5, *(1.0,) * 12, 1.5),
        (1.75, *(1.0,) * 11, 2.25),
        (2.25, *(1.0,) * 10, 2.75),
        (1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25),
    )
    unit = 5.0 / 15
    for row, widths in enumerate(rows):
        left = -2.5
        for number, wide in enumerate(widths):
            x, y = left + wide * unit / 2, 0.74 - 0.37 * row
            left += wide * unit
            size = wide * unit - 0.035
            skirt = glowing(hue((x + 2.5) / 5.6 + 0.05 * row), 1.15)
            lift = 0.02 * abs(row - 2)
            box((x, y, 0.17), (size, 0.33, 0.14), skirt, bevel=0.02)
            special = (row == 0 and number == 0) or (row == 2 and number == len(widths) - 1)
            box((x, y + 0.01, 0.27 + lift), (size - 0.035, 0.285, 0.13), accent if special else top, bevel=0.035)
    lathe([(0, 0.24), (0.14, 0.24), (0.17, 0.2), (0.18, 0.0)], material((0.7, 0.7, 0.74), 0.2, 1.0), (2.36, 0.98, 0.05))
    turned((0.42, 0.0, 0.56))
    shoot("keyboard", (0, -8.6, 5.2), (0, 0, 0.0), lens=60, fill=0.42, key=240, rim=320)
