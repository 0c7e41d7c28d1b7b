"""A sailing yacht that cuts through a wave."""

from __future__ import annotations

import numpy as np
from bench import set_up, shoot
from lofts import Skin, both_sides, curve, from_path, surface
from noise import fbm
from outlines import capsule, pipe
from places import turned
from shapes import area, boxes, material


def yacht() -> None:
    """A sloop with full white and red sails on a disc of sea."""
    set_up(samples=28, bounces=5)
    x = np.array([2.05, 1.9, 1.55, 1.0, 0.3, -0.5, -1.1, -1.55, -1.62])
    wide = np.array([0.03, 0.14, 0.32, 0.47, 0.55, 0.56, 0.52, 0.46, 0.42])
    deck = np.array([0.62, 0.60, 0.55, 0.50, 0.46, 0.45, 0.46, 0.48, 0.48])
    keel = np.array([0.30, 0.10, -0.06, -0.16, -0.20, -0.18, -0.08, 0.08, 0.14])
    y = np.stack([0 * x, wide * 0.45, wide * 0.82, wide * 1.0, wide * 1.02, wide * 0.97, wide * 0.90, 0 * x], 1)
    z = np.stack(
        [
            keel,
            keel + 0.03,
            keel * 0.65 + deck * 0.35,
            keel * 0.3 + deck * 0.7,
            deck - 0.03,
            deck + 0.01,
            deck,
            deck + 0.015,
        ],
        1,
    )
    cage = np.stack([np.repeat(x[:, None], 8, 1), y, z], -1)
    ends = cage[:1] * [1, 0, 1], cage[-1:] * [1, 0, 1]
    hull = Skin(surface(both_sides(np.concatenate([ends[0], cage, ends[1]])), 620, 420), (0.86, 0.87, 0.90), 0.12)
    side = hull.seen(0, 2)
    level = np.interp(side[..., 0], x[::-1], deck[::-1])
    hull.fill(side[..., 1] - level + 0.17, (0.008, 0.05, 0.34), 0.12)
    hull.fill(np.abs(side[..., 1] - level + 0.19) - 0.022, (0.90, 0.03, 0.03), 0.12)
    on_deck = hull.out[..., 2] > 0.7
    hull.fill(np.where(on_deck, -1.0, 9.0), (0.60, 0.33, 0.13), 0.5)
    hull.seam(np.where(on_deck, np.abs((hull.points[..., 1] * 14) % 1 - 0.5) / 14, 9), 0.006, 0.0, 0.5)
    for at in (0.85, 0.55, -0.95):
        port = np.abs(hull.points[..., 1]) > 0.2
        hull.fill(
            np.where(
                port & ~on_deck,
                np.hypot(side[..., 0] - at, side[..., 1] - np.interp(at, x[::-1], deck[::-1]) + 0.095) - 0.032,
                9,
            ),
            (0.02, 0.04, 0.08),
            0.05,
        )
    hull.build(coat=0.9)
    white, wood, steel = (
        material((0.86, 0.87, 0.90), 0.2, coat=0.8),
        material((0.45, 0.22, 0.08), 0.4, coat=0.5),
        material((0.75, 0.76, 0.79), 0.15, 1.0),
    )
    boxes([((0.25, 0, 0.58), (1.05, 0.50, 0.18), 0.0), ((0.15, 0, 0.70), (0.75, 0.42, 0.09), 0.0)], white, bevel=0.05)
    boxes(
        [((0.20, sign * 0.252, 0.60), (0.78, 0.012, 0.06), 0.0) for sign in (-1, 1)],
        material((0.01, 0.015, 0.03), 0.05, coat=1.0),
        bevel=0.01,
    )
    boxes([((-0.95, 0, 0.47), (0.75, 0.55, 0.05), 0.0)], wood, bevel=0.02)
    pipe(np.linspace((0.42, 0, 0.6), (0.36, 0, 4.05), 8), np.linspace(0.045, 0.025, 8), steel)
    pipe(np.linspace((0.40, 0, 0.98), (-1.45, 0.05, 0.92), 6), 0.036, steel)
    for end in ((2.02, 0, 0.64), (-1.6, 0, 0.52), (0.38, 0.52, 0.5), (0.38, -0.52, 0.5)):
        pipe(np.linspace(end, (0.36, 0, 4.0), 4), 0.007, steel)
    for sign in (-1, 1):
        rail = np.stack([x[1:], sign * wide[1:] * 0.92, deck[1:] + 0.20], -1)
        pipe(curve(rail, 40), 0.009, steel)
        for post in rail[::1]:
            pipe(np.linspace(post - [0, 0, 0.2], post, 3), 0.009, steel)

    def sail(luff: np.ndarray, leech: np.ndarray, belly: float, colour: tuple[float, float, float]) -> Skin:
        """A sheet between its front and back edges (n, 3) that the wind fills towards -y."""
        u = np.linspace(0, 1, 220)[None, :, None]
        flat = luff[:, None] * (1 - u) + leech[:, None] * u
        height = np.linspace(0, 1, len(luff))[:, None]
        flat[..., 1] -= belly * np.sin(np.pi * u[..., 0] ** 0.7) * np.sin(np.pi * np.clip(height * 0.82 + 0.12, 0, 1))
        made = Skin(flat, colour, 0.55)
        for number in range(1, 8):
            made.seam(np.abs(height - number / 8) * 3 + 0 * u[..., 0], 0.014, 0.004, 0.14)
        return made

    rows = np.linspace(0, 1, 300)
    main = sail(
        np.linspace((0.34, 0, 1.05), (0.34, 0, 3.92), 300),
        curve([(-1.40, 0.05, 1.02), (-1.28, 0.02, 1.7), (-0.75, 0, 2.8), (0.02, 0, 3.78), (0.28, 0, 3.93)], 300),
        0.30,
        (0.86, 0.87, 0.90),
    )
    flat = main.seen(0, 2)
    main.fill(np.hypot(flat[..., 0] + 0.26, flat[..., 1] - 2.0) - 0.34, (0.92, 0.03, 0.02), 0.5)
    main.fill(rows[:, None] * 3 - 0.30 + 0 * flat[..., 0], (0.90, 0.03, 0.03), 0.5)
    main.build(coat=0.1)
    jib = sail(
        np.linspace((1.98, 0, 0.72), (0.45, 0, 3.70), 300),
        curve([(0.20, -0.10, 0.86), (0.26, -0.06, 1.5), (0.36, 0, 2.6), (0.44, 0, 3.72)], 300),
        0.26,
        (0.90, 0.03, 0.03),
    )
    band = jib.seen(0, 2)
    jib.fill(np.abs(rows[:, None] - 0.30 + 0 * band[..., 0]) * 3 - 0.16, (0.86, 0.87, 0.90), 0.5)
    jib.build(coat=0.1)
    r, turn = np.meshgrid(np.linspace(0, 1, 420), np.linspace(0, 2 * np.pi, 1000), indexing="ij")
    px, py = 2.35 * r * np.cos(turn), 1.55 * r * np.sin(turn)
    swell = 0.07 * np.sin(px * 2.2 + py * 1.2) + 0.05 * fbm(px * 2.2, py * 2.2, 4, seed=3)
    pz = np.where(r > 0.96, swell - 0.42 * ((np.maximum(r, 0.96) - 0.96) / 0.04) ** 0.6, swell) + 0.06
    sea = Skin(np.stack([px, py, pz], -1), (0.0, 0.22, 0.48), 0.06)
    outline = np.concatenate([np.stack([x, wide], -1), np.stack([x, -wide], -1)[::-1]])
    away = from_path(np.stack([px, py], -1), outline)
    foam = np.clip(1.1 - away / (0.10 + 0.09 * np.clip(-px + 1.2, 0, 2.5)) + 0.7 * fbm(px * 7, py * 7, 4, seed=6), 0, 1)
    foam = np.maximum(
        foam,
        np.clip(
            0.55
            - np.abs(np.abs(py) - 0.30 * np.clip(1.9 - px, 0, 4) ** 0.8) / 0.10
            + 0.6 * fbm(px * 8, py * 8, 3, seed=2),
            0,
            1,
        )
        * (px < 1.8)
        * (r < 0.96),
    )
    sea.tint += 0.5 * np.exp(-away / 0.35)[..., None] * (np.array([0.04, 0.62, 0.68]) - sea.tint)
    sea.tint += foam[..., None] * (np.array([0.93, 0.97, 0.98]) - sea.tint)
    sea.rough += 0.5 * foam
    sea.tint += (r > 0.968)[..., None] * (np.array([0.0, 0.12, 0.34]) - sea.tint)
    sea.points[..., 2] += 0.03 * foam
    sea.build(coat=0.7)
    capsule((-1.62, 0, 0.5), (-1.62, 0, 0.95), 0.012, steel)
    turned((np.radians(0), 0, np.radians(205)))
    area((-3, -6, 5), (0, 0, 1.5), 130, 2.0)
    shoot("yacht", (0, -10.5, 1.5), (0, 0, 1.78), lens=66, fill=0.36, key=200, rim=220)
