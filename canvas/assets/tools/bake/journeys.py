"""What one travels with: a suitcase, papers, a pin on a map, a compass."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from finishes import clear_pane
from lofts import Skin, block, curve, from_path, from_shape, rounded
from noise import fbm
from outlines import capsule, pipe, placed
from places import turned
from shapes import Point, box, cylinder, lathe, material, mesh, sphere, torus, tube
from treasure import gold

BLACK = (0.016, 0.016, 0.018)


def five_points(at: Point, radius: float, count: int = 5, inner: float = 0.42) -> np.ndarray:
    """Return the outline of a star."""
    turn = np.pi / 2 + np.arange(2 * count) * np.pi / count
    reach = np.where(np.arange(2 * count) % 2, radius * inner, radius)
    return np.stack([at[0] + reach * np.cos(turn), at[1] + reach * np.sin(turn)], -1)


def _stickers(skin: Skin, face: np.ndarray, front: np.ndarray) -> None:
    """Round and cut-out stickers: a star, a beach, a heart, a mountain, a plane's trail. No words."""

    def lay(distance: np.ndarray, colour: Point, depth: float = 0.0) -> None:
        skin.fill(np.where(front, distance, 9), colour, 0.45, depth=depth)

    def disc(at: Point, radius: float) -> np.ndarray:
        return np.hypot(face[..., 0] - at[0], face[..., 1] - at[1]) - radius

    white, red, blue = (0.9, 0.9, 0.9), (0.80, 0.02, 0.03), (0.01, 0.14, 0.75)
    lay(disc((-0.34, 0.52), 0.31), white, -0.012)
    lay(disc((-0.34, 0.52), 0.27), red)
    lay(from_shape(face, five_points((-0.34, 0.52), 0.21)), (1.0, 0.75, 0.05))
    lay(disc((0.32, -0.05), 0.33), white, -0.012)
    sea = disc((0.32, -0.05), 0.29)
    lay(sea, (0.05, 0.50, 0.95))
    lay(
        np.maximum(sea, from_shape(face, [(0.0, -0.28), (0.22, 0.08), (0.30, -0.02), (0.45, 0.14), (0.72, -0.3)])),
        (0.02, 0.10, 0.34),
    )
    lay(np.maximum(sea, face[..., 1] + 0.18 + 0.02 * np.sin(face[..., 0] * 40)), (0.02, 0.42, 0.16))
    lay(disc((0.19, 0.08), 0.06), (1.0, 0.80, 0.10))
    t = np.linspace(0, 2 * np.pi, 60)
    heart = np.stack([16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)], -1)
    lay(from_shape(face, heart * 0.0165 + np.array((0.40, 0.66))), white, -0.012)
    lay(from_shape(face, heart * 0.0125 + np.array((0.40, 0.665))), (0.95, 0.05, 0.30))
    stamp = np.abs(face - [-0.33, -0.58]) - [0.27, 0.21]
    lay(stamp.max(-1) + 0.012 * np.cos(face[..., 0] * 90) * np.cos(face[..., 1] * 90), white, -0.012)
    lay(stamp.max(-1) + 0.045, blue)
    lay(
        from_shape(face, [(-0.52, -0.72), (-0.40, -0.50), (-0.33, -0.60), (-0.25, -0.46), (-0.13, -0.72)]),
        (0.85, 0.90, 1.0),
    )


