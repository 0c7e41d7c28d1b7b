"""A street of food stalls by night."""

from __future__ import annotations

import bpy
import numpy as np
from air import both, mist
from parts import box, cylinder, panel, sphere
from shapes import area, grid, lathe, material, plane, point, screen_material, tube
from stage import Group, Haze, bake, camera, reset

_SIDE = 2.35  # half the width of the lane in metres


def _signs(seed: int) -> np.ndarray:
    """A light box with strokes on it that look like writing from afar and are none."""
    rng = np.random.default_rng(seed)
    image = np.full((192, 64, 3), 1.0) * rng.uniform(0.5, 0.9, 3)
    image[:] = np.array(
        ((1.0, 0.12, 0.05), (1.0, 0.72, 0.12), (0.06, 0.75, 0.9), (1.0, 0.2, 0.55), (0.95, 0.93, 0.85))
    )[seed % 5]
    ink = (0.02, 0.02, 0.03) if seed % 5 in (1, 4) else (1.0, 0.96, 0.88)
    for sign in range(4):
        top = 10 + sign * 45
        for _ in range(6):
            y, x = top + int(rng.integers(0, 30)), 12 + int(rng.integers(0, 16))
            if rng.random() < 0.55:
                image[y : y + 4, x : x + int(rng.integers(14, 26))] = ink
            else:
                image[y : y + int(rng.integers(10, 22)), x + 8 : x + 12] = ink
    image[:5] = image[-5:] = 0.05
    image[:, :4] = image[:, -4:] = 0.05
    return image


def _lantern(at: tuple[float, float, float], size: float, paper: bpy.types.Material, black: bpy.types.Material) -> None:
    """A ribbed paper lantern on a cord."""
    level = np.linspace(-1, 1, 25)
    radius = size * (1 - 0.35 * level**2 - 0.12 * level**6) * (1 - 0.035 * (np.arange(25) % 2))
    lathe(list(zip(radius, level * size * 1.15, strict=True)), paper, at, sides=32)
    for end in (-1, 1):
        cylinder((at[0], at[1], at[2] + end * size * 1.17), size * 0.55, size * 0.16, black, bevel=0, sides=24)
    cylinder((at[0], at[1], at[2] - size * 1.55), size * 0.09, size * 0.6, paper, bevel=0, sides=8)


def _awning(y: float, side: int, wide: float, cloth: tuple[bpy.types.Material, bpy.types.Material]) -> None:
    """A striped awning with a scalloped edge over a stall that is `wide` metres long."""
    stripes = 10
    for number in range(stripes):
        t = np.linspace(number / stripes, (number + 1) / stripes, 7)
        out = np.linspace(0, 1, 5)[:, None]
        along = y + (t - 0.5) * wide
        sag = 0.05 * np.sin(np.pi * out) + 0 * t
        x = side * (_SIDE + 1.0 - 1.35 * out) + 0 * t
        z = 2.95 - 0.62 * out - sag
        grid(x, np.repeat(along[None], 5, 0), z, cloth[number % 2])
        drop = 0.16 + 0.10 * np.sin(np.pi * (t * stripes - number))
        edge = side * (_SIDE - 0.35)
        grid(
            np.full((2, 7), edge), np.repeat(along[None], 2, 0), np.stack([np.full(7, 2.33), 2.33 - drop]),
            cloth[number % 2],
        )  # fmt: skip


def _wares(y: float, side: int, wide: float, rng: np.random.Generator, mats: dict[str, bpy.types.Material]) -> None:
    """A counter laden with bowls, pots, skewers and jars."""
    x = side * (_SIDE + 0.3)
    box((x, y, 0.46), (0.8, wide * 0.94, 0.92), mats["wood"], bevel=0.02)
    box((x - side * 0.05, y, 0.95), (0.98, wide, 0.06), mats["top"], bevel=0.015)
    for number in range(int(wide / 0.09)):
        slat = y - wide * 0.46 + number * 0.09
        box((x - side * 0.41, slat, 0.46), (0.03, 0.055, 0.82), mats["slat"], bevel=0)
    at = y - wide * 0.42
    while at < y + wide * 0.42:
        kind, tone = rng.random(), mats[f"food{int(rng.integers(5))}"]
        px = x + rng.uniform(-0.25, 0.2)
        if kind < 0.3:
            lathe([(0, 0), (0.1, 0), (0.17, 0.1), (0.165, 0.1), (0.1, 0.03)], mats["clay"], (px, at, 0.98), sides=24)
            for _ in range(9):
                sphere((px + rng.normal(0, 0.06), at + rng.normal(0, 0.06), 1.08), 0.045, tone, rings=6)
        elif kind < 0.55:
            cylinder((px, at, 1.13), 0.17, 0.3, mats["steel"], bevel=0.02, sides=32)
        elif kind < 0.8:
            box((px, at, 1.02), (0.42, 0.3, 0.07), mats["wood"], bevel=0.01)
            for row in range(4):
                for piece in range(4):
                    place = (px - 0.15 + piece * 0.1, at - 0.1 + row * 0.068, 1.075)
                    sphere(place, 0.036, tone, (1.3, 0.85, 0.8), rings=6)
        else:
            for number in range(3):
                cylinder((px - 0.15 + number * 0.14, at, 1.11), 0.055, 0.26, tone, bevel=0.012, sides=20)
        at += rng.uniform(0.3, 0.42)


