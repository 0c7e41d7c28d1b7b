"""Machines that seem alive, or fly, or are worn. Generic designs."""

from __future__ import annotations

import bpy
import numpy as np
from bench import set_up, shoot
from finishes import glowing, lamp
from outlines import capsule, circle, curved, pillow, pipe, placed, rounded
from places import turned
from shapes import area, cylinder, grid, lathe, material, sphere, torus

Half = tuple[float, float, float]


def front_of(half: Half, square: float, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return y on the front of a pillow of these half sizes."""
    rest = 1 - np.abs(x / half[0]) ** square - np.abs(z / half[2]) ** square
    return -half[1] * np.clip(rest, 0, 1) ** (1 / square)


def patch(
    half: Half, square: float, outline: np.ndarray, lift: float, mat: bpy.types.Material, at: tuple[float, float]
) -> bpy.types.Object:
    """A skin of an outline (n, 2) laid on the front of a pillow, `lift` above it, its rim turned in."""
    line = np.r_[outline, outline[:1]]
    shares = np.r_[np.linspace(0, 0.94, 22), 0.97, 0.99, 1.0, 1.0][:, None]
    raise_by = np.r_[np.full(22, lift), lift * 0.93, lift * 0.75, lift * 0.35, -0.03][:, None]
    x, z = at[0] + shares * line[:, 0], at[1] + shares * line[:, 1]
    return grid(x, front_of(half, square, x, z) - raise_by, z, mat)


def robot() -> None:
    """A friendly robot with a large head, glowing eyes and a raised hand."""
    set_up(samples=16)
    shell = material((0.80, 0.83, 0.90), 0.16, coat=1.0)
    joint = material((0.035, 0.038, 0.05), 0.35, 0.5)
    visor = material((0.003, 0.004, 0.012), 0.03, coat=1.0)
    accent = material((0.03, 0.13, 0.95), 0.16, coat=1.0)
    glow, blush = glowing((0.03, 0.72, 1.0), 1.35), glowing((1.0, 0.12, 0.45), 0.9)
    seam = material((0.10, 0.11, 0.15), 0.5)
    head: Half = (1.2, 0.98, 0.96)
    square = 3.0
    with placed((0, 0, 0.1), (0.06, -0.09, 0.30)):
        pillow(head, shell, square=square)
        patch(head, square, rounded(1.86, 1.22, 0.5, 16), 0.02, seam, (0, -0.04))
        patch(head, square, rounded(1.78, 1.14, 0.47, 16), 0.045, visor, (0, -0.04))
        for side in (-1, 1):
            patch(head, square, rounded(0.34, 0.54, 0.168, 14), 0.07, glow, (side * 0.42, 0.10))
            patch(head, square, rounded(0.24, 0.11, 0.054, 8), 0.062, blush, (side * 0.66, -0.29))
            with placed((side * 1.13, 0, -0.02), (0, side * np.pi / 2, 0)):
                lathe([(0, 0), (0.44, 0), (0.47, 0.03), (0.47, 0.12), (0.44, 0.15), (0, 0.15)], joint, sharp=True)
                lathe([(0, 0.1), (0.38, 0.1), (0.40, 0.15), (0.38, 0.24), (0.33, 0.28), (0, 0.28)], accent)
                torus((0, 0, 0.275), 0.25, 0.04, glow)
                lathe([(0, 0.33), (0.1, 0.32), (0.18, 0.28), (0.19, 0.24)], shell)
        x = np.linspace(-0.2, 0.2, 41)
        z = -0.38 + 0.11 * (x / 0.2) ** 2
        ends = np.maximum(1 - (x / 0.2) ** 6, 0.02) ** 0.5
        pipe(np.stack([x, front_of(head, square, x, z) - 0.055, z], -1), 0.036 * ends, glow)
        turn = np.linspace(0.62, np.pi - 0.25, 60)
        for x0 in (-0.36, 0.36):
            rest = (1 - np.abs(x0 / head[0]) ** square) ** (1 / square)
            power = 2 / square
            y = -head[1] * rest * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power
            pipe(np.stack([x0 + 0 * y, y, head[2] * rest * np.sin(turn) ** power], -1), 0.011, seam)
        lathe([(0, 0.92), (0.25, 0.92), (0.24, 1.0), (0.16, 1.05), (0.06, 1.08), (0, 1.08)], accent)
        cylinder((0, 0, 1.2), 0.035, 0.34, joint)
        sphere((0, 0, 1.44), 0.14, glow)
        torus((0, 0, 1.32), 0.06, 0.03, accent)
    for level in range(4):
        torus((0, 0, -0.84 - 0.075 * level), 0.30 - 0.012 * level, 0.05, joint)
    with placed((0, 0, -1.86), (0, 0, 0.22)):
        trunk: Half = (0.86, 0.7, 0.86)
        made = pillow(trunk, shell, square=2.5)
        for vertex in made.data.vertices:
            taper = 1 - 0.20 * max(0.0, 0.2 - vertex.co.z)
            vertex.co.x *= taper
            vertex.co.y *= taper
        patch(trunk, 2.5, circle(0.34), 0.01, seam, (0, 0.18))
        patch(trunk, 2.5, circle(0.31), 0.05, visor, (0, 0.18))
        patch(trunk, 2.5, curved([(0, -0.17), (0.18, 0.05), (0.1, 0.16), (0, 0.1), (-0.1, 0.16), (-0.18, 0.05)]),
              0.075, glow, (0, 0.18))  # fmt: skip
        lathe([(0.67, -0.42), (0.72, -0.40), (0.735, -0.36), (0.75, -0.30), (0.735, -0.26), (0.7, -0.25)], accent)
        lathe([(0, -0.98), (0.3, -0.97), (0.40, -0.88), (0.46, -0.74), (0.4, -0.68)], joint)
        lathe([(0, -1.0), (0.2, -0.995), (0.27, -0.97)], glow)
    for side, elbow, hand in (
        (1, (1.36, -0.18, -1.62), (1.72, -0.34, -1.02)),
        (-1, (-1.26, -0.1, -1.98), (-1.18, -0.72, -2.12)),
    ):
        shoulder = (side * 0.9, -0.02, -1.42)
        sphere(shoulder, 0.23, accent)
        capsule(shoulder, elbow, 0.13, joint)
        sphere(elbow, 0.17, shell)
        near = np.array(elbow) + 0.3 * (np.array(hand) - np.array(elbow))
        capsule(tuple(near), hand, 0.20, shell)
        torus(tuple(near), 0.10, 0.08, joint)
        ahead = (np.array(hand) - np.array(elbow)) / np.linalg.norm(np.array(hand) - np.array(elbow))
        palm = np.array(hand) + 0.28 * ahead
        sphere(tuple(palm), 0.2, joint, (1, 0.75, 1))
        for spread in (-0.75, -0.05, 0.6):
            c, s = np.cos(spread), np.sin(spread)
            finger = np.array([c * ahead[0] + s * ahead[2], ahead[1], -s * ahead[0] + c * ahead[2]])
            capsule(tuple(palm + 0.14 * finger), tuple(palm + 0.34 * finger), 0.078, shell)
    lamp((0.3, -1.6, -0.2), (0.1, 0.7, 1.0), 6)
    area((3.2, 1.6, -1.0), (0, 0, -0.5), 160, 1.2).data.color = (0.3, 0.5, 1.0)
    area((-3.2, 1.8, 0.2), (0, 0, -0.5), 160, 1.2).data.color = (0.9, 0.3, 1.0)
    shoot("robot", (0, -9.2, 0.2), (0.14, 0, -0.6), lens=68, fill=0.4, key=330, rim=260)


def vr_headset() -> None:
    """A white headset with a dark glowing visor and two straps."""
    set_up(samples=16)
    shell = material((0.82, 0.84, 0.89), 0.15, coat=1.0)
    visor = material((0.004, 0.005, 0.02), 0.04, coat=1.0)
    soft, accent = material((0.025, 0.025, 0.032), 0.65), material((0.20, 0.03, 0.95), 0.16, coat=1.0)
    half: Half = (1.55, 0.74, 0.84)
    pillow(half, shell, square=3.4)
    patch(half, 3.4, rounded(2.60, 1.24, 0.5, 16), 0.03, visor, (0, 0.0))
    line = rounded(2.66, 1.30, 0.52, 16)
    pipe(
        np.c_[line[:, 0], front_of(half, 3.4, line[:, 0], line[:, 1]) - 0.005, line[:, 1]],
        0.035,
        glowing((0.25, 0.1, 1.0), 1.6),
        closed=True,
    )
    for x, z in ((-0.95, 0.3), (0.95, 0.3), (-0.95, -0.3), (0.95, -0.3)):
        y = float(front_of(half, 3.4, np.array(x), np.array(z)))
        sphere((x, y - 0.05, z), 0.12, material((0.01, 0.01, 0.03), 0.03, coat=1.0), (1, 0.5, 1), rings=16)
        torus((x, y - 0.06, z), 0.125, 0.018, glowing((0.02, 0.7, 1.0), 1.4), (np.pi / 2, 0, 0))
    patch(half, 3.4, rounded(1.0, 0.07, 0.034), 0.045, glowing((0.02, 0.72, 1.0), 1.5), (0, 0.0))
    pillow((1.42, 0.42, 0.78), soft, (0, 0.70, 0), square=3.4)
    around = np.linspace(-0.62, np.pi + 0.62, 80)
    across = np.linspace(0, 2 * np.pi, 25)
    tall = np.where(np.abs(around - np.pi / 2) < 0.9, 0.34, 0.24)[:, None]
    x0, y0 = 1.56 * np.cos(around)[:, None], 1.15 + 1.75 * np.clip(np.sin(around), -0.4, 1)[:, None]
    grid(
        x0 * (1 + 0.05 * np.cos(across)),
        y0 + 0.07 * np.cos(across) * np.sin(around)[:, None],
        0.0 + tall * np.sin(across) + 0.12 * np.sin(around)[:, None],
        soft,
    )
    arch = np.linspace(0, 1, 50)
    ay, az = -0.1 + 2.85 * arch, 0.72 - 0.35 * arch + 0.85 * np.sin(np.pi * arch) ** 0.9
    strip = np.linspace(-0.3, 0.3, 6)
    top = grid(strip[None, :] + 0 * ay[:, None], ay[:, None] + 0 * strip, az[:, None] - 0.25 * strip**2, accent)
    top.modifiers.new("solid", "SOLIDIFY").thickness = 0.09
    for side in (-1, 1):
        with placed((side * 1.58, 0.42, 0), (0, side * np.pi / 2, 0)):
            lathe([(0, 0.10), (0.24, 0.10), (0.3, 0.06), (0.32, -0.1)], accent)
            torus((0, 0, 0.1), 0.15, 0.025, glowing((0.02, 0.72, 1.0), 1.4))
    turned((0.06, 0.0, 0.55))
    area((3, -1, -2), (0, 0, 0), 110, 1.2).data.color = (0.5, 0.3, 1.0)
    shoot("vr_headset", (0, -10.2, 1.8), (0.0, 0.5, 0.22), lens=74, fill=0.45, key=300, rim=380)


def drone() -> None:
    """A quadcopter seen from the front and a little above, its camera ahead."""
    set_up(samples=16)
    shell, dark = material((0.82, 0.84, 0.88), 0.15, coat=1.0), material((0.02, 0.021, 0.027), 0.35, coat=0.4)
    orange = material((1.0, 0.20, 0.01), 0.16, coat=1.0)
    pillow((0.88, 1.2, 0.44), shell, square=2.8)
    pillow((0.56, 0.8, 0.24), orange, (0, 0.1, 0.27), square=3.0)
    pillow((0.72, 1.0, 0.26), dark, (0, 0, -0.27), square=3.0)
    for x in (-0.3, 0.3):
        sphere((x, -1.12, 0.06), 0.1, glowing((0.02, 0.72, 1.0), 1.5), rings=16)
    sphere((0, -1.1, -0.36), 0.38, dark)
    with placed((0, -1.36, -0.38), (np.pi / 2, 0, 0), 1.15):
        lathe([(0.27, 0.0), (0.27, 0.14), (0.24, 0.18), (0.2, 0.17), (0.18, 0.1)], material((0.6, 0.6, 0.64), 0.2, 1.0))
        sphere((0, 0, 0.06), 0.19, material((0.01, 0.008, 0.05), 0.02, coat=1.0), (1, 1, 0.6))
        torus((0, 0, 0.15), 0.1, 0.012, material((0.2, 0.05, 0.7), 0.1))
    for sx, sy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        hub = np.array([sx * 1.75, sy * 1.25, 0.12])
        root = np.array([sx * 0.5, sy * 0.62, 0.02])
        pipe(
            curved([tuple(root), tuple(root * 0.5 + hub * 0.5 + [0, 0, 0.16]), tuple(hub)], closed=False),
            np.linspace(0.19, 0.12, 21),
            shell,
        )
        lathe(
            [(0, 0.32), (0.15, 0.32), (0.19, 0.26), (0.2, -0.1), (0.12, -0.16), (0, -0.16)],
            orange if sy < 0 else dark,
            tuple(hub),
        )
        capsule(tuple(hub - [0, 0, 0.12]), tuple(hub + np.array([sx * 0.1, 0, -0.72])), 0.06, dark)
        sphere(
            tuple(hub + np.array([0, -0.05, -0.14])),
            0.075,
            glowing((1.0, 0.03, 0.1) if sy < 0 else (0.05, 1.0, 0.1), 1.4),
            rings=12,
        )
        torus(tuple(hub + np.array([0, 0, 0.36])), 0.98, 0.06, orange)
        lathe([(0, 0.5), (0.06, 0.48), (0.1, 0.36)], dark, tuple(hub))
        for blade in (0.0, np.pi):
            share = np.linspace(0.06, 0.93, 20)[:, None]
            edge = np.linspace(-1, 1, 6)
            wide = 0.13 * np.sin(np.pi * np.clip(share, 0.08, 0.95)) ** 0.5
            angle = blade + 0.7 * sx * sy + 0.4 * (sy > 0)
            px, py = share + 0 * edge, wide * edge
            made = grid(
                hub[0] + px * np.cos(angle) - py * np.sin(angle),
                hub[1] + px * np.sin(angle) + py * np.cos(angle),
                hub[2] + 0.38 + 0.05 * edge * wide / 0.13 + 0 * share,
                shell,
            )
            made.modifiers.new("solid", "SOLIDIFY").thickness = 0.025
    turned((0, 0.0, 0.46))
    shoot("drone", (0, -10.4, 5.2), (0, 0, 0.0), lens=58, fill=0.55, key=330, rim=380)
