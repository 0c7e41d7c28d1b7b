"""The great hall of a castle."""

from __future__ import annotations

import bpy
import numpy as np
from air import both, motes, window_beams
from noise import fbm, smoothstep
from parts import box, cylinder, sphere
from shapes import area, boxes, grid, lathe, material, mesh, plane, point, tube
from stage import Group, Haze, bake, camera, reset


def _stone(tone: float, warmth: float = 1.06) -> bpy.types.Material:
    dark, light = (tuple(tone * share * w for w in (warmth, 1.0, 0.9)) for share in (0.55, 1.35))
    return material(light, 0.85, noise=(2.6, dark, light), bump=0.55)


def _wall(x: float, start: float, end: float, high: float, rng: np.random.Generator, mat: bpy.types.Material) -> None:
    """A wall of ashlar along y: courses of blocks of uneven length that stand out by different amounts."""
    blocks = []
    for course in range(int(high / 0.42)):
        y = start - rng.uniform(0, 0.6)
        while y < end:
            long = rng.uniform(0.55, 1.0)
            out = rng.choice([0.0, 0.0, 0.015, 0.03])
            blocks.append(((x - np.sign(x) * out, y + long / 2, 0.21 + course * 0.42), (0.4, long - 0.02, 0.40), 0.0))
            y += long
    boxes(blocks, mat, bevel=0.018)


def _pillar(x: float, y: float, high: float, mat: bpy.types.Material) -> None:
    """A clustered pillar: a core, four shafts, a moulded base and head."""
    base = [(0.0, 0), (0.66, 0), (0.66, 0.22), (0.58, 0.28), (0.6, 0.36), (0.46, 0.5), (0.36, 0.56)]
    head = [(0.36, high - 0.6), (0.44, high - 0.5), (0.42, high - 0.42), (0.62, high - 0.16), (0.66, high)]
    lathe(base + head, mat, (x, y, 0), sides=48)
    for angle in np.arange(4) * np.pi / 2 + np.pi / 4:
        cylinder(
            (x + 0.38 * np.cos(angle), y + 0.38 * np.sin(angle), high / 2), 0.12, high - 0.9, mat, bevel=0, sides=20
        )


def _arch(start: np.ndarray, end: np.ndarray, rise: float, thick: float, mat: bpy.types.Material) -> None:
    """A pointed arch between two springing points."""
    t = np.linspace(0, 1, 24)
    half = np.concatenate([np.sin(t * np.pi / 2) * 0.5, 1 - 0.5 * np.sin((1 - t[1:]) * np.pi / 2)])
    lift = np.concatenate([1 - np.cos(t * np.pi / 2), (1 - np.cos((1 - t[1:]) * np.pi / 2))])
    lift = np.concatenate([np.sqrt(t), np.sqrt(1 - t[1:])]) * 0.55 + lift * 0.45
    path = start + np.outer(half, end - start)
    path[:, 2] += rise * lift
    tube(path, thick, mat, sides=14)


def _nave(pale: bpy.types.Material, iron: bpy.types.Material, flame: bpy.types.Material) -> list[bpy.types.Object]:
    """Two rows of pillars with the arches and ribs between them, a torch on each. Returns the light of the torches."""
    torch_lights = []
    spring = 4.4
    for number in range(7):
        y = -0.4 + number * 3.8
        for side in (-1, 1):
            x = side * 3.7
            _pillar(x, y, spring, pale)
            if number < 6:
                _arch(np.array([x, y, spring]), np.array([x, y + 3.8, spring]), 1.9, 0.2, pale)
            _arch(np.array([x, y, spring]), np.array([side * 6.3, y, spring]), 1.6, 0.16, pale)
            out = x - side * 0.5
            cylinder((out + side * 0.06, y - 0.3, 2.25), 0.03, 0.5, iron, (0.35, 0, 0), bevel=0, sides=12)
            cylinder((out + side * 0.06, y - 0.42, 2.52), 0.07, 0.14, iron, bevel=0, sides=16, top=0.11)
            lathe(
                [(0, 0), (0.075, 0.06), (0.085, 0.13), (0.05, 0.24), (0.02, 0.33), (0, 0.38)],
                flame,
                (out + side * 0.06, y - 0.42, 2.56),
                sides=16,
            )
            torch_lights.append(point((out - side * 0.02, y - 0.62, 2.85), 70, 0.14))
        _arch(np.array([-3.7, y, spring]), np.array([3.7, y, spring]), 3.4, 0.24, pale)
        if number < 6:
            for side in (-1, 1):
                _arch(np.array([side * -3.7, y, spring]), np.array([side * 3.7, y + 3.8, spring]), 3.4, 0.12, pale)
    return torch_lights


def _chandelier(y: float, iron: bpy.types.Material, flame: bpy.types.Material) -> bpy.types.Object:
    """A ring of candles on chains. Returns its light."""
    lathe([(1.05, 0), (1.1, 0.04), (1.05, 0.08), (1.0, 0.04), (1.05, 0)], iron, (0, y, 5.2), sides=48)
    for angle in np.arange(8) * np.pi / 4:
        cylinder(
            (1.05 * np.cos(angle), y + 1.05 * np.sin(angle), 5.36),
            0.035,
            0.22,
            material((0.8, 0.75, 0.6), 0.6),
            bevel=0,
            sides=10,
        )
        sphere((1.05 * np.cos(angle), y + 1.05 * np.sin(angle), 5.53), 0.04, flame, (1, 1, 1.8), rings=8)
        tube(np.array([(1.05 * np.cos(angle), y + 1.05 * np.sin(angle), 5.25), (0, y, 6.6)]), 0.012, iron, sides=6)
    tube(np.array([(0, y, 6.6), (0, y, 8.4)]), 0.02, iron, sides=6)
    return point((0, y, 5.0), 60, 0.5)


