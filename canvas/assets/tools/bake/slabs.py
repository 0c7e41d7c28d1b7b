"""Solids made of a flat outline: plates with round edges, and bands swept along a path. All of them face -y."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np
from sculpture import carve
from shapes import Point, grid


def corners_rounded(points: Sequence[Point], radius: float, steps: int = 8) -> np.ndarray:
    """Return a closed outline (n, 2) with its corners replaced by curves that begin `radius` before each corner."""
    outline = np.asarray(points, float)
    share = np.linspace(0, 1, steps)[:, None]
    parts = []
    for before, corner, after in zip(np.roll(outline, 1, 0), outline, np.roll(outline, -1, 0), strict=True):
        back, ahead = before - corner, after - corner
        reach = min(radius, 0.48 * float(np.hypot(*back)), 0.48 * float(np.hypot(*ahead)))
        start, end = corner + back / np.hypot(*back) * reach, corner + ahead / np.hypot(*ahead) * reach
        parts.append((1 - share) ** 2 * start + 2 * share * (1 - share) * corner + share**2 * end)
    return np.concatenate(parts)


def oblong(width: float, height: float, radius: float) -> np.ndarray:
    """Return the outline of a rectangle with round corners, centred on the origin."""
    x, z = width / 2, height / 2
    return corners_rounded([(-x, -z), (x, -z), (x, z), (-x, z)], radius)


def slab(
    outlines: Sequence[np.ndarray], thick: float, mat: bpy.types.Material, bevel: float = 0.05, at: Point = (0, 0, 0)
) -> bpy.types.Object:
    """A plate of closed outlines (n, 2) in the xz plane. Outlines inside others are holes; `at` is its middle."""
    curve = bpy.data.curves.new("slab", "CURVE")
    curve.dimensions, curve.fill_mode = "2D", "BOTH"
    for outline in outlines:
        spline = curve.splines.new("POLY")
        spline.points.add(len(outline) - 1)
        flat = np.zeros((len(outline), 4))
        flat[:, :2], flat[:, 3] = outline, 1
        spline.points.foreach_set("co", flat.ravel())
        spline.use_cyclic_u = True
    curve.extrude, curve.bevel_depth = max(thick / 2 - bevel, 0.0), bevel
    curve.offset, curve.bevel_resolution = -bevel, 6
    made = bpy.data.objects.new("slab", curve)
    bpy.context.scene.collection.objects.link(made)
    made.location, made.rotation_euler = at, (np.pi / 2, 0, 0)
    made.data.materials.append(mat)
    return made


def _lattice(outline: np.ndarray, low: np.ndarray, shape: tuple[int, int], step: float) -> np.ndarray:
    """Return the signed distance to an outline (n, 2) at the points of a lattice, negative inside."""
    x, z = np.meshgrid(low[0] + step * np.arange(shape[0]), low[1] + step * np.arange(shape[1]), indexing="ij")
    nearest, crossings = np.full(shape, 1e9), np.zeros(shape, int)
    for (ax, az), (bx, bz) in zip(outline, np.roll(outline, -1, 0), strict=True):
        dx, dz = bx - ax, bz - az
        share = np.clip(((x - ax) * dx + (z - az) * dz) / max(dx * dx + dz * dz, 1e-12), 0, 1)
        nearest = np.minimum(nearest, (x - ax - share * dx) ** 2 + (z - az - share * dz) ** 2)
        if dz:
            crossings += ((az > z) != (bz > z)) & (x < ax + dx * (z - az) / dz)
    return np.where(crossings % 2, -1, 1) * np.sqrt(nearest)


def cushion(
    outline: np.ndarray, thick: float, mat: bpy.types.Material, bevel: float = 0.12, step: float = 0.018,
    swell: float = 0.0,
) -> bpy.types.Object:  # fmt: skip
    """A plate like `slab`, of any outline: sharp and inner corners come out round too. `swell` domes its faces."""
    outline = np.asarray(outline, float)
    low = outline.min(0) - 4 * step
    shape = tuple(np.ceil((outline.max(0) + 4 * step - low) / step).astype(int) + 2)
    table = _lattice(outline, low, shape, step)

    def field(points: np.ndarray) -> np.ndarray:
        u = np.clip((points[..., 0] - low[0]) / step, 0, shape[0] - 1.001)
        v = np.clip((points[..., 2] - low[1]) / step, 0, shape[1] - 1.001)
        i, j = u.astype(int), v.astype(int)
        fu, fv = u - i, v - j
        flat = (table[i, j] * (1 - fu) + table[i + 1, j] * fu) * (1 - fv) + (
            table[i, j + 1] * (1 - fu) + table[i + 1, j + 1] * fu
        ) * fv
        half = thick / 2 + swell * (1 - np.exp(np.minimum(flat, 0) / 0.22))
        across, deep = flat + bevel, np.abs(points[..., 1]) - half + bevel
        outside = np.hypot(np.maximum(across, 0), np.maximum(deep, 0))
        return np.minimum(np.maximum(across, deep), 0) + outside - bevel

    deep = thick / 2 + swell + 4 * step
    high = outline.max(0) + 3 * step
    return carve(field, (low[0], -deep, low[1]), (high[0], deep, high[1]), step, mat)[0]


def sweep(
    path: np.ndarray, width: np.ndarray | float, thick: float, mat: bpy.types.Material, bevel: float = 0.08
) -> bpy.types.Object:
    """A band with round edges along a path (n, 2) in the xz plane; `width` per point or one for all."""
    path = np.asarray(path, float)
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    wide = np.broadcast_to(width, (len(path),)).astype(float)
    turn = np.linspace(0, np.pi / 2, 7)
    inset = bevel * (1 - np.cos(turn))
    # The ends are closed by rings that move on and shrink, like the bevel of the sides.
    centres = np.concatenate(
        [
            path[:1] - ahead[:1] * (bevel * np.sin(turn))[::-1, None],
            path,
            path[-1:] + ahead[-1:] * (bevel * np.sin(turn))[:, None],
        ]
    )
    lines = np.concatenate([np.repeat(ahead[:1], 7, 0), ahead, np.repeat(ahead[-1:], 7, 0)])
    shrink = np.concatenate([inset[::-1], np.zeros(len(path)), inset])
    half = np.concatenate([np.repeat(wide[:1], 7), wide, np.repeat(wide[-1:], 7)]) / 2 - shrink
    deep = thick / 2 - shrink
    corner = np.linspace(0, np.pi / 2, 9)
    quarter = np.concatenate([corner + k * np.pi / 2 for k in range(4)])
    sides = np.sign(np.cos(quarter - 1e-6)), np.sign(np.sin(quarter + 1e-6))
    round_off = np.minimum(bevel, np.minimum(half, deep))[:, None]
    across = sides[0] * (half[:, None] - round_off) + round_off * np.cos(quarter)
    depth = sides[1] * (deep[:, None] - round_off) + round_off * np.sin(quarter)
    across, depth = np.concatenate([across, across[:, :1]], 1), np.concatenate([depth, depth[:, :1]], 1)
    across = np.concatenate([0 * across[:1], across, 0 * across[:1]])
    depth = np.concatenate([0 * depth[:1], depth, 0 * depth[:1]])
    centres = np.concatenate([centres[:1], centres, centres[-1:]])
    lines = np.concatenate([lines[:1], lines, lines[-1:]])
    return grid(centres[:, :1] - across * lines[:, 1:], depth, centres[:, 1:] + across * lines[:, :1], mat)
