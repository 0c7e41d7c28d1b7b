"""Sports props."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from noise import fbm
from shapes import ball, cylinder, lathe, material, mesh, tint_by_vertex

SILVER = (0.75, 0.76, 0.78)


def football() -> None:
    """A classic black and white football: the twelve pentagons of a truncated icosahedron, stitched grooves."""
    set_up()
    phi = (1 + 5**0.5) / 2
    corners = np.array(
        [
            [0, 1, phi],
            [0, -1, phi],
            [0, 1, -phi],
            [0, -1, -phi],
            [1, phi, 0],
            [-1, phi, 0],
            [1, -phi, 0],
            [-1, -phi, 0],
            [phi, 0, 1],
            [-phi, 0, 1],
            [phi, 0, -1],
            [-phi, 0, -1],
        ]
    ) / np.hypot(1, phi)
    points, faces = ball()
    angle = np.arccos(np.clip(points @ corners.T, -1, 1))
    order = np.sort(angle, axis=1)
    nearest = np.argmin(angle, axis=1)
    inside = np.full(len(points), -9.0)
    for number, centre in enumerate(corners):
        mine = nearest == number
        around = corners[np.argsort(-(corners @ centre))[1:6]]
        for first in range(5):
            for second in range(first):
                if around[first] @ around[second] < 0.4:
                    continue
                axis = around[first] + around[second]
                axis = axis - centre * (axis @ centre)
                axis /= np.linalg.norm(axis)
                inside[mine] = np.maximum(inside[mine], np.arctan2(points[mine] @ axis, points[mine] @ centre) - 0.302)
    groove = np.minimum(np.abs(inside), np.where(inside > 0, (order[:, 1] - order[:, 0]) * 0.55, 9.0))
    made = mesh(
        points * (1 - 0.024 * np.exp(-((groove / 0.016) ** 2)))[:, None], faces, material((1, 1, 1), 0.34, coat=0.3)
    )
    black = np.clip(-inside / 0.006, 0, 1)[:, None]
    colours = np.array([0.86, 0.86, 0.84]) * (1 - black) + np.array([0.014, 0.014, 0.016]) * black
    tint_by_vertex(made, colours * (1 - 0.6 * np.exp(-((groove / 0.008) ** 2)))[:, None])
    made.rotation_euler = (0.5, 0.35, 0.3)
    shoot("football", (0, -7.5, 0.9), (0, 0, 0), lens=105)


def basketball() -> None:
    """An orange ball with black seams and pebbled skin."""
    set_up()
    points, faces = ball()
    x, y, z = points.T
    seams = np.min(np.abs(np.stack([x, z, np.abs(y) - 0.58 - 0.18 * x**2])), axis=0)
    pebbles = 0.0035 * np.clip(fbm(x * 38 + 40 * y, z * 38 + 25 * y, 2, seed=3), -0.4, 0.4)
    made = mesh(
        points * (1 + pebbles - 0.022 * np.exp(-((seams / 0.022) ** 2)))[:, None], faces, material((1, 1, 1), 0.5)
    )
    black = np.clip((0.024 - seams) / 0.006, 0, 1)[:, None]
    tint_by_vertex(made, np.array([0.80, 0.22, 0.03]) * (1 - black) + np.array([0.012, 0.01, 0.008]) * black)
    made.rotation_euler = (0.3, 0.2, 0.62)
    shoot("basketball", (0, -7.5, 0.9), (0, 0, 0), lens=105)


def dumbbell() -> None:
    """A hex dumbbell."""
    set_up()
    rubber, chrome = material((0.022, 0.022, 0.025), 0.42), material(SILVER, 0.16, 1.0)
    for side in (-1, 1):
        cylinder((side * 0.98, 0, 0), 0.62, 0.62, rubber, (0, np.pi / 2, 0), bevel=0.09, sides=6)
        cylinder((side * 1.3, 0, 0), 0.36, 0.02, chrome, (0, np.pi / 2, 0), bevel=0.006)
        cylinder((side * 0.62, 0, 0), 0.19, 0.14, chrome, (0, np.pi / 2, 0), bevel=0.03)
    bar = lathe(
        [
            (0.12 + 0.035 * np.cos(np.pi * h / 0.66) ** 2 + 0.004 * (i % 2), h)
            for i, h in enumerate(np.linspace(-0.66, 0.66, 90))
        ],
        chrome,
    )
    bar.rotation_euler = (0, np.pi / 2, 0)
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    for made in list(bpy.context.scene.objects):
        if made is not root:
            made.parent = root
    root.rotation_euler = (0.25, -0.25, 0.55)
    shoot("dumbbell", (0, -7.5, 1.7), (0, 0, 0), lens=82, rim=420)
