"""Drinks: a glass of Persian tea, a smoothie."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from dishes import rounded
from fruit import berry
from morsels import blade, ring_slice, steam, strew
from noise import fbm
from optics import glass
from outlines import placed
from shapes import box, grid, lathe, material, sphere, tint_by_vertex, torus, tube


def tea_glass() -> None:
    """Amber tea in a waisted glass with gold rims, sugar cubes and a stick of saffron candy on its saucer."""
    set_up(samples=40, bounces=10)
    rng = np.random.default_rng(3)
    gold = material((1.0, 0.60, 0.14), 0.18, 1.0)
    china = material((0.92, 0.90, 0.86), 0.12, coat=0.6)
    lathe(
        rounded(
            [(0, 0.03), (0.62, 0.03), (0.8, 0.09), (1.42, 0.27), (1.45, 0.25), (0.8, 0.03), (0.6, -0.03), (0, -0.03)]
        ),
        china,
    )
    torus((0, 0, 0.268), 1.43, 0.02, gold)
    for radius, height in ((1.22, 0.222), (0.92, 0.136)):
        torus((0, 0, height), radius, 0.02, material((0.0, 0.24, 0.46), 0.15, coat=0.6))
    for angle in np.arange(18) * 2 * np.pi / 18:
        sphere(
            (1.07 * np.cos(angle), 1.07 * np.sin(angle), 0.182),
            0.055,
            material((0.62, 0.01, 0.03), 0.15, coat=0.6),
            (1, 1, 0.4),
        )
    outline = rounded(
        [(0.50, 0.12), (0.58, 0.20), (0.62, 0.42), (0.46, 0.86), (0.44, 1.05), (0.58, 1.45), (0.68, 1.72), (0.70, 1.86)]
    )
    lathe([(0, 0.06), (0.46, 0.06), (0.50, 0.12), *outline.tolist()], glass((1.0, 0.9, 0.75), 0.03, 0.9))
    full = outline[outline[:, 1] < 1.62]
    profile = np.concatenate(
        [
            [[0, 0.15], [0.40, 0.15]],
            np.stack([full[:, 0] - 0.045, np.maximum(full[:, 1], 0.16)], -1),
            [[full[-1, 0] - 0.05, 1.62], [0, 1.62]],
        ]
    )
    amber = material((0.9, 0.2, 0.008), 0.25, glow=True)
    shader = amber.node_tree.nodes["Principled BSDF"]
    nodes, links = amber.node_tree.nodes, amber.node_tree.links
    facing, ramp = nodes.new("ShaderNodeLayerWeight"), nodes.new("ShaderNodeValToRGB")
    facing.inputs["Blend"].default_value = 0.4
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (
        (0.66, 0.135, 0.0, 1),
        (0.16, 0.014, 0.0, 1),
    )
    links.new(facing.outputs["Facing"], ramp.inputs[0])
    links.new(ramp.outputs[0], shader.inputs["Base Color"])
    links.new(ramp.outputs[0], shader.inputs["Emission Color"])
    shader.inputs["Specular IOR Level"].default_value = 0.2
    shader.inputs["Emission Strength"].default_value = 0.36
    lathe(profile, amber)
    for level, radius in ((1.86, 0.70), (1.05, 0.445), (0.14, 0.51)):
        torus((0, 0, level), radius + 0.004, 0.022, gold)
    sugar = material((0.95, 0.94, 0.92), 0.6, subsurface=0.3, noise=(60, (0.86, 0.85, 0.83), (1, 1, 1)), bump=0.7)
    for x, y, z, turn in ((0.88, -0.72, 0.34, 0.3), (1.12, -0.38, 0.36, 1.0), (1.02, -0.6, 0.60, 0.7)):
        box(
            (x, y, z),
            (0.27, 0.27, 0.25),
            sugar,
            (rng.uniform(-0.12, 0.12), rng.uniform(-0.12, 0.12), turn),
            bevel=0.025,
        )
    crystal = material((1.0, 0.56, 0.03), 0.08, coat=1.0, subsurface=0.2)
    with placed((-0.85, -0.82, 0.36), (0.0, 1.32, 0.42)):
        tube(np.array([[0, 0, -0.9], [0, 0, 0], [0, 0, 0.75]]), 0.028, material((0.62, 0.36, 0.14), 0.5), 12)
        for _ in range(60):
            z, a = rng.uniform(0.0, 0.72), rng.uniform(0, 6.28)
            size = 0.075 * rng.uniform(0.8, 1.4)
            box(
                (0.075 * np.cos(a), 0.075 * np.sin(a), z),
                (size, size, size),
                crystal,
                tuple(rng.uniform(0, 3, 3)),
                bevel=0.008,
            )
    steam((0, 0.25, 2.45), 1.5, 1.3, 8, 0.5)
    shoot("tea_glass", (-0.8, -7.6, 3.4), (0, 0, 0.98), lens=76, fill=0.45, key=260, rim=380)


def smoothie() -> None:
    """A tall glass of layered berry and mango smoothie with cream, a strawberry, mint and a striped straw."""
    set_up(samples=36, bounces=8)
    turn, z = np.linspace(0, 2 * np.pi, 241), np.linspace(0, 1, 200)[:, None]
    radius = 0.50 + 0.22 * z
    swirl = z + 0.07 * fbm(np.cos(turn) * 1.6, np.sin(turn) * 1.6 + 3 * z, 4, seed=4)
    tone = np.zeros((200, 241, 3))
    stops = np.array([0, 0.30, 0.42, 0.62, 0.74, 1.0])
    table = np.array(
        [
            [1.0, 0.42, 0.01],
            [1.0, 0.50, 0.03],
            [0.98, 0.18, 0.10],
            [0.92, 0.03, 0.16],
            [0.98, 0.22, 0.38],
            [1.0, 0.36, 0.50],
        ]
    )
    for channel in range(3):
        tone[..., channel] = np.interp(swirl, stops, table[:, channel])
    drink = grid(
        radius * np.cos(turn),
        radius * np.sin(turn),
        0.12 + 1.75 * z + 0 * turn,
        material((1, 1, 1), 0.25, coat=0.4, subsurface=0.1),
    )
    tint_by_vertex(drink, tone.reshape(-1, 3))
    lathe([(0.5, 0.12), (0, 0.12)], material((1.0, 0.42, 0.01), 0.3))
    lathe(
        rounded([(0, 0.0), (0.50, 0.0), (0.54, 0.03), (0.555, 0.12), (0.79, 1.98), (0.80, 2.04), (0.77, 2.03)], 2),
        glass((0.92, 0.96, 1.0), 0.03, 0.85),
    )
    cream = material((0.97, 0.94, 0.88), 0.35, subsurface=0.25, coat=0.3)
    for level, (reach, thick) in enumerate(((0.50, 0.24), (0.34, 0.21), (0.16, 0.17))):
        t = np.linspace(0, 2 * np.pi * 1.12, 120)
        wave = 0.022 * np.sin(t * 9)
        tube(
            np.stack([reach * np.cos(t), reach * np.sin(t), 2.02 + 0.26 * level + 0.07 * t / 6.28], -1),
            thick + wave,
            cream,
            24,
        )
    lathe([(0.2, 2.62), (0.13, 2.82), (0.05, 2.94), (0, 2.98)], cream)
    lathe([(0, 1.9), (0.72, 1.9), (0.6, 2.1), (0, 2.5)], cream)
    with placed((-0.60, -0.42, 2.36), (0.5, -0.5, 0.4), scale=0.40):
        berry(4)
    line = np.linspace([0.26, 0.12, 1.4], [0.78, 0.30, 3.75], 160)
    straw = tube(line, 0.072, material((1, 1, 1), 0.2, coat=0.6), 24)
    stripe = (((np.arange(160)[:, None] / 160 * 15 + np.arange(25)[None] / 24) % 1) > 0.5)[..., None]
    tint_by_vertex(straw, np.where(stripe, np.array([0.0, 0.45, 0.85]), np.array([0.95, 0.95, 0.95])).reshape(-1, 3))
    green = material((0.08, 0.50, 0.04), 0.3, coat=0.4, subsurface=0.1)
    for angle, lift, size in ((-0.5, -0.5, 0.55), (0.6, -0.75, 0.5), (2.2, -0.8, 0.45), (-1.4, -0.35, 0.45)):
        with placed((0.2, -0.18, 2.72), (0, lift, angle)):
            strew(blade(0.36, 0.25, 0.3, 16, 9), np.zeros((1, 3)), np.eye(3)[None], size, green)
    blue = material((0.04, 0.05, 0.30), 0.3, coat=0.3)
    for x, y, level in ((0.46, -0.42, 2.28), (0.20, -0.56, 2.26), (-0.1, -0.45, 2.5), (0.62, -0.1, 2.3)):
        sphere((x, y, level), 0.135, blue)
        torus((x, y - 0.06, level + 0.112), 0.04, 0.016, material((0.02, 0.02, 0.12), 0.5))
    with placed((0.80, -0.12, 1.98), (1.35, 0.35, 0.25)):
        ring_slice(0.42, 0.05, (1.0, 0.30, 0.0), (1.0, 0.36, 0.0))
        pith = material((1.0, 0.80, 0.42), 0.35)
        for angle in np.arange(5) * np.pi / 5:
            x, y = 0.36 * np.cos(angle), 0.36 * np.sin(angle)
            tube(np.linspace((-x, -y, 0.05), (x, y, 0.05), 4), 0.014, pith, 8)
        torus((0, 0, 0.05), 0.37, 0.018, pith)
    shoot("smoothie", (-0.5, -8.4, 2.9), (0.08, 0, 1.72), lens=72, fill=0.42, key=260, rim=380)
