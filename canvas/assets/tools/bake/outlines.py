"""Solids of drawn outlines, bent pipes, and ways to gather parts into one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import bpy
import numpy as np
from shapes import Point, ball, mesh

UPRIGHT = (np.pi / 2, 0, 0)
"""Turns a thing that faces up so that it faces -y, the camera."""


def rounded(width: float, height: float, corner: float, steps: int = 8) -> np.ndarray:
    """Return the outline (n, 2) of a rectangle with round corners about the origin."""
    turn = np.linspace(0, np.pi / 2, steps)
    arc = corner * np.stack([np.cos(turn), np.sin(turn)], -1)
    parts = []
    for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        c, s = np.cos(quarter * np.pi / 2), np.sin(quarter * np.pi / 2)
        parts.append(arc @ np.array([[c, s], [-s, c]]) + [sx * (width / 2 - corner), sy * (height / 2 - corner)])
    return np.concatenate(parts)


def circle(radius: float, steps: int = 64, at: tuple[float, float] = (0, 0)) -> np.ndarray:
    """Return the outline (n, 2) of a circle."""
    turn = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return radius * np.stack([np.cos(turn), np.sin(turn)], -1) + np.array(at)


def curved(points: Sequence[Point], steps: int = 10, closed: bool = True) -> np.ndarray:
    """Return a smooth curve through the points (n, 2 or 3), `steps` pieces from one to the next."""
    given = np.asarray(points, float)
    if closed:
        around = np.concatenate([given[-1:], given, given[:2]])
    else:
        around = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False)
    ]
    return np.concatenate(pieces if closed else [*pieces, given[-1:]])


def _as_mesh(made: bpy.types.Object, mat: bpy.types.Material, sharp: float) -> bpy.types.Object:
    """Replace a curve object by its mesh; edges over `sharp` degrees stay hard."""
    bpy.context.view_layer.update()
    data = bpy.data.meshes.new_from_object(made.evaluated_get(bpy.context.evaluated_depsgraph_get()))
    data.polygons.foreach_set("use_smooth", np.full(len(data.polygons), True))
    data.set_sharp_from_angle(angle=np.radians(sharp))
    solid = bpy.data.objects.new("solid", data)
    solid.matrix_world = made.matrix_world
    data.materials.clear()
    data.materials.append(mat)
    bpy.data.objects.remove(made)
    bpy.context.scene.collection.objects.link(solid)
    return solid


def plate(
    outline: np.ndarray, thick: float, mat: bpy.types.Material, at: Point = (0, 0, 0), turn: Point = (0, 0, 0), *,
    edge: float = 0.02, holes: Sequence[np.ndarray] = (), sharp: float = 35,
) -> bpy.types.Object:  # fmt: skip
    """A slab of an outline (n, 2) in the xy plane, as thick as told, its edges rounded by `edge`."""
    data = bpy.data.curves.new("outline", "CURVE")
    data.dimensions, data.fill_mode = "2D", "BOTH"
    data.extrude, data.bevel_depth, data.offset, data.bevel_resolution = max(thick / 2 - edge, 0), edge, -edge, 4
    for line in (outline, *holes):
        spline = data.splines.new("POLY")
        spline.points.add(len(line) - 1)
        spline.points.foreach_set("co", np.c_[line, np.zeros(len(line)), np.ones(len(line))].ravel())
        spline.use_cyclic_u = True
    made = bpy.data.objects.new("outline", data)
    bpy.context.scene.collection.objects.link(made)
    made.location, made.rotation_euler = at, turn
    return _as_mesh(made, mat, sharp)


def pipe(
    path: np.ndarray, radius: float | np.ndarray, mat: bpy.types.Material, closed: bool = False
) -> bpy.types.Object:
    """A round pipe with flat ends along a path (n, 3); `radius` for all or one per point."""
    data = bpy.data.curves.new("pipe", "CURVE")
    data.dimensions, data.bevel_depth, data.bevel_resolution, data.use_fill_caps = "3D", 1.0, 6, True
    spline = data.splines.new("POLY")
    spline.points.add(len(path) - 1)
    spline.points.foreach_set("co", np.c_[np.asarray(path, float), np.ones(len(path))].ravel())
    spline.points.foreach_set("radius", np.broadcast_to(np.asarray(radius, float), (len(path),)).copy())
    spline.use_cyclic_u = closed
    made = bpy.data.objects.new("pipe", data)
    bpy.context.scene.collection.objects.link(made)
    return _as_mesh(made, mat, 50)


def capsule(start: Point, end: Point, radius: float, mat: bpy.types.Material) -> bpy.types.Object:
    """A rod with round ends."""
    a, b = np.array(start, float), np.array(end, float)
    lean = np.linspace(0, np.pi / 2, 8)[:-1]
    ahead = (b - a) / np.linalg.norm(b - a)
    before = [a - ahead * radius * np.cos(angle) for angle in lean]
    behind = [b + ahead * radius * np.cos(angle) for angle in lean[::-1]]
    thick = radius * np.maximum(np.sin(lean), 0.02)
    return pipe(np.array([*before, a, b, *behind]), np.r_[thick, radius, radius, thick[::-1]], mat)


def pillow(
    size: Point, mat: bpy.types.Material, at: Point = (0, 0, 0), square: float = 3.0, detail: int = 6
) -> bpy.types.Object:
    """A soft box with these half sizes: `square` 2 is an ellipsoid, more is boxier."""
    points, faces = ball(detail=detail)
    reach = (np.abs(points) ** square).sum(1, keepdims=True) ** (-1 / square)
    return mesh(points * reach * np.array(size) + np.array(at), faces, mat)


def melted(parts: Sequence[bpy.types.Object], mat: bpy.types.Material, grain: float, soft: int) -> bpy.types.Object:
    """Join parts into one skin of `grain` metres, its creases smoothed `soft` times."""
    bpy.ops.object.select_all(action="DESELECT")
    for part in parts:
        part.select_set(True)
    bpy.context.view_layer.objects.active = parts[0]
    bpy.ops.object.join()
    made = parts[0]
    made.data.materials.clear()
    made.data.materials.append(mat)
    remesh = made.modifiers.new("remesh", "REMESH")
    remesh.mode, remesh.voxel_size, remesh.use_smooth_shade = "VOXEL", grain, True
    smooth = made.modifiers.new("smooth", "SMOOTH")
    smooth.factor, smooth.iterations = 0.5, soft
    return made


@contextmanager
def placed(at: Point = (0, 0, 0), turn: Point = (0, 0, 0), scale: float = 1.0, order: str = "XYZ") -> Iterator[None]:
    """Move, turn and scale as one everything made inside."""
    before = set(bpy.context.scene.objects)
    yield
    root = bpy.data.objects.new("root", None)
    for made in set(bpy.context.scene.objects) - before:
        if made.parent is None:
            made.parent = root
    bpy.context.scene.collection.objects.link(root)
    root.rotation_mode = order
    root.location, root.rotation_euler, root.scale = at, turn, (scale, scale, scale)
