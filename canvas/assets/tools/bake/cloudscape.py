"""A sea of clouds from above. Clouds are too soft for meshes: this one is marched through by hand, without Blender."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import skies
from noise import smoothstep
from stage import PLATES, bloom, save_layer, shoulder

_SPAN = 24.0  # kilometres that the height map covers before it repeats
_CELLS = 2048
_EYE = np.array([0.0, 0.0, 1.30])  # kilometres


def _spectral(seed: int, scale: float, fall: float, cells: int = _CELLS, span: float = _SPAN) -> np.ndarray:
    """Return periodic noise of variance 1: white noise without what is coarser than `scale` kilometres."""
    white = np.fft.rfft2(np.random.default_rng(seed).standard_normal((cells, cells)))
    across, down = np.fft.rfftfreq(cells, span / cells), np.fft.fftfreq(cells, span / cells)
    frequency = np.maximum(np.hypot(across[None, :], down[:, None]), 1e-6)
    shaped = np.fft.irfft2(white * frequency**-fall * (1 - np.exp(-((frequency * scale) ** 4))), s=(cells, cells))
    return (shaped / shaped.std()).astype(np.float32)


class _Clouds:
    """A layer of cumulus: how high it stands everywhere, and up to what height each place lies in shadow."""

    def __init__(self, sun: np.ndarray) -> None:
        swell = _spectral(3, 8.0, 2.5)
        heaps = sum(
            size * np.tanh(1.15 * np.abs(_spectral(seed, scale, 3.4)))
            for seed, scale, size in ((5, 4.2, 0.46), (7, 1.7, 0.22), (9, 0.75, 0.11))
        )
        self.height = (0.16 + 0.10 * swell + heaps).astype(np.float32)
        self.detail = [0.026 * np.abs(_spectral(seed, 0.32, 2.8, 1024, 2.0)).astype(np.float32) for seed in (11, 13)]
        shadow = self.height.copy()
        azimuth = np.arctan2(sun[0], sun[1])
        for step in np.linspace(0.04, 3.0, 60):
            cells = step * _CELLS / _SPAN
            moved = np.roll(self.height, (-round(cells * np.cos(azimuth)), -round(cells * np.sin(azimuth))), (0, 1))
            shadow = np.maximum(shadow, moved - step * np.tan(np.arcsin(sun[2])))
        self.shadow = cv2.GaussianBlur(shadow, (0, 0), 1.5)

    def _looked_up(self, table: np.ndarray, x: np.ndarray, y: np.ndarray, span: float) -> np.ndarray:
        scale = len(table) / span
        u, v = np.mod(x * scale, len(table)), np.mod(y * scale, len(table))
        return cv2.remap(
            table, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
        )

    def top(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return how high the clouds stand at (x, y), with lumps that differ from level to level."""
        lumps = self._looked_up(self.detail[0], x + 0.45 * z, y - 0.35 * z, 2.0)
        lumps = lumps + 0.5 * self._looked_up(self.detail[1], 2.3 * x - 0.6 * z, 2.3 * y + 0.8 * z, 2.0)
        far = smoothstep(5, 22, y)
        towers = self._looked_up(self.height, 0.45 * x + 3, 0.45 * y + 5, _SPAN)
        return self._looked_up(self.height, x, y, _SPAN) + lumps * 1.6 + 1.5 * far * np.maximum(towers - 0.62, 0)

    def shaded_to(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return self._looked_up(self.shadow, x, y, _SPAN)


def _view(width: int, height: int) -> np.ndarray:
    """Return the direction of every pixel: a 28 mm lens that looks a little down."""
    half, tilt = 18 / 27, np.radians(-3.2)
    x = ((np.arange(width) + 0.5) / width * 2 - 1) * half
    z = (1 - (np.arange(height) + 0.5) / height * 2) * half * height / width
    x, z = np.meshgrid(x, z)
    rays = np.stack([x, np.cos(tilt) - z * np.sin(tilt), np.sin(tilt) + z * np.cos(tilt)], -1)
    return rays / np.linalg.norm(rays, axis=-1, keepdims=True)


def _marched(clouds: _Clouds, rays: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return how much of each pixel is cloud, how far that is, how high it is and how much of the sun reaches it."""
    shape = rays.shape[:2]
    clear, far, level, lit = np.ones(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape)
    steps = np.geomspace(0.12, 46, 200)
    for near, beyond in pairwise(steps):
        if clear.max() < 0.01:
            break
        at = _EYE + rays * near
        x, y, z = at[..., 0], at[..., 1], at[..., 2]
        if z.min() > 2.6:
            break
        depth = clouds.top(x, y, z) - z
        soft = 0.03 + 0.004 * near
        density = smoothstep(0, 1, depth / soft) * 16 * (z > -0.3)
        cover = (1 - np.exp(-density * (beyond - near))) * clear
        light = smoothstep(-0.09, 0.10, z - clouds.shaded_to(x, y)) * np.exp(-np.maximum(depth, 0) / 0.22)
        far, level, lit = far + cover * near, level + cover * z, lit + cover * light
        clear = clear - cover
    solid = 1 - clear
    weight = np.maximum(solid, 1e-4)
    return solid, far / weight, level / weight, lit / weight


def sky() -> None:
    """A sea of clouds at sunset: heaps lit from the right, valleys in blue shade, towers along the horizon."""
    scale = int(os.environ.get("SCALE", 100)) / 100
    width, height = round(1280 * scale), round(720 * scale)
    sun, glowing = skies.direction(72, 13), skies.direction(27, 5)
    rays = _view(width, height)
    solid, far, level, lit = _marched(_Clouds(sun), rays)
    haze = 0.88 * (1 - 0.5 ** (far / 16))
    away = np.degrees(np.arccos(np.clip(rays @ glowing, -1, 1)))
    ahead = 0.75 + 0.9 * np.exp(-away / 22)
    veil = skies.clouds(rays, scale=0.5, cover=0.30, soft=0.6, stretch=3.4, seed=18, turn=30)
    dome = skies.gradient(rays, 0.42, 0.10, 2.6, ground=0.42) * (1 - 0.2 * veil) + 0.05 * veil
    warm = 0.62 * skies.glow(rays, glowing, disc=5, disc_degrees=1.3) * (0.85 + 1.3 * veil)
    warm = warm + 0.14 * skies.horizon_band(rays, 0.16)
    edge = 4 * solid * (1 - solid)
    shade = 0.07 + 0.30 * np.clip(level / 1.2, 0, 1.2)
    groups: dict[str, tuple[Callable[[], np.ndarray], float]] = {
        "a": (lambda: dome * (1 - solid) + solid * (shade * (1 - haze) + 0.36 * haze), 0.10),
        "b": (
            lambda: (
                warm * (1 - solid)
                + solid * ((1.05 * lit * ahead + 0.25 * edge * np.exp(-away / 14)) * (1 - haze) + 0.9 * warm * haze)
            ),
            0.20,
        ),
        "k": (lambda: 0.07 * (1 - solid) + solid * 0.30 * np.clip(0.25 + level, 0, 1) * (1 - 0.6 * haze), 0.10),
    }
    folder = Path(os.environ.get("PLATES", PLATES))
    for key, (light, glow) in groups.items():
        layer = np.repeat(light()[..., None], 3, -1)
        save_layer(shoulder(bloom(layer, glow)), folder / f"sky_{key}.webp")
        print(f"sky_{key}: mean {layer.mean():.3f}, p99 {np.percentile(layer, 99):.2f}", flush=True)
