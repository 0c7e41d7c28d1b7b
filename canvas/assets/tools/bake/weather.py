"""The sky: the moon, the sun, a gold star, a storm cloud."""

from __future__ import annotations

import bpy
import cv2
import numpy as np
from bench import set_up, shoot
from morsels import card, strew
from noise import fbm, smoothstep
from optics import shine
from places import turned
from shapes import area, ball, grid, material, mesh, sphere, tint_by_vertex


def moon() -> None:
    """The full moon with seas and rayed craters, lit from the left."""
    set_up(samples=28)
    rng = np.random.default_rng(11)
    points, faces = ball(detail=8)
    x, y, z = points.T
    height = 0.006 * fbm(x * 6, y * 6 + 7 * z, 5, 0.6, 3)
    bright = np.zeros(len(points))
    for k in range(460):
        centre = rng.normal(size=3)
        centre /= np.linalg.norm(centre)
        size = 0.022 + 0.22 * rng.random() ** 6 if k > 5 else (0.15, 0.12, 0.10, 0.13, 0.09, 0.10)[k]
        if k < 6:
            centre = np.array(
                [
                    (-0.30, -0.75, -0.55),
                    (0.42, -0.82, 0.30),
                    (-0.55, -0.76, 0.20),
                    (0.12, -0.9, -0.22),
                    (0.62, -0.7, -0.32),
                    (-0.15, -0.86, 0.5),
                ][k]
            )
            centre /= np.linalg.norm(centre)
        away = np.linalg.norm(points - centre, axis=1) / size
        near = away < 2.4
        a = away[near]
        deep = np.where(a < 1, a**2.4 - 1, 0.0) * 0.75 + 0.55 * np.exp(-(((a - 1.04) / 0.16) ** 2))
        height[near] += 0.27 * size * deep * (1 if size < 0.09 else 0.42)
        bright[near] += (0.28 if k % 3 == 0 else 0.06) * np.exp(-((a / 1.2) ** 2))
    basins = (
        (-0.42, 0.38, 0.36),
        (0.05, 0.48, 0.27),
        (0.36, 0.22, 0.25),
        (-0.6, -0.02, 0.34),
        (-0.1, 0.05, 0.26),
        (0.58, 0.5, 0.16),
    )
    lava = np.max([np.exp(-(((x - u) ** 2 + (z - v) ** 2) / r**2)) for u, v, r in basins], axis=0)
    sea = smoothstep(0.40, 0.62, lava + 0.42 * fbm(x * 2.6 + 2.3, z * 2.6 + 4, 5, 0.55, 22)) * (y < 0)
    grain = fbm(x * 7, y * 7 + 8 * z, 5, 0.6, 6)
    rays = np.zeros(len(points))
    for centre in ((-0.30, -0.75, -0.55), (0.42, -0.82, 0.30)):
        c = np.array(centre) / np.linalg.norm(centre)
        offset = points - c
        angle = np.arctan2(offset @ np.cross(c, [0, 0, 1.0]), offset[:, 2])
        away = np.linalg.norm(offset, axis=1)
        rays += (
            np.clip(np.sin(angle * 9 + 3 * np.sin(angle * 2)) + 0.1, 0, 1) ** 3 * np.exp(-away / 0.38) * (away > 0.1)
        )
    made = mesh(points * (1 + height)[:, None], faces, material((1, 1, 1), 0.8))
    tone = np.array([0.70, 0.69, 0.66]) * (1 - sea[:, None]) + np.array([0.17, 0.185, 0.23]) * sea[:, None]
    tint_by_vertex(made, np.clip(tone * (1 + 0.16 * grain[:, None]) + (0.5 * bright + 0.5 * rays)[:, None], 0, 1))
    u, v = np.meshgrid(np.linspace(-1, 1, 300), np.linspace(-1, 1, 300))
    away = np.hypot(u, v)
    halo = 0.55 * np.clip((1 - away) / 0.36, 0, 1) ** 2.2
    card((0, 0.4, 0), 3.3, 3.3, halo, (0.62, 0.78, 1.0), 0.9)
    area((-6, -4.5, 3.5), (0, 0, 0), 420, 2.0)
    shoot("moon", (0, -8, 0), (0, 0, 0), lens=80, fill=0.12, key=70, rim=60)


