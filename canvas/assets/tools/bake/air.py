"""What light does in the air between things: shafts, motes of dust, glowing mist. All work on finished layers."""

from __future__ import annotations

from collections.abc import Callable

import bpy
import cv2
import numpy as np
from noise import fbm

After = Callable[[np.ndarray], np.ndarray]


def project(at: tuple[float, float, float], shape: tuple[int, ...]) -> tuple[float, float]:
    """Return where a point of the set stands in a layer of that shape: x and y in pixels."""
    viewer = bpy.context.scene.camera
    local = np.array(viewer.matrix_world.inverted()) @ np.append(np.array(at, float), 1)
    scale = viewer.data.lens / 18 / -local[2]
    x = 0.5 + 0.5 * local[0] * scale - viewer.data.shift_x
    y = 0.5 - 0.5 * local[1] * scale * shape[1] / shape[0] + viewer.data.shift_y * shape[1] / shape[0]
    return x * shape[1], y * shape[0]


def shafts(centre: tuple[float, float], amount: float, *, share: float = 0.12, reach: float = 0.028) -> After:
    """Let the brightest `share` of a layer throw shafts away from `centre` (ratios of width and height)."""

    def add(layer: np.ndarray) -> np.ndarray:
        height, width = layer.shape[:2]
        grey = layer.mean(-1).astype(np.float32)
        floor = np.percentile(grey, 100 * (1 - share))
        source = np.minimum(np.maximum(grey - floor, 0), 2.0)
        total = np.zeros_like(source)
        x, y = centre[0] * width, centre[1] * height
        for step in range(44):
            zoom = 1 + reach * step
            matrix = np.float32([[zoom, 0, x * (1 - zoom)], [0, zoom, y * (1 - zoom)]])
            total += cv2.warpAffine(source, matrix, (width, height)) * 0.955**step
        return layer + amount * cv2.GaussianBlur(total, (0, 0), width / 480)[..., None]

    return add


def window_beams(
    panes: list[np.ndarray], fall: tuple[float, float, float], strength: float, *, seed: int = 3, soft: float = 1 / 160
) -> After:
    """Draw the light that stands in dusty air behind windows.

    `panes` holds the four corners (4, 3) of each opening; `fall` is the way from an opening to where its light ends.
    """

    def add(layer: np.ndarray) -> np.ndarray:
        height, width = layer.shape[:2]
        total = np.zeros((height, width), np.float32)
        steps = 26
        for pane in panes:
            for number in range(steps):
                share = number / steps
                moved = pane + np.array(fall) * share
                corners = np.array([project(tuple(corner), (height, width)) for corner in moved])
                mask = np.zeros((height, width), np.float32)
                cv2.fillConvexPoly(mask, np.round(corners * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
                total += mask * (1 - share) ** 1.4 / steps
        v, u = np.mgrid[0:height, 0:width]
        dust = 0.75 + 0.55 * fbm(u / width * 6, v / width * 6, 5, seed=seed)
        return layer + strength * (cv2.GaussianBlur(total, (0, 0), width * soft) * np.clip(dust, 0, 2))[..., None]

    return add


def motes(count: int, seed: int, *, largest: float = 1 / 160, power: float = 0.35) -> After:
    """Scatter specks of dust out of focus."""

    def add(layer: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(seed)
        height, width = layer.shape[:2]
        specks = np.zeros((height, width), np.float32)
        for _ in range(count):
            radius = max(0.7, width * largest * rng.power(0.6) ** 3)
            at = int(rng.uniform(0, width) * 8), int(rng.uniform(0, height) * 8)
            one = np.zeros_like(specks)
            cv2.circle(one, at, int(radius * 8), 1.0, -1, cv2.LINE_AA, 3)
            specks += one * rng.uniform(0.15, 1.0) * min(1.0, 1.6 / radius)
        light = cv2.GaussianBlur(layer.mean(-1).astype(np.float32), (0, 0), width / 30)
        return layer + (power * cv2.GaussianBlur(specks, (0, 0), width / 1400) * (0.02 + light))[..., None]

    return add


def mist(amount: float, top: float, bottom: float, seed: int, *, drift: float = 5.0) -> After:
    """Lay a glowing bank of mist between two heights (ratios): it takes the light of what it hangs before."""

    def add(layer: np.ndarray) -> np.ndarray:
        height, width = layer.shape[:2]
        v, u = np.mgrid[0:height, 0:width]
        v, u = v / height, u / width
        bend = fbm(u * drift * 0.6, v * 5, 4, seed=seed + 7)
        wisps = np.clip(0.55 + 0.75 * fbm(u * drift + bend, v * 9 + bend, 6, seed=seed), 0, 1.4)
        bank = np.exp(-(((v - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2)) * wisps
        light = cv2.GaussianBlur(layer.astype(np.float32), (0, 0), width / 14)
        cover = np.clip(amount * bank, 0, 1)[..., None]
        return layer * (1 - 0.75 * cover) + light * cover * 1.25

    return add


def both(*steps: After) -> After:
    """Do one thing after the other."""

    def add(layer: np.ndarray) -> np.ndarray:
        for step in steps:
            layer = step(layer)
        return layer

    return add