def _shelves(
    side: int,
    y: float,
    wide: float,
    rng: np.random.Generator,
    wall: bpy.types.Material,
    mats: dict[str, bpy.types.Material],
) -> None:
    """The back of a stall: two shelves of jars."""
    box((side * (_SIDE + 0.75), y, 1.5), (0.08, wide, 2.3), wall, bevel=0)
    for shelf in (1.55, 2.0):
        box((side * (_SIDE + 0.62), y, shelf), (0.22, wide * 0.9, 0.03), mats["top"], bevel=0)
        for jar in np.arange(-1.1, 1.15, 0.17):
            high = rng.uniform(0.1, 0.24)
            tone = mats[f"food{int(rng.integers(5))}"]
            cylinder((side * (_SIDE + 0.6), y + jar, shelf + high / 2), 0.06, high, tone, bevel=0, sides=14)


def _sign(
    side: int, y: float, rng: np.random.Generator, black: bpy.types.Material, boards: list[bpy.types.Material]
) -> None:
    """A light box that hangs into the lane, shining both ways."""
    high = rng.uniform(1.3, 2.1)
    at = (side * (_SIDE - 0.15), y, 3.1 + high / 2)
    box(at, (0.60, 0.16, high), black, bevel=0.02)
    for face in (-1, 1):
        front = (at[0], at[1] + face * 0.085, at[2])
        turned = (np.pi / 2, 0, 0 if face < 0 else np.pi)
        panel(front, (0.54, high - 0.08), boards[int(rng.integers(10))], turned)


def _houses(
    rng: np.random.Generator,
    wall: bpy.types.Material,
    pane: bpy.types.Material,
    black: bpy.types.Material,
    steel: bpy.types.Material,
) -> None:
    """The houses behind the stalls: some windows lit, boxes of air conditioning."""
    for side in (-1, 1):
        for number in range(7):
            deep, high = 4.4, rng.uniform(5.5, 9.5)
            y = 3 + number * 4.6
            box((side * (_SIDE + 2.9), y, high / 2), (3.4, deep, high), wall, bevel=0)
            for floor in range(int(high / 1.5) - 1):
                for bay in (-1.4, 0, 1.4):
                    lit = rng.random() < 0.5
                    mat = pane if lit else black
                    box((side * (_SIDE + 1.19), y + bay, 3.9 + floor * 1.5), (0.05, 0.8, 0.95), mat, bevel=0)
            for _ in range(3):
                box(
                    (side * (_SIDE + 1.05), y + rng.uniform(-2, 2), rng.uniform(3.4, 6)),
                    (0.3, 0.62, 0.46),
                    steel,
                    bevel=0.03,
                )


def _passers_by(rng: np.random.Generator, black: bpy.types.Material) -> None:
    """A few dark figures far down the lane."""
    for _ in range(9):
        y, x = rng.uniform(14, 30), rng.uniform(-1.7, 1.7)
        tall = rng.uniform(1.5, 1.8)
        lathe(
            [
                (0, 0),
                (0.13, 0.02),
                (0.16, 0.7),
                (0.23, tall * 0.72),
                (0.2, tall * 0.8),
                (0.06, tall * 0.85),
                (0.1, tall * 0.9),
                (0.11, tall * 0.96),
                (0, tall),
            ],
            black,
            (x, y, 0),
            sides=20,
        )


