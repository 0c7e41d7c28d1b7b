"""Devices. Generic designs, no maker's marks."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from noise import fbm
from places import turned
from shapes import box, boxes, cylinder, grid, lathe, material, plane, screen_material, sphere, torus, tube


def controller() -> None:
    """A two-stick game pad."""
    set_up()
    turn = np.linspace(0, 2 * np.pi, 361)
    x0, y0 = np.cos(turn), np.sin(turn)
    rx = 1.18 + 0.10 * np.abs(x0) ** 2
    ox = rx * np.sign(x0) * np.abs(x0) ** 0.72
    grips = np.exp(-(((np.abs(ox) - 0.98) / 0.36) ** 2))
    oy = np.where(
        y0 > 0,
        0.56 * np.abs(y0) ** 0.55 - 0.06 * (1 - np.abs(ox)),
        -(0.34 * np.abs(y0) ** 0.8 + 0.80 * grips * np.abs(y0) ** 0.9),
    )
    lean = np.where(oy < -0.2, 1 + 0.10 * (-oy - 0.2), 1)
    ox = ox * lean
    shares = np.concatenate(
        [np.linspace(0, 0.9, 24), [0.95, 0.98, 1.0, 1.0, 0.98, 0.95, 0.88], np.linspace(0.8, 0, 10)]
    )[:, None]
    tops = np.concatenate(
        [
            0.20 + 0.10 * np.sqrt(1 - np.linspace(0, 0.9, 24) ** 2),
            [0.20, 0.14, 0.05, -0.07, -0.15, -0.20, -0.24],
            np.full(10, -0.25),
        ]
    )[:, None]
    shell = material((0.05, 0.055, 0.065), 0.38, coat=0.2)
    grid(ox * shares, oy * shares - 0.02, tops + 0 * turn, shell)
    dark, rubber = material((0.012, 0.012, 0.014), 0.3), material((0.02, 0.02, 0.022), 0.6)
    for sx, sy in ((-0.44, -0.16), (0.44, -0.16)):
        cylinder((sx, sy, 0.27), 0.235, 0.05, dark, bevel=0.015)
        cylinder((sx, sy, 0.35), 0.085, 0.2, rubber)
        lathe(
            [(0, 0.0), (0.16, 0.0), (0.19, 0.03), (0.19, 0.07), (0.165, 0.09), (0.14, 0.07), (0, 0.055)],
            rubber,
            (sx, sy, 0.42),
        )
    for tone, angle in (
        ((0.10, 0.62, 0.16), -np.pi / 2),
        ((0.80, 0.05, 0.06), 0),
        ((0.95, 0.66, 0.04), np.pi / 2),
        ((0.04, 0.20, 0.85), np.pi),
    ):
        cylinder(
            (0.86 + 0.165 * np.cos(angle), 0.2 + 0.165 * np.sin(angle), 0.30),
            0.082,
            0.1,
            material(tone, 0.15, coat=0.6),
            bevel=0.025,
        )
    for sx, sy in ((0.32, 0.11), (0.11, 0.32)):
        boxes([((-0.86, 0.2, 0.30), (sx, sy, 0.09), 0.0)], dark, bevel=0.02)
    for x in (-0.3, 0.3):
        boxes([((x, 0.24, 0.30), (0.15, 0.06, 0.05), 0.0)], dark, bevel=0.02)
    glow = material((0.10, 0.75, 1.0), 0.3, glow=True)
    glow.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 3
    cylinder((0, 0.16, 0.31), 0.09, 0.04, glow, bevel=0.012)
    for side in (-1, 1):
        boxes([((side * 0.82, 0.52, 0.10), (0.5, 0.16, 0.16), side * -0.12)], dark, bevel=0.06)
    turned((0.95, 0.0, -0.2), "ZYX")
    shoot("controller", (0, -7.5, 0.4), (0, 0, -0.12), lens=84, fill=0.8, key=380, rim=420)


def laptop() -> None:
    """An open laptop whose screen glows with an abstract picture."""
    set_up()
    shell, keys = material((0.50, 0.51, 0.54), 0.3, 0.9), material((0.015, 0.015, 0.017), 0.5)
    boxes([((0, 0, 0.05), (2.9, 1.95, 0.085), 0.0)], shell, bevel=0.035)
    boxes([((0, 0.25, 0.094), (2.56, 0.98, 0.006), 0.0)], material((0.04, 0.04, 0.045), 0.5), bevel=0)
    rows = [
        ((-1.2 + c * 0.185 + 0.02, -0.13 + r * 0.185, 0.105), (0.158, 0.158, 0.022), 0.0)
        for c in range(14)
        for r in range(5)
        if not (r == 0 and 3 < c < 9)
    ]
    boxes([*rows, ((-0.09, -0.13, 0.105), (0.9, 0.158, 0.022), 0.0)], keys, bevel=0.012)
    boxes([((0, -0.62, 0.094), (0.98, 0.56, 0.006), 0.0)], material((0.42, 0.43, 0.46), 0.22, 0.9), bevel=0)
    y, x = np.meshgrid(np.linspace(0, 1, 300), np.linspace(0, 1.6, 480), indexing="ij")
    flow = fbm(x * 1.1 + 0.9 * fbm(x, y * 1.2, 3, seed=4), y * 1.4, 4, seed=6)
    mix = np.clip(0.5 + 1.3 * flow + 0.35 * (y - 0.5), 0, 1)[..., None]
    wall = np.array([0.02, 0.12, 0.85]) * (1 - mix) + np.array([0.95, 0.10, 0.45]) * mix
    wall = wall + np.exp(-((np.sin(flow * 7 + 2 * y) * 2.2) ** 2))[..., None] * np.array([0.35, 0.30, 0.45])
    tilt = -0.30
    lid_y, lid_z = 0.97, 0.09
    up = np.array([0, -np.sin(tilt), np.cos(tilt)])
    centre = np.array([0, lid_y, lid_z]) + up * 0.98
    box(tuple(centre), (2.9, 0.06, 1.95), shell, (tilt, 0, 0), 0.028)
    front = np.array([0, -np.cos(tilt), -np.sin(tilt)])
    box(tuple(centre + front * 0.031), (2.82, 0.01, 1.87), material((0.005, 0.005, 0.006), 0.1), (tilt, 0, 0), 0.02)
    glow = screen_material(np.clip(wall, 0, 1), 0.6)
    glow.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.8
    face = plane(tuple(centre + front * 0.038 + up * 0.01), 1, glow, (np.pi / 2 + tilt, 0, 0))
    face.scale = (2.7, 1.72, 1)
    cylinder((0, 0.975, 0.09), 0.045, 2.2, keys, (0, np.pi / 2, 0), bevel=0.01)
    turned((0, 0, -0.42))
    shoot("laptop", (0, -8.2, 2.9), (0, 0, 0.82), lens=68, fill=0.6, key=240, rim=260)


def camera_body() -> None:
    """A mirrorless camera with a large lens."""
    set_up()
    skin, metal = (
        material((0.022, 0.022, 0.024), 0.75, noise=(70, (0.012, 0.012, 0.013), (0.04, 0.04, 0.042)), bump=0.5),
        material((0.06, 0.062, 0.066), 0.35, 0.6),
    )
    boxes([((0, 0, 0), (2.2, 0.72, 1.2), 0.0)], skin, bevel=0.14)
    boxes([((0, 0, 0.62), (2.16, 0.68, 0.2), 0.0)], metal, bevel=0.08)
    boxes([((0, 0.02, 0.84), (0.74, 0.66, 0.36), 0.0)], metal, bevel=0.12)
    boxes([((-0.96, -0.2, -0.02), (0.46, 0.75, 1.16), 0.0)], skin, bevel=0.17)
    cylinder((-0.92, -0.18, 0.77), 0.13, 0.1, material((0.5, 0.5, 0.52), 0.2, 1.0), bevel=0.03)
    for x, r in ((0.72, 0.2), (-0.5, 0.13)):
        lathe(
            [
                (0, 0.12),
                (r * 0.9, 0.12),
                (r, 0.09),
                *[(r * (1 if i % 2 else 0.96), 0.08 - i * 0.008) for i in range(8)],
                (r, 0),
            ],
            metal,
            (x, 0, 0.72),
        )
    parts = (
        (0.66, 0.36, 0.28, metal),
        (0.62, 0.60, 0.34, skin),
        (0.66, 0.94, 0.2, metal),
        (0.63, 1.14, 0.16, skin),
        (0.67, 1.3, 0.18, metal),
    )
    for radius, at, deep, mat in parts:
        cylinder((0.16, -at - deep / 2, -0.03), radius, deep, mat, (np.pi / 2, 0, 0), bevel=0.025, sides=96)
    for i in range(64):
        a = i * 2 * np.pi / 64
        box((0.16 + 0.625 * np.cos(a), -0.78, -0.03 + 0.625 * np.sin(a)), (0.03, 0.24, 0.03), skin, (0, -a, 0), 0.006)
    torus((0.16, -1.15, -0.03), 0.655, 0.014, material((0.75, 0.03, 0.03), 0.3), (np.pi / 2, 0, 0))
    sphere((0.16, -1.41, -0.03), 0.56, material((0.012, 0.008, 0.03), 0.02, coat=1.0), (1, 0.24, 1), rings=64)
    for radius, tone in ((0.34, (0.10, 0.02, 0.28)), (0.2, (0.02, 0.12, 0.24))):
        torus((0.16, -1.515 - (0.34 - radius) * 0.22, -0.03), radius, 0.012, material(tone, 0.1), (np.pi / 2, 0, 0))
    turned((0, 0, 0.5))
    shoot("camera", (0, -8.2, 1.7), (0, 0, 0.1), lens=78, fill=0.85, key=420, rim=480)


def microphone() -> None:
    """A stage microphone, head up to the left."""
    set_up()
    steel, body = material((0.62, 0.63, 0.66), 0.25, 1.0), material((0.02, 0.02, 0.022), 0.35, coat=0.4)
    lathe(
        [(0, -2.3), (0.20, -2.3), (0.22, -2.25), (0.33, -0.5), (0.36, -0.3), (0.40, -0.16), (0.40, -0.06), (0, -0.06)],
        body,
    )
    lathe([(0.38, -0.12), (0.47, -0.1), (0.49, -0.03), (0.49, 0.06), (0.46, 0.09), (0.38, 0.1)], steel)
    boxes([((0, -0.30, -0.72), (0.10, 0.05, 0.24), 0.0)], steel, bevel=0.02)
    for turn in np.linspace(0, np.pi, 30, endpoint=False):
        a = np.linspace(0, 2 * np.pi, 80)
        tube(
            np.stack([0.5 * np.cos(a) * np.cos(turn), 0.5 * np.cos(a) * np.sin(turn), 0.34 + 0.54 * np.sin(a)], -1)[
                (np.sin(a) > -0.52)
            ],
            0.009,
            steel,
            6,
        )
    for lift in np.linspace(-0.45, 1.35, 24):
        r = 0.5 * np.cos(lift)
        torus((0, 0, 0.34 + 0.54 * np.sin(lift)), r, 0.009, steel)
    sphere((0, 0, 0.34), 0.465, material((0.015, 0.015, 0.016), 0.9), (1, 1, 1.06))
    torus((0, 0, 0.30), 0.505, 0.035, steel)
    turned((0.15, -0.62, 0.2))
    shoot("microphone", (0, -8.2, 0.2), (0.42, 0, -0.62), lens=82, fill=0.75, key=260, rim=320)


def phone() -> None:
    """Two phones side by side: one shows its screen, one its back with three lenses."""
    set_up()
    body, glass = material((0.05, 0.055, 0.065), 0.22, 0.9), material((0.004, 0.004, 0.006), 0.04)
    lens, rim = material((0.002, 0.002, 0.004), 0.03, 0.3), material((0.5, 0.5, 0.52), 0.12, 1.0)
    y, x = np.meshgrid(np.linspace(0, 2.2, 440), np.linspace(0, 1, 200), indexing="ij")
    mix = np.clip(0.5 + 1.5 * fbm(x * 1.6 + fbm(x * 2, y * 2, 3, seed=2), y * 1.3, 4, seed=3), 0, 1)[..., None]
    screen = screen_material(np.array([0.05, 0.1, 1.0]) * (1 - mix) + np.array([1.0, 0.12, 0.45]) * mix)
    screen.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 1.1

    def slab(
        size: tuple[float, float, float], at: tuple[float, float, float], mat: bpy.types.Material, corner: float
    ) -> bpy.types.Object:
        """A plate in the xz plane with round corners."""
        turn = np.linspace(0, 2 * np.pi, 121)[:-1]
        cx, cz = np.sign(np.cos(turn)) * (size[0] / 2 - corner), np.sign(np.sin(turn)) * (size[2] / 2 - corner)
        px, pz = cx + corner * np.cos(turn), cz + corner * np.sin(turn)
        px, pz = np.r_[px, px[:1]], np.r_[pz, pz[:1]]
        shares, depths = (
            np.array([0, 0.985, 1, 1, 0.985, 0])[:, None],
            np.array([-0.5, -0.5, -0.38, 0.38, 0.5, 0.5])[:, None] * size[1],
        )
        made = grid(px * shares, depths + 0 * px, pz * shares, mat)
        made.location = at
        return made

    def group(parts: list[bpy.types.Object], at: tuple[float, float, float], turn: tuple[float, float, float]) -> None:
        root = bpy.data.objects.new("phone", None)
        bpy.context.scene.collection.objects.link(root)
        for part in parts:
            part.parent = root
        root.location, root.rotation_euler = at, turn

    front = [slab((1.5, 0.16, 3.1), (0, 0, 0), body, 0.26), slab((1.42, 0.02, 3.02), (0, -0.08, 0), glass, 0.23)]
    face = plane((0, -0.093, 0), 1, screen, (np.pi / 2, 0, 0))
    face.scale = (1.34, 2.94, 1)
    group([*front, face, slab((0.36, 0.01, 0.1), (0, -0.1, 1.33), glass, 0.05)], (0.45, 0, 0), (0.06, 0.14, -0.5))
    back = [slab((1.5, 0.16, 3.1), (0, 0, 0), body, 0.26), slab((0.78, 0.07, 0.82), (-0.28, -0.11, 1.04), body, 0.2)]
    for x0, z0 in ((-0.46, 1.22), (-0.46, 0.86), (-0.1, 1.04)):
        back.append(cylinder((x0, -0.16, z0), 0.17, 0.1, rim, (np.pi / 2, 0, 0)))
        back.append(cylinder((x0, -0.175, z0), 0.13, 0.1, lens, (np.pi / 2, 0, 0)))
    group(back, (-0.85, 0.9, 0.1), (-0.04, -0.12, 0.42))
    shoot("phone", (0, -7.5, 0.3), (-0.1, 0, 0), lens=62)
