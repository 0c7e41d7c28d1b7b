"""A laboratory."""

from __future__ import annotations

import bpy
import numpy as np
from parts import box, cylinder, torus
from shapes import area, lathe, material, plane, point, tube
from stage import Group, Haze, bake, camera, reset


def _flask(
    at: tuple[float, float, float], size: float, kind: int, glass: bpy.types.Material, liquid: bpy.types.Material
) -> None:
    """A conical flask, a round one, a beaker or a test tube with something in it."""
    if kind == 0:
        outline = [(0, 0), (0.5, 0), (0.52, 0.06), (0.18, 0.75), (0.16, 1.05), (0.2, 1.1)]
        body = [(0, 0.03), (0.47, 0.03), (0.47, 0.08), (0.30, 0.42), (0, 0.42)]
    elif kind == 1:
        turn = np.linspace(-np.pi / 2, np.pi * 0.38, 18)
        outline = [(0.45 * np.cos(t), 0.45 + 0.45 * np.sin(t)) for t in turn] + [
            (0.13, 0.95),
            (0.13, 1.35),
            (0.18, 1.38),
        ]
        low = np.linspace(-np.pi / 2, 0.1, 12)
        body = [(0.42 * np.cos(t), 0.45 + 0.42 * np.sin(t)) for t in low] + [(0, 0.49)]
    elif kind == 2:
        outline = [(0, 0), (0.38, 0), (0.4, 0.05), (0.4, 0.95), (0.44, 1.0)]
        body = [(0, 0.03), (0.37, 0.03), (0.37, 0.55), (0, 0.55)]
    else:
        outline = [(0, 0), (0.07, 0.02), (0.1, 0.1), (0.1, 1.0), (0.13, 1.02)]
        body = [(0, 0.03), (0.06, 0.05), (0.085, 0.12), (0.085, 0.62), (0, 0.62)]
    lathe([(r * size, z * size) for r, z in outline], glass, at, sides=36)
    lathe([(r * size, z * size) for r, z in body], liquid, at, sides=36)


def _cabinets(
    back: float,
    rng: np.random.Generator,
    plain: tuple[bpy.types.Material, bpy.types.Material, bpy.types.Material, bpy.types.Material],
    liquids: tuple[bpy.types.Material, bpy.types.Material],
    shelf_lights: tuple[bpy.types.Material, bpy.types.Material],
) -> None:
    """A wall of drawers below and of lit shelves with bottles and flasks above."""
    white, steel, dark, glass = plain
    (liquid_a, liquid_b), (shelf_a, shelf_b) = liquids, shelf_lights
    for column in range(-4, 5):
        x = column * 1.5
        box((x, back, 0.45), (1.46, 0.5, 0.9), white, bevel=0.02)
        for drawer in (0.22, 0.52, 0.8):
            box((x, back - 0.26, drawer), (1.36, 0.02, 0.24), white, bevel=0.01)
            box((x, back - 0.285, drawer + 0.06), (0.4, 0.02, 0.025), steel, bevel=0)
        box((x - 0.74, back, 2.2), (0.05, 0.4, 2.4), dark, bevel=0)
        for number, z in enumerate((1.3, 1.85, 2.4, 2.95)):
            box((x, back, z), (1.46, 0.36, 0.04), steel, bevel=0)
            box((x, back + 0.12, z + 0.50), (1.40, 0.02, 0.03), shelf_a if (column + number) % 3 else shelf_b, bevel=0)
            at = x - 0.6
            while at < x + 0.62:
                kind = rng.random()
                high = rng.uniform(0.16, 0.36)
                if kind < 0.5:
                    tone = (
                        (0.45, 0.2, 0.06),
                        (0.75, 0.75, 0.78),
                        (0.08, 0.2, 0.4),
                        (0.1, 0.32, 0.22),
                        (0.5, 0.08, 0.07),
                    )[int(rng.integers(5))]
                    cylinder(
                        (at, back - 0.02, z + 0.02 + high / 2),
                        0.06,
                        high,
                        material(tone, 0.12, coat=0.5),
                        bevel=0.015,
                        sides=20,
                    )
                    cylinder((at, back - 0.02, z + 0.05 + high), 0.035, 0.06, dark, bevel=0, sides=14)
                elif kind < 0.8:
                    _flask(
                        (at, back - 0.02, z + 0.02),
                        high * 1.1,
                        int(rng.integers(3)),
                        glass,
                        liquid_a if rng.random() < 0.6 else liquid_b,
                    )
                at += rng.uniform(0.16, 0.28)


