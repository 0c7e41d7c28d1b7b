"""Props of stone, wood and ice."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from noise import fbm, ridged
from shapes import ball, box, boxes, cylinder, lathe, material, mesh, plane, sphere, tint_by_vertex, torus
from treasure import gold


def turned(turn: tuple[float, float, float], order: str = "XYZ") -> None:
    """Turn everything on the bench."""
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    for made in list(bpy.context.scene.objects):
        if made is not root and made.parent is None:
            made.parent = root
    root.rotation_mode, root.rotation_euler = order, turn


def ice() -> None:
    """Jagged blocks of blue ice with snow on top."""
    set_up()
    for at, size, seed in (
        ((0, 0, 0.85), (0.85, 0.7, 1.0), 3),
        ((-0.85, 0.15, 0.5), (0.55, 0.5, 0.62), 8),
        ((0.85, -0.05, 0.42), (0.5, 0.48, 0.5), 5),
        ((0.3, -0.62, 0.26), (0.42, 0.36, 0.32), 12),
    ):
        points, faces = ball(detail=6)
        rng = np.random.default_rng(seed)
        planes = rng.normal(size=(15, 3))
        planes /= np.linalg.norm(planes, axis=1, keepdims=True)
        reach = np.min(
            np.where(points @ planes.T > 0.05, rng.uniform(0.72, 0.98, 15) / np.maximum(points @ planes.T, 0.05), 9),
            axis=1,
        )
        solid = points * np.minimum(reach, 1.25)[:, None]
        solid += (
            points * (0.018 * fbm(solid[:, 0] * 5 + seed, solid[:, 1] * 5 + 4 * solid[:, 2], 4, seed=seed))[:, None]
        )
        made = mesh(solid * size + at, faces, material((1, 1, 1), 0.12, coat=0.8, subsurface=0.35))
        cracks = ridged(solid[:, 0] * 1.5 + seed, solid[:, 1] * 1.5 + 1.7 * solid[:, 2], 5, 0.5, seed) ** 4
        deep = np.clip(
            0.5 - 0.5 * solid[:, 2] + 0.35 * fbm(solid[:, 0] * 2, solid[:, 2] * 2 + solid[:, 1], 4, seed=seed), 0, 1
        )[:, None]
        snow = np.clip((solid[:, 2] - 0.42 + 0.25 * fbm(solid[:, 0] * 3, solid[:, 1] * 3, 3, seed=seed)) * 5, 0, 1)[
            :, None
        ]
        tone = np.array([0.48, 0.82, 0.98]) * (1 - deep) + np.array([0.03, 0.28, 0.62]) * deep
        tone = tone * (1 - 0.7 * cracks[:, None]) + 0.65 * cracks[:, None]
        tint_by_vertex(made, np.clip(tone * (1 - snow) + 0.92 * snow, 0, 1))
    shoot("ice", (0.2, -7.5, 2.0), (0, 0, 0.72), lens=86, fill=0.5, key=230, rim=340)


def house() -> None:
    """A small wooden cottage with a tiled roof, a chimney and lit windows."""
    set_up()
    rng = np.random.default_rng(3)
    wall = material((0.86, 0.76, 0.58), 0.7)
    timber, tiles = (
        material((0.22, 0.10, 0.045), 0.6),
        [material(tone, 0.6) for tone in ((0.50, 0.10, 0.06), (0.58, 0.14, 0.07), (0.42, 0.08, 0.05))],
    )
    glow = material((1.0, 0.72, 0.28), 0.4, glow=True)
    glow.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 1.5
    stone, grass, door = (
        material((0.36, 0.35, 0.34), 0.8, noise=(4, (0.26, 0.25, 0.25), (0.46, 0.45, 0.43)), bump=0.5),
        material((0.13, 0.34, 0.05), 0.8, noise=(5, (0.08, 0.24, 0.03), (0.2, 0.45, 0.08)), bump=0.4),
        material((0.05, 0.22, 0.30), 0.45),
    )
    lathe([(0, -0.3), (1.0, -0.26), (1.75, -0.08), (1.85, 0.0), (1.8, 0.05), (0, 0.08)], grass)
    boxes([((0, 0, 0.16), (2.2, 1.66, 0.24), 0.0)], stone, bevel=0.03)
    boxes([((0, 0, 0.78), (2.04, 1.5, 1.1), 0.0)], wall, bevel=0.01)
    gable = np.array(
        [
            [-1.02, -0.75, 1.32],
            [-1.02, 0.75, 1.32],
            [-1.02, 0, 2.2],
            [1.02, -0.75, 1.32],
            [1.02, 0.75, 1.32],
            [1.02, 0, 2.2],
        ]
    )
    mesh(gable, np.array([[0, 1, 2, 2], [3, 5, 4, 4]])[:, :3], wall, smooth=False)
    for x in (-1.02, 1.02):
        for y in (-0.75, 0.75):
            box((x, y, 0.8), (0.12, 0.12, 1.12), timber)
    slope = np.arctan2(0.98, 0.92)
    for side in (-1, 1):
        for row in range(9):
            share = (row + 0.3) / 9
            y, z = side * (0.98 - 0.98 * share), 1.22 + 1.08 * share
            for column in range(15):
                x = -1.26 + column * 0.18 + (0.09 if row % 2 else 0)
                box(
                    (x, y, z + rng.normal(0, 0.006)),
                    (0.172, 0.23, 0.04),
                    tiles[int(rng.integers(3))],
                    (side * -slope * -1, 0, 0),
                    bevel=0.012,
                )
    box((0, 0, 2.33), (2.66, 0.14, 0.09), tiles[2], bevel=0.03)
    box((0.62, 0.35, 2.25), (0.32, 0.32, 0.8), stone, bevel=0.02)
    box((0.62, 0.35, 2.67), (0.40, 0.40, 0.09), stone, bevel=0.02)
    box((-0.42, -0.76, 0.72), (0.46, 0.05, 0.88), door, bevel=0.01)
    sphere((-0.26, -0.80, 0.72), 0.03, gold(0.2))
    box((-0.42, -0.95, 0.22), (0.6, 0.34, 0.1), stone)

    def window(x: float, y: float, z: float, turn: float) -> None:
        c, s = np.cos(turn), np.sin(turn)
        made = plane((x, y, z), 1, glow, (np.pi / 2, 0, turn))
        made.scale = (0.5, 0.5, 1)
        for offset in (-0.26, 0, 0.26):
            box(
                (x + offset * c + 0.015 * s, y + offset * s - 0.015 * c, z),
                (0.045, 0.05, 0.56),
                timber,
                (0, 0, turn),
                0.005,
            )
            box((x + 0.015 * s, y - 0.015 * c, z + offset), (0.56, 0.05, 0.045), timber, (0, 0, turn), 0.005)
        box((x + 0.05 * s, y - 0.05 * c, z - 0.31), (0.64, 0.16, 0.05), timber, (0, 0, turn), 0.005)

    window(0.42, -0.765, 0.86, 0)
    window(1.035, 0.0, 0.86, np.pi / 2)
    cylinder((1.03, 0, 1.66), 0.2, 0.03, glow, (0, np.pi / 2, 0), bevel=0)
    torus((1.04, 0, 1.66), 0.21, 0.03, timber, (0, np.pi / 2, 0))
    bush = material((0.08, 0.27, 0.05), 0.7, noise=(6, (0.04, 0.18, 0.03), (0.14, 0.38, 0.07)), bump=0.5)
    for x, y, r in ((1.15, -0.95, 0.26), (0.78, -1.05, 0.2), (-1.12, -0.92, 0.24), (1.4, 0.4, 0.25), (-1.4, -0.4, 0.2)):
        points, faces = ball(detail=5)
        mesh(
            points
            * (r * (1 + 0.22 * fbm(points[:, 0] * 3 + x, points[:, 1] * 3 + 2 * points[:, 2], 4, seed=5)))[:, None]
            + [x, y, 0.14],
            faces,
            bush,
        )
    turned((0, 0, -0.62))
    shoot("house", (0, -8.2, 3.0), (0, 0, 1.05), lens=76, fill=0.45, key=260, rim=260)
