"""Plain solids for sets of thousands of parts.

They look like those of `shapes`, which asks Blender's operators for each: an operator looks at the whole file, so that
a street of stalls takes minutes. These are made of arrays alone.
"""

from __future__ import annotations

import bpy
import numpy as np
from mathutils import Euler
from shapes import Point, grid


def _solid(
    vertices: np.ndarray, faces: list[list[int]], mat: bpy.types.Material, at: Point, turn: Point, bevel: float
) -> bpy.types.Object:
    data = bpy.data.meshes.new("part")
    data.from_pydata(vertices.tolist(), [], faces)
    made = bpy.data.objects.new("part", data)
    data.materials.append(mat)
    made.location, made.rotation_euler = at, Euler(turn)
    bpy.context.scene.collection.objects.link(made)
    if bevel:
        modifier = made.modifiers.new("bevel", "BEVEL")
        modifier.width, modifier.segments, modifier.limit_method = bevel, 2, "ANGLE"
        modifier.harden_normals = True
    return made


def box(
    at: Point, size: Point, mat: bpy.types.Material, turn: Point = (0, 0, 0), bevel: float = 0.02
) -> bpy.types.Object:
    corners = np.array([[x, y, z] for z in (-0.5, 0.5) for y in (-0.5, 0.5) for x in (-0.5, 0.5)]) * size
    sides = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]
    return _solid(corners, sides, mat, at, turn, bevel)


def cylinder(
    at: Point, radius: float, depth: float, mat: bpy.types.Material, turn: Point = (0, 0, 0), bevel: float = 0.02,
    sides: int = 32, top: float | None = None,
) -> bpy.types.Object:  # fmt: skip
    round_ = np.arange(sides) * 2 * np.pi / sides
    rings = [(radius, -depth / 2), (radius if top is None else top, depth / 2)]
    vertices = np.concatenate(
        [np.stack([r * np.cos(round_), r * np.sin(round_), np.full(sides, z)], -1) for r, z in rings]
    )
    faces = [[n, (n + 1) % sides, sides + (n + 1) % sides, sides + n] for n in range(sides)]
    made = _solid(vertices, [*faces, list(range(sides))[::-1], list(range(sides, 2 * sides))], mat, at, turn, bevel)
    if sides > 12:
        made.data.polygons.foreach_set("use_smooth", [True] * sides + [False] * 2)
        for edge in made.data.edges:
            low, high = sorted(edge.vertices)
            edge.use_edge_sharp = (low < sides) == (high < sides)
    return made


def sphere(
    at: Point, radius: float, mat: bpy.types.Material, scale: Point = (1, 1, 1), rings: int = 32
) -> bpy.types.Object:
    lift, turn = np.meshgrid(
        np.linspace(-np.pi / 2, np.pi / 2, rings + 1), np.linspace(0, 2 * np.pi, 2 * rings + 1), indexing="ij"
    )
    made = grid(
        radius * scale[0] * np.cos(lift) * np.cos(turn), radius * scale[1] * np.cos(lift) * np.sin(turn),
        radius * scale[2] * np.sin(lift), mat,
    )  # fmt: skip
    made.location = at
    return made


def torus(
    at: Point, radius: float, thickness: float, mat: bpy.types.Material, turn: Point = (0, 0, 0)
) -> bpy.types.Object:
    around, through = np.meshgrid(np.linspace(0, 2 * np.pi, 49), np.linspace(0, 2 * np.pi, 17), indexing="ij")
    reach = radius + thickness * np.cos(through)
    made = grid(reach * np.cos(around), reach * np.sin(around), thickness * np.sin(through), mat)
    made.location, made.rotation_euler = at, Euler(turn)
    return made


def panel(
    at: Point, size: tuple[float, float], mat: bpy.types.Material, turn: Point = (np.pi / 2, 0, 0)
) -> bpy.types.Object:
    """A flat picture (width, height) with the whole of its texture on it, upright and facing -y unless turned."""
    corners = np.array([[x, y, 0] for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]) * [*size, 1]
    made = _solid(corners, [[0, 1, 2, 3]], mat, at, turn, 0)
    made.data.uv_layers.new().data.foreach_set("uv", [0, 0, 1, 0, 1, 1, 0, 1])
    return made
