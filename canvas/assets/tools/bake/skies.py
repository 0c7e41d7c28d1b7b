"""Skies as functions of direction: gradients, a sun's glow, clouds on a flat layer, stars."""

from __future__ import annotations

import numpy as np
from noise import fbm, smoothstep


def direction(azimuth: float, elevation: float) -> np.ndarray:
    """Unit vector; azimuth in degrees from straight ahead (+y) to the right (+x), elevation above the horizon."""
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.array([np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), np.sin(e)])


def gradient(rays: np.ndarray, horizon: float, zenith: float, fall: float = 3.0, ground: float = 0.0) -> np.ndarray:
    """Brightness from the horizon to the zenith; `ground` below the horizon."""
    up = rays[..., 2]
    sky = zenith + (horizon - zenith) * np.exp(-np.maximum(up, 0) * fall)
    return np.where(up >= 0, sky, ground + (horizon - ground) * np.exp(up * 40))


def glow(rays: np.ndarray, towards: np.ndarray, *, disc: float = 0.0, disc_degrees: float = 1.2) -> np.ndarray:
    """A sun's halo: tight, medium and wide, plus a soft-edged disc of brightness `disc`."""
    angle = np.degrees(np.arccos(np.clip(rays @ towards, -1, 1)))
    halo = 0.9 * np.exp(-angle / 5) + 0.45 * np.exp(-angle / 16) + 0.16 * np.exp(-angle / 45)
    return halo + disc * (1 - smoothstep(disc_degrees * 0.9, disc_degrees * 1.15, angle))


def horizon_band(rays: np.ndarray, width: float = 0.08) -> np.ndarray:
    """1 at the horizon, falling upwards."""
    return np.exp(-np.maximum(rays[..., 2], 0) / width)


def clouds(
    rays: np.ndarray,
    *,
    scale: float = 1.0,
    cover: float = 0.5,
    soft: float = 0.35,
    stretch: float = 1.0,
    seed: int = 0,
    turn: float = 0.0,
) -> np.ndarray:
    """Density 0..1 of clouds on a flat layer above the camera, so that they shrink towards the horizon."""
    up = np.maximum(rays[..., 2], 0.0) + 0.06
    x, y = rays[..., 0] / up, rays[..., 1] / up
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    x, y = (x * c - y * s) * scale / stretch, (x * s + y * c) * scale
    wx, wy = fbm(x * 0.7 + 3, y * 0.7, 4, seed=seed + 20), fbm(x * 0.7, y * 0.7 + 8, 4, seed=seed + 30)
    density = fbm(x + 0.9 * wx, y + 0.9 * wy, 7, 0.55, seed)
    return smoothstep(0.5 - cover, 0.5 - cover + soft, density * 0.9 + 0.25) * smoothstep(0.0, 0.09, rays[..., 2])


def stars(height: int, width: int, count: int, seed: int, faint: float = 2.2) -> np.ndarray:
    """A star field (height, width): sub-pixel points of power-law brightness; the brightest have soft cores."""
    rng = np.random.default_rng(seed)
    field = np.zeros((height + 8, width + 8))
    x, y = rng.uniform(0, width - 1, count), rng.uniform(0, height - 1, count)
    power = np.minimum(0.06 * rng.pareto(faint, count) + 0.04, 3.0)
    ix, iy = x.astype(int), y.astype(int)
    fx, fy = x - ix, y - iy
    for dx, dy, share in ((0, 0, (1 - fx) * (1 - fy)), (1, 0, fx * (1 - fy)), (0, 1, (1 - fx) * fy), (1, 1, fx * fy)):
        np.add.at(field, (iy + dy, ix + dx), power * share)
    return field[:height, :width]
