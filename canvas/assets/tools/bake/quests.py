"""What heroes find and carry. Generic designs."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from finishes import lamp
from noise import fbm
from outlines import UPRIGHT, curved, pipe, placed, plate
from places import turned
from shapes import area, ball, box, boxes, cylinder, grid, lathe, material, mesh, sphere, star, torus
from treasure import coin, gold

CHEST = (3.0, 1.9, 1.25)
"""Width, depth and height of the treasure chest without its lid."""
BANDS = (-1.42, -0.62, 0.62, 1.42)


def _chest(wood: bpy.types.Material, metal: bpy.types.Material, dark: bpy.types.Material) -> None:
    """The lower part: planks, gold bands, a lock, two rings."""
    wide, deep, tall = CHEST
    for row in range(4):
        z = 0.16 + row * tall / 4
        for y in (-deep / 2, deep / 2):
            box((0, y, z), (wide, 0.12, tall / 4 - 0.02), wood, bevel=0.035)
        for x in (-wide / 2, wide / 2):
            box((x, 0, z), (0.12, deep, tall / 4 - 0.02), wood, bevel=0.035)
    box((0, 0, 0.5), (wide - 0.1, deep - 0.1, 0.9), dark)
    for x in BANDS:
        box((x, -deep / 2 - 0.06, tall / 2), (0.22, 0.06, tall + 0.06), metal, bevel=0.025)
        for z in (0.14, 0.62, 1.10):
            sphere((x, -deep / 2 - 0.10, z), 0.05, metal, rings=12)
    for z in (0.04, tall + 0.02):
        for y in (-deep / 2 - 0.02, deep / 2 + 0.02):
            box((0, y, z), (wide + 0.18, 0.16, 0.14), metal, bevel=0.04)
        for x in (-wide / 2 - 0.02, wide / 2 + 0.02):
            box((x, 0, z), (0.16, deep + 0.18, 0.14), metal, bevel=0.04)
    for x in (-wide / 2 - 0.06, wide / 2 + 0.06):
        for y in (-0.72, 0.72):
            box((x, y, tall / 2), (0.06, 0.22, tall + 0.06), metal, bevel=0.025)
        torus((x * 1.05, 0, 0.55), 0.26, 0.06, metal, (0, np.pi / 2, 0))
    plate(
        curved([(-0.24, 0.3), (0.24, 0.3), (0.28, 0.0), (0.0, -0.34), (-0.28, 0.0)], 6),
        0.12,
        metal,
        (0, -deep / 2 - 0.12, 0.98),
        UPRIGHT,
        edge=0.04,
    )
    cylinder((0, -deep / 2 - 0.2, 1.03), 0.075, 0.04, dark, (np.pi / 2, 0, 0), bevel=0)
    box((0, -deep / 2 - 0.2, 0.90), (0.06, 0.04, 0.2), dark, bevel=0)


def _lid(wood: bpy.types.Material, metal: bpy.types.Material) -> None:
    """The vaulted lid, closed, its hinge on the x axis."""
    wide, deep, _ = CHEST
    radius = deep / 2
    turn = np.linspace(0, np.pi, 9)
    for number in range(8):
        middle = (turn[number] + turn[number + 1]) / 2
        box(
            (0, -radius + radius * np.cos(middle), 0.78 * radius * np.sin(middle)),
            (wide, 0.36, 0.11),
            wood,
            (np.arctan2(0.78 * np.cos(middle), -np.sin(middle)), 0, 0),
            0.03,
        )
    arc = np.linspace(0, np.pi, 40)
    for x in BANDS:
        strip = np.array([x - 0.11, x + 0.11])[:, None]
        made = grid(
            strip + 0 * arc,
            -radius + (radius + 0.06) * np.cos(arc) + 0 * strip,
            0.02 + (0.78 * radius + 0.07) * np.sin(arc) + 0 * strip,
            metal,
        )
        made.modifiers.new("solid", "SOLIDIFY").thickness = 0.06
    half = np.stack([-radius + radius * np.cos(arc), 0.78 * radius * np.sin(arc)], -1)
    for x in (-wide / 2 + 0.03, wide / 2 - 0.03):
        plate(half, 0.1, wood, (x, 0, 0), (np.pi / 2, 0, np.pi / 2), edge=0.02)
        pipe(np.c_[np.full(40, x * 1.01), half], 0.07, metal)
    for y in (0.0, -deep):
        box((0, y, 0.0), (wide + 0.14, 0.14, 0.13), metal, bevel=0.04)


def _hoard(metal: bpy.types.Material) -> None:
    """A heap of coins with stones on top, and what has fallen beside the chest."""
    rng, dim = np.random.default_rng(11), gold(0.35)
    points, faces = ball(detail=5)
    heap = points[:, 2] > -0.2
    lift = 0.72 * np.where(heap, points[:, 2], 0) + 0.03 * fbm(points[:, 0] * 6, points[:, 1] * 6, 3, seed=2)
    mesh(np.stack([1.36 * points[:, 0], 0.84 * points[:, 1], 1.0 + lift], -1), faces, gold(0.3))
    for _ in range(150):
        u, v = rng.uniform(-1, 1, 2)
        if u * u + v * v > 1:
            continue
        z = 1.06 + 0.70 * np.sqrt(1 - u * u - v * v)
        coin(
            (1.36 * u, 0.84 * v, z + rng.uniform(-0.02, 0.05)),
            (0.9 * -v + rng.normal(0, 0.35), 0.9 * u + rng.normal(0, 0.35), rng.uniform(0, 6)),
            metal,
            dim,
            0.24,
        )
    for x, y, z in (
        (-1.25, -1.35, 0.03),
        (-0.8, -1.5, 0.03),
        (1.05, -1.42, 0.03),
        (1.5, -1.25, 0.03),
        (0.2, -1.6, 0.03),
        (1.2, -1.35, 0.08),
    ):
        coin((x, y, z), (rng.normal(0, 0.05), rng.normal(0, 0.05), 0), metal, dim, 0.26)
    coin((-1.0, -1.28, 0.26), (1.2, 0.2, 0.2), metal, dim, 0.26)
    for at, tone, size in (
        ((-0.5, -0.55, 1.62), (0.75, 0.005, 0.03), 0.21),
        ((0.55, -0.5, 1.64), (0.01, 0.12, 0.85), 0.22),
        ((0.05, -0.66, 1.5), (0.01, 0.5, 0.08), 0.18),
        ((0.95, -0.2, 1.55), (0.5, 0.02, 0.75), 0.17),
        ((1.3, -1.55, 0.14), (0.75, 0.005, 0.03), 0.17),
    ):
        stone, facets = ball(radius=size, detail=2)
        mesh(stone + np.array(at), facets, material(tone, 0.05, coat=1.0), smooth=False)


def treasure_chest() -> None:
    """An open chest of wood and gold, heaped with shining coins and stones."""
    set_up(samples=16)
    wood = material(
        (0.30, 0.10, 0.03),
        0.42,
        coat=0.35,
        noise=(2.4, (0.20, 0.06, 0.018), (0.42, 0.16, 0.05)),
        stretch=(0.5, 5, 5),
        bump=0.35,
    )
    metal = gold(0.18)
    _chest(wood, metal, material((0.05, 0.018, 0.008), 0.7))
    with placed((0, CHEST[1] / 2, CHEST[2] + 0.06), (-1.12, 0, 0)):
        _lid(wood, metal)
    _hoard(metal)
    lamp((0, -0.1, 2.2), (1.0, 0.62, 0.15), 60, 0.4)
    turned((0, 0, 0.44))
    shoot("treasure_chest", (0, -10.2, 3.6), (0, 0.1, 1.12), lens=72, fill=0.4, key=280, rim=360)


DIAMOND_PICK = (
    ".....ooooo......",
    "....odddddoo....",
    "....oommmmddoo..",
    "......ooommmmo..",
    ".........ommmmo.",
    "........ohwmmmo.",
    ".......ohwwommmo",
    "......ohwwo.ommo",
    ".....ohwwo..ommo",
    "....ohwwo...ommo",
    "...ohwwo.....omo",
    "..ohwwo......oo.",
    ".ohwwo..........",
    "ohwwo...........",
    "owwo............",
    ".oo.............",
)
"""Rows of cubes, top first: o dark rim, d deep blue, m bright blue, w wood, h light wood."""


def pickaxe() -> None:
    """A pickaxe of cubes, its head of blue gem."""
    set_up(samples=16)
    gem_rim = material((0.005, 0.09, 0.13), 0.2, coat=0.8)
    wood_rim = material((0.07, 0.025, 0.008), 0.55)
    tones = {
        "m": material((0.0, 0.60, 0.80), 0.08, coat=1.0),
        "d": material((0.30, 0.95, 0.92), 0.08, coat=1.0),
        "w": material((0.26, 0.11, 0.03), 0.5, noise=(3, (0.20, 0.08, 0.02), (0.32, 0.14, 0.04))),
        "h": material((0.46, 0.22, 0.07), 0.5, noise=(3, (0.38, 0.17, 0.05), (0.54, 0.28, 0.10))),
    }
    rows: dict[bpy.types.Material, list[tuple[tuple[float, float, float], tuple[float, float, float], float]]] = {}
    for down, line in enumerate(DIAMOND_PICK):
        for across, key in enumerate(line):
            if key == ".":
                continue
            near = "".join(
                DIAMOND_PICK[j][i]
                for j in range(max(down - 1, 0), min(down + 2, 16))
                for i in range(max(across - 1, 0), min(across + 2, 16))
            )
            wooden = near.count("w") + near.count("h") > near.count("m") + near.count("d")
            mat = tones[key] if key != "o" else (wood_rim if wooden else gem_rim)
            at, deep = ((across - 7.5) * 0.25, 0.0, (7.5 - down) * 0.25), 0.36 if key == "o" else 0.46
            rows.setdefault(mat, []).append((at, (0.25, deep, 0.25), 0.0))
    for mat, items in rows.items():
        boxes(items, mat, bevel=0.022)
    turned((0.06, 0.0, 0.55))
    area((-2.5, -3.0, 3.0), (0, 0, 0.5), 130, 0.8)
    area((3, 1, -2), (0, 0, 0), 110, 1.0).data.color = (0.3, 0.8, 1.0)
    shoot("pickaxe", (0, -9.0, 1.1), (0, 0, 0), lens=70, fill=0.38, key=300, rim=420)


def shield() -> None:
    """A knight's shield: steel rim, quarters of blue and white, a gold star."""
    set_up(samples=16)
    steel, metal = material((0.74, 0.76, 0.82), 0.16, 1.0), gold(0.16)
    half = np.array(
        [(0, 1.42), (0.55, 1.36), (1.28, 1.52), (1.42, 0.95), (1.36, 0.2), (1.08, -0.6), (0.58, -1.28), (0, -1.75)]
    )
    right = curved([*half], 10, closed=False)
    outline = np.r_[right, (right * [-1, 1])[::-1][1:-1]]

    def domed(shrink: float, rise: float, mats: tuple[bpy.types.Material, ...], depth: float) -> None:
        """Fill the outline with a bulging skin, split into quarters."""
        shares = np.linspace(0.0, 1.0, 40)[:, None]
        line = np.r_[outline, outline[:1]]
        x, z = shares * line[:, 0] * shrink, shares * line[:, 1] * shrink
        made = grid(x, -depth - rise * (1 - shares**2.2) + 0 * x, z, mats[0])
        for mat in mats[1:]:
            made.data.materials.append(mat)
        if len(mats) > 1:
            for face in made.data.polygons:
                face.material_index = int((face.center.x > 0) != (face.center.z > 0.12))

    blue, white = material((0.01, 0.07, 0.70), 0.13, coat=1.0), material((0.85, 0.02, 0.03), 0.13, coat=1.0)
    domed(0.90, 0.44, (blue, white), 0.12)
    plate(outline, 0.5, steel, (0, 0.02, 0), UPRIGHT, edge=0.13, holes=[outline * 0.84], sharp=60)
    plate(outline * 0.97, 0.1, material((0.10, 0.045, 0.02), 0.5), (0, 0.1, 0), UPRIGHT, edge=0.02)
    inner = np.r_[outline, outline[:1]] * 0.85
    pipe(np.c_[inner[:, 0], np.full(len(inner), -0.22), inner[:, 1]], 0.05, metal)
    for number in range(0, len(outline), 9):
        x, z = outline[number] * 0.92
        sphere((x, -0.24, z), 0.075, metal, rings=16)
    for span in (np.linspace(-1, 1, 40),):
        up = np.interp(span, [-1, 1], [-1.44, 1.2])
        bulge = 0.44 * (1 - np.abs(np.interp(up, [-1.44, 0, 1.2], [0.95, 0, 0.95])) ** 2.2)
        pipe(np.stack([0 * span, -0.13 - bulge, up], -1), 0.055, metal)
        side = 1.12 * span
        bulge = 0.44 * (1 - np.abs(span) ** 2.2 * 0.9)
        pipe(np.stack([side, -0.13 - bulge, 0.12 + 0 * span], -1), 0.055, metal)
    cylinder((0, -0.58, 0.12), 0.54, 0.14, steel, (np.pi / 2, 0, 0), bevel=0.05)
    torus((0, -0.66, 0.12), 0.5, 0.045, metal, (np.pi / 2, 0, 0))
    star((0, -0.66, 0.10), 0.44, 0.16, gold(0.1))
    turned((0.0, 0.06, 0.46))
    area((0, -4, -1.5), (0, 0, 0), 60, 1.2)
    shoot("shield", (0, -9.0, 0.7), (0, 0, -0.08), lens=74, fill=0.5, key=330, rim=380)


