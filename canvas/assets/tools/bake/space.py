"""Deep space: stars, a nebula and a planet's limb, computed without a renderer."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import skies
from noise import fbm, ridged, smoothstep
from stage import PLATES, bloom, save_layer, shoulder

WIDTH, HEIGHT = 1280, 720


def _nebula(x: np.ndarray, y: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return gas brightness and dust density, 0..1 each."""
    wx, wy = fbm(x * 1.2, y * 1.2, 5, seed=seed), fbm(x * 1.2 + 7, y * 1.2 + 3, 5, seed=seed + 40)
    gas = fbm(x * 1.1 + 1.5 * wx, y * 1.1 + 1.5 * wy, 8, 0.56, seed + 5)
    veins = ridged(x * 1.6 + 1.1 * wx, y * 1.6 + 1.1 * wy, 6, 0.5, seed + 9)
    dust = smoothstep(0.05, 0.6, fbm(x * 1.5 + 2.0 * wy, y * 1.5 - 1.6 * wx, 7, 0.55, seed + 70) + 0.12)
    return np.clip(smoothstep(-0.25, 0.85, gas) ** 1.5 * (0.45 + 0.9 * veins**2), 0, 1.4), dust


def space() -> None:
    """A nebula across the sky and the lit rim of a planet below on the right."""
    px, py = np.meshgrid(np.arange(WIDTH) / HEIGHT, np.arange(HEIGHT) / HEIGHT)
    gas_a, dust = _nebula(px, py, 3)
    gas_b, _ = _nebula(px + 5.0, py + 2.0, 23)
    band = np.exp(-(((py - 0.72 + 0.42 * px) / 0.34) ** 2))
    left = np.exp(-(((px - 0.35) / 0.75) ** 2))
    right = np.exp(-(((px - 1.35) / 0.6) ** 2))
    clear = 1 - 0.78 * dust

    cx, cy, radius = 1.62, 1.52, 0.98
    dx, dy = (px - cx) / radius, (py - cy) / radius
    away = np.hypot(dx, dy)
    inside = smoothstep(1.0015, 0.9985, away)
    depth = np.sqrt(np.maximum(1 - away**2, 0))
    sun = np.array([-0.62, -0.66, 0.02])
    sun = sun / np.linalg.norm(sun)
    lit = dx * sun[0] + dy * sun[1] + depth * sun[2]
    day = smoothstep(0.0, 0.85, lit)
    lon, lat = np.arctan2(dx, depth + 1e-3), np.arcsin(np.clip(dy, -1, 1))
    storm = fbm(lon * 3.0, lat * 3.0, 4, seed=51)
    cover = smoothstep(-0.12, 0.5, fbm(lon * 4.5 + storm, lat * 7 + 0.8 * storm, 8, 0.58, 60))
    land = smoothstep(-0.02, 0.1, fbm(lon * 2.4 + 4, lat * 2.4, 7, 0.52, 80))
    surface = (0.10 + 0.14 * land) * (1 - cover) + 0.72 * cover
    rim_light = np.clip(0.25 + 0.9 * (dx * sun[0] + dy * sun[1]), 0, 1)
    halo = np.exp(-np.abs(away - 1.0) / 0.012) * 1.3 + np.exp(-np.maximum(away - 1.0, 0) / 0.055) * (away > 1) * 0.42
    inner = np.exp(-np.maximum(1 - away, 0) / 0.10) * (away <= 1) * 0.5
    air = (halo + inner) * rim_light
    sky_only = (1 - inside)[..., None]

    stars = skies.stars(HEIGHT, WIDTH, 5200, 5) + skies.stars(HEIGHT, WIDTH, 3800, 6) * band * 2
    stars = np.minimum(stars * (1 - 0.6 * dust), 2.2)
    large = skies.stars(HEIGHT, WIDTH, 60, 8, faint=1.1) * 1.2
    flare = cv2.GaussianBlur(large, (0, 0), 1.1) * 7 + cv2.GaussianBlur(large, (0, 0), 5) * 14

    def grey(values: np.ndarray) -> np.ndarray:
        return np.repeat(values[..., None], 3, -1)

    layers = {
        "a": grey(gas_a * band * clear * (0.35 + 0.9 * left) * 0.62) * sky_only
        + grey(air + surface * inside * day * 0.75),
        "b": grey(
            gas_b * band * clear * (0.25 + 1.1 * right) * 0.66
            + 0.2 * np.exp(-(((px - 0.93) / 0.3) ** 2 + ((py - 0.36) / 0.2) ** 2)) * clear
        )
        * sky_only
        + grey(inside * smoothstep(0.1, 0.95, lit) * surface * 0.35),
        "k": grey(stars + flare + 0.002) * sky_only + grey(inside * day * surface * 0.12),
    }
    folder = Path(os.environ.get("PLATES", PLATES))
    for key, layer in layers.items():
        save_layer(shoulder(bloom(layer, 0.10)), folder / f"space_{key}.webp")
        print(f"space_{key}: mean {layer.mean():.3f}", flush=True)
