"""Props of the house: a wrapped gift, a padlock, a key, a bed, a sofa."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import rounded
from noise import fbm
from places import turned
from shapes import Point, area, ball, box, grid, lathe, material, mesh, sphere, torus, tube
from slabs import corners_rounded, cushion, oblong, slab
from treasure import gold


def _pillow(
    at: Point, size: Point, mat: bpy.types.Material, turn: Point = (0, 0, 0), square: float = 0.45
) -> bpy.types.Object:
    """A soft block: a ball drawn towards its corners."""
    points, faces = ball(detail=6)
    full = np.sign(points) * np.abs(points) ** square
    full /= np.abs(full).max(0)
    made = mesh(full * np.asarray(size) / 2, faces, mat)
    made.location, made.rotation_euler = at, turn
    return made


def gift_box() -> None:
    """A red present with a golden ribbon and a big bow."""
    set_up(samples=28)
    red, lid = material((0.70, 0.0, 0.02), 0.34, coat=0.3), material((0.80, 0.0, 0.03), 0.28, coat=0.4)
    ribbon = material((1.0, 0.50, 0.02), 0.22, 0.35, coat=0.8)
    box((0, 0, -0.30), (1.74, 1.74, 1.34), red, bevel=0.06)
    box((0, 0, 0.50), (1.94, 1.94, 0.44), lid, bevel=0.07)
    for turn in (0, np.pi / 2):
        box((0, 0, -0.30), (0.42, 1.77, 1.36), ribbon, (0, 0, turn), bevel=0.03)
        box((0, 0, 0.50), (0.42, 1.97, 0.47), ribbon, (0, 0, turn), bevel=0.03)

    def loop(turn: float, size: float, lift: float) -> None:
        t = np.linspace(0, 1, 60)
        reach = size * np.sin(np.pi * t) ** 0.8
        up = 0.76 + lift * (t - 0.5 + 0.5 * np.sin(np.pi * t)) * np.sin(np.pi * t) ** 0.4 + 0.02
        wide = 0.10 + 0.22 * np.sin(np.pi * t) ** 0.7
        across = np.linspace(-1, 1, 9)[:, None]
        sag = 0.035 * (1 - across**2)
        x = reach + 0 * across
        y = across * wide
        z = up + sag
        c, s = np.cos(turn), np.sin(turn)
        made = grid(x * c - y * s, x * s + y * c, z, ribbon)
        made.modifiers.new("solid", "SOLIDIFY").thickness = 0.035

    for turn, size, lift in (
        (0.35, 0.92, 0.92),
        (np.pi + 0.35, 0.92, 0.92),
        (1.75, 0.72, 0.85),
        (np.pi + 1.75, 0.72, 0.85),
        (0.95, 0.5, 1.05),
        (np.pi + 0.95, 0.5, 1.05),
    ):
        loop(turn, size, lift)
    _pillow((0, 0, 0.90), (0.40, 0.40, 0.32), ribbon, square=0.6)
    turned((0, 0, 0.56))
    area((2.4, -1.8, -1.6), (0, 0, 0), 60, 1.2).data.color = (1.0, 0.4, 0.3)
    shoot("gift_box", (0, -6.2, 2.2), (0, 0, 0.22), lens=58, fill=0.36, key=260, rim=420)


def padlock() -> None:
    """A golden padlock with a steel shackle."""
    set_up(samples=28)
    metal, steel = gold(0.16), material((0.80, 0.82, 0.86), 0.1, 1.0)
    cushion(oblong(1.84, 1.52, 0.34), 0.78, metal, 0.14, 0.02, swell=0.05).location = (0, 0, -0.52)
    slab([oblong(1.44, 1.12, 0.22)], 0.06, gold(0.30), 0.025, (0, -0.455, -0.52))
    turn = np.linspace(np.pi, 0, 60)
    arc = np.stack([0.56 * np.cos(turn), 0 * turn, 0.58 + 0.56 * np.sin(turn)], -1)
    legs = np.stack([np.full(12, -0.56), np.zeros(12), np.linspace(0.05, 0.54, 12)], -1)
    tube(np.concatenate([legs, arc, legs[::-1] * [-1, 1, 1]]), 0.155, steel, 32)
    for half in (-1, 1):
        torus((half * 0.56, 0, 0.25), 0.17, 0.055, gold(0.12))
    dark = material((0.012, 0.008, 0.004), 0.4)
    turn = np.linspace(np.radians(-58), np.radians(238), 40)
    hole = np.concatenate([0.17 * np.stack([np.cos(turn), np.sin(turn)], -1), [[-0.15, -0.46], [0.15, -0.46]]])
    slab([hole * 1.18 + [0, -0.40]], 0.03, gold(0.1), 0.012, (0, -0.49, 0))
    slab([np.add(hole, [0, -0.40])], 0.05, dark, 0.01, (0, -0.495, 0))
    for x in (-0.58, 0.58):
        for z in (-0.98, -0.08):
            sphere((x, -0.475, z), 0.055, gold(0.1), (1, 0.6, 1))
    turned((0.08, 0, -0.50))
    area((2.4, -1.8, -1.6), (0, 0, 0), 80, 1.2).data.color = (1.0, 0.5, 0.15)
    shoot("padlock", (0, -5.6, 0.6), (0.02, 0, -0.08), lens=60, fill=0.46, key=300, rim=420)


def key() -> None:
    """An old golden key, its bow a clover with a red stone."""
    set_up(samples=28)
    metal, bright = gold(0.16), gold(0.1)
    for angle in (np.pi / 2, np.pi / 2 + 2 * np.pi / 3, np.pi / 2 - 2 * np.pi / 3):
        torus((0.40 * np.cos(angle), 0, 1.24 + 0.40 * np.sin(angle)), 0.36, 0.125, metal, (np.pi / 2, 0, 0))
    sphere((0, 0, 1.24), 0.25, bright, (1, 0.8, 1))
    for side in (-1, 1):
        sphere((0, side * 0.14, 1.24), 0.165, material((0.70, 0.0, 0.02), 0.05, coat=1.0), (1, 0.7, 1))
    shaft = [
        (0.001, 0.72),
        (0.20, 0.72),
        (0.24, 0.64),
        (0.20, 0.56),
        (0.13, 0.52),
        (0.13, -1.36),
        (0.20, -1.40),
        (0.20, -1.48),
        (0.12, -1.56),
        (0.001, -1.60),
    ]
    lathe(rounded(shaft, 2), metal)
    for level in (0.40, -0.62):
        torus((0, 0, level), 0.145, 0.055, bright)
    bit = [
        (0.05, -0.72),
        (0.74, -0.72),
        (0.74, -0.92),
        (0.52, -0.92),
        (0.52, -1.0),
        (0.74, -1.0),
        (0.74, -1.30),
        (0.58, -1.30),
        (0.58, -1.16),
        (0.40, -1.16),
        (0.40, -1.34),
        (0.05, -1.34),
    ]
    slab([corners_rounded(bit, 0.035)], 0.24, metal, 0.045)
    turned((0.10, -0.72, -0.46), "ZYX")
    area((2.4, -1.8, -1.6), (0, 0, 0), 80, 1.2).data.color = (1.0, 0.5, 0.15)
    shoot("key", (0, -6.2, 0.3), (0, 0, 0.06), lens=58, fill=0.46, key=320, rim=460)


def bed() -> None:
    """A soft double bed with a blue cover, white pillows and a padded head."""
    set_up(samples=28)
    wood = material(
        (0.36, 0.14, 0.045), 0.35, noise=(3, (0.26, 0.09, 0.025), (0.48, 0.21, 0.075)), stretch=(1, 6, 1), coat=0.5
    )
    sheet, pad = material((0.92, 0.92, 0.95), 0.55, subsurface=0.1), material((0.10, 0.16, 0.50), 0.55, coat=0.15)
    quilt = material((0.02, 0.20, 0.72), 0.42, coat=0.25)
    box((0, 0.05, 0.26), (2.24, 2.86, 0.24), wood, bevel=0.05)
    for x in (-1.0, 1.0):
        for y in (-1.26, 1.36):
            lathe(rounded([(0, 0), (0.07, 0), (0.10, 0.18), (0, 0.18)], 1), wood, (x, y, 0))
    _pillow((0, 0.02, 0.52), (2.16, 2.78, 0.44), sheet, square=0.16)
    box((0, 1.46, 0.86), (2.36, 0.18, 1.36), wood, bevel=0.07)
    for x in (-0.74, 0.0, 0.74):
        for z in (0.84, 1.24):
            _pillow((x, 1.36, z), (0.76, 0.26, 0.44), pad, square=0.34)
    n = 160
    u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n))
    x, y = 1.34 * u, -0.52 + 1.06 * v
    edge = np.maximum(np.abs(u) * 1.34 - 1.10, 0)
    front = np.maximum(-y - 1.36, 0)
    puff = 0.055 * np.abs(np.sin(u * 2.5 * np.pi) * np.sin(v * 2 * np.pi)) ** 0.5
    z = 0.79 + puff * (edge <= 0) + 0.03 * fbm(u * 2.2, v * 2.2, 3, seed=4) - 2.0 * edge - 2.0 * front
    x = np.sign(x) * (np.minimum(np.abs(x), 1.10) + 0.10 * np.minimum(edge * 8, 1) + 0.02 * edge * np.sin(v * 22))
    y = np.maximum(y, -1.36) - 0.09 * np.minimum(front * 8, 1)
    made = grid(x, y, np.maximum(z, 0.34), quilt)
    made.modifiers.new("solid", "SOLIDIFY").thickness = 0.05
    fold = np.linspace(0, np.pi, 24)[:, None]
    across = np.linspace(-1.19, 1.19, 60)
    band = material((0.86, 0.90, 1.0), 0.5)
    grid(
        across + 0 * fold,
        0.44 + 0.20 * np.cos(fold) + 0 * across,
        0.80 + 0.09 * np.sin(fold) + 0.01 * np.sin(across * 9),
        band,
    )
    for x in (-0.54, 0.54):
        _pillow((x, 1.06, 0.90), (0.98, 0.62, 0.34), sheet, (0.42, 0, 0.04 * x), 0.42)
        _pillow(
            (x * 0.94, 0.82, 0.98),
            (0.74, 0.46, 0.28),
            material((1.0, 0.50, 0.04), 0.5, coat=0.1),
            (0.62, 0, -0.1 * x),
            0.42,
        )
    turned((0, 0, -0.64))
    shoot("bed", (0, -7.4, 3.4), (0, -0.05, 0.58), lens=54, fill=0.40, key=280, rim=300)


def sofa() -> None:
    """A deep three-seat sofa of orange leather with two cushions."""
    set_up(samples=28)
    leather = material((0.90, 0.22, 0.015), 0.42, noise=(5, (0.78, 0.16, 0.01), (0.96, 0.29, 0.03)), coat=0.25)
    wood, teal = material((0.20, 0.07, 0.02), 0.3, coat=0.6), material((0.0, 0.28, 0.36), 0.45, coat=0.2)
    _pillow((0, 0.05, 0.42), (3.0, 1.30, 0.42), leather, square=0.16)
    for x in (-0.96, 0.0, 0.96):
        _pillow((x, -0.12, 0.70), (0.98, 1.14, 0.36), leather, square=0.28)
        _pillow((x, 0.52, 1.12), (0.98, 0.42, 0.80), leather, (-0.16, 0, 0), 0.32)
    _pillow((0, 0.70, 0.84), (3.1, 0.34, 1.22), leather, (-0.10, 0, 0), 0.18)
    for x in (-1.60, 1.60):
        _pillow((x, 0.02, 0.64), (0.42, 1.42, 0.90), leather, square=0.26)
        for y in (-0.5, 0.56):
            leg = lathe([(0, -0.02), (0.045, -0.02), (0.085, 0.28), (0, 0.28)], wood, (x * 0.93, y, -0.02))
            leg.rotation_euler = (0, 0.12 * np.sign(x), 0)
    for x, tone, turn in ((-1.06, teal, 0.35), (1.02, material((0.95, 0.62, 0.05), 0.45, coat=0.2), -0.3)):
        _pillow((x, 0.14, 1.12), (0.62, 0.26, 0.62), tone, (-0.38, turn * 0.5, turn), 0.40)
    turned((0, 0, -0.52))
    shoot("sofa", (0, -7.4, 2.3), (0, 0, 0.66), lens=54, fill=0.38, key=270, rim=360)
