"""Savoury food props."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from dishes import blob, plate, rounded, ruffle, ruffled_pool
from noise import fbm
from shapes import ball, box, cylinder, grid, lathe, material, mesh, sphere, tint_by_vertex, tube


def burger() -> None:
    """A tall burger: seeded bun, lettuce, tomato, two patties with melting cheese."""
    set_up(samples=28)
    rng = np.random.default_rng(6)
    crust = material(
        (0.62, 0.27, 0.07), 0.38, noise=(2.2, (0.5, 0.19, 0.04), (0.75, 0.38, 0.11)), subsurface=0.1, coat=0.25
    )
    crumb = material((0.85, 0.66, 0.38), 0.8)
    meat = material(
        (0.14, 0.055, 0.025), 0.55, noise=(9, (0.085, 0.03, 0.014), (0.2, 0.085, 0.04)), bump=0.6, coat=0.15
    )
    cheese = material((0.95, 0.48, 0.03), 0.32, subsurface=0.25, coat=0.2)
    green, red = (
        material((0.20, 0.50, 0.05), 0.45, subsurface=0.15, noise=(3, (0.12, 0.38, 0.03), (0.34, 0.62, 0.1))),
        material((0.72, 0.05, 0.025), 0.25, subsurface=0.15, coat=0.4),
    )
    purple = material((0.5, 0.2, 0.4), 0.35, subsurface=0.2)
    lathe(rounded([(0, 0.0), (0.85, 0.0), (0.98, 0.04), (1.04, 0.16), (1.02, 0.29), (0.95, 0.32), (0, 0.31)]), crust)
    lathe([(0, 0.305), (0.95, 0.305)], crumb)
    level = 0.34
    for number in range(2):
        points, faces = ball(detail=6)
        flat = np.sign(points) * np.abs(points) ** np.array([1, 1, 0.6])
        bumps = 1 + 0.05 * fbm(points[:, 0] * 5 + number, points[:, 1] * 5 + 4 * points[:, 2], 4, seed=8 + number)
        mesh(flat * bumps[:, None] * [1.07, 1.07, 0.15] + [0, 0, level + 0.15], faces, meat)
        level += 0.3
        n = 60
        u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n))
        turn = 0.35 + 0.5 * number
        x, y = 1.0 * (u * np.cos(turn) - v * np.sin(turn)), 1.0 * (u * np.sin(turn) + v * np.cos(turn))
        away = np.hypot(x, y)
        drop = np.maximum(away - 0.98, 0)
        shrink = np.where(away > 1.0, (1.0 + 0.28 * (away - 1.0)) / away, 1.0)
        made = grid(
            x * shrink * 1.06,
            y * shrink * 1.06,
            level + 0.02 - 0.95 * drop + 0.02 * fbm(x * 3, y * 3, 2, seed=number),
            cheese,
        )
        solid = made.modifiers.new("solid", "SOLIDIFY")
        solid.thickness = 0.045
        level += 0.06
    for angle in (0.4, 1.9, 3.3, 4.8):
        slice_at = (0.42 * np.cos(angle), 0.42 * np.sin(angle), level + 0.06)
        cylinder(slice_at, 0.56, 0.10, red, (0.04 * np.cos(angle), 0.04, 0), bevel=0.035)
    for angle in np.linspace(0, 6, 7):
        ring = np.linspace(0, 2 * np.pi, 60)
        tube(
            np.stack(
                [
                    0.62 * np.cos(angle) + 0.36 * np.cos(ring),
                    0.62 * np.sin(angle) + 0.36 * np.sin(ring),
                    level + 0.14 + 0.02 * np.sin(3 * ring),
                ],
                -1,
            ),
            0.03,
            purple,
            8,
        )
    level += 0.16
    ruffle(1.2, level + 0.03, green, 3)
    ruffle(1.14, level + 0.09, green, 12, 11)
    level += 0.12
    bun = [
        (0, 0),
        (0.9, 0.0),
        (1.07, 0.05),
        (1.1, 0.2),
        (1.0, 0.44),
        (0.82, 0.64),
        (0.52, 0.79),
        (0.2, 0.84),
        (0, 0.84),
    ]
    lathe(rounded(bun), crust, (0, 0, level))
    seed_mat = material((0.92, 0.8, 0.55), 0.5)
    for _ in range(130):
        lift = np.arcsin(rng.uniform(0.34, 1.0))
        angle = rng.uniform(0, 2 * np.pi)
        r, h = 1.07 * np.cos(lift) ** 0.7, 0.06 + 0.785 * np.sin(lift) ** 0.92
        seed_one = sphere((r * np.cos(angle), r * np.sin(angle), level + h), 0.045, seed_mat, (0.62, 1.1, 0.5), rings=8)
        seed_one.rotation_euler = (rng.uniform(-0.3, 0.3), np.pi / 2 - lift, angle)
    shoot("burger", (0, -7.5, 2.4), (0, 0, 0.98), lens=88, fill=0.42, key=210, rim=220)


def lasagna() -> None:
    """A generous square of lasagna on a plate: layers, sauce, browned cheese, basil."""
    set_up(samples=28)
    rng = np.random.default_rng(9)
    plate(1.55)
    pasta = material((0.90, 0.62, 0.25), 0.42, subsurface=0.2, coat=0.15)
    sauce = material((0.50, 0.055, 0.015), 0.35, noise=(7, (0.34, 0.03, 0.01), (0.66, 0.11, 0.03)), bump=0.5, coat=0.35)
    white = material((0.93, 0.84, 0.62), 0.4, subsurface=0.25)

    def layer(z: float, thick: float, mat: bpy.types.Material, seed: int, wave: float, out: float) -> None:
        n = 110
        t = np.linspace(0, 4, 4 * n, endpoint=False)
        side, share = t.astype(int), t % 1
        sx = np.choose(side, [share * 2 - 1, np.ones_like(share), 1 - share * 2, -np.ones_like(share)])
        sy = np.choose(side, [-np.ones_like(share), share * 2 - 1, np.ones_like(share), 1 - share * 2])
        round_off = 1 - 0.10 * (np.abs(sx) * np.abs(sy)) ** 6
        ragged = 1 + out + 0.05 * fbm(sx * 3 + seed, sy * 3, 4, seed=seed)
        px, py = 0.92 * sx * round_off * ragged, 0.74 * sy * round_off * ragged
        px, py = np.r_[px, px[:1]], np.r_[py, py[:1]]
        lift = wave * fbm(px * 2.4 + seed, py * 2.4, 3, seed=seed + 3)
        shares = np.array([0.0, 0.9, 0.98, 1.0, 0.98, 0.9, 0.0])[:, None]
        levels = np.array([-0.5, -0.5, -0.35, 0.0, 0.35, 0.5, 0.5])[:, None]
        grid(px * shares, py * shares, z + levels * thick + lift * (shares > 0), mat)

    level = 0.1
    for number in range(4):
        layer(level, 0.055, pasta, number * 5, 0.035, 0.02)
        layer(level + 0.085, 0.13, sauce, number * 5 + 1, 0.03, 0.045 * rng.uniform(0.3, 1.4))
        layer(level + 0.165, 0.055, white, number * 5 + 2, 0.035, 0.01)
        level += 0.205
    n = 220
    u, v = np.meshgrid(np.linspace(-1.12, 1.12, n), np.linspace(-1.12, 1.12, n))
    x, y = 0.95 * u, 0.77 * v
    beyond = np.maximum(np.maximum(np.abs(u), np.abs(v)) - 1.0, 0)
    drip = fbm(u * 2.5 + 4, v * 2.5, 3, seed=5)
    z = level + 0.075 + 0.06 * fbm(x * 3.2, y * 3.2, 5, seed=2) - beyond * (4.2 + 5.5 * drip)
    z = np.maximum(z, level - 0.24 - 0.2 * drip)
    squeeze = np.where(beyond > 0, (1 + 0.45 * beyond) / (1 + beyond), 1)
    cheese = material((1, 1, 1), 0.3, subsurface=0.2, coat=0.35)
    top = grid(x * squeeze, y * squeeze, z, cheese)
    brown = np.clip(1.9 * fbm(x * 2.6 + 7, y * 2.6, 5, seed=14) + 0.25, 0, 1)[..., None]
    redness = np.clip(2.4 * fbm(x * 1.9 + 2, y * 1.9, 4, seed=24) - 0.25, 0, 1)[..., None]
    tone = np.array([0.98, 0.70, 0.24]) * (1 - brown) + np.array([0.56, 0.22, 0.035]) * brown
    tint_by_vertex(top, (tone * (1 - redness) + np.array([0.66, 0.10, 0.02]) * redness).reshape(-1, 3))
    pool = ruffled_pool(1.22, 0.045, sauce)
    pool.scale = (1, 0.9, 1)
    leaf = material((0.06, 0.28, 0.03), 0.35, subsurface=0.1, coat=0.2)
    for angle, tilt, size in ((0.3, 0.5, 0.42), (2.3, 0.6, 0.36), (4.3, 0.45, 0.4), (5.3, 0.9, 0.26)):
        s, w = np.meshgrid(np.linspace(0, 1, 30), np.linspace(-1, 1, 13))
        wide = 0.34 * np.sin(np.pi * s**0.8) * w
        bend = 0.30 * np.sin(s * 2.2) * tilt + 0.16 * np.abs(w) * np.sin(np.pi * s)
        px, py = size * (s * np.cos(angle) - wide * np.sin(angle)), size * (s * np.sin(angle) + wide * np.cos(angle))
        grid(px, py, level + 0.14 + size * bend, leaf)
    shoot("lasagna", (-2.0, -7.0, 3.3), (0, 0, 0.4), lens=86, fill=0.42, key=210, rim=220)


def pizza() -> None:
    """A slice of pepperoni pizza with pulled cheese at the edge."""
    set_up(samples=28)
    rng = np.random.default_rng(3)
    n, m = 160, 140
    share, turn = np.meshgrid(np.linspace(0.0, 1, n), np.linspace(-0.36, 0.36, m), indexing="ij")
    radius = 0.05 + 2.25 * share
    x, y = radius * np.cos(turn), radius * np.sin(turn)
    lump = fbm(x * 3.5, y * 3.5, 5, seed=4)
    side = 1 - (np.abs(turn) / 0.36) ** 14
    top = 0.17 + 0.05 * lump * side
    cheese = material((1, 1, 1), 0.3, subsurface=0.15, coat=0.35)
    made = grid(x, y, top * 1.0, cheese)
    red = np.clip(2.2 * fbm(x * 2.3 + 5, y * 2.3, 4, seed=8) - 0.05 + np.clip((share - 0.82) * 6, 0, 1), 0, 1)[
        ..., None
    ]
    brown = np.clip(2.4 * fbm(x * 5 + 2, y * 5, 4, seed=11) - 0.5, 0, 1)[..., None]
    tone = np.array([0.98, 0.67, 0.20]) * (1 - red) + np.array([0.72, 0.13, 0.02]) * red
    tint_by_vertex(made, (tone * (1 - 0.6 * brown) + np.array([0.5, 0.2, 0.04]) * 0.6 * brown).reshape(-1, 3))
    base = material((0.80, 0.52, 0.22), 0.7, noise=(4, (0.66, 0.36, 0.12), (0.9, 0.66, 0.34)))
    for row in (0, -1):
        edge_x, edge_y, edge_z = x[:, row], y[:, row], top[:, row]
        steps = np.array([1.0, 0.6, 0.0])[:, None]
        grid(np.repeat(edge_x[None], 3, 0), np.repeat(edge_y[None], 3, 0), edge_z * steps, base)
    grid(x, y, 0 * x, base)
    arc = np.linspace(-0.39, 0.39, 60)
    crust = material((1, 1, 1), 0.55, coat=0.1)
    rim = tube(
        np.stack([2.36 * np.cos(arc), 2.36 * np.sin(arc), 0.17 + 0.02 * np.sin(arc * 30)], -1),
        0.215 + 0.03 * fbm(arc * 6, arc * 0, 3, seed=6),
        crust,
        40,
    )
    points = np.empty(len(rim.data.vertices) * 3)
    rim.data.vertices.foreach_get("co", points)
    points = points.reshape(-1, 3)
    char = np.clip(
        2.6 * fbm(points[:, 0] * 4 + 3, points[:, 1] * 4 + 3 * points[:, 2], 4, seed=21) + 1.2 * (points[:, 2] - 0.2),
        0,
        1,
    )[:, None]
    tint_by_vertex(rim, np.array([0.86, 0.55, 0.22]) * (1 - char) + np.array([0.42, 0.16, 0.04]) * char)
    for edge in (-0.39, 0.39):
        sphere((2.36 * np.cos(edge), 2.36 * np.sin(edge), 0.17), 0.2, base)
    meat = material((0.55, 0.06, 0.02), 0.3, noise=(9, (0.40, 0.03, 0.015), (0.68, 0.13, 0.04)), bump=0.2, coat=0.5)
    for px, py, r in (
        (1.95, 0.32, 0.24),
        (1.78, -0.34, 0.25),
        (1.35, 0.04, 0.26),
        (0.92, 0.2, 0.2),
        (0.86, -0.2, 0.19),
        (0.48, 0.02, 0.15),
    ):
        lathe(
            [(0, 0.028), (r * 0.7, 0.03), (r * 0.93, 0.07), (r, 0.065), (r, 0.02), (r * 0.9, 0.0)], meat, (px, py, 0.19)
        )
    leaf = material((0.07, 0.30, 0.03), 0.4, coat=0.2)
    for px, py, angle in ((1.6, 0.05, 0.7), (1.12, -0.12, 3.9), (2.0, -0.05, 2.0), (0.66, 0.12, 5.1)):
        s, w = np.meshgrid(np.linspace(0, 1, 24), np.linspace(-1, 1, 11))
        wide = 0.33 * np.sin(np.pi * s**0.8) * w
        grid(
            px + 0.24 * (s * np.cos(angle) - wide * np.sin(angle)),
            py + 0.24 * (s * np.sin(angle) + wide * np.cos(angle)),
            0.24 + 0.07 * np.sin(2.4 * s) + 0.05 * np.abs(w),
            leaf,
        )
    for _ in range(26):
        s, a = rng.uniform(0.2, 0.9), rng.uniform(-0.3, 0.3)
        blob(
            (2.3 * s * np.cos(a), 2.3 * s * np.sin(a), 0.2),
            (0.05, 0.04, 0.03),
            leaf,
            0.3,
            int(rng.integers(99)),
            detail=3,
        )
    root = bpy.data.objects.new("root", None)
    bpy.context.scene.collection.objects.link(root)
    for made in list(bpy.context.scene.objects):
        if made is not root and made.parent is None:
            made.parent = root
    root.rotation_mode = "ZYX"
    root.rotation_euler = (0.98, 0.0, np.pi / 2 - 0.5)
    shoot("pizza", (0, -7.5, 1.2), (0.45, 0.1, 0.95), lens=72, fill=0.42, key=210, rim=220)


def steak() -> None:
    """A grilled steak with bone, char marks, rosemary and salt."""
    set_up(samples=28)
    rng = np.random.default_rng(2)
    turn = np.linspace(0, 2 * np.pi, 361)
    outline = 1.0 + 0.18 * np.cos(turn - 0.6) + 0.14 * np.cos(2 * turn + 1.0) - 0.10 * np.cos(3 * turn - 0.4)
    shares = np.r_[np.linspace(0, 0.92, 70), 0.96, 0.99, 1.0, 0.995, 0.97, 0.9, 0.5, 0][:, None]
    heights = np.r_[np.full(70, 0.34), 0.325, 0.29, 0.22, 0.10, 0.03, 0.0, 0, 0][:, None]
    x, y = 1.25 * outline * np.cos(turn) * shares, 0.92 * outline * np.sin(turn) * shares
    z = heights + 0.035 * fbm(x * 3, y * 3, 5, seed=3) * (heights > 0.2) + 0.03 * (1 - shares**2) * (heights > 0.3)
    meat = material((1, 1, 1), 0.36, coat=0.5)
    made = grid(x, y, z, meat)
    grill = np.clip(1 - np.abs(((x * 0.85 + y * 0.6) * 3.1 + 0.06 * fbm(x * 5, y * 5, 2)) % 1 - 0.5) / 0.15, 0, 1) * (
        heights > 0.28
    )
    marble = np.clip(3.2 * np.abs(fbm(x * 1.6 + 3, y * 1.6, 5, seed=9)) - 0.0, 0, 1)
    tone = np.array([0.30, 0.085, 0.03]) * (0.7 + 0.6 * marble[..., None])
    side = np.clip((0.27 - heights) / 0.1, 0, 1)[..., None] + 0 * tone[..., :1]
    pink = np.exp(-(((heights - 0.14) / 0.07) ** 2))[..., None]
    tone = tone * (1 - side) + side * (np.array([0.36, 0.11, 0.05]) * (1 - pink) + np.array([0.66, 0.11, 0.09]) * pink)
    fat = np.clip((np.cos(turn - 2.6) - 0.35) * 3, 0, 1) * np.clip((shares - 0.82) / 0.06, 0, 1)
    tone = tone * (1 - fat[..., None]) + np.array([0.85, 0.60, 0.32]) * fat[..., None]
    tone = tone * (1 - 0.85 * grill[..., None]) + np.array([0.03, 0.013, 0.008]) * 0.85 * grill[..., None]
    tint_by_vertex(made, tone.reshape(-1, 3))
    wood = material(
        (0.30, 0.14, 0.055), 0.45, noise=(2.0, (0.2, 0.085, 0.03), (0.4, 0.21, 0.09)), stretch=(1, 9, 1), bump=0.1
    )
    lathe([(0, 0), (1.72, 0), (1.76, 0.04), (1.76, 0.1), (1.7, 0.14), (0, 0.14)], wood, (0, 0, -0.17), sharp=True)
    green = material((0.07, 0.20, 0.05), 0.5)
    for base, angle in (((-0.35, -0.55), 0.5), ((-0.2, -0.7), 0.2)):
        line = np.linspace(0, 1, 40)
        px, py = base[0] + 1.0 * line * np.cos(angle), base[1] + 1.0 * line * np.sin(angle)
        pz = 0.42 + 0.07 * np.sin(line * 3)
        tube(np.stack([px, py, pz], -1), 0.014, green, 8)
        for index in range(2, 40):
            for side_sign in (-1, 1):
                a = angle + side_sign * rng.uniform(0.5, 1.0)
                length = 0.17 * (1.1 - line[index] * 0.6)
                tube(
                    np.linspace(
                        [px[index], py[index], pz[index]],
                        [
                            px[index] + length * np.cos(a),
                            py[index] + length * np.sin(a),
                            pz[index] + rng.uniform(-0.02, 0.08),
                        ],
                        4,
                    ),
                    np.array([0.012, 0.014, 0.01, 0.003]),
                    green,
                    6,
                )
    salt = material((0.9, 0.9, 0.9), 0.2)
    for _ in range(70):
        r, a = rng.uniform(0, 0.9) ** 0.5, rng.uniform(0, 6.28)
        box(
            (1.0 * r * np.cos(a), 0.75 * r * np.sin(a), 0.395),
            (0.026, 0.024, 0.02),
            salt,
            (rng.uniform(0, 3), rng.uniform(0, 3), 0),
            bevel=0,
        )
    shoot("steak", (0, -6.6, 4.6), (0.05, 0, 0.1), lens=82, fill=0.42, key=200, rim=220)
