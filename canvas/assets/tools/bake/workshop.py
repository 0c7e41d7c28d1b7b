"""Props of making things: a hammer, a toolbox, a palette, a clapper board."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from places import turned
from shapes import area, box, cylinder, lathe, material, torus, tube
from slabs import corners_rounded, cushion, oblong, slab, sweep
from treasure import gold

STEEL = (0.80, 0.82, 0.86)


def _hammer(parts: list[bpy.types.Object]) -> None:
    steel, dark = material(STEEL, 0.12, 1.0), material((0.05, 0.055, 0.07), 0.25, 0.8, coat=0.5)
    grip, wood = (
        material((0.80, 0.0, 0.015), 0.22, coat=0.8),
        material(
            (0.62, 0.30, 0.09), 0.35, noise=(4, (0.48, 0.21, 0.06), (0.74, 0.40, 0.14)), stretch=(5, 5, 0.6), coat=0.5
        ),
    )
    face = lathe(
        rounded(
            [
                (0, -1.02),
                (0.30, -1.02),
                (0.34, -0.97),
                (0.34, -0.74),
                (0.24, -0.66),
                (0.22, -0.50),
                (0.26, -0.30),
                (0.26, 0.14),
                (0, 0.14),
            ],
            2,
        ),
        steel,
    )
    face.rotation_euler, face.location = (0, np.pi / 2, 0), (0, 0, 1.30)
    t = np.linspace(0, 1, 40)
    claws = []
    for side in (-1, 1):
        line = np.stack([0.14 + 0.94 * t, 1.36 - 0.52 * t**2.0], -1)
        claw = sweep(line, 0.40 * (1 - t) ** 0.8 + 0.09, 0.17, steel, 0.045)
        claw.location, claw.rotation_euler = (0, side * 0.115, 0), (0, 0, side * 0.09)
        claws.append(claw)
    parts += [face, *claws, box((0, 0, 1.30), (0.36, 0.44, 0.52), dark, bevel=0.07)]
    parts.append(lathe(rounded([(0, 1.66), (0.13, 1.64), (0.15, 1.56), (0.13, 1.0), (0.135, 0.0), (0, 0.0)], 2), wood))
    handle = [
        (0.145, 0.06),
        (0.19, 0.0),
        (0.165, -0.30),
        (0.20, -0.80),
        (0.20, -1.20),
        (0.26, -1.42),
        (0.22, -1.54),
        (0, -1.56),
    ]
    parts.append(lathe(rounded(handle, 3), grip))
    for number in range(6):
        parts.append(torus((0, 0, -0.42 - 0.15 * number), 0.186, 0.03, material((0.02, 0.02, 0.025), 0.4)))


def hammer() -> None:
    """A claw hammer with a red grip."""
    set_up(samples=28)
    _hammer([])
    turned((0.06, 0.52, -0.42), "ZYX")
    area((2.4, -1.8, -1.6), (0, 0, 0), 60, 1.2).data.color = (1.0, 0.5, 0.3)
    shoot("hammer", (0, -6.6, 0.8), (0.06, 0, 0.12), lens=56, fill=0.46, key=300, rim=460)


def toolbox() -> None:
    """An open red steel toolbox full of tools."""
    set_up(samples=28)
    red, dark = material((0.78, 0.0, 0.015), 0.2, coat=0.9), material((0.03, 0.032, 0.04), 0.35, coat=0.4)
    steel, yellow = material(STEEL, 0.12, 1.0), material((1.0, 0.50, 0.0), 0.2, coat=0.8)
    box((0, -0.62, -0.42), (2.7, 0.09, 1.02), red, bevel=0.03)
    box((0, 0.62, -0.42), (2.7, 0.09, 1.02), red, bevel=0.03)
    for x in (-1.32, 1.32):
        box((x, 0, -0.26), (0.09, 1.3, 1.34), red, bevel=0.03)
    box((0, 0, -0.90), (2.74, 1.36, 0.10), dark, bevel=0.03)
    box((0, 0, -0.10), (2.6, 1.2, 0.04), dark, bevel=0)
    for x in (-0.86, 0.86):
        box((x, -0.69, -0.22), (0.26, 0.09, 0.34), steel, bevel=0.03)
        box((x, -0.73, -0.32), (0.15, 0.06, 0.18), dark, bevel=0.02)
    slab([oblong(0.86, 0.36, 0.08)], 0.04, yellow, 0.012, (0, -0.685, -0.46))
    tube(
        np.array(
            [[-1.32, 0, 0.42], [-1.32, 0, 0.98], [-1.22, 0, 1.06], [1.22, 0, 1.06], [1.32, 0, 0.98], [1.32, 0, 0.42]]
        ),
        0.055,
        steel,
    )
    tube(np.array([[-0.66, 0, 1.06], [0.66, 0, 1.06]]), 0.105, dark, 24)
    for x in (-1.37, 1.37):
        cylinder((x, 0, 0.36), 0.12, 0.06, steel, (0, np.pi / 2, 0), bevel=0.02)

    def group(
        parts: list[bpy.types.Object], at: tuple[float, float, float], turn: tuple[float, float, float], size: float
    ) -> None:
        root = bpy.data.objects.new("tool", None)
        bpy.context.scene.collection.objects.link(root)
        for part in parts:
            part.parent = root
        root.location, root.rotation_euler, root.scale = at, turn, (size, size, size)

    tool: list[bpy.types.Object] = []
    _hammer(tool)
    group(tool, (-0.78, -0.26, 0.44), (0.16, -0.16, 0.3), 0.62)
    for x, y, tone, lean in ((0.06, -0.30, (0.0, 0.25, 0.85), 0.12), (0.36, -0.34, (1.0, 0.42, 0.0), 0.26)):
        grip = lathe(
            rounded([(0, 1.0), (0.13, 0.98), (0.17, 0.86), (0.12, 0.62), (0.15, 0.34), (0.10, 0.20), (0, 0.2)], 2),
            material(tone, 0.18, coat=0.9),
        )
        rod = lathe([(0, 0.3), (0.045, 0.3), (0.045, -0.5), (0, -0.5)], steel)
        group([grip, rod], (x, y, 0.05), (0.10, lean, 0), 1.0)
    turn = np.linspace(-0.75, np.pi + 0.75, 60)
    ends = 0.30 * np.stack([np.cos(turn), np.sin(turn)], -1)
    head = cushion(np.concatenate([ends, [[-0.12, 0.04], [0.12, 0.04]]]), 0.16, steel, 0.04, 0.014)
    bar = sweep(np.stack([np.zeros(12), np.linspace(0.2, 1.5, 12)], -1), 0.22, 0.12, steel, 0.04)
    group([head, bar], (0.88, -0.16, 1.36), (np.pi - 0.12, 0.30, 0), 1.0)
    cylinder((0.95, -0.30, 0.16), 0.30, 0.18, yellow, (0.5, 0.5, 0), bevel=0.05)
    turned((0, 0, -0.42))
    shoot("toolbox", (0, -7.2, 2.4), (0, 0, 0.18), lens=54, fill=0.40, key=280, rim=380)


def palette() -> None:
    """A painter's palette with wet blobs of colour and a brush."""
    set_up(samples=28)
    wood = material(
        (0.70, 0.36, 0.12), 0.3, noise=(3, (0.58, 0.27, 0.08), (0.80, 0.46, 0.18)), stretch=(1, 1, 8), coat=0.7
    )
    turn = np.linspace(0, 2 * np.pi, 181)[:-1]
    reach = 1 + 0.06 * np.cos(2 * turn) - 0.30 * np.exp(-(((turn - 5.3) / 0.30) ** 2))
    outline = np.stack([1.46 * reach * np.cos(turn), 1.12 * reach * np.sin(turn)], -1)
    hole = np.stack([0.62 + 0.19 * np.cos(turn), -0.36 + 0.15 * np.sin(turn)], -1)
    slab([outline, hole], 0.17, wood, 0.06)
    tones = (
        (0.85, 0.0, 0.02),
        (1.0, 0.30, 0.0),
        (1.0, 0.68, 0.0),
        (0.02, 0.55, 0.08),
        (0.0, 0.50, 0.85),
        (0.02, 0.06, 0.75),
        (0.42, 0.0, 0.62),
        (0.92, 0.92, 0.92),
    )
    rng = np.random.default_rng(6)
    for number, tone in enumerate(tones):
        a = 0.18 + number * 0.57
        x, z = 1.06 * np.cos(a), 0.76 * np.sin(a)
        if number == 7:
            x, z = -0.10, -0.06
        edge = 0.235 * (1 + 0.10 * np.sin(3 * turn + rng.uniform(0, 6)) + 0.05 * np.sin(5 * turn + rng.uniform(0, 6)))
        made = cushion(
            np.stack([edge * np.cos(turn), edge * np.sin(turn)], -1)[::3],
            0.12,
            material(tone, 0.08, coat=1.0),
            0.055,
            0.013,
            swell=0.08,
        )
        made.location = (x, -0.12, z)
    line = np.linspace(0, 1, 60)
    start, end = np.array([-0.34, -0.34, -0.50]), np.array([1.62, -0.62, 1.34])
    path = start + (end - start) * line[:, None]
    thick = np.interp(line, [0, 0.1, 0.16, 0.4, 0.7, 1], [0.085, 0.10, 0.095, 0.085, 0.06, 0.03])
    tube(path[12:], thick[12:], material((0.75, 0.0, 0.03), 0.15, coat=1.0), 24)
    tube(path[6:13], 0.10, gold(0.15), 24)
    tip = np.linspace(0, 1, 24)[:, None]
    bristles = path[6] + (start - path[6]) * 2.2 * tip
    tube(
        bristles,
        0.105 * (1 + 0.45 * np.sin(np.pi * tip[:, 0] ** 0.8)) * (1 - tip[:, 0] ** 3) + 0.004,
        material((0.0, 0.40, 0.90), 0.15, coat=1.0),
        24,
    )
    turned((-0.30, 0.10, -0.30))
    shoot("palette", (0, -6.0, 0.6), (0.12, 0, 0.02), lens=56, fill=0.40, key=280, rim=360)