def street_market() -> None:
    """A lane between food stalls after rain: lanterns overhead, glowing signs, steam, a wet ground."""
    reset(samples=36, bounces=4)
    rng = np.random.default_rng(14)
    wet = material((0.035, 0.034, 0.036), 0.22, noise=(1.6, (0.02, 0.02, 0.022), (0.06, 0.058, 0.056)), bump=0.25)
    nodes, links = wet.node_tree.nodes, wet.node_tree.links
    puddle, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeMapRange")
    puddle.inputs["Scale"].default_value = 0.8
    ramp.inputs["From Min"].default_value, ramp.inputs["From Max"].default_value = 0.42, 0.62
    ramp.inputs["To Min"].default_value, ramp.inputs["To Max"].default_value = 0.04, 0.42
    links.new(nodes.new("ShaderNodeTexCoord").outputs["Object"], puddle.inputs["Vector"])
    links.new(puddle.outputs[0], ramp.inputs["Value"])
    links.new(ramp.outputs[0], nodes["Principled BSDF"].inputs["Roughness"])
    plane((0, 20, 0), 80, wet)
    mats = {
        "wood": material((0.16, 0.08, 0.04), 0.6, noise=(3, (0.09, 0.045, 0.02), (0.22, 0.12, 0.06))),
        "top": material((0.30, 0.17, 0.08), 0.4), "slat": material((0.24, 0.12, 0.055), 0.55),
        "clay": material((0.6, 0.55, 0.48), 0.3), "steel": material((0.5, 0.5, 0.52), 0.25, 1.0),
    }  # fmt: skip
    for number, tone in enumerate(
        ((0.6, 0.10, 0.05), (0.7, 0.38, 0.06), (0.16, 0.34, 0.07), (0.62, 0.48, 0.26), (0.36, 0.14, 0.06))
    ):
        mats[f"food{number}"] = material(tone, 0.4)
    red, cream = material((0.55, 0.05, 0.04), 0.8), material((0.75, 0.68, 0.55), 0.8)
    teal = material((0.04, 0.25, 0.27), 0.8)
    wall = material((0.06, 0.055, 0.055), 0.85, noise=(2, (0.04, 0.037, 0.037), (0.09, 0.08, 0.078)), bump=0.3)
    black = material((0.015, 0.013, 0.012), 0.4)
    paper_warm, paper_b = material((1, 1, 1), 0.6, glow=True), material((1, 1, 1), 0.6, glow=True)
    bulb, strip = material((1, 1, 1), 0.4, glow=True), material((1, 1, 1), 0.4, glow=True)
    pane = material((1, 1, 1), 0.4, glow=True)
    boards = [screen_material(_signs(seed), 0.3) for seed in range(10)]
    warm_lights, cool_lights = [], []
    for side in (-1, 1):
        for number in range(8):
            y = 3.2 + number * 3.1 + (0.9 if side > 0 else 0)
            wide = 2.75
            _wares(y, side, wide, rng, mats)
            _awning(y, side, wide, (red if (number + side) % 3 else teal, cream))
            for post in (-1, 1):
                box((side * (_SIDE - 0.28), y + post * wide / 2, 1.2), (0.07, 0.07, 2.4), mats["wood"], bevel=0.01)
            _shelves(side, y, wide, rng, wall, mats)
            for hang in (-0.9, 0.0, 0.9):
                sphere((side * (_SIDE - 0.12), y + hang, 2.12), 0.055, bulb, rings=10)
            box((side * (_SIDE + 0.1), y, 2.5), (0.05, wide * 0.8, 0.03), strip, bevel=0)
            lamps = warm_lights if (number + (side > 0)) % 3 else cool_lights
            lamps.append(point((side * (_SIDE - 0.05), y, 2.0), 30, 0.25))
            if number % 2 == (side > 0):
                _sign(side, y + 1.5, rng, black, boards)
    _houses(rng, wall, pane, black, mats["steel"])
    for row, y in enumerate((2.6, 5.2, 8.2, 11.6, 15.5, 20, 25)):
        t = np.linspace(-1, 1, 30)
        cord = np.stack([t * (_SIDE + 0.7), np.full(30, y), 3.75 - 0.5 * (1 - t**2) + 0.12 * (row % 2)], -1)
        tube(cord, 0.012, black, sides=6)
        for number, place in enumerate((-0.78, -0.42, 0.0, 0.42, 0.78)):
            x = place * (_SIDE + 0.7)
            z = 3.75 - 0.5 * (1 - place**2) + 0.12 * (row % 2) - 0.34
            cool = (number + row) % 4 == 0
            _lantern((x, y, z), 0.21, paper_b if cool else paper_warm, black)
            if row < 5 and number in (1, 3):
                (cool_lights if cool else warm_lights).append(point((x, y, z - 0.5), 12, 0.3))
    _passers_by(rng, black)
    camera((0.0, -1.9, 1.62), (0.0, 10, 2.3), 28, focus=7.0, fstop=0.9)
    k = [area((0, -2.5, 4.5), (0, 5, 0.5), 130, 3)]

    def night(rays: np.ndarray) -> np.ndarray:
        return 0.02 + 0.16 * np.exp(-np.maximum(rays[..., 2], 0) / 0.25) + 0 * rays[..., 0]

    steam = both(mist(0.35, 0.42, 0.72, 5), mist(0.25, 0.3, 0.6, 9, drift=3.0))
    bake(
        "street_market",
        {
            "a": Group(cool_lights, [(paper_b, 2.2), (pane, 0.5)], sky=night, bloom=0.25, after=steam),
            "b": Group(warm_lights, [(paper_warm, 2.0), (bulb, 14), (strip, 3)], bloom=0.3, after=steam),
            "k": Group(k, bloom=0.1),
            "e": Group(emitters=[(board, 1.5) for board in boards], bloom=0.25),
        },
        size=(1280, 720),
        haze=Haze(half=34, most=0.7, sky_elevation=0.05),
    )
