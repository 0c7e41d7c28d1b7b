"""Parts that several dishes are made of."""

from __future__ import annotations

import bpy
import numpy as np
from noise import fbm
from shapes import ball, grid, lathe, material, mesh


def blob(
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    mat: bpy.types.Material,
    rough: float,
    seed: int,
    scale: float = 2.0,
    detail: int = 5,
) -> bpy.types.Object:
    """A lumpy ball."""
    points, faces = ball(detail=detail)
    lumps = 1 + rough * (
        fbm(points[:, 0] * scale + seed, points[:, 1] * scale + 3 * points[:, 2], 4, seed=seed)
        + fbm(points[:, 2] * scale, points[:, 0] * scale + seed, 3, seed=seed + 1)
    )
    return mesh(points * lumps[:, None] * size + at, faces, mat)


def ruffle(
    radius: float, height: float, mat: bpy.types.Material, seed: int, waves: float = 9, thick: float = 0.14
) -> None:
    """A wavy leaf lying flat, seen from its rim."""
    turn = np.linspace(0, 2 * np.pi, 361)
    reach = np.linspace(0.3, 1, 14)[:, None]
    edge = fbm(np.cos(turn) * 2.2 + seed, np.sin(turn) * 2.2, 4, seed=seed)
    r = radius * reach * (1 + 0.09 * edge * reach**2)
    z = (
        height
        + thick * reach**4 * np.sin(waves * turn + 4 * edge)
        + 0.06 * reach**3 * np.sin(23 * turn + 5 * edge)
        - 0.10 * reach**6
    )
    grid(r * np.cos(turn), r * np.sin(turn), z, mat)


def rounded(profile: list[tuple[float, float]], passes: int = 3) -> np.ndarray:
    """Cut the corners of a profile until it is smooth; its ends stay."""
    points = np.array(profile, float)
    for _ in range(passes):
        near, far = 0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]
        points = np.concatenate([points[:1], np.stack([near, far], 1).reshape(-1, 2), points[-1:]])
    return points


def plate(radius: float = 1.3) -> None:
    china = material((0.86, 0.86, 0.85), 0.14, coat=0.5)
    lathe(
        [
            (0, 0.03),
            (radius * 0.62, 0.03),
            (radius * 0.72, 0.07),
            (radius * 0.96, 0.17),
            (radius, 0.18),
            (radius, 0.15),
            (radius * 0.7, 0.0),
            (0, 0.0),
        ],
        china,
    )


def ruffled_pool(radius: float, z: float, mat: bpy.types.Material) -> bpy.types.Object:
    """A puddle of sauce with a rounded rim."""
    turn = np.linspace(0, 2 * np.pi, 240)
    edge = radius * (1 + 0.10 * fbm(np.cos(turn) * 1.6, np.sin(turn) * 1.6, 3, seed=77))
    shares = np.array([0.0, 0.9, 0.97, 1.0, 1.0])[:, None]
    heights = np.array([0.03, 0.03, 0.02, 0.0, -0.02])[:, None]
    return grid(edge * np.cos(turn) * shares, edge * np.sin(turn) * shares, z + heights + 0 * turn, mat)
