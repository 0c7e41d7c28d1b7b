"""Seeded gradient noise on arrays, for terrain and skies."""

from __future__ import annotations

import numpy as np


def perlin(x: np.ndarray, y: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return gradient noise in about -1..1 at the points (x, y)."""
    table = np.random.default_rng(seed).permutation(256)
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = x - x0, y - y0
    u, v = fx**3 * (fx * (fx * 6 - 15) + 10), fy**3 * (fy * (fy * 6 - 15) + 10)

    def corner(dx: int, dy: int) -> np.ndarray:
        angle = table[(table[(x0 + dx) & 255] + y0 + dy) & 255] * (np.pi / 128)
        return np.cos(angle) * (fx - dx) + np.sin(angle) * (fy - dy)

    top = corner(0, 0) * (1 - u) + corner(1, 0) * u
    bottom = corner(0, 1) * (1 - u) + corner(1, 1) * u
    return 1.5 * (top * (1 - v) + bottom * v)


def fbm(x: np.ndarray, y: np.ndarray, octaves: int = 5, gain: float = 0.5, seed: int = 0) -> np.ndarray:
    """Return fractal noise in about -1..1."""
    total, amplitude, norm = np.zeros(np.broadcast(x, y).shape), 1.0, 0.0
    for octave in range(octaves):
        total += amplitude * perlin(x * 2**octave + 13.7 * octave, y * 2**octave + 7.3 * octave, seed + octave)
        norm += amplitude
        amplitude *= gain
    return total / norm


def ridged(x: np.ndarray, y: np.ndarray, octaves: int = 6, gain: float = 0.5, seed: int = 0) -> np.ndarray:
    """Return ridged multifractal noise in 0..1: sharp crests, used for rock and ice."""
    total, amplitude, norm, weight = np.zeros(np.broadcast(x, y).shape), 1.0, 0.0, 1.0
    for octave in range(octaves):
        signal = (1 - np.abs(perlin(x * 2**octave + 5.1 * octave, y * 2**octave + 9.2 * octave, seed + octave))) ** 2
        total += amplitude * signal * weight
        weight = np.clip(signal * 1.6, 0, 1)
        norm += amplitude
        amplitude *= gain
    return total / norm


def smoothstep(low: float, high: float, value: np.ndarray) -> np.ndarray:
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)
