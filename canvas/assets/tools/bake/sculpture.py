"""Bodies made of a distance field: round forms that flow into each other, and hollows cut out of them."""

from __future__ import annotations

from collections.abc import Callable

import bpy
import numpy as np
from shapes import Point, mesh

Field = Callable[[np.ndarray], np.ndarray]
"""Points (..., 3) to the distance from the surface (...), negative inside."""


def ellipsoid(points: np.ndarray, at: Point, size: Point) -> np.ndarray:
    """Distance to an ellipsoid with the half axes `size` (near the surface; enough to carve with)."""
    offset = (points - np.asarray(at, np.float32)) / np.asarray(size, np.float32)
    near = np.sqrt((offset**2).sum(-1))
    steep = np.sqrt(((offset / np.asarray(size, np.float32)) ** 2).sum(-1))
    return near * (near - 1) / np.maximum(steep, 1e-4)


def capsule(points: np.ndarray, start: Point, end: Point, radius: float, last: float | None = None) -> np.ndarray:
    """Distance to a round rod from `start` to `end`; its radius may change to `last`."""
    a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
    share = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
    away = np.sqrt(((points - a - share[..., None] * (b - a)) ** 2).sum(-1))
    return away - (radius + share * ((radius if last is None else last) - radius))


def join(first: np.ndarray, second: np.ndarray, soft: float) -> np.ndarray:
    """Unite two bodies; their seam is rounded over `soft`."""
    share = np.clip(0.5 + 0.5 * (second - first) / soft, 0, 1)
    return second * (1 - share) + first * share - soft * share * (1 - share)


def cut(body: np.ndarray, tool: np.ndarray, soft: float) -> np.ndarray:
    """Take the tool away from the body; the edge is rounded over `soft`."""
    return -join(-body, tool, soft)


def _faces(inside: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return a quad for every edge of the lattice that goes through the surface."""
    found = []
    for axis in range(3):
        # `side` and `up` follow `axis` in cyclic order, so that all quads turn the same way round.
        side, up = (axis + 1) % 3, (axis + 2) % 3
        keep: list[slice] = [slice(1, -1)] * 3
        near, far = keep.copy(), keep.copy()
        near[axis], far[axis] = slice(0, -1), slice(1, None)
        cells = []
        for left, below in ((1, 1), (0, 1), (0, 0), (1, 0)):
            where: list[slice] = [slice(None)] * 3
            where[side] = slice(1 - left, index.shape[side] - left)
            where[up] = slice(1 - below, index.shape[up] - below)
            cells.append(index[tuple(where)])
        quads = np.stack(cells, -1)
        start, end = inside[tuple(near)], inside[tuple(far)]
        found += [quads[start & ~end], quads[end & ~start][:, ::-1]]
    return np.concatenate(found)


def carve(
    field: Field, low: Point, high: Point, step: float, mat: bpy.types.Material
) -> tuple[bpy.types.Object, np.ndarray]:
    """Make the smooth surface where `field` is 0 inside the given corners. Returns it and its vertices (n, 3)."""
    axes = [np.arange(a, b + step, step, dtype=np.float32) for a, b in zip(low, high, strict=True)]
    value = field(np.stack(np.meshgrid(*axes, indexing="ij"), -1))
    inside = value < 0
    total, count = (
        np.zeros((*(side - 1 for side in value.shape), 3), np.float32),
        np.zeros([side - 1 for side in value.shape], np.int8),
    )
    corners = [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    view = {c: tuple(slice(o, side - 1 + o) for o, side in zip(c, value.shape, strict=True)) for c in corners}
    for first in corners:
        for axis in range(3):
            if first[axis]:
                continue
            second = tuple(1 if number == axis else offset for number, offset in enumerate(first))
            a, b = value[view[first]], value[view[second]]
            crossed = inside[view[first]] != inside[view[second]]
            share = np.where(crossed, a / np.where(crossed, a - b, 1), 0)
            for number in range(3):
                total[..., number] += crossed * (first[number] + (share if number == axis else 0))
            count += crossed
    active = count > 0
    index = np.full(active.shape, -1)
    index[active] = np.arange(active.sum())
    points = (np.argwhere(active) + total[active] / count[active][:, None]) * step + np.asarray(low)
    points = points.astype(np.float32)
    for _ in range(2):
        here, nudge = field(points), 0.3 * step
        slope = np.stack([field(points + nudge * axis) - here for axis in np.eye(3, dtype=np.float32)], -1) / nudge
        move = -here[:, None] * slope / np.maximum((slope**2).sum(-1, keepdims=True), 0.05)
        points += np.clip(move, -step, step)
    return mesh(points, _faces(inside, index), mat), points
