"""Props of time: an alarm clock, an hourglass, a calendar."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from optics import calm, glass
from places import turned
from shapes import area, box, cylinder, grid, lathe, material, sphere, torus, tube
from slabs import oblong, slab
from treasure import gold


def alarm_clock() -> None:
    """A red twin-bell clock, ringing."""
    set_up(samples=32)
    red = material((0.78, 0.0, 0.012), 0.14, coat=1.0)
    chrome, face = material((0.78, 0.79, 0.82), 0.1, 1.0), material((0.93, 0.93, 0.90), 0.35, coat=0.5)
    dark = material((0.012, 0.012, 0.02), 0.25, coat=0.6)
    drum = lathe(
        rounded([(0, -0.46), (0.86, -0.46), (1.04, -0.30), (1.06, 0.0), (1.04, 0.30), (0.98, 0.42), (0.90, 0.44)]), red
    )
    drum.rotation_euler = (np.pi / 2, 0, 0)
    torus((0, -0.40, 0), 0.96, 0.125, red, (np.pi / 2, 0, 0))
    torus((0, -0.43, 0), 0.86, 0.035, chrome, (np.pi / 2, 0, 0))
    cylinder((0, -0.34, 0), 0.90, 0.06, face, (np.pi / 2, 0, 0), bevel=0, sides=96)
    for number in range(60):
        a = number * np.pi / 30
        long = 0.17 if number % 15 == 0 else 0.12 if number % 5 == 0 else 0.035
        wide = 0.075 if number % 15 == 0 else 0.05 if number % 5 == 0 else 0.014
        r = 0.77 - long / 2
        tone = red if number % 15 == 0 else dark
        box((r * np.sin(a), -0.378, r * np.cos(a)), (wide, 0.02, long), tone, (0, a, 0), bevel=0.006)

    def hand(angle: float, length: float, width: float, level: float, mat: bpy.types.Material) -> None:
        outline = np.array([(-width * 0.7, -0.16), (width * 0.7, -0.16), (width, 0), (width * 0.35, length),
                            (-width * 0.35, length), (-width, 0)])  # fmt: skip
        made = slab([outline], 0.03, mat, 0.01, (0, level, 0))
        made.rotation_euler = (np.pi / 2, angle, 0)

    hand(-0.95, 0.42, 0.09, -0.40, dark)
    hand(0.95, 0.62, 0.072, -0.425, dark)
    hand(2.55, 0.58, 0.03, -0.45, red)
    cylinder((0, -0.45, 0), 0.10, 0.06, gold(0.15), (np.pi / 2, 0, 0), bevel=0.02)
    bell = [(0.001, 0.48), (0.28, 0.45), (0.52, 0.28), (0.62, 0.02), (0.66, -0.05), (0.60, -0.07), (0, -0.05)]
    for half in (-1, 1):
        made = lathe(rounded(bell, 4), gold(0.12), (half * 0.70, 0, 1.04))
        made.rotation_euler = (0, half * 0.56, 0)
        post = np.array([half * 0.50, 0, 0.80])
        out = np.array([np.sin(half * 0.56), 0, np.cos(0.56)])
        tube(np.stack([post, post + 0.3 * out]), 0.06, chrome)
        sphere(tuple(np.array([half * 0.70, 0, 1.04]) + 0.50 * out), 0.09, chrome)
        leg = np.array([half * 0.62, 0, -0.80]), np.array([half * 0.92, -0.02, -1.30])
        tube(np.linspace(*leg, 8), np.linspace(0.11, 0.14, 8), chrome)
        sphere(tuple(leg[1]), 0.17, red)
    arc = np.linspace(0.16 * np.pi, 0.84 * np.pi, 40)
    tube(np.stack([0.80 * np.cos(arc), 0.10 + 0 * arc, 0.90 + 0.92 * np.sin(arc)], -1), 0.06, chrome)
    tube(np.array([[0, 0, 1.0], [0.02, 0, 1.2], [0.06, 0, 1.30]]), 0.04, chrome)
    head = cylinder((0.06, 0, 1.34), 0.12, 0.24, chrome, (0, np.pi / 2, 0), bevel=0.03)
    head.rotation_euler[1] += 0.2
    turned((0.03, 0.10, -0.46))
    area((2.4, -1.8, -1.6), (0, 0, 0), 70, 1.2).data.color = (1.0, 0.3, 0.2)
    shoot("alarm_clock", (0, -6.0, 0.9), (0.02, 0, 0.2), lens=58, fill=0.40, key=270, rim=420)


def hourglass() -> None:
    """Golden sand running in a glass between two wooden plates."""
    set_up(samples=40, bounces=8)
    bpy.context.scene.cycles.transparent_max_bounces = 32
    wood = material(
        (0.22, 0.04, 0.01), 0.22, noise=(2.2, (0.14, 0.022, 0.006), (0.34, 0.08, 0.02)), stretch=(1, 1, 6), coat=0.8
    )
    brass = gold(0.16)
    for half in (-1, 1):
        plate = [(0, 1.10), (0.84, 1.10), (0.96, 1.14), (0.96, 1.24), (0.88, 1.30), (0.80, 1.36), (0, 1.36)]
        lathe([(r, half * z) for r, z in rounded(plate, 2)], wood)
        torus((0, 0, half * 1.10), 0.74, 0.055, brass)
        torus((0, 0, half * 1.31), 0.86, 0.03, brass)
    for number in range(4):
        a = np.pi / 4 + number * np.pi / 2
        post = [(0.001, -1.12), (0.06, -1.12), (0.085, -0.9), (0.05, -0.6), (0.075, -0.12), (0.10, 0)]
        whole = [*post, *[(r, -z) for r, z in post[::-1]]]
        lathe(rounded(whole, 3), brass, (0.80 * np.cos(a), 0.80 * np.sin(a), 0))
    half_glass = [(0.075, 0), (0.11, 0.13), (0.40, 0.38), (0.64, 0.66), (0.69, 0.92), (0.66, 1.10)]
    line = rounded([*[(r, -z) for r, z in half_glass[::-1]], *half_glass[1:]], 4)
    lathe(line, glass((0.85, 0.95, 1.0), 0.10, 0.95), sides=128)
    sand = material((1.0, 0.50, 0.06), 0.5, noise=(60, (0.85, 0.36, 0.03), (1.0, 0.64, 0.14)), bump=0.25)
    lathe(
        rounded(
            [(0.001, -0.50), (0.14, -0.56), (0.40, -0.76), (0.62, -0.90), (0.655, -0.95), (0.63, -1.09), (0, -1.09)], 3
        ),
        sand,
    )
    lathe(
        [
            (0.001, 0.0),
            (0.055, 0.02),
            (0.09, 0.13),
            (0.38, 0.39),
            (0.58, 0.60),
            (0.60, 0.64),
            (0.3, 0.60),
            (0.001, 0.50),
        ],
        sand,
    )
    tube(np.array([[0, 0, 0.1], [0, 0, -0.2], [0, 0, -0.55]]), 0.026, sand)
    turned((0.05, 0.16, 0.3))
    shoot("hourglass", (0, -5.8, 1.1), (0, 0, 0), lens=60, fill=0.50, key=300, rim=420)
    calm("hourglass")


def calendar() -> None:
    """A desk calendar with a red head, rings and a lifting corner; one day is marked."""
    set_up(samples=28)
    red = material((0.82, 0.0, 0.015), 0.16, coat=1.0)
    paper, back = material((0.94, 0.94, 0.93), 0.4), material((0.80, 0.80, 0.82), 0.5)
    ink, soft = material((0.10, 0.13, 0.22), 0.35), material((0.48, 0.53, 0.64), 0.4)
    chrome = material((0.80, 0.81, 0.84), 0.1, 1.0)
    slab([oblong(2.36, 2.26, 0.16)], 0.34, material((0.55, 0.0, 0.012), 0.2, coat=1.0), 0.06, (0, 0.16, 0))
    for level in range(5):
        slab(
            [oblong(2.20, 2.10, 0.10)],
            0.035,
            back if level % 2 else paper,
            0.008,
            (0.006 * level, -0.02 - 0.036 * level, -0.03),
        )
    n = 90
    u, v = np.meshgrid(np.linspace(-1.1, 1.1, n), np.linspace(-1.08, 1.02, n))
    # The corner rolls up round a slanting axis: what lies beyond the fold goes round a cylinder.
    across = np.array([1.0, -1.0]) / np.sqrt(2)
    beyond = np.maximum(u * across[0] + v * across[1] - 0.98, 0)
    radius = 0.20
    rolled = radius * np.sin(np.minimum(beyond / radius, 2.4)) - beyond
    lift = radius * (1 - np.cos(np.minimum(beyond / radius, 2.4)))
    over = np.maximum(beyond / radius - 2.4, 0) * radius
    rolled, lift = rolled + over * np.cos(2.4), lift + over * np.sin(2.4)
    page = grid(u + across[0] * rolled, -0.215 - lift, v + across[1] * rolled, paper)
    page.modifiers.new("solid", "SOLIDIFY").thickness = 0.012
    slab([oblong(2.22, 0.62, 0.13)], 0.10, red, 0.035, (0, -0.25, 0.78))
    for column in range(6):
        for row in range(4):
            x, z = -0.86 + 0.345 * column, 0.24 - 0.335 * row
            if x - z > 1.20:
                continue
            marked = (column, row) == (3, 1)
            tone = red if marked else ink if column < 5 else soft
            size = 0.27 if marked else 0.21
            slab([oblong(size, size, 0.06)], 0.05 if marked else 0.03, tone, 0.012, (x, -0.225, z))
            if marked:
                torus((x, -0.24, z), 0.235, 0.028, red, (np.pi / 2, 0, 0))
    for x in (-0.76, -0.26, 0.26, 0.76):
        cylinder((x, -0.30, 0.84), 0.085, 0.02, material((0.02, 0.0, 0.0), 0.5), (np.pi / 2, 0, 0), bevel=0)
        a = np.linspace(-0.35 * np.pi, 1.25 * np.pi, 40)
        tube(np.stack([x + 0 * a, -0.02 - 0.30 * np.cos(a), 1.06 + 0.26 * np.sin(a)], -1), 0.05, chrome)
    turned((-0.10, 0, -0.46))
    area((2.4, -1.8, -1.6), (0, 0, 0), 60, 1.2).data.color = (1.0, 0.5, 0.4)
    shoot("calendar", (0, -5.4, 0.9), (0, 0, 0.05), lens=58, fill=0.32, key=220, rim=380)