def sun() -> None:
    """A glossy golden sun with two rows of rounded rays and a glow."""
    set_up(samples=28)
    core = material((1.0, 0.55, 0.01), 0.12, coat=1.0, glow=True, subsurface=0.1)
    core.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.45
    sphere((0, 0, 0), 0.80, core, (1, 0.62, 1), rings=64)
    for count, low, high, wide, colour, depth, shift in (
        (12, 0.86, 1.62, 0.185, (1.0, 0.42, 0.0), 0.0, 0.0),
        (12, 0.84, 1.24, 0.125, (1.0, 0.16, 0.0), 0.14, 0.5),
    ):
        ray = material(colour, 0.14, coat=1.0, glow=True)
        ray.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.35
        points, faces = ball(detail=5)
        t = (points[:, 2] + 1) / 2
        taper = 1 - 0.86 * t**1.3
        body = np.stack(
            [
                points[:, 0]
                * wide
                * 1.5
                * taper
                / np.sqrt(np.maximum(1 - points[:, 2] ** 2, 0.3))
                * np.sqrt(np.maximum(1 - points[:, 2] ** 2, 0)),
                points[:, 1] * wide * 0.9 * taper,
                low + (high - low) * t,
            ],
            -1,
        )
        for k in range(count):
            made = mesh(body, faces, ray)
            made.location = (0, depth, 0)
            made.rotation_euler = (0, (k + shift) * 2 * np.pi / count, 0)
    turned((0.10, 0.0, -0.30))
    u, v = np.meshgrid(np.linspace(-1, 1, 300), np.linspace(-1, 1, 300))
    card((0, 0.9, 0), 4.3, 4.3, 0.75 * np.clip(1 - np.hypot(u, v), 0, 1) ** 1.8, (1.0, 0.55, 0.06), 1.0)
    shoot("sun", (0, -8, 0.5), (0, 0, 0), lens=70, fill=0.4, key=300, rim=340)


def star_gold() -> None:
    """A puffy polished gold star."""
    set_up(samples=32)
    turn, share = np.linspace(0, 2 * np.pi, 721), np.linspace(0, 1, 120)[:, None]
    from_tip = np.abs((turn / (2 * np.pi) * 5 + 0.5) % 1 - 0.5) * 2
    tip, notch, step = 1.25, 0.66, np.pi / 5
    straight = tip * notch * np.sin(step) / (tip * np.sin(step * from_tip) + notch * np.sin(step * (1 - from_tip)))
    pad, window = 14, np.hanning(29) / np.hanning(29).sum()
    edge = np.convolve(np.r_[straight[-pad - 1 : -1], straight, straight[1 : pad + 1]], window, "valid")
    x, z = edge * share * np.sin(turn), edge * share * np.cos(turn)
    lift = 0.40 * (1 - share**2.4) ** 0.6 * (0.45 + 0.55 * edge / tip)
    metal = material((1.0, 0.50, 0.035), 0.13, 1.0)
    for side in (-1, 1):
        grid(x, side * lift, z, metal)
    turned((0.12, 0.10, 0.42), "ZYX")
    area((-3, -6, 4), (0, 0, 0), 220, 3)
    shoot("star_gold", (0, -8, 0.3), (0, 0, 0), lens=84, fill=0.62, key=320, rim=420)


