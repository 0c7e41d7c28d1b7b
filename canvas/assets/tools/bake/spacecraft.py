"""The corridor of a spaceship."""

from __future__ import annotations

import bpy
import numpy as np
import skies
from air import motes
from noise import fbm, smoothstep
from parts import box, cylinder, panel
from shapes import area, boxes, material, mesh, plane, point, screen_material, tube
from stage import Group, Haze, bake, camera, reset

# The cross-section of the corridor, clockwise from the lower left: x and z in metres.
_SECTION = np.array(
    [(-1.5, 0.0), (-2.25, 0.95), (-2.25, 2.3), (-1.35, 3.3), (1.35, 3.3), (2.25, 2.3), (2.25, 0.95), (1.5, 0.0)]
)

_PLANET = 0.095  # its radius as an angle


def _readout(seed: int) -> np.ndarray:
    """A control screen: curves, bars and a dial, in grey so that its group gives the colour."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:120, 0:200] / 120.0
    image = 0.03 + 0.04 * ((np.abs((x * 10) % 1 - 0.5) > 0.46) | (np.abs((y * 10) % 1 - 0.5) > 0.46))
    curve = 0.35 + 0.22 * fbm(x * 4 + seed, 0 * x, 4, seed=seed)
    image = (
        image + 1.2 * np.exp(-(((y - curve) / 0.012) ** 2)) * (x < 1.05) + 0.16 * (y > curve) * (y < 0.62) * (x < 1.05)
    )
    image = image + 1.1 * np.exp(-(((np.hypot(x - 1.38, y - 0.33) - 0.2) / 0.012) ** 2))
    for bar in range(14):
        high = rng.uniform(0.04, 0.24)
        left = 0.08 + bar * 0.068
        image = np.where((x > left) & (x < left + 0.045) & (y < 0.94) & (y > 0.94 - high), 0.9, image)
    for line in range(5):
        reach = 1.15 + rng.uniform(0.1, 0.42)
        image = np.where((x > 1.15) & (x < reach) & (np.abs(y - 0.66 - line * 0.065) < 0.014), 0.8, image)
    return np.repeat(image[..., None], 3, -1)


def _frame(y: float, thick: float, out: float, mat: bpy.types.Material) -> None:
    """A rib round the corridor."""
    outer = _SECTION * [1.12, 1.1] + [0, -0.1]
    shrunk = _SECTION + (np.array([0, 1.6]) - _SECTION) * out
    rings = [
        np.c_[ring[:, 0], np.full(8, y + dy), ring[:, 1]]
        for ring, dy in ((outer, 0), (shrunk, 0), (shrunk, thick), (outer, thick))
    ]
    vertices = np.concatenate(rings)
    faces = []
    for ring in range(3):
        for side in range(8):
            following = (side + 1) % 8
            faces.append([ring * 8 + side, ring * 8 + following, ring * 8 + 8 + following, ring * 8 + 8 + side])
    made = mesh(vertices, np.array(faces), mat, smooth=False)
    bevel = made.modifiers.new("bevel", "BEVEL")
    bevel.width, bevel.segments = 0.03, 2


def _panels(y: float, length: float, rng: np.random.Generator, mats: list[bpy.types.Material]) -> None:
    """Clad one bay: plates of several depths on every side of the section, with gaps between them."""
    for number in range(7):
        start, end = _SECTION[number], _SECTION[number + 1]
        wide = float(np.linalg.norm(end - start))
        ahead = (end - start) / wide
        normal = np.array([ahead[1], -ahead[0]])
        turn = -np.arctan2(ahead[1], ahead[0])
        rows = 2 if wide > 1.2 else 1
        columns = 3
        for row in range(rows):
            for column in range(columns):
                middle = start + ahead * wide * (row + 0.5) / rows - normal * (0.05 + rng.choice([0, 0.02, 0.05]))
                at = (middle[0], y + length * (column + 0.5) / columns, middle[1])
                box(
                    at,
                    (wide / rows - 0.03, length / columns - 0.03, 0.1),
                    mats[int(rng.integers(len(mats)))],
                    (0, turn, 0),
                    0.015,
                )


def spaceship() -> None:
    """A clad corridor that leads to a great window: a planet and stars outside, strips of light along the ribs."""
    reset(samples=40, bounces=5)
    rng = np.random.default_rng(31)
    hull = [
        material((tone, tone, tone * 1.04), rough, 0.35)
        for tone, rough in ((0.34, 0.4), (0.26, 0.45), (0.42, 0.35), (0.16, 0.5))
    ]
    dark, rib = material((0.03, 0.03, 0.034), 0.35, 0.5), material((0.10, 0.10, 0.11), 0.35, 0.7)
    accent = material((0.5, 0.14, 0.03), 0.45)
    strip_a, strip_b, dots = (material((1, 1, 1), 0.4, glow=True) for _ in range(3))
    screens = [screen_material(_readout(seed), 0.15) for seed in range(6)]
    bay, count = 2.6, 6
    lights_a, lights_b = [], []
    for number in range(count):
        y = -1.6 + number * bay
        _panels(y + 0.3, bay - 0.3, rng, hull)
        _frame(y, 0.32, 0.10, rib)
        for side in (-1, 1):
            path = np.array(
                [(side * 2.03, y + 0.16, 0.98), (side * 2.03, y + 0.16, 2.24), (side * 1.27, y + 0.16, 3.1)]
            )
            tube(np.repeat(path, 2, 0)[1:-1], 0.028, strip_a, sides=8)
            box((side * 1.40, y + bay / 2 + 0.15, 0.09), (0.05, bay - 0.5, 0.05), strip_b, bevel=0)
            box((side * 0.72, y + bay / 2 + 0.15, 3.2), (0.16, bay - 0.6, 0.05), strip_a, bevel=0)
            lights_a.append(area((side * 0.72, y + bay / 2, 3.1), (side * 0.5, y + bay / 2, 0), 9, 0.3, 1.8))
            lights_b.append(point((side * 1.3, y + bay / 2, 0.22), 2.2, 0.2))
            for pipe in range(3):
                along = np.array([(side * (2.14 - 0.05 * pipe), v, 2.42 + 0.13 * pipe) for v in (y, y + bay)])
                tube(np.repeat(along, 2, 0), 0.042, rib if pipe != 1 else accent, sides=10)
            if number % 2 == (side > 0):
                at = (side * 2.12, y + bay / 2 + 0.15, 1.62)
                box(at, (0.12, 1.5, 0.92), dark, bevel=0.03)
                turned = (np.pi / 2, 0, -side * np.pi / 2)
                panel((at[0] - side * 0.065, at[1], at[2]), (1.34, 0.78), screens[number % 6], turned)
                for light in range(8):
                    place = (at[0] - side * 0.07, at[1] - 0.62 + light * 0.17, 1.06)
                    box(place, (0.03, 0.07, 0.03), dots, bevel=0)
            else:
                box((side * 2.16, y + bay / 2 + 0.15, 1.6), (0.1, 1.3, 1.25), hull[3], bevel=0.05)
                box((side * 2.10, y + bay / 2 + 0.15, 1.9), (0.06, 0.9, 0.1), accent, bevel=0.01)
                for vent in range(7):
                    box((side * 2.10, y + bay / 2 + 0.15, 1.15 + vent * 0.08), (0.05, 0.95, 0.035), dark, bevel=0.008)
        boxes(
            [
                ((x, y + 0.3 + 0.29 * row, -0.02), (0.66, 0.26, 0.04), 0.0)
                for x in (-1.05, -0.35, 0.35, 1.05)
                for row in range(9)
            ],
            material((0.10, 0.10, 0.105), 0.28, 0.7),
            bevel=0.012,
        )
    plane((0, 10, -0.06), 50, material((0.01, 0.01, 0.011), 0.4))
    end = -1.6 + count * bay
    for at, size in (
        ((0, end, 0.25), (4.6, 0.3, 0.5)),
        ((0, end, 3.15), (4.6, 0.3, 0.35)),
        ((-2.1, end, 1.7), (0.4, 0.3, 3.2)),
        ((2.1, end, 1.7), (0.4, 0.3, 3.2)),
    ):
        box(at, size, rib, bevel=0.04)
    for x in (-0.68, 0.68):
        box((x, end, 1.7), (0.07, 0.16, 2.8), rib, bevel=0.01)
    for side in (-1, 1):
        cylinder((side * 1.5, end - 1.3, 0.5), 0.28, 1.0, hull[3], bevel=0.04)
    ahead = area((0, end - 0.3, 1.7), (0, 0, 1.2), 60, 1.6)
    ahead.visible_camera = False
    camera((0.0, -3.9, 1.55), (0.0, 10, 1.62), 25, focus=9, fstop=2.2)

    def planet(rays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the lit disc of a planet with its bands and the thin glow of its air."""
        turn, lift = np.arctan2(rays[..., 0], rays[..., 1]), rays[..., 2]
        x, y = (turn - 0.05) / _PLANET, (lift + 0.012) / _PLANET
        away = np.hypot(x, y)
        inside = away < 1
        deep = np.sqrt(np.clip(1 - away**2, 0, 1))
        shade = np.clip(0.75 * x + 0.45 * y + 0.42 * deep, 0, 1)
        bands = 0.7 + 0.45 * fbm(x * 1.2 + 0.6 * y, y * 5 + 0.5 * fbm(x * 3, y * 3, 4, seed=3), 5, seed=5)
        air = np.exp(-np.abs(away - 1) / 0.05) * np.clip(0.55 + 0.6 * x + 0.4 * y, 0, 1)
        ahead = rays[..., 1] > 0.5
        return inside * shade * bands * ahead, air * ahead

    def stars(rays: np.ndarray) -> np.ndarray:
        turn, lift = np.arctan2(rays[..., 0], rays[..., 1]), rays[..., 2]
        cloud = 0.5 + 0.5 * fbm(turn * 9, lift * 9, 6, seed=21)
        points = skies.stars(*turn.shape, 2200, 8) * (rays[..., 1] > 0.5)
        return (
            0.02
            + 0.45 * smoothstep(0.5, 1.0, cloud) * (rays[..., 1] > 0.5)
            + points * (np.hypot(turn - 0.05, lift + 0.012) > _PLANET)
        )

    bake(
        "spaceship",
        {
            "a": Group(lights_a, [(strip_a, 6)], sky=lambda rays: stars(rays) + 0.9 * planet(rays)[1], bloom=0.25),
            "b": Group(
                [*lights_b, ahead],
                [(strip_b, 6), (dots, 4), *((screen, 1.1) for screen in screens)],
                sky=lambda rays: 1.1 * planet(rays)[0] + 0.3 * planet(rays)[1],
                bloom=0.25,
            ),
            "k": Group([area((0, -3.4, 3.0), (0, 4, 1.2), 60, 2)], after=motes(60, 2)),
        },
        size=(1280, 720),
        haze=Haze(half=60, most=0.6),
    )