def suitcase() -> None:
    """A yellow hard-shell trolley case with stickers."""
    set_up(samples=28)
    shell = Skin(block((1.62, 0.86, 2.2), 0.30, 0.20, 640, 1500), (0.95, 0.36, 0.004), 0.2)
    face, deep = shell.seen(0, 2), shell.points[..., 1]
    front = deep < -0.36
    ribs = np.abs((face[..., 0] / 0.155 + 0.5) % 1 - 0.5) * 0.155
    inside = np.maximum(np.abs(face[..., 0]) - 0.66, np.abs(face[..., 1]) - 0.92)
    shell.seam(np.where(front & (inside < 0), ribs, 9), 0.018, 0.022, 0.35)
    _stickers(shell, face, front)
    shell.fill(np.abs(deep + 0.0) - 0.045, BLACK, 0.5, depth=-0.012)
    shell.seam(np.abs(deep), 0.010, 0.02)
    shell.build()
    dark, steel = material(BLACK, 0.35, coat=0.3), material((0.70, 0.71, 0.74), 0.18, 1.0)
    for x in (-0.36, 0.36):
        tube(np.linspace((x, 0.22, 1.0), (x, 0.22, 1.98), 8), 0.045, steel)
        tube(np.linspace((x, 0.22, 1.0), (x, 0.22, 1.16), 4), 0.065, dark)
    grip = curve(
        [(-0.44, 0.22, 1.93), (-0.42, 0.22, 2.05), (0, 0.22, 2.07), (0.42, 0.22, 2.05), (0.44, 0.22, 1.93)], 40
    )
    pipe(grip, 0.085, dark)
    pipe(
        curve(
            [(-0.3, -0.12, 1.07), (-0.26, -0.12, 1.24), (0, -0.12, 1.25), (0.26, -0.12, 1.24), (0.3, -0.12, 1.07)], 40
        ),
        0.05,
        dark,
    )
    pipe(
        curve([(0.80, -0.1, -0.3), (0.95, -0.1, -0.26), (0.96, -0.1, 0), (0.95, -0.1, 0.26), (0.80, -0.1, 0.3)], 40),
        0.05,
        dark,
    )
    for x in (-0.62, 0.62):
        for y in (-0.28, 0.28):
            cylinder((x, y, -1.14), 0.10, 0.14, dark, bevel=0.02)
            for side in (-0.06, 0.06):
                cylinder((x + side, y, -1.27), 0.13, 0.07, dark, (0, np.pi / 2, 0), bevel=0.02)
                cylinder((x + side, y, -1.27), 0.06, 0.078, steel, (0, np.pi / 2, 0), bevel=0.01)
    turned((0, np.radians(-5), np.radians(-33)))
    shoot("suitcase", (0, -7.8, 1.3), (0, 0, 0.36), lens=62, fill=0.4, key=230, rim=340)


def passport() -> None:
    """A passport with a gold globe on its cover, and two boarding passes."""
    set_up(samples=28)
    metal = gold(0.22)
    cover = Skin(block((1.5, 0.16, 2.1), 0.12, 0.03, 260, 700), (0.30, 0.004, 0.018), 0.42)
    flat = cover.points
    cover.tint *= (1 + 0.25 * fbm(flat[..., 0] * 30, flat[..., 2] * 30, 3, seed=2))[..., None]
    pages = np.abs(flat[..., 1]) < 0.045
    cover.fill(np.where(pages & (flat[..., 0] > -0.74), -1.0, 9.0), (0.85, 0.80, 0.66), 0.6, depth=0.03)
    cover.build(coat=0.35)
    at = (0, -0.083, 0.22)

    def ring(half_x: float, half_z: float, thick: float = 0.022) -> None:
        turn = np.linspace(0, 2 * np.pi, 120)
        tube(np.stack([half_x * np.cos(turn), 0 * turn + at[1], at[2] + half_z * np.sin(turn)], -1), thick, metal, 10)

    ring(0.46, 0.46, 0.028)
    ring(0.22, 0.46)
    tube(np.linspace((0, at[1], at[2] - 0.46), (0, at[1], at[2] + 0.46), 8), 0.022, metal, 10)
    for level in (-0.24, 0, 0.24):
        half = (0.46**2 - level**2) ** 0.5
        tube(np.linspace((-half, at[1], at[2] + level), (half, at[1], at[2] + level), 8), 0.022, metal, 10)
    for level, half in ((0.82, 0.48), (-0.52, 0.40), (-0.64, 0.25)):
        capsule((-half, -0.08, level), (half, -0.08, level), 0.03, metal)
    box((0, -0.08, -0.83), (0.24, 0.03, 0.16), metal, bevel=0.01)
    cylinder((0, -0.09, -0.83), 0.05, 0.03, material((0.30, 0.004, 0.018), 0.4), (np.pi / 2, 0, 0), bevel=0.004)
    for lean, shift, lift, colour in ((0.30, 0.62, 0.34, (0.01, 0.20, 0.85)), (0.10, 0.28, 0.46, (0.95, 0.30, 0.01))):
        with placed((shift, 0.16 + 0.1 * (colour[0] < 0.5), lift), (0, lean, 0)):
            card = Skin(block((1.05, 0.03, 2.5), 0.06, 0.008, 260, 900), (0.88, 0.89, 0.92), 0.4)
            view = card.seen(0, 2)
            card.fill(0.78 - view[..., 1], colour, 0.3)
            trail = curve([(-0.36, 0.92), (0, 1.12), (0.36, 0.98)], 20)
            card.fill(from_path(view, trail) - 0.022, (0.95, 0.95, 0.97), 0.3)
            for end in (trail[0], trail[-1]):
                card.fill(np.hypot(view[..., 0] - end[0], view[..., 1] - end[1]) - 0.06, (0.95, 0.95, 0.97), 0.3)
            for row, (start, width) in enumerate(((-0.38, 0.5), (-0.38, 0.3), (0.05, 0.33), (-0.38, 0.62))):
                level = 0.62 - 0.14 * (row - (row > 1))
                line = np.maximum(
                    np.abs(view[..., 0] - start - width / 2) - width / 2, np.abs(view[..., 1] - level) - 0.03
                )
                card.fill(line, (0.10, 0.12, 0.20), 0.5)
            card.seam(np.where(np.sin(view[..., 0] * 60) > 0, np.abs(view[..., 1] - 0.08), 9), 0.012, 0.002, 0.5)
            card.build(coat=0.4)
    turned((np.radians(-12), np.radians(-12), np.radians(-26)))
    shoot("passport", (0, -7.8, 0.6), (0.12, 0, 0.22), lens=64, fill=0.38, key=230, rim=320)