def storm_cloud() -> None:
    """A dark heavy cloud throwing a glowing bolt, with rain."""
    set_up(samples=28)
    rng = np.random.default_rng(7)
    points, faces = ball(detail=7)
    puffs = [
        ((0, 0.1, 0.30), 0.80), ((-0.80, 0.05, 0.02), 0.56), ((0.82, 0.05, 0.04), 0.58),
        ((-0.42, -0.2, 0.52), 0.50), ((0.46, -0.18, 0.56), 0.50), ((0.05, -0.32, 0.10), 0.56),
        ((-1.28, 0.1, -0.16), 0.36), ((1.32, 0.1, -0.14), 0.38), ((-0.50, -0.36, -0.08), 0.44),
        ((0.56, -0.36, -0.08), 0.46), ((0.0, 0.0, 0.85), 0.42), ((-0.98, -0.22, 0.22), 0.34),
        ((1.0, -0.22, 0.26), 0.36), ((-0.95, -0.25, -0.2), 0.34), ((0.98, -0.25, -0.18), 0.34),
        ((0.02, -0.5, -0.16), 0.36),
    ]  # fmt: skip
    for number, (at, radius) in enumerate(puffs):
        x, y, z = points.T
        lump = fbm(x * 1.3 + number, y * 1.3 + 1.7 * z, 3, 0.4, number)
        shape = points * (1.08 + 0.09 * lump)[:, None] * [radius, radius * 0.8, radius * 0.92] + np.array(at)
        shape[:, 2] = np.where(shape[:, 2] < -0.45, -0.45 + (shape[:, 2] + 0.45) * 0.25, shape[:, 2])
        made = mesh(shape, faces, material((1, 1, 1), 0.75, subsurface=0.15))
        up = smoothstep(-0.5, 1.0, shape[:, 2])[:, None]
        tint_by_vertex(made, np.array([0.035, 0.04, 0.14]) * (1 - up) + np.array([0.27, 0.30, 0.52]) * up)
    bolt = np.array(
        [[-0.02, -0.2], [0.48, -0.2], [0.24, -0.78], [0.58, -0.78], [-0.22, -2.0], [0.02, -1.06], [-0.34, -1.06]]
    )
    glow = shine((1.0, 0.50, 0.0), 0.75, 0.25)
    outline = bpy.data.curves.new("bolt", "CURVE")
    outline.dimensions, outline.fill_mode, outline.extrude, outline.bevel_depth, outline.bevel_resolution = (
        "2D",
        "BOTH",
        0.10,
        0.035,
        3,
    )
    line = outline.splines.new("POLY")
    line.points.add(len(bolt) - 1)
    for spot, corner in zip(line.points, bolt, strict=True):
        spot.co = (corner[0], corner[1], 0, 1)
    line.use_cyclic_u = True
    made = bpy.data.objects.new("bolt", outline)
    bpy.context.scene.collection.objects.link(made)
    made.data.materials.append(glow)
    made.rotation_euler, made.location = (np.pi / 2, 0, 0), (0, -0.52, 0)
    mask = np.zeros((600, 400), np.float32)
    cv2.fillPoly(mask, [np.stack([200 + bolt[:, 0] * 130, 60 - bolt[:, 1] * 220], -1).astype(np.int32)], 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), 42) * 1.5 + cv2.GaussianBlur(mask, (0, 0), 16) * 0.5
    u, v = np.meshgrid(np.linspace(-1, 1, 400), np.linspace(-1, 1, 600))
    fade = (1 - smoothstep(0.75, 1, np.abs(u))) * (1 - smoothstep(0.85, 1, np.abs(v)))
    card((0, 0.2, 0.273 - 600 / 440), 400 / 130, 600 / 220, np.clip(soft, 0, 0.8) * fade, (1.0, 0.60, 0.08), 1.0)
    light = bpy.data.lights.new("flash", "POINT")
    light.energy, light.color, light.shadow_soft_size = 120, (1.0, 0.72, 0.25), 0.3
    lamp = bpy.data.objects.new("flash", light)
    lamp.location = (0.1, 0.15, -0.95)
    bpy.context.scene.collection.objects.link(lamp)
    blue = material((0.05, 0.42, 1.0), 0.08, coat=1.0)
    drop = rounded_drop()
    spots = np.array(
        [
            [x, -0.2 + 0.1 * rng.normal(), z]
            for x, z in (
                (-1.15, -0.85),
                (-0.72, -1.2),
                (-0.98, -1.72),
                (0.92, -1.0),
                (1.25, -1.5),
                (0.72, -1.75),
                (-0.5, -1.95),
                (1.3, -0.8),
            )
        ]
    )
    tilt = np.array([[np.cos(0.25), 0, np.sin(0.25)], [0, 1, 0], [-np.sin(0.25), 0, np.cos(0.25)]])
    strew(drop, spots, np.tile(tilt, (len(spots), 1, 1)), 0.13, blue)
    shoot("storm_cloud", (0, -8.4, 0.3), (0, 0, -0.42), lens=72, fill=0.4, key=280, rim=520)


def rounded_drop() -> tuple[np.ndarray, np.ndarray]:
    """A raindrop, its tip up."""
    points, faces = ball(detail=4)
    z = points[:, 2]
    narrow = np.where(z > 0, (1 - z) ** 0.75 / np.sqrt(np.maximum(1 - z**2, 1e-3)), 1.0)
    return np.stack([points[:, 0] * narrow, points[:, 1] * narrow, np.where(z > 0, z * 1.75, z)], -1), faces
