"""A skyline by night across the water."""

from __future__ import annotations

import bpy
import numpy as np
import skies
from noise import fbm
from shapes import grid, material, mesh, screen_material, sun
from stage import Group, Haze, bake, camera, reset


def windows(seed: int, lit: float) -> np.ndarray:
    """A facade of 48 x 64 windows as radiance: whole floors go dark or bright together, each window differs."""
    rng = np.random.default_rng(seed)
    rows, columns, cell = 64, 48, 12
    floors = rng.uniform(0.25, 1.25, (rows, 1)) * (rng.random((rows, 1)) > 0.12)
    bright = (rng.random((rows, columns)) < lit * floors) * rng.lognormal(-0.35, 0.7, (rows, columns))
    image = np.zeros((rows * cell, columns * cell))
    for row in range(rows):
        for column in range(columns):
            y, x = row * cell, column * cell
            shade = np.linspace(1.15, 0.55, 6)[:, None]
            image[y + 3 : y + 9, x + 2 : x + 10] = bright[row, column] * shade
    return np.repeat(np.minimum(image, 5)[..., None], 3, -1)


def tower(
    x: float, y: float, wide: float, deep: float, high: float, mat: bpy.types.Material, rng: np.random.Generator
) -> None:
    """A box whose windows are 2.3 m wide and 2.7 m high; the facade starts at a random place of the texture."""
    u0, v0 = rng.integers(0, 48) / 48, rng.integers(0, 64) / 64
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [wide / 2, deep / 2] + [x, y]
    vertices = np.concatenate([np.c_[corners, np.zeros(4)], np.c_[corners, np.full(4, high)]])
    faces = np.array([[0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7], [4, 5, 6, 7]])
    made = mesh(vertices, faces, mat, smooth=False)
    layer = made.data.uv_layers.new()
    coordinates = []
    for side, length in enumerate((wide, deep, wide, deep)):
        u1, v1 = u0 + length / 2.3 / 48, v0 + high / 2.7 / 64
        coordinates += [(u0 + 0.31 * side, v0), (u1 + 0.31 * side, v0), (u1 + 0.31 * side, v1), (u0 + 0.31 * side, v1)]
    coordinates += [(0.001, 0.001)] * 4
    layer.data.foreach_set("uv", np.array(coordinates, float).ravel())


def city_night() -> None:
    """Towers with lit windows over a dark river that mirrors them; dusk glows behind."""
    reset(samples=20, bounces=3)
    rng = np.random.default_rng(12)
    warm = [
        screen_material(windows(seed, lit), 0.25, (0.03, 0.032, 0.04))
        for seed, lit in ((1, 0.36), (2, 0.24), (3, 0.48))
    ]
    cool = [screen_material(windows(seed, lit), 0.25, (0.03, 0.032, 0.04)) for seed, lit in ((7, 0.34), (8, 0.42))]
    edge_a, edge_b = material((1, 1, 1), 0.5, glow=True), material((1, 1, 1), 0.5, glow=True)
    for row, (y, tall, step) in enumerate(((300, 30, 24), (360, 66, 26), (450, 118, 33), (600, 150, 46))):
        x = -y * 0.72
        while x < y * 0.72:
            wide = step * rng.uniform(0.65, 1.05)
            centre = (
                0.55 + 0.75 * np.exp(-(((x / y - 0.22) / 0.26) ** 2)) + 0.35 * np.exp(-(((x / y + 0.45) / 0.16) ** 2))
            )
            high = tall * rng.uniform(0.55, 1.15) * centre
            cold = rng.random() < 0.3
            mat = (cool if cold else warm)[int(rng.integers(0, 2))]
            tower(x + wide / 2, y + rng.uniform(-12, 12), wide, wide * rng.uniform(0.7, 1.2), high, mat, rng)
            if row >= 2 and high > tall * 0.8 and rng.random() < 0.6:
                tower(x + wide / 2, y, wide * 0.62, wide * 0.6, high * 1.16, mat, rng)
                tower(x + wide / 2, y, 1.6, 1.6, high * 1.38, warm[2], rng)
            if rng.random() < 0.22:
                bpy.ops.mesh.primitive_cube_add(size=1, location=(x + wide / 2, y - wide * 0.6, high + 0.6))
                strip = bpy.context.object
                strip.scale = (wide * 0.9, 1, 1.6)
                strip.data.materials.append(edge_a if cold else edge_b)
            x += wide + rng.uniform(1, 10)
    wx, wy = np.meshgrid(np.linspace(-420, 420, 220), 4 * (300 / 4) ** np.linspace(0, 1, 420))
    wx = wx * wy / 300
    chop = 0.10 * fbm(wx * 0.14, wy * 0.5, 4, 0.55, seed=4)
    water = material((0.004, 0.006, 0.01), 0.07)
    nodes, links = water.node_tree.nodes, water.node_tree.links
    ripple, bump, place, scale = (
        nodes.new(kind) for kind in ("ShaderNodeTexNoise", "ShaderNodeBump", "ShaderNodeTexCoord", "ShaderNodeMapping")
    )
    scale.inputs["Scale"].default_value = (0.5, 1.2, 1)
    ripple.inputs["Scale"].default_value, ripple.inputs["Detail"].default_value = 0.55, 5
    bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = 0.55, 0.5
    links.new(place.outputs["Object"], scale.inputs[0])
    links.new(scale.outputs[0], ripple.inputs["Vector"])
    links.new(ripple.outputs[0], bump.inputs["Height"])
    links.new(bump.outputs[0], nodes["Principled BSDF"].inputs["Normal"])
    grid(wx, wy, chop, water)
    quay = material((0.02, 0.02, 0.022), 0.8)
    edge = [(x, y, z) for y, z in ((284, 0.0), (284, 3.2), (900, 3.2)) for x in (-500, 500)]
    mesh(np.array(edge), np.array([[0, 1, 3, 2], [2, 3, 5, 4]]), quay, smooth=False)
    lamps = material((1, 1, 1), 0.5, glow=True)
    for x in np.arange(-260, 261, 13.0):
        bpy.ops.mesh.primitive_uv_sphere_add(radius=0.75, location=(x, 286, 8), segments=12, ring_count=8)
        bpy.context.object.data.materials.append(lamps)
    camera((0, 0, 7), (0, 100, 20.5), 34)

    def dusk(rays: np.ndarray) -> np.ndarray:
        cover = skies.clouds(rays, scale=0.6, cover=0.42, soft=0.55, stretch=2.4, seed=61)
        return skies.gradient(rays, 0.26, 0.022, 5.5, ground=0.03) + 0.05 * cover

    def ember(rays: np.ndarray) -> np.ndarray:
        cover = skies.clouds(rays, scale=0.6, cover=0.42, soft=0.55, stretch=2.4, seed=61)
        return (
            (0.20 + 0.1 * cover)
            * skies.horizon_band(rays, 0.10)
            * (0.35 + 0.8 * skies.glow(rays, skies.direction(12, 2)))
        )

    bake(
        "city_night",
        {
            "a": Group(emitters=[(mat, 3.0) for mat in cool] + [(edge_a, 7)], sky=dusk, bloom=0.2),
            "b": Group(emitters=[(mat, 3.0) for mat in warm] + [(edge_b, 5), (lamps, 10)], sky=ember, bloom=0.2),
            "k": Group(
                [sun(skies.direction(-140, 40), 0.9, 10)], sky=lambda rays: skies.gradient(rays, 0.03, 0.006, 4, 0.004)
            ),
        },
        size=(1280, 720),
        haze=Haze(half=1300, most=0.7),
    )
