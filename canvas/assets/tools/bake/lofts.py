"""Smooth skins drawn through a cage of points, and what is painted on them: panels, seams, lamps, windows.

A skin is one dense mesh, so its reflections flow; colour, roughness and light are stored per vertex.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import bpy
import numpy as np
from shapes import Point, grid, material


def surface(cage: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Return the cubic B-spline surface (rows, columns, 3) of a cage (n, m, 3); it starts and ends at the rim."""
    return np.einsum("ri,imk,cm->rck", _basis(len(cage), rows), cage, _basis(cage.shape[1], columns))


def curve(points: Sequence[Point], count: int) -> np.ndarray:
    """Return `count` points of the cubic B-spline that starts and ends at the ends of `points`."""
    return _basis(len(points), count) @ np.asarray(points, float)


def _basis(controls: int, count: int) -> np.ndarray:
    """Return the weight of each control in each of `count` points. Mirrored phantoms hold the ends in place."""
    at = np.linspace(0, controls - 1, count)
    first = np.minimum(at.astype(int), controls - 2)
    t = at - first
    share = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3], -1) / 6
    padded = np.zeros((count, controls + 2))
    np.put_along_axis(padded, first[:, None] + np.arange(4), share, axis=1)
    weights = padded[:, 1:-1]
    for phantom, end, inner in ((0, 0, 1), (-1, -1, -2)):
        weights[:, end] += 2 * padded[:, phantom]
        weights[:, inner] -= padded[:, phantom]
    return weights


def spun(profile: Sequence[Point], rows: int, columns: int) -> np.ndarray:
    """Turn a curve through (radius, height) points round the z axis, from the top down: (rows, columns, 3)."""
    radius, height = curve(profile, rows).T
    turn = np.linspace(0, 2 * np.pi, columns)
    return np.stack(
        [np.outer(radius, np.cos(turn)), np.outer(radius, np.sin(turn)), np.repeat(height[:, None], columns, 1)], -1
    )


def block(size: Point, corner: float, edge: float, rows: int = 420, columns: int = 900) -> np.ndarray:
    """A box (width, depth, height) with round corners and edges: rows from its -y face's middle to the back's."""
    wide, deep, tall = (side / 2 for side in size)
    turn = np.linspace(0, 2 * np.pi, 4 * 64 + 1)[:-1] + 1e-6
    rim = np.stack([np.sign(np.cos(turn)) * (wide - corner) + corner * np.cos(turn),
                    np.sign(np.sin(turn)) * (tall - corner) + corner * np.sin(turn)], -1)  # fmt: skip
    rim = np.concatenate([rim, rim[:1]])
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(rim, axis=0), axis=1))]
    at = np.linspace(0, length[-1], columns)
    rim = np.stack([np.interp(at, length, rim[:, 0]), np.interp(at, length, rim[:, 1])], -1)
    inner = rim * [(wide - edge) / wide, (tall - edge) / tall]
    bend = np.linspace(0, np.pi / 2, rows // 10)
    face, side = rows // 2, rows // 6
    reach = np.concatenate([np.linspace(0, 1, face), np.ones(2 * len(bend) + side), [0.0]])
    share = np.concatenate([np.zeros(face), np.sin(bend), np.ones(side), np.sin(bend)[::-1], [0.0]])
    nearing = deep - edge * (1 - np.cos(bend))
    flank = np.linspace(-deep + edge, deep - edge, side)
    depth = np.concatenate([np.full(face, -deep), -nearing, flank, nearing[::-1], [deep]])
    flat = inner[None] * reach[:, None, None] + (rim - inner)[None] * share[:, None, None]
    return np.stack([flat[..., 0], np.repeat(depth[:, None], columns, 1), flat[..., 1]], -1)


def both_sides(half: np.ndarray) -> np.ndarray:
    """Mirror a cage (n, m, 3), whose last column lies in the plane y = 0, to the other side."""
    return np.concatenate([half, half[:, -2::-1] * [1, -1, 1]], axis=1)


def rounded(corners: Sequence[Point], times: int = 2) -> np.ndarray:
    """Cut the corners of a closed polygon (n, 2), `times` over."""
    points = np.asarray(corners, float)
    for _ in range(times):
        after = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * after, 0.25 * points + 0.75 * after], 1).reshape(-1, 2)
    return points


