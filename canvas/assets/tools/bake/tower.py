"""A wrought-iron lattice tower."""

from __future__ import annotations

from itertools import pairwise

import bpy
import numpy as np
from bench import set_up, shoot
from camp import turf
from finishes import glowing, lamp
from lofts import curve
from outlines import pipe
from places import turned
from shapes import box, boxes, material, sphere, tube

HEIGHTS = np.linspace(0, 4.75, 70)
OUTLINE = curve(
    [
        (
            np.interp(
                height,
                [0, 0.4, 0.85, 1.25, 1.7, 2.2, 3.0, 4.2, 4.9],
                [1.0, 0.8, 0.62, 0.46, 0.34, 0.25, 0.165, 0.085, 0.05],
            ),
            height,
        )
        for height in np.linspace(0, 4.75, 12)
    ],
    70,
)[:, 0]
"""Half the tower's width at each of `HEIGHTS`."""


def _reach(height: float | np.ndarray) -> np.ndarray:
    return np.interp(height, HEIGHTS, OUTLINE)


def _leg_width(height: float | np.ndarray) -> np.ndarray:
    return np.interp(height, [0, 1.45, 2.2, 4.75], [0.34, 0.20, 0.25, 0.05])


def _strut(start: np.ndarray, end: np.ndarray, thick: float, mat: bpy.types.Material) -> None:
    tube(np.linspace(start, end, 3), thick, mat, 6)


def _leg(x: int, y: int, iron: bpy.types.Material) -> None:
    """One of the four legs, up to where they meet; x and y are its signs."""

    def corner(height: float, inward: tuple[int, int]) -> np.ndarray:
        out, wide = _reach(height), _leg_width(height)
        return np.array([x * (out - inward[0] * wide), y * (out - inward[1] * wide), height])

    tube(np.stack([x * OUTLINE, y * OUTLINE, HEIGHTS], -1), np.interp(HEIGHTS, [0, 4.75], [0.042, 0.02]), iron, 8)
    for inward in ((1, 0), (0, 1), (1, 1)):
        tube(np.array([corner(height, inward) for height in HEIGHTS[HEIGHTS < 2.0]]), 0.028, iron, 6)
    for low, high in pairwise(np.linspace(0, 1.86, 12)):
        for first, second in (((0, 0), (1, 0)), ((0, 0), (0, 1)), ((1, 0), (1, 1)), ((0, 1), (1, 1))):
            _strut(corner(low, first), corner(high, second), 0.013, iron)
            _strut(corner(low, second), corner(high, first), 0.013, iron)
            _strut(corner(high, first), corner(high, second), 0.015, iron)
    middle = _reach(0) - 0.17
    box((x * middle, y * middle, -0.05), (0.50, 0.50, 0.14), material((0.55, 0.50, 0.44), 0.7), bevel=0.03)


def _spire(iron: bpy.types.Material) -> None:
    """The lattice from where the legs meet up to the lantern."""
    for low, high in pairwise(2.0 + 2.7 * np.linspace(0, 1, 20) ** 0.9):
        for side in range(4):
            c, s = np.round(np.cos(side * np.pi / 2)), np.round(np.sin(side * np.pi / 2))
            (left, right), (upper_left, upper_right) = (
                [np.array([u * c - reach * s, u * s + reach * c, height]) for u in (-reach, reach)]
                for height, reach in ((low, _reach(low)), (high, _reach(high)))
            )
            _strut(left, upper_right, 0.014, iron)
            _strut(right, upper_left, 0.014, iron)
            _strut(upper_left, upper_right, 0.014, iron)
    tube(np.linspace((0, 0, 4.4), (0, 0, 5.25), 6), np.linspace(0.05, 0.012, 6), iron, 8)
    sphere((0, 0, 5.27), 0.035, glowing((1.0, 0.25, 0.1), 3))


def _platform(height: float, half: float, thick: float, iron: bpy.types.Material, light: bpy.types.Material) -> None:
    """A square gallery with lamps round its edge."""
    box((0, 0, height), (2 * half, 2 * half, thick), light, bevel=0.015)
    box((0, 0, height + thick * 0.9), (1.8 * half, 1.8 * half, thick * 0.8), iron, bevel=0.01)
    lamps = []
    for u in np.linspace(-half * 0.9, half * 0.9, max(3, int(half * 16))):
        for sign in (-1, 1):
            lamps += [((sign * half * 1.003, u, height), (0.05, 0.05, 0.035), 0.0)]
            lamps += [((u, sign * half * 1.003, height), (0.05, 0.05, 0.035), 0.0)]
    boxes(lamps, glowing((1.0, 0.62, 0.15), 1.6))


def eiffel_tower() -> None:
    """A lattice tower with four curved legs, arches and warm lights, on grass."""
    set_up(samples=28)
    iron, light = material((0.60, 0.32, 0.11), 0.35, 0.6), material((0.80, 0.48, 0.20), 0.3, 0.7)
    for x in (-1, 1):
        for y in (-1, 1):
            _leg(x, y, iron)
    _spire(iron)
    for height, half, thick in ((1.0, _reach(1.0) + 0.10, 0.10), (2.02, _reach(2.02) + 0.09, 0.09), (4.40, 0.16, 0.07)):
        _platform(height, half, thick, iron, light)
    turn = np.linspace(0.0, np.pi, 40)
    for side in range(4):
        c, s = np.cos(side * np.pi / 2), np.sin(side * np.pi / 2)
        for radius, thick in ((0.60, 0.03), (0.68, 0.02)):
            u, height = radius * np.cos(turn), 0.22 + radius * 1.02 * np.sin(turn)
            depth = _reach(height) - 0.02
            pipe(np.stack([u * c - depth * s, u * s + depth * c, height], -1), thick, light)
    turf(1.75, 6)
    lamp((0, -0.2, 0.6), (1.0, 0.55, 0.18), 50, 0.3)
    lamp((0, 0, 2.6), (1.0, 0.6, 0.2), 20, 0.1)
    turned((0, 0, np.radians(-28)))
    shoot("eiffel_tower", (0, -12.5, 0.9), (0, 0, 2.35), lens=66, fill=0.45, key=300, rim=360)
