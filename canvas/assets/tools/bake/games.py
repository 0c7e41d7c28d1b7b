"""Games of table and arcade. Generic designs."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from finishes import glow_by_vertex, glowing, hue, lamp, lit_screen
from outlines import UPRIGHT, capsule, curved, pipe, placed, plate, rounded
from places import turned
from screens import sunset_picture
from shapes import area, box, cylinder, grid, lathe, material, sphere, star, torus
from treasure import gold


def target() -> None:
    """A target with an arrow in its middle."""
    set_up(samples=16)
    red, white = material((0.85, 0.01, 0.02), 0.16, coat=1.0), material((0.90, 0.90, 0.92), 0.18, coat=0.8)
    metal, shaft = gold(0.16), material((0.02, 0.10, 0.75), 0.2, coat=0.8)
    yellow = material((1.0, 0.55, 0.01), 0.15, coat=1.0)
    with placed((0, 0, 0), UPRIGHT):
        cylinder((0, 0, -0.12), 1.85, 0.34, red, bevel=0.1, sides=128)
        for number, radius in enumerate((1.48, 1.12, 0.76, 0.40)):
            cylinder(
                (0, 0, 0.02 + 0.05 * number), radius, 0.14, white if number % 2 == 0 else red, bevel=0.035, sides=128
            )
        cylinder((0, 0, 0.24), 0.16, 0.1, yellow, bevel=0.03)
    for x in (-0.95, 0.95):
        capsule((x, 0.28, -1.35), (1.25 * x, 0.42, -2.15), 0.11, metal)
    tip, tail = np.array([0.0, -0.2, 0.0]), np.array([0.9, -2.1, 1.25])
    along = (tail - tip) / np.linalg.norm(tail - tip)
    pipe(np.array([tip, tail]), 0.075, shaft)
    pipe(np.array([tip - 0.02 * along, tip + 0.34 * along]), np.array([0.03, 0.15]), metal)
    pipe(np.array([tip + 0.34 * along, tip + 0.42 * along]), np.array([0.15, 0.08]), metal)
    side = np.cross(along, [0, 0, 1])
    side /= np.linalg.norm(side)
    other = np.cross(side, along)
    for number in range(3):
        angle = number * 2 * np.pi / 3 + 0.4
        out = np.cos(angle) * side + np.sin(angle) * other
        start = tail - 0.75 * along
        corners = np.array(
            [start, start + 0.34 * out + 0.22 * along, tail + 0.34 * out + 0.16 * along, tail - 0.02 * along]
        )
        u, v = np.linspace(0, 1, 8)[:, None, None], np.linspace(0, 1, 2)[None, :, None]
        quad = (corners[0] * (1 - u) + corners[3] * u) * (1 - v) + (corners[1] * (1 - u) + corners[2] * u) * v
        fin = grid(quad[..., 0], quad[..., 1], quad[..., 2], yellow)
        fin.modifiers.new("solid", "SOLIDIFY").thickness = 0.05
    sphere(tuple(tail), 0.09, metal, rings=14)
    turned((0.0, 0, 0.48))
    shoot("target", (0, -10.4, 1.0), (0.16, 0, -0.1), lens=66, fill=0.45, key=300, rim=340)


def dice() -> None:
    """Two red dice, one on its corner."""
    set_up(samples=16)
    red = material((0.80, 0.006, 0.02), 0.08, coat=1.0, subsurface=0.12)
    white = material((0.95, 0.95, 0.96), 0.2, coat=0.6)
    spots = {
        1: [(0, 0)], 2: [(-1, -1), (1, 1)], 3: [(-1, -1), (0, 0), (1, 1)], 4: [(-1, -1), (-1, 1), (1, -1), (1, 1)],
        5: [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)], 6: [(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)],
    }  # fmt: skip
    faces = (
        (1, (0, 0, 0)),
        (6, (np.pi, 0, 0)),
        (2, (np.pi / 2, 0, 0)),
        (5, (-np.pi / 2, 0, 0)),
        (3, (0, np.pi / 2, 0)),
        (4, (0, -np.pi / 2, 0)),
    )
    for at, turn, size in (
        ((-0.78, 0.1, 0.0), (0.30, 0.42, 0.55), 1.0),
        ((1.02, -0.45, -0.42), (-0.42, 0.2, 1.05), 0.86),
    ):
        with placed(at, turn, size):
            plate(rounded(1.7, 1.7, 0.28, 12), 1.7, red, edge=0.24, sharp=60)
            for value, face in faces:
                with placed((0, 0, 0), face):
                    for x, y in spots[value]:
                        reach = 0.42
                        lathe(
                            [(0.0, 0.864), (0.15, 0.862), (0.185, 0.854), (0.2, 0.84)],
                            white,
                            (x * reach, y * reach, 0),
                        )
    area((0, -4, -1), (0, 0, 0), 60, 1.2)
    shoot("dice", (0, -9.4, 2.3), (0.05, 0, -0.08), lens=68, fill=0.5, key=300, rim=380)


def chess_king() -> None:
    """A gold king with a fallen black pawn at its foot."""
    set_up(samples=16)
    metal = gold(0.15)
    black = material((0.012, 0.012, 0.018), 0.12, coat=1.0)

    def smooth(profile: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(max(r, 0.0), z) for r, z in curved(profile, 6, closed=False)]

    base = [
        (0, 0),
        (0.92, 0),
        (0.98, 0.08),
        (0.98, 0.22),
        (0.90, 0.30),
        (0.80, 0.34),
        (0.84, 0.44),
        (0.76, 0.56),
        (0.56, 0.66),
    ]
    stem = [(0.56, 0.66), (0.44, 0.95), (0.34, 1.5), (0.31, 2.0), (0.36, 2.25)]
    lathe(
        [
            *smooth(base),
            *smooth(stem),
            (0.58, 2.28),
            (0.62, 2.36),
            (0.56, 2.43),
            (0.42, 2.46),
            (0.48, 2.54),
            (0.42, 2.62),
            (0.34, 2.64),
        ],
        metal,
    )
    lathe(
        [
            *smooth([(0.34, 2.64), (0.38, 2.9), (0.50, 3.2), (0.60, 3.40)]),
            (0.62, 3.48),
            (0.55, 3.52),
            *smooth([(0.5, 3.52), (0.40, 3.66), (0.2, 3.74), (0.0, 3.76)]),
        ],
        metal,
    )
    sphere((0, 0, 3.80), 0.12, metal, rings=20)
    plate(rounded(0.17, 0.62, 0.05), 0.17, metal, (0, 0, 4.12), UPRIGHT, edge=0.04)
    plate(rounded(0.48, 0.17, 0.05), 0.17, metal, (0, 0, 4.18), UPRIGHT, edge=0.04)
    for angle in np.linspace(0, 2 * np.pi, 14, endpoint=False):
        sphere(
            (0.60 * np.cos(angle), 0.60 * np.sin(angle), 3.43),
            0.07,
            material((0.75, 0.005, 0.03), 0.06, coat=1.0),
            rings=12,
        )
    pawn = [(0, 0), (0.62, 0), (0.66, 0.08), (0.62, 0.2), (0.50, 0.28), (0.36, 0.45), (0.24, 0.85), (0.22, 1.02)]
    with placed((1.85, -0.75, 0.55), (-1.45, 0.25, 0.9)):
        lathe([*smooth(pawn), (0.38, 1.05), (0.40, 1.12), (0.3, 1.18), (0.18, 1.2)], black)
        sphere((0, 0, 1.48), 0.38, black)
    area((2.5, -2.5, 0.5), (0, 0, 2), 110, 0.8).data.color = (1.0, 0.7, 0.4)
    shoot("chess_king", (0, -11.0, 3.2), (0.55, 0, 2.05), lens=72, fill=0.45, key=320, rim=380)


def arcade_machine() -> None:
    """An arcade cabinet with a lit marquee, screen, stick and buttons."""
    set_up(samples=16)
    side_mat = material((0.16, 0.01, 0.42), 0.16, coat=1.0)
    black, dark = material((0.012, 0.012, 0.018), 0.3, coat=0.5), material((0.03, 0.02, 0.07), 0.35)
    pink, cyan = glowing((1.0, 0.03, 0.42), 1.4), glowing((0.02, 0.72, 1.0), 1.4)
    outline = np.array(
        [
            (-0.95, 0),
            (0.95, 0),
            (0.95, 4.3),
            (-0.72, 4.3),
            (-0.95, 4.15),
            (-0.95, 3.62),
            (-0.42, 3.42),
            (-0.12, 2.22),
            (-1.05, 1.95),
            (-1.05, 1.66),
            (-0.80, 1.5),
        ]
    )
    for x in (-1.08, 1.08):
        plate(outline, 0.14, side_mat, (x, 0, 0), (np.pi / 2, 0, np.pi / 2), edge=0.03)
        trim = outline * np.array([1.012, 1.004])
        pipe(np.c_[np.full(len(trim), x * 1.0), trim], 0.045, pink, closed=True)
        for number, mat in enumerate((cyan, pink)):
            band = np.array(
                [
                    (-0.55 + 0.28 * number, 0.25),
                    (-0.25 + 0.28 * number, 0.25),
                    (0.55 + 0.2 * number, 1.6),
                    (0.3 + 0.2 * number, 1.6),
                ]
            )
            plate(band, 0.02, mat, (x * 1.068, 0, 0), (np.pi / 2, 0, np.pi / 2), edge=0.0)
    box((0, 0.1, 0.76), (2.05, 1.7, 1.5), dark)
    box((0, 0.55, 2.8), (2.05, 0.75, 2.9), dark)
    box((0, -0.1, 4.25), (2.05, 1.6, 0.08), side_mat)
    marquee = grid(
        np.tile(np.linspace(-1.0, 1.0, 60), (2, 1)),
        np.array([[-0.90], [-0.90]]) + np.zeros((1, 60)),
        np.array([[3.66], [4.18]]) + np.zeros((1, 60)),
        material((0, 0, 0), glow=True),
    )
    glow_by_vertex(marquee, np.tile(hue(np.linspace(0.55, 1.12, 60) % 1), (2, 1)), 1.15)

    for x, size in ((-0.55, 0.16), (0.0, 0.24), (0.55, 0.16)):
        star((x, -0.92, 3.91), size, 0.08, glowing((1.0, 0.85, 0.2), 1.3))
    box((0, -0.62, 3.55), (2.05, 0.5, 0.1), black)
    tilt = -np.arctan2(0.30, 1.2)
    box((0, -0.24, 2.82), (2.05, 0.05, 1.3), black, (tilt, 0, 0))
    lit_screen(sunset_picture(520, 400), (0, -0.285, 2.82), (1.66, 1.14), (np.pi / 2 + tilt, 0, 0), 1.0)
    with placed((0, -0.58, 2.10), (0.28, 0, 0)):
        box((0, 0, -0.06), (2.02, 0.98, 0.12), black, bevel=0.03)
        lathe([(0, 0.06), (0.2, 0.06), (0.24, 0.0)], material((0.5, 0.5, 0.55), 0.2, 1.0), (-0.58, 0, 0))
        cylinder((-0.58, 0, 0.2), 0.045, 0.4, material((0.7, 0.7, 0.74), 0.15, 1.0))
        sphere((-0.58, 0, 0.48), 0.17, material((0.90, 0.01, 0.02), 0.08, coat=1.0))
        for number, tone in enumerate(
            (
                (1.0, 0.65, 0.01),
                (0.02, 0.75, 0.12),
                (0.02, 0.45, 1.0),
                (1.0, 0.05, 0.4),
                (1.0, 0.3, 0.01),
                (0.5, 0.05, 1.0),
            )
        ):
            x, y = 0.05 + 0.33 * (number % 3), 0.18 - 0.36 * (number // 3)
            torus((x, y, 0.02), 0.13, 0.03, material((0.02, 0.02, 0.02), 0.3))
            mat = material(tone, 0.12, coat=1.0, glow=True)
            mat.node_tree.nodes["Principled BSDF"].inputs["Emission Strength"].default_value = 0.4
            lathe([(0, 0.1), (0.08, 0.095), (0.115, 0.07), (0.12, 0.0)], mat, (x, y, 0))
    with placed((0, -0.76, 0.85), UPRIGHT):
        plate(rounded(1.2, 0.82, 0.06), 0.06, black, edge=0.02)
        for x in (-0.28, 0.28):
            plate(rounded(0.36, 0.5, 0.05), 0.06, material((0.25, 0.26, 0.30), 0.3, 0.9), (x, 0, 0.04), edge=0.02)
            box((x, 0.02, 0.075), (0.06, 0.26, 0.02), glowing((1.0, 0.45, 0.02), 1.4), bevel=0)
    lamp((0, -1.2, 3.2), (0.8, 0.2, 1.0), 12)
    turned((0, 0, 0.56))
    area((3, -2, 1), (0, 0, 2), 120, 1.2).data.color = (0.7, 0.5, 1.0)
    shoot("arcade_machine", (0, -12.0, 3.0), (0, 0, 2.12), lens=74, fill=0.5, key=300, rim=420)