def lab() -> None:
    """A laboratory at night: benches of glassware with glowing liquids, lit shelves, screens, a tank in the middle."""
    reset(samples=44, bounces=6)
    rng = np.random.default_rng(11)
    plane((0, 5, 0), 30, material((0.22, 0.23, 0.25), 0.10))
    plane((0, 5, 3.6), 30, material((0.25, 0.25, 0.27), 0.7), (np.pi, 0, 0))
    white, steel, dark = (
        material((0.55, 0.57, 0.6), 0.25),
        material((0.45, 0.46, 0.48), 0.25, 1.0),
        material((0.02, 0.021, 0.024), 0.3),
    )
    back = 8.2
    plane((0, back + 0.1, 2), 30, material((0.12, 0.13, 0.15), 0.5), (np.pi / 2, 0, 0))
    glass = material((0.9, 0.95, 1.0), 0.03, transmission=1.0)
    glass.node_tree.nodes["Principled BSDF"].inputs["IOR"].default_value = 1.12
    liquid_a, liquid_b, strip, shelf_a, shelf_b = (material((1, 1, 1), 0.3, glow=True) for _ in range(5))
    _cabinets(back, rng, (white, steel, dark, glass), (liquid_a, liquid_b), (shelf_a, shelf_b))
    box((0, -0.4, 0.9), (11, 1.9, 0.06), dark, bevel=0.015)
    for side in (-1, 1):
        x = side * 3.6
        box((x, 4.6, 0.45), (2.6, 1.2, 0.88), white, bevel=0.02)
        box((x, 4.6, 0.92), (2.8, 1.35, 0.06), dark, bevel=0.015)
        for _ in range(13):
            place = (x + rng.uniform(-1.2, 1.2), 4.6 + rng.uniform(-0.5, 0.45), 0.955)
            _flask(
                place,
                rng.uniform(0.26, 0.46),
                int(rng.integers(3)),
                glass,
                liquid_a if rng.random() < 0.55 else liquid_b,
            )
        for number in range(7):
            _flask((x - side * 0.9 + number * 0.09, 4.05, 1.0), 0.3, 3, glass, (liquid_a, liquid_b)[number % 2])
        box((x - side * 0.63, 4.05, 1.12), (0.72, 0.12, 0.02), steel, bevel=0)
        cylinder((x + side * 0.7, 4.7, 1.45), 0.02, 1.0, steel, bevel=0)
        tube(
            np.array([(x + side * 0.7, 4.7, 1.75), (x + side * 0.5, 4.6, 1.72), (x + side * 0.35, 4.55, 1.70)]),
            0.015,
            steel,
            sides=8,
        )
        _flask((x + side * 0.35, 4.55, 1.32), 0.36, 1, glass, liquid_b if side > 0 else liquid_a)
    cylinder((0.0, 7.0, 0.25), 0.85, 0.5, dark, bevel=0.05, sides=64)
    cylinder((0.0, 7.0, 3.2), 0.85, 0.5, dark, bevel=0.05, sides=64)
    cylinder((0.0, 7.0, 1.72), 0.72, 2.45, glass, bevel=0, sides=64)
    torus((0.0, 7.0, 0.56), 0.78, 0.04, strip)
    torus((0.0, 7.0, 2.9), 0.78, 0.04, strip)
    turn = np.linspace(0, 4 * np.pi, 90)
    for phase, mat in ((0.0, liquid_a), (np.pi, liquid_b)):
        tube(
            np.stack([0.34 * np.cos(turn + phase), 7.0 + 0.34 * np.sin(turn + phase), 0.7 + 2.1 * turn / turn[-1]], -1),
            0.045,
            mat,
            sides=12,
        )
    for rung in np.linspace(0.04, 0.96, 24):
        angle = rung * 4 * np.pi
        ends = [(0.34 * np.cos(angle + p), 7.0 + 0.34 * np.sin(angle + p), 0.7 + 2.1 * rung) for p in (0, np.pi)]
        tube(np.array(ends), 0.02, white, sides=8)
    for x in (-4.4, -1.5, 1.5, 4.4):
        box((x, 4.6, 3.57), (0.16, 6.5, 0.04), strip, bevel=0)
    tank = [point((0, 6.1, 1.7), 26, 0.4)]
    a = [*tank, area((-3.6, 4.4, 1.5), (-3.6, 4.6, 0), 12, 1.5), area((0, 2.0, 3.5), (0, 8, 1.4), 70, 9, 0.5)]
    b = [point((3.6, 4.0, 1.4), 16, 0.4), point((-2.6, 4.0, 1.3), 6, 0.3), area((5.5, 3, 3.0), (2, 6, 1), 70, 1.5)]
    k = [area((x, 4.6, 3.5), (x, 4.6, 0), 55, 0.3, 6) for x in (-4.4, -1.5, 1.5, 4.4)]
    camera((0.0, -2.0, 1.66), (0.0, 6, 1.62), 27, focus=6.2, fstop=0.9)
    bake(
        "lab",
        {
            "a": Group(a, [(liquid_a, 2.4), (shelf_a, 2.5)], bloom=0.25),
            "b": Group(b, [(liquid_b, 2.4), (shelf_b, 2.5)], bloom=0.25),
            "k": Group(k, [(strip, 4)], bloom=0.2),
        },
        size=(1280, 720),
        haze=Haze(half=70, most=0.4),
    )