def castle() -> None:
    """A great hall: pillars and pointed arches, torches, banners, a throne, a tall window that throws beams."""
    reset(samples=36, bounces=4)
    rng = np.random.default_rng(40)
    stone, pale = _stone(0.16), _stone(0.24)
    iron, wood = material((0.02, 0.02, 0.022), 0.45, 0.8), material((0.10, 0.05, 0.025), 0.6)
    flame, pane_a = material((1, 1, 1), 0.5, glow=True), material((1, 1, 1), 0.5, glow=True)
    tiles = []
    for row in range(34):
        for column in range(-6, 7):
            tone_up = rng.uniform(-0.006, 0.006)
            tiles.append(((column * 0.95, -4 + row * 0.95, -0.05 + tone_up), (0.93, 0.93, 0.1), 0.0))
    floor = material((0.1, 0.095, 0.09), 0.25, noise=(1.8, (0.05, 0.047, 0.044), (0.15, 0.14, 0.13)), bump=0.12)
    boxes(tiles, floor, bevel=0.012)
    carpet = material((0.35, 0.02, 0.025), 0.9, noise=(18, (0.26, 0.012, 0.016), (0.42, 0.03, 0.032)), bump=0.3)
    gold = material((0.85, 0.55, 0.16), 0.3, 1.0)
    box((0, 8, 0.02), (1.9, 26, 0.03), carpet, bevel=0)
    for side in (-1, 1):
        box((side * 0.86, 8, 0.026), (0.06, 26, 0.03), gold, bevel=0)
        _wall(side * 6.4, -3, 25, 9, rng, stone)
    torch_lights = _nave(pale, iron, flame)
    vx, vy = np.meshgrid(np.linspace(-6.5, 6.5, 60), np.linspace(-4, 26, 40))
    grid(vx, vy, 8.2 - 0.04 * vx**2 + 0.03 * fbm(vx, vy, 3, seed=3), stone)
    cloth = material((0.28, 0.02, 0.025), 0.85)
    for number in range(6):
        for side in (-1, 1):
            y = 1.5 + number * 3.8
            u, v = np.meshgrid(np.linspace(-0.55, 0.55, 24), np.linspace(0, 1, 40))
            drop = 2.9 * v * (1 - 0.22 * smoothstep(0.75, 1.0, v) * np.abs(u) / 0.55)
            wave = 0.05 * np.sin(u * 9 + number) * v
            grid(side * 3.55 + wave, y + u, 5.1 - drop, cloth)
            box((side * 3.55, y, 5.12), (0.06, 1.3, 0.06), gold, bevel=0.01)
            lozenge = np.array(
                [(side * 3.5, y, 4.5), (side * 3.5, y + 0.24, 4.05), (side * 3.5, y, 3.6), (side * 3.5, y - 0.24, 4.05)]
            )
            mesh(lozenge - [side * 0.09, 0, 0], np.array([[0, 1, 2, 3]]), gold, smooth=False)
    for step in range(4):
        box((0, 22.4 + step * 0.45, 0.1 + step * 0.2), (5.4 - step * 0.7, 2.6, 0.2), pale, bevel=0.03)
    box((0, 24.2, 1.45), (1.3, 0.9, 0.9), wood, bevel=0.05)
    box((0, 24.55, 2.6), (1.3, 0.24, 2.2), wood, bevel=0.06)
    for side in (-1, 1):
        cylinder((side * 0.66, 24.5, 2.4), 0.08, 3.0, gold, bevel=0.02, sides=20)
        sphere((side * 0.66, 24.5, 3.98), 0.14, gold, rings=10)
        box((side * 0.68, 24.0, 1.98), (0.16, 0.9, 0.12), gold, bevel=0.03)
    sphere((0, 24.5, 3.9), 0.22, gold, rings=12)
    back = 26.0
    for x in (-5.5, 5.5):
        box((x, back, 4.5), (6.4, 0.5, 9), stone, bevel=0)
    box((0, back, 1.6), (5, 0.5, 3.2), stone, bevel=0)
    for x in np.linspace(-1.9, 1.9, 5):
        box((x, back - 0.1, 5.9), (0.14, 0.3, 5.6), pale, bevel=0.02)
    for z in (4.2, 5.4, 6.6, 7.6):
        box((0, back - 0.1, z), (4.2, 0.2, 0.09), pale, bevel=0)
    made = plane((0, back + 0.4, 5.9), 1, pane_a, (np.pi / 2, 0, 0))
    made.scale = (4.6, 5.6, 1)
    panes = [
        np.array([(x, back - 0.4, 3.4), (x + 0.7, back - 0.4, 3.4), (x + 0.7, back - 0.4, 8.3), (x, back - 0.4, 8.3)])
        for x in (-1.75, -0.8, 0.15, 1.1)
    ]
    beams = window_beams(panes, (3.4, -17, -7.5), 0.55, soft=1 / 130)
    torch_lights += [_chandelier(y, iron, flame) for y in (5.3, 13)]
    camera((0.0, -4.6, 1.7), (0.0, 10, 2.75), 26)
    bake(
        "castle",
        {
            "a": Group(
                [area((0, back - 0.6, 6), (0, 4, 0), 1500, 4, 5), area((0, 2, 8), (0, 6, 0), 90, 8)],
                [(pane_a, 2.4)],
                bloom=0.25,
                after=both(beams, motes(90, 3, power=1.4)),
            ),
            "b": Group(torch_lights, [(flame, 16)], bloom=0.35),
            "k": Group([area((0, -4, 5), (0, 6, 1), 260, 4)]),
        },
        size=(1280, 720),
        haze=Haze(half=60, most=0.5),
    )