def from_path(where: np.ndarray, path: Sequence[Point]) -> np.ndarray:
    """Return the distance of each of `where` (..., k) from an open path (n, k)."""
    nearest = np.full(where.shape[:-1], np.inf)
    line = np.asarray(path, float)
    for start, end in pairwise(line):
        along = end - start
        share = np.clip((where - start) @ along / max(along @ along, 1e-12), 0, 1)
        nearest = np.minimum(nearest, ((where - start - share[..., None] * along) ** 2).sum(-1))
    return np.sqrt(nearest)


def from_shape(where: np.ndarray, corners: Sequence[Point]) -> np.ndarray:
    """Return the distance of each of `where` (..., 2) from a closed polygon (n, 2), below zero inside."""
    shape = np.asarray(corners, float)
    inside = np.zeros(where.shape[:-1], bool)
    x, y = where[..., 0], where[..., 1]
    for (x0, y0), (x1, y1) in zip(shape, np.roll(shape, -1, axis=0), strict=True):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    edge = from_path(where, np.concatenate([shape, shape[:1]]))
    return np.where(inside, -edge, edge)


class Skin:
    """A surface (rows, columns, 3) with a colour, a roughness and a light per vertex."""

    def __init__(self, points: np.ndarray, colour: Point, rough: float = 0.2, *, flip: bool = False) -> None:
        self.points = points
        across, along = np.gradient(points, axis=0), np.gradient(points, axis=1)
        out = np.cross(across, along) * (-1 if flip else 1)
        self.out = out / np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-12)
        self.tint = np.broadcast_to(np.asarray(colour, float), points.shape).copy()
        self.rough = np.full(points.shape[:2], rough)
        self.glow = np.zeros(points.shape[:2])
        self._move = np.zeros(points.shape[:2])

    def seen(self, first: int, second: int) -> np.ndarray:
        """Return two coordinates of each vertex: a view along the third axis."""
        return self.points[..., [first, second]]

    def fill(
        self, distance: np.ndarray, colour: Point, rough: float | None = None, *, glow: float = 0.0, depth: float = 0.0,
        soft: float = 0.006,
    ) -> None:  # fmt: skip
        """Paint where `distance` is below zero, and sink it by `depth` metres."""
        share = np.clip(0.5 - distance / soft, 0, 1)
        self.tint += share[..., None] * (np.asarray(colour, float) - self.tint)
        self.glow += share * (glow - self.glow)
        if rough is not None:
            self.rough += share * (rough - self.rough)
        self._move -= share * depth

    def seam(self, distance: np.ndarray, width: float = 0.008, depth: float = 0.01, dark: float = 0.8) -> None:
        """Press a groove where `distance` is zero and darken it."""
        share = np.exp(-((distance / width) ** 2))
        self.tint *= (1 - dark * share)[..., None]
        self._move -= share * depth

    def build(self, metal: float = 0.0, coat: float = 1.0, thick: float = 0.0) -> bpy.types.Object:
        """Make the mesh. `thick` gives an open sheet a back."""
        moved = self.points + self._move[..., None] * self.out
        mat = material((1, 1, 1), 0.2, metal, coat=coat)
        made = grid(moved[..., 0], moved[..., 1], moved[..., 2], mat)
        nodes, links = mat.node_tree.nodes, mat.node_tree.links
        shader = nodes["Principled BSDF"]
        shader.inputs["Coat Roughness"].default_value = 0.03
        for name, values, inputs in (
            ("tint", self.tint, ("Base Color", "Emission Color")),
            ("rough", np.repeat(self.rough[..., None], 3, -1), ("Roughness",)),
            ("glow", np.repeat(self.glow[..., None], 3, -1), ("Emission Strength",)),
        ):
            layer = made.data.color_attributes.new(name, "FLOAT_COLOR", "POINT")
            full = np.ones((values.shape[0] * values.shape[1], 4), np.float32)
            full[:, :3] = values.reshape(-1, 3)
            layer.data.foreach_set("color", full.ravel())
            attribute = nodes.new("ShaderNodeVertexColor")
            attribute.layer_name = name
            for target in inputs:
                links.new(attribute.outputs["Color"], shader.inputs[target])
        if thick:
            made.modifiers.new("thick", "SOLIDIFY").thickness = thick
        return made
