"""The first five sets: a neon wall, a podium, a curtain, a blackboard, a table top."""

from __future__ import annotations

import numpy as np
from shapes import area, box, cylinder, grid, material, plane, spot, torus
from stage import Group, Sky, bake, camera, reset

UPRIGHT = (np.pi / 2, 0, 0)


def neon() -> None:
    """A wall of dark blocks with two pairs of slanted tubes, mirrored in the floor."""
    reset()
    rng = np.random.default_rng(4)
    wall = material((0.14, 0.14, 0.16), 0.28)
    plane((0, 0, 0), 30, material((0.12, 0.12, 0.13), 0.12))
    for column in range(-9, 10):
        for row in range(9):
            out = rng.choice([0, 0.06, 0.12, 0.2, 0.32])
            box(
                (column * 0.72 + (0.36 if row % 2 else 0), 4 - out, 0.36 + row * 0.72),
                (0.70, 0.5 + out, 0.70),
                wall,
                bevel=0.03,
            )
    left, right = material((1, 1, 1), glow=True), material((1, 1, 1), glow=True)
    for x, z in ((3.4, 2.1), (2.7, 2.0)):
        box((-x, 3.05, z), (0.09, 0.09, 3.4), left, (0, 0.45, 0), 0)
        box((x, 3.05, z), (0.09, 0.09, 3.4), right, (0, -0.45, 0), 0)
    camera((0, -5.2, 1.7), (0, 3, 1.75), 30)
    bake(
        "neon",
        {
            "a": Group([area((-6, 1.5, 3.4), (-2, 4, 1), 110, 1.5)], [(left, 14)]),
            "b": Group([area((6, 1.5, 3.4), (2, 4, 1), 110, 1.5)], [(right, 14)]),
            "k": Group([area((0, -3, 5), (0, 3, 1), 160, 4)]),
        },
    )


def podium() -> None:
    """A round two-step podium on the right before a ring of light; plain columns on the left."""
    reset()
    white = material((0.8, 0.8, 0.8), 0.55)
    plane((0, 0, 0), 40, material((0.8, 0.8, 0.8), 0.25))
    plane((0, 7, 0), 40, white, UPRIGHT)
    for height, radius, thick in ((0.2, 2.0, 0.4), (0.5, 1.5, 0.25)):
        cylinder((0, 1.5, height), radius, thick, material((0.8, 0.8, 0.8), 0.2), bevel=0.04, sides=96)
    ring = material((1, 1, 1), glow=True)
    torus((0, 5.5, 2.4), 2.0, 0.05, ring, UPRIGHT)
    for x, y, z, radius in ((-4.2, 4, 1.2, 0.5), (-5.3, 3.4, 0.7, 0.5), (4.4, 4.2, 1.5, 0.5), (5.4, 3.2, 0.6, 0.6)):
        cylinder((x, y, z), radius, 2 * z, white, bevel=0.04)
    camera((0, -6.5, 2.1), (0, 3, 1.75), 32, shift=(-0.19, 0))
    bake(
        "podium",
        {
            "a": Group([area((-6, -1, 4), (0, 4, 1), 500, 2.5)]),
            "b": Group([area((6, -1, 4), (0, 4, 1), 500, 2.5)]),
            "k": Group([area((0, 2, 7), (0, 2, 0), 120, 2)], [(ring, 18)]),
        },
    )


def stage() -> None:
    """A curtain with a spotlight on each side and one in the middle."""
    reset()
    x, z = np.meshgrid(np.linspace(-10, 10, 800), np.linspace(-1, 7, 12))
    grid(x, 5 - 0.28 * np.sin(x * 7.5) - 0.14 * np.sin(x * 2.65 + 1), z, material((0.75, 0.75, 0.75), 0.7))
    boards = material((0.3, 0.3, 0.3), 0.18, noise=(3, (0.18,) * 3, (0.35,) * 3), stretch=(1, 12, 1), bump=0.05)
    plane((0, 0, 0), 40, boards)
    camera((0, -6.5, 1.6), (0, 3, 1.9), 32)
    bake(
        "stage",
        {
            "a": Group([spot((-4.5, -1, 6.5), (-2.6, 4.8, 1.5), 2600, 32), area((-7, -3, 3), (0, 4, 1), 160, 2)]),
            "b": Group([spot((4.5, -1, 6.5), (2.6, 4.8, 1.5), 2600, 32), area((7, -3, 3), (0, 4, 1), 160, 2)]),
            "k": Group([spot((0, -3, 8), (0, 1.5, 0), 3000, 26), spot((0, -2, 7.5), (0, 5, 2.4), 1800, 30)]),
        },
    )


