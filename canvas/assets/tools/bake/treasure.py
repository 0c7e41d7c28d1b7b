"""Props of gold and steel: prizes, money, arms."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from shapes import (
    area,
    box,
    boxes,
    grid,
    lathe,
    material,
    mesh,
    picture,
    plane,
    sphere,
    star,
    tint_by_vertex,
    torus,
    tube,
)

GOLD = (1.0, 0.56, 0.10)


def gold(rough: float = 0.2) -> bpy.types.Material:
    return material(GOLD, rough, 1.0)


def trophy() -> None:
    """A gold cup with two handles on a dark plinth."""
    set_up()
    metal = gold(0.16)
    cup = [
        (0.0, 0.62),
        (0.10, 0.62),
        (0.12, 0.7),
        (0.10, 0.78),
        (0.2, 0.88),
        (0.46, 1.1),
        (0.62, 1.45),
        (0.68, 1.9),
        (0.72, 1.94),
        (0.72, 1.98),
        (0.64, 1.98),
        (0.6, 1.5),
        (0.0, 1.0),
    ]
    lathe(cup, metal)
    lathe([(0.0, 0.3), (0.42, 0.3), (0.42, 0.36), (0.2, 0.42), (0.1, 0.52), (0.09, 0.62), (0.0, 0.62)], metal)
    lathe(
        [(0.0, 0.0), (0.56, 0.0), (0.56, 0.06), (0.5, 0.08), (0.5, 0.24), (0.46, 0.3), (0.0, 0.3)],
        material((0.02, 0.014, 0.012), 0.25),
    )
    plate = plane((0, -0.504, 0.16), 1, gold(0.3), (np.pi / 2, 0, 0))
    plate.scale = (0.36, 0.1, 1)
    for side in (-1, 1):
        t = np.linspace(0, 1, 40)
        px = side * (0.62 + 0.42 * np.sin(np.pi * t) ** 0.8)
        pz = 1.8 - 0.78 * t - 0.05 * np.sin(2 * np.pi * t)
        px = np.where(t > 0.85, side * np.interp(t, [0.85, 1], [abs(px[int(0.85 * 39)]), 0.4]), px)
        tube(np.stack([px, 0 * t, pz], -1), 0.055 * (1 + 0.25 * np.sin(np.pi * t)), metal)
    star((0, -0.70, 1.6), 0.27, 0.10, gold(0.1))
    shoot("trophy", (0, -7.5, 2.3), (0, 0, 1.0), lens=95)


def coin(
    at: tuple[float, float, float],
    turn: tuple[float, float, float],
    mat: bpy.types.Material,
    dim: bpy.types.Material,
    radius: float = 0.42,
    sign: str = "",
) -> None:
    """A coin with a raised rim, a milled edge and a sign or a star on its face."""
    root = bpy.data.objects.new("coin", None)
    bpy.context.scene.collection.objects.link(root)
    half = radius * 0.09
    profile = [
        (0, half * 0.7),
        (radius * 0.84, half * 0.7),
        (radius * 0.87, half),
        (radius * 0.97, half),
        (radius, half * 0.8),
        (radius, -half * 0.8),
        (radius * 0.97, -half),
        (radius * 0.87, -half),
        (radius * 0.84, -half * 0.7),
        (0, -half * 0.7),
    ]
    body = lathe(profile, mat, sharp=True)
    body.parent = root
    if sign:
        curve = bpy.data.curves.new("sign", "FONT")
        curve.body, curve.align_x, curve.align_y = sign, "CENTER", "CENTER"
        curve.size, curve.extrude, curve.bevel_depth, curve.offset = (
            radius * 1.35,
            half * 0.45,
            half * 0.15,
            radius * 0.025,
        )
        mark = bpy.data.objects.new("sign", curve)
        bpy.context.scene.collection.objects.link(mark)
        mark.location = (0, 0, half * 0.8)
        mark.data.materials.append(mat)
        mark.parent = root
        ring = torus((0, 0, half * 0.75), radius * 0.72, radius * 0.018, dim)
        ring.parent = root
    root.location, root.rotation_euler = at, turn


def coins() -> None:
    """Stacks and a heap of gold coins."""
    set_up()
    rng = np.random.default_rng(4)
    mat, dim = gold(0.22), gold(0.35)
    for x, y, count in ((-0.62, 0.28, 13), (0.28, 0.42, 19), (1.0, 0.2, 9)):
        for level in range(count):
            coin(
                (x + rng.normal(0, 0.015), y + rng.normal(0, 0.015), 0.04 + level * 0.079),
                (0, 0, rng.uniform(0, 6)),
                mat,
                dim,
                0.42,
            )
    for x, y, z, turn in (
        (-0.95, -0.42, 0.04, (0.05, 0, 0)),
        (-0.2, -0.5, 0.04, (0, 0.05, 1)),
        (0.6, -0.55, 0.04, (0, 0, 2)),
        (1.25, -0.3, 0.04, (0, 0, 2)),
        (0.2, -0.42, 0.13, (0.1, -0.1, 0.4)),
        (-1.2, 0.2, 0.04, (0, 0, 2)),
    ):
        coin((x, y, z), turn, mat, dim, 0.42)
    coin((0.02, -0.72, 0.42), (1.28, 0.1, 0.22), mat, dim, 0.46, "$")
    shoot("coins", (0.4, -7.5, 2.9), (0.08, 0, 0.62), lens=80)


def coin_crypto() -> None:
    """One thick gold token; its emblem is a generic network of linked nodes."""
    set_up()
    mat, dim = gold(0.18), gold(0.4)
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    profile = [
        (0, 0.09),
        (0.82, 0.09),
        (0.86, 0.14),
        (0.96, 0.14),
        (1.0, 0.1),
        (1.0, -0.1),
        (0.96, -0.14),
        (0.86, -0.14),
        (0.82, -0.09),
        (0, -0.09),
    ]
    lathe(profile, mat, sharp=True)
    torus((0, 0, 0.1), 0.74, 0.016, dim)
    nodes = [np.array([0.46 * np.cos(a), 0.46 * np.sin(a), 0.1]) for a in np.pi / 6 + np.arange(6) * np.pi / 3]
    hub = np.array([0, 0, 0.1])
    for number, node in enumerate(nodes):
        sphere(tuple(node), 0.085, mat)
        tube(np.linspace(node, nodes[(number + 1) % 6], 6), 0.036, mat, 12)
        if number % 2:
            tube(np.linspace(hub, node, 6), 0.036, mat, 12)
    sphere(tuple(hub), 0.12, mat)
    for angle in np.linspace(0, 2 * np.pi, 120, endpoint=False):
        box((1.0 * np.cos(angle), 1.0 * np.sin(angle), 0), (0.012, 0.02, 0.18), dim, (0, 0, angle), bevel=0)
    for made in list(bpy.context.scene.objects):
        if made is not root:
            made.parent = root
    root.rotation_euler = (1.36, 0.0, 0.5)
    shoot("coin_crypto", (0, -7.5, 0.6), (0, 0, 0), lens=105)


def cash() -> None:
    """Banded bundles of banknotes, generic print."""
    set_up()
    rng = np.random.default_rng(2)
    y, x = np.meshgrid(np.linspace(0, 1, 220), np.linspace(0, 1, 500), indexing="ij")
    note = np.full((220, 500, 3), (0.12, 0.27, 0.10))
    frame = (np.minimum(np.minimum(x, 1 - x) * 2.3, np.minimum(y, 1 - y)) > 0.07) & (
        np.minimum(np.minimum(x, 1 - x) * 2.3, np.minimum(y, 1 - y)) < 0.1
    )
    note[frame] = [0.02, 0.07, 0.02]
    oval = ((x - 0.5) / 0.15) ** 2 + ((y - 0.5) / 0.36) ** 2
    note[oval < 1] = [0.26, 0.40, 0.20]
    note[(oval > 0.85) & (oval < 1.05)] = [0.02, 0.06, 0.02]
    lines = np.sin(260 * y + 9 * np.sin(22 * x)) > 0.55
    note[lines & (oval > 1.1) & ~frame] *= 0.72
    for cx in (0.16, 0.84):
        note[((x - cx) / 0.07) ** 2 + ((y - 0.5) / 0.17) ** 2 < 1] = [0.02, 0.09, 0.03]
    face = material((1, 1, 1), 0.6)
    nodes, links = face.node_tree.nodes, face.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = picture(note)
    links.new(texture.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    edge = material(
        (0.5, 0.58, 0.45), 0.7, noise=(60, (0.36, 0.44, 0.32), (0.62, 0.68, 0.55)), stretch=(0.1, 0.1, 6), bump=0.3
    )
    band = material((0.72, 0.52, 0.18), 0.5)
    white = material((0.8, 0.78, 0.72), 0.5)

    def bundle(cx: float, cy: float, cz: float, turn: float) -> None:
        boxes([((cx, cy, cz), (1.5, 0.66, 0.19), turn)], edge, bevel=0.01)
        top = plane((cx, cy, cz + 0.098), 1, face, (0, 0, turn))
        top.scale = (1.49, 0.65, 1)
        boxes([((cx, cy, cz), (0.24, 0.672, 0.205), turn)], band, bevel=0.006)
        boxes([((cx, cy, cz), (0.10, 0.676, 0.209), turn)], white, bevel=0.004)

    for level in range(4):
        for row in range(2):
            bundle(rng.normal(0, 0.02) - 0.05, -0.36 + row * 0.72, 0.1 + level * 0.2, rng.normal(0, 0.025))
    bundle(0.02, 0.0, 0.91, 0.18)
    bundle(1.05, -0.9, 0.1, -0.5)
    shoot("cash", (-2.6, -6.6, 3.4), (0.25, -0.1, 0.42), lens=76)


def gem() -> None:
    """A brilliant-cut diamond."""
    set_up(bounces=8)
    glass = material((1, 1, 1), 0.06, 0.25, coat=1.0)
    rng = np.random.default_rng(3)
    sides = 16
    rings = [
        (0.0, 0.62, 0),
        (0.56, 0.62, 0),
        (0.82, 0.44, 1),
        (1.0, 0.26, 0),
        (1.0, 0.21, 0),
        (0.78, -0.08, 1),
        (0.42, -0.52, 0),
        (0.0, -0.98, 1),
    ]
    vertices, faces = [], []
    for radius, height, shift in rings:
        angle = (np.arange(sides) + 0.5 * shift) * 2 * np.pi / sides
        vertices.append(np.stack([radius * np.cos(angle), radius * np.sin(angle), np.full(sides, height)], -1))
    for level in range(len(rings) - 1):
        a, b, up = level * sides, (level + 1) * sides, rings[level][2] != rings[level + 1][2]
        for i in range(sides):
            j = (i + 1) % sides
            if up and rings[level + 1][2]:
                faces += [[a + i, a + j, b + i], [a + j, b + j, b + i]]
            elif up:
                faces += [[a + i, a + j, b + j], [a + i, b + j, b + i]]
            else:
                faces += [[a + i, a + j, b + j], [a + i, b + j, b + i]]
    points = np.concatenate(vertices)[np.array([[*f, f[-1]][:3] if len(f) == 3 else f[:3] for f in faces])].reshape(
        -1, 3
    )
    made = mesh(points, np.arange(len(points)).reshape(-1, 3), glass, smooth=False)
    shade = np.repeat(rng.beta(0.7, 0.9, len(points) // 3), 3)[:, None]
    tint_by_vertex(made, (1 - shade) * np.array([0.03, 0.28, 0.75]) + shade * np.array([0.62, 0.93, 1.0]))
    made.rotation_euler = (0.32, 0.12, 0.2)
    for at, watts in (((-3, -3, -1), 120), ((3, -2, -2), 90), ((0, -4, 4), 160)):
        area(at, (0, 0, 0), watts, 0.6)
    shoot("gem", (0, -7.5, 1.5), (0, 0, -0.15), lens=100, fill=0.8)


def crown() -> None:
    """A gold crown with coloured stones."""
    set_up()
    metal = gold(0.2)
    points, columns = 5, 200
    turn = np.linspace(0, 2 * np.pi, columns + 1)
    wave = np.abs(((turn / (2 * np.pi) * points) % 1) - 0.5) * 2
    top = 0.62 + 0.78 * wave**1.25
    flare = 1 + 0.16 * np.linspace(0, 1, 24)[:, None]
    height = np.linspace(0, 1, 24)[:, None] * top[None]
    for radius in (1.0, 0.955):
        grid(radius * flare * np.cos(turn), radius * flare * np.sin(turn), height, metal)
    tube(
        np.stack(
            [1.137 * np.cos(turn) * (0.88 + 0.12 * top / 1.4), 1.137 * np.sin(turn) * (0.88 + 0.12 * top / 1.4), top],
            -1,
        )[:, [0, 1, 2]],
        0.03,
        metal,
        10,
    )
    for level in (0.03, 0.34):
        torus((0, 0, level), 1.01 + 0.03 * level, 0.055, gold(0.12))
    ruby, sapphire, pearl = (
        material((0.6, 0.01, 0.03), 0.05, coat=1),
        material((0.02, 0.08, 0.6), 0.05, coat=1),
        material((0.9, 0.88, 0.84), 0.2, coat=1),
    )
    for i in range(points * 2):
        angle = (i + 0.5) * np.pi / points
        sphere((1.05 * np.cos(angle), 1.05 * np.sin(angle), 0.185), 0.105, ruby if i % 2 else sapphire, (1, 1, 1))
    for i in range(points):
        angle = i * 2 * np.pi / points
        sphere((1.17 * np.cos(angle), 1.17 * np.sin(angle), 1.5), 0.12, pearl)
        sphere((1.13 * np.cos(angle), 1.13 * np.sin(angle), 0.78), 0.09, ruby, (0.8, 0.8, 1.3))
    lathe(
        [(0.0, 0.95), (0.35, 0.93), (0.7, 0.75), (0.93, 0.35), (0.93, 0.1), (0.0, 0.1)],
        material((0.35, 0.01, 0.03), 0.85),
    )
    shoot("crown", (0, -7.5, 2.6), (0, 0, 0.66), lens=86)


def sword() -> None:
    """A knight's sword, point down to the left."""
    set_up()
    steel = material((0.80, 0.83, 0.88), 0.18, 1.0)
    leather = material((0.10, 0.035, 0.02), 0.6)
    t = np.linspace(0, 1, 60)
    wide = np.where(t < 0.86, 0.27 - 0.05 * t, (0.27 - 0.05 * 0.86) * np.sqrt(np.clip((1 - t) / 0.14, 0, 1)))
    cross = np.array(
        [[-1, 0], [-0.28, -0.3], [0, -0.2], [0.28, -0.3], [1, 0], [0.28, 0.3], [0, 0.2], [-0.28, 0.3], [-1, 0]]
    )
    x, y = np.outer(wide, cross[:, 0]), np.outer(np.minimum(wide, 0.2), cross[:, 1]) * 0.9
    blade = grid(x, y, np.repeat((t * -2.8)[:, None], 9, 1), steel)
    blade.data.polygons.foreach_set("use_smooth", np.zeros(len(blade.data.polygons), bool))
    tube(
        np.stack(
            [np.linspace(-0.74, 0.74, 30), 0 * np.linspace(0, 1, 30), 0.06 - 0.14 * np.linspace(-1, 1, 30) ** 2], -1
        ),
        0.085 + 0.045 * np.abs(np.linspace(-1, 1, 30)),
        gold(0.25),
    )
    box((0, 0, 0.05), (0.34, 0.26, 0.24), gold(0.2), bevel=0.03)
    sphere((0, -0.1, 0.05), 0.07, material((0.6, 0.01, 0.03), 0.05, coat=1))
    lathe(
        [(0.0, 0.1), (0.075, 0.1), *[(0.075 + 0.012 * (i % 2), 0.14 + 0.028 * i) for i in range(22)], (0.0, 0.78)],
        leather,
    )
    sphere((0, 0, 0.88), 0.135, gold(0.2), (1, 0.8, 1))
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    for made in list(bpy.context.scene.objects):
        if made is not root and made.parent is None:
            made.parent = root
    root.rotation_euler = (0, 0.62, 0.25)
    shoot("sword", (-0.7, -8.5, -0.6), (-0.7, 0, -0.85), lens=70, rim=520, key=420)