def location_pin() -> None:
    """A glossy red pin on an unfolded map."""
    set_up(samples=28)
    fold, points = 0.16, 700
    x, y = np.meshgrid(np.linspace(-1.6, 1.6, points), np.linspace(-1.15, 1.15, points), indexing="ij")
    z = fold * np.abs(((x + 1.6) / 1.6) % 1 * 2 - 1) + 0.01 * np.sin(y * 3)
    paper = Skin(np.stack([x, y, z], -1), (0.80, 0.84, 0.78), 0.5)
    plan = paper.seen(0, 1)
    for corners in (
        [(-1.6, 1.15), (-1.6, 0.3), (-1.1, 0.15), (-0.7, 0.5), (-0.75, 1.15)],
        [(0.25, -1.15), (0.35, -0.5), (0.9, -0.35), (1.1, -1.15)],
    ):
        paper.fill(from_shape(plan, rounded(corners, 3)), (0.16, 0.62, 0.15), 0.5)
    river = curve([(-1.6, -0.35), (-0.9, -0.25), (-0.4, -0.8), (0.1, -0.35), (0.6, 0.3), (1.0, 0.2), (1.6, 0.75)], 60)
    paper.fill(from_path(plan, river) - 0.11, (0.02, 0.38, 0.92), 0.3)
    for road in (
        [(-1.6, 0.0), (-0.2, 0.28), (1.6, -0.2)],
        [(-0.6, -1.15), (-0.25, 0.2), (-0.3, 1.15)],
        [(0.75, 1.15), (0.55, 0.0), (1.5, -1.15)],
    ):
        lane = from_path(plan, curve(road, 40))
        paper.fill(lane - 0.055, (0.95, 0.95, 0.95), 0.5)
        paper.fill(lane - 0.038, (0.98, 0.62, 0.04), 0.5)
    route = curve([(-1.35, -0.75), (-1.0, -0.5), (-0.6, -0.15), (-0.2, 0.0), (0, 0)], 60)
    dash = np.where(np.sin(plan[..., 0] * 42) > -0.2, from_path(plan, route), 9)
    paper.fill(dash - 0.035, (0.80, 0.01, 0.02), 0.5)
    edge = np.minimum(1.6 - np.abs(plan[..., 0]), 1.15 - np.abs(plan[..., 1]))
    paper.fill(edge - 0.05, (0.92, 0.93, 0.92), 0.5)
    paper.tint *= 0.6
    paper.build(coat=0.1, thick=-0.02)
    red = material((0.78, 0.004, 0.012), 0.08, coat=1.0)
    with placed((0, 0, 0.02), (np.radians(4), np.radians(6), 0)):
        t = np.linspace(0, 1, 90)
        angle = np.linspace(-0.62, np.pi / 2, 60)
        round_part = np.stack([0.72 * np.cos(angle), 1.85 + 0.72 * np.sin(angle)], -1)
        stem = np.stack([0.02 + (round_part[0, 0] - 0.02) * t**1.25, t * round_part[0, 1]], -1)
        lathe([tuple(point) for point in np.concatenate([stem[:-1], round_part])], red, sides=160)
        sphere((0, -0.44, 1.87), 0.385, material((0.92, 0.92, 0.94), 0.08, coat=1.0), (1, 0.86, 1), rings=64)
        torus((0, -0.60, 1.87), 0.345, 0.05, material((0.45, 0.002, 0.008), 0.1, coat=1.0), (np.pi / 2, 0, 0))
    for radius in (0.26, 0.46):
        torus((0, 0, 0.19), radius, 0.026, material((0.85, 0.01, 0.02), 0.15, coat=1.0)).scale = (1, 1, 0.6)
    turned((0, 0, np.radians(-16)))
    shoot("location_pin", (0, -7.6, 3.3), (0, 0, 0.98), lens=66, fill=0.34, key=190, rim=300)