def board() -> None:
    """A blackboard in a wooden frame with chalk on its ledge."""
    reset()
    rng = np.random.default_rng(2)
    wood = material(
        (0.3, 0.16, 0.07), noise=(2.5, (0.16, 0.08, 0.03), (0.42, 0.24, 0.11)), stretch=(1, 1, 14), bump=0.1
    )
    plane((0, 4, 0), 40, material((0.75, 0.72, 0.66), 0.8), UPRIGHT)
    slate = material(
        (0.03, 0.09, 0.065), 0.9, noise=(1.2, (0.018, 0.055, 0.042), (0.05, 0.12, 0.09)), stretch=(1, 1, 1.6), bump=0.02
    )
    box((0, 3.9, 2.2), (9, 0.1, 4.4), slate, bevel=0)
    for side in (-4.6, 4.6):
        box((side, 3.82, 2.2), (0.28, 0.24, 4.9), wood)
    for height in (-0.1, 4.5):
        box((0, 3.82, height), (9.4, 0.24, 0.28), wood)
    box((0, 3.6, 0.06), (9, 0.5, 0.08), wood)
    for number, tone in enumerate(((1, 1, 1), (1, 0.8, 0.2), (1, 0.4, 0.4), (1, 1, 1), (0.4, 0.7, 1))):
        at = (-3 + number * 1.3 + rng.uniform(0, 0.5), 3.52, 0.16)
        cylinder(at, 0.05, 0.5, material(tone, 0.9), (0, np.pi / 2, rng.uniform(0, 0.5)), bevel=0, sides=32)
    camera((0, -3.6, 2.2), (0, 4, 2.15), 31)
    bake(
        "board",
        {
            "a": Group([area((-4, -1, 5), (-1, 4, 2), 420, 1.5)]),
            "b": Group([area((5, 0, 4.5), (2, 4, 2), 260, 1.5)]),
            "k": Group([area((0, -3, 5), (0, 4, 2), 420, 4)]),
        },
    )


def table() -> None:
    """Planks of a table top before a dim room full of lamps out of focus."""
    reset()
    wood = material(
        (0.4, 0.2, 0.1), 0.35, noise=(1.6, (0.13, 0.055, 0.02), (0.46, 0.25, 0.11)), stretch=(16, 1.2, 1), bump=0.12
    )
    for number in range(-7, 8):
        box((number * 1.02, 2, -0.1), (1, 9, 0.2), wood, bevel=0.03)
    camera((0, -4.2, 2.2), (0, 1.6, 0.35), 34, focus=4.6, fstop=0.6)

    def lights_far_off(seed: int, side: float) -> Sky:
        """A dim room behind the table: a warm haze on one side and the soft discs of lamps out of focus."""
        rng = np.random.default_rng(seed)
        discs = [
            (rng.normal(side * 0.32, 0.22), rng.uniform(0.05, 0.26), rng.uniform(0.018, 0.055), rng.uniform(0.08, 0.4))
            for _ in range(26)
        ]

        def shine(rays: np.ndarray) -> np.ndarray:
            turn, lift = np.arctan2(rays[..., 0], rays[..., 1]), rays[..., 2] + 0.22
            total = 0.10 * np.exp(-(((turn - side * 0.35) / 0.5) ** 2) - ((lift - 0.12) / 0.2) ** 2)
            for x, y, radius, power in discs:
                away = np.hypot(turn - x, lift - y) / radius
                total = total + power * (0.7 + 0.3 * np.clip(away, 0, 1) ** 4) * np.clip((1 - away) * 7, 0, 1)
            return total * (rays[..., 1] > 0)

        return shine

    bake(
        "table",
        {
            "a": Group([area((-4, 3, 4), (0, 1, 0), 260, 1.5)], sky=lights_far_off(4, -1)),
            "b": Group([area((4, 3, 3), (0, 1, 0), 180, 1.5)], sky=lights_far_off(9, 1)),
            "k": Group([area((0, -2, 5), (0, 1, 0), 200, 3)], sky=lambda rays: 0.012 + 0 * rays[..., 0]),
        },
    )