def clapper_board() -> None:
    """A film clapper, open, with bold stripes."""
    set_up(samples=28)
    black, white = material((0.014, 0.015, 0.022), 0.2, coat=0.9), material((0.92, 0.92, 0.93), 0.22, coat=0.8)
    chalk, steel = material((0.75, 0.78, 0.82), 0.5), material(STEEL, 0.12, 1.0)
    red = material((0.85, 0.0, 0.02), 0.18, coat=0.9)
    slab([oblong(2.5, 1.72, 0.12)], 0.16, black, 0.05, (0, 0, -0.42))
    for z in (-0.12, -0.56):
        slab([oblong(2.26, 0.028, 0.013)], 0.02, chalk, 0.005, (0, -0.085, z))
    for x in (-0.40, 0.42):
        slab([oblong(0.028, 0.62, 0.013)], 0.02, chalk, 0.005, (x, -0.085, -0.88))
    slab([corners_rounded([(-0.2, -0.24), (0.28, 0.0), (-0.2, 0.24)], 0.09)], 0.06, red, 0.02, (-0.82, -0.09, -0.88))
    slab([oblong(1.1, 0.09, 0.04)], 0.03, chalk, 0.008, (-0.46, -0.085, 0.10))
    slab([oblong(0.7, 0.09, 0.04)], 0.03, chalk, 0.008, (-0.66, -0.085, -0.36))

    def stick(lean: float, up: float) -> None:
        root = bpy.data.objects.new("stick", None)
        bpy.context.scene.collection.objects.link(root)
        parts = [slab([oblong(2.56, 0.36, 0.07)], 0.20, black, 0.05, (1.25, 0, up))]
        for number in range(5):
            x = 0.16 + 0.50 * number
            shift = 0.13 * (1 if lean else -1)
            stripe = np.array(
                [(x - shift, -0.165), (x + 0.25 - shift, -0.165), (x + 0.25 + shift, 0.165), (x + shift, 0.165)]
            )
            parts.append(slab([corners_rounded(stripe, 0.03)], 0.05, white, 0.014, (0, -0.095, up)))
        for part in parts:
            part.parent = root
        root.location, root.rotation_euler = (-1.25, 0, 0.44), (0, -lean, 0)

    stick(0.0, 0.18)
    stick(0.42, 0.56)
    cylinder((-1.14, -0.06, 0.62), 0.13, 0.26, steel, (np.pi / 2, 0, 0), bevel=0.03)
    turned((0.06, 0.06, -0.46))
    area((2.4, -1.8, -1.6), (0, 0, 0), 120, 1.2).data.color = (0.5, 0.6, 1.0)
    shoot("clapper_board", (0, -6.0, 0.7), (0, 0, 0.16), lens=54, fill=0.52, key=320, rim=480)