def compass() -> None:
    """A brass pocket compass, its dial towards us."""
    set_up(samples=28)
    brass, bright = material((0.95, 0.52, 0.13), 0.22, 1.0), material((1.0, 0.66, 0.26), 0.12, 1.0)
    lathe(
        [
            (0, -0.22),
            (0.95, -0.22),
            (1.14, -0.16),
            (1.22, 0.0),
            (1.22, 0.12),
            (1.16, 0.24),
            (1.08, 0.28),
            (1.02, 0.24),
            (0.99, 0.12),
            (0.98, 0.02),
        ],
        brass,
    )
    for angle in np.linspace(0, 2 * np.pi, 90, endpoint=False):
        box(
            (1.215 * np.cos(angle), 1.215 * np.sin(angle), 0.05),
            (0.03, 0.035, 0.12),
            bright,
            (0, 0, angle),
            bevel=0.008,
        )
    r, turn = np.meshgrid(np.linspace(0, 1.0, 400), np.linspace(0, 2 * np.pi, 1200), indexing="ij")
    dial = Skin(np.stack([r * np.cos(turn), r * np.sin(turn), 0.03 + 0 * r], -1), (0.90, 0.85, 0.72), 0.4)
    plan = dial.seen(0, 1)
    dial.fill(np.abs(r - 0.90) - 0.085, (0.02, 0.10, 0.32), 0.3)
    for count, long, wide in ((72, 0.05, 0.008), (24, 0.09, 0.013)):
        spoke = np.abs(((turn / (2 * np.pi) * count + 0.5) % 1) - 0.5) / count * 2 * np.pi * r
        dial.fill(np.maximum(spoke - wide, np.abs(r - 0.94 + long / 2) - long / 2), (0.95, 0.90, 0.75), 0.4)
    for shift, size, tones in (
        (np.pi / 4, 0.52, ((0.45, 0.30, 0.10), (0.75, 0.56, 0.24))),
        (0, 0.78, ((0.02, 0.10, 0.34), (0.10, 0.32, 0.72))),
    ):
        for number in range(4):
            angle = shift + number * np.pi / 2
            tip = size * np.array([np.cos(angle), np.sin(angle)])
            for sign, tone in ((-1, tones[0]), (1, tones[1])):
                side = angle + sign * np.pi / 4
                dial.fill(
                    from_shape(plan, [(0, 0), tip, 0.2 * size * np.array([np.cos(side), np.sin(side)])]), tone, 0.4
                )
    dial.seam(np.abs(r - 0.80), 0.01, 0.004, 0.5)
    dial.build(coat=0.6)
    aim = np.radians(62)
    for sign, tone in ((1, (0.85, 0.008, 0.012)), (-1, (0.86, 0.87, 0.90))):
        c, s = np.cos(aim) * sign, np.sin(aim) * sign
        corners = np.array(
            [[0.78 * c, 0.78 * s, 0.15], [-0.12 * s, 0.12 * c, 0.15], [0.12 * s, -0.12 * c, 0.15], [0, 0, 0.22]]
        )
        mesh(corners, np.array([[0, 1, 3], [0, 3, 2]]), material(tone, 0.15, coat=1.0), smooth=False)
    sphere((0, 0, 0.2), 0.08, bright)
    lathe([(1.0, 0.22), (0.7, 0.27), (0.3, 0.30), (0, 0.305)], clear_pane(mirror=0.06))
    cylinder((0, 1.30, 0.02), 0.10, 0.2, brass, (np.pi / 2, 0, 0), bevel=0.02)
    torus((0, 1.58, 0.02), 0.21, 0.045, bright, (0, 0.5, 0))
    turned((np.radians(58), np.radians(0), np.radians(24)), "ZYX")
    shoot("compass", (0, -7.8, 0.8), (0, 0, 0.1), lens=82, fill=0.5, key=240, rim=360)