def potion() -> None:
    """A round flask of glowing magenta potion, corked, with bubbles."""
    set_up(samples=20, bounces=10)
    glass = material((1, 1, 1), 0.0, transmission=1.0)
    glass.node_tree.nodes["Principled BSDF"].inputs["IOR"].default_value = 1.12
    liquid = material((0.85, 0.01, 0.42), 0.12, coat=1.0, glow=True)
    liquid.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.34
    cork = material((0.55, 0.28, 0.10), 0.8, noise=(9, (0.40, 0.18, 0.06), (0.68, 0.38, 0.16)), bump=0.4)
    metal = gold(0.16)
    lift = np.linspace(-np.pi / 2, 1.22, 50)
    bulb = [(1.25 * np.cos(a), 1.25 * np.sin(a)) for a in lift]
    lathe(
        [
            *bulb,
            (0.40, 1.28),
            (0.38, 1.5),
            (0.38, 1.95),
            (0.46, 2.02),
            (0.50, 2.1),
            (0.46, 2.18),
            (0.36, 2.2),
            (0.33, 2.1),
            (0.33, 1.4),
        ],
        glass,
    )
    level = 0.52
    inner = [(1.16 * np.cos(a), 1.16 * np.sin(a)) for a in np.linspace(-np.pi / 2, np.arcsin(level / 1.16), 50)]
    lathe([*inner, (inner[-1][0] - 0.02, level + 0.015), (0.5, level + 0.01), (0, level + 0.03)], liquid)
    rng = np.random.default_rng(4)
    bubble = material((1.0, 0.45, 0.80), 0.05, coat=1.0, glow=True)
    bubble.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.5
    for _ in range(26):
        angle, up = rng.uniform(0, 2 * np.pi), rng.uniform(-0.8, 0.5)
        reach = np.sqrt(max(1.155**2 - up**2, 0.01))
        sphere((reach * np.cos(angle), reach * np.sin(angle), up), rng.uniform(0.04, 0.12), bubble, rings=14)
    for x, y, z, r in (
        (0.3, -0.5, 0.6, 0.14),
        (-0.35, -0.35, 0.58, 0.18),
        (0.0, -0.2, 0.7, 0.11),
        (-0.05, -0.1, 1.2, 0.09),
        (0.1, 0.0, 1.6, 0.07),
    ):
        sphere((x, y, z), r, bubble, rings=16)
    lathe([(0, 1.9), (0.32, 1.9), (0.36, 2.2), (0.42, 2.55), (0.38, 2.62), (0, 2.62)], cork)
    torus((0, 0, 1.34), 0.46, 0.07, metal)
    torus((0, 0, 2.1), 0.5, 0.05, metal)
    lathe([(0, -1.32), (0.72, -1.32), (0.78, -1.26), (0.74, -1.14), (0.62, -1.06), (0.55, -1.02)], metal)
    pipe(curved([(0.38, -0.22, 1.3), (0.62, -0.5, 1.0), (0.66, -0.82, 0.72)], closed=False), 0.03, metal)
    with placed((0.66, -1.02, 0.42), (0.1, 0.1, 0.3)):
        star((0, 0, 0), 0.36, 0.12, gold(0.1))
    lamp((0, -0.3, 0.9), (1.0, 0.1, 0.6), 10)
    area((2.6, 2.0, -0.5), (0, 0, 0), 160, 1.0).data.color = (0.6, 0.3, 1.0)
    turned((0, 0.2, 0))
    shoot("potion", (0, -9.4, 1.4), (0.14, 0, 0.55), lens=76, fill=0.5, key=280, rim=360)
