"""Fields over the canvas that patterns and effects are made of: coordinates, distances, noise."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np

from canvas.filters import FloatImage, as_float

_SOFT_ROWS = 360


@lru_cache(maxsize=4)
def coordinates(width: int, height: int) -> tuple[FloatImage, FloatImage]:
    """Return x (1xW) and y (Hx1) of the pixel centres, both in canvas heights. Not to be written to."""
    x = (np.arange(width, dtype=np.float32) + 0.5)[None, :] / np.float32(height)
    y = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / np.float32(height)
    x.flags.writeable = y.flags.writeable = False
    return x, y


def reduced(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a soft field is worked out for a canvas of `width` x `height`: enlarged from there it
    can't be told from one that was worked out for each pixel."""
    share = min(1.0, _SOFT_ROWS / height)
    return max(2, round(width * share)), max(2, round(height * share))


def around(width: int, height: int, centre: tuple[float, float]) -> tuple[FloatImage, FloatImage]:
    """Return distance (in canvas heights) and angle (radians) of every pixel seen from `centre` (ratios), HxW."""
    x, y = coordinates(width, height)
    dx = np.broadcast_to(x - np.float32(centre[0] * width / height), (height, width))
    dy = np.broadcast_to(y - np.float32(centre[1]), (height, width))
    distance, angle = cv2.cartToPolar(np.ascontiguousarray(dx), np.ascontiguousarray(dy))
    return np.asarray(distance, np.float32), np.asarray(angle, np.float32)


def spot(width: int, height: int, centre: tuple[float, float], radius_x: float, radius_y: float) -> FloatImage:
    """A bell of light: 1 in the centre, 1/e at the radii (canvas heights), HxW."""
    x, y = coordinates(width, height)
    across = np.exp(-(((x - np.float32(centre[0] * width / height)) / np.float32(radius_x)) ** 2))
    down = np.exp(-(((y - np.float32(centre[1])) / np.float32(radius_y)) ** 2))
    return as_float(down * across)


@lru_cache(maxsize=6)
def cloud(width: int, height: int, seed: int, *, octaves: int = 5, coarse: int = 3) -> FloatImage:
    """Smooth noise in 0..1, HxW, `coarse` blobs along the height. Not to be written to."""
    generator = np.random.default_rng(seed)
    reduced_width, reduced_height = max(8, width // 2), max(8, height // 2)
    total = np.zeros((reduced_height, reduced_width), np.float32)
    amplitude = 0.5
    for octave in range(octaves):
        rows = coarse * 2**octave
        columns = max(2, round(rows * width / height))
        grid = generator.random((rows + 1, columns + 1), dtype=np.float32)
        total += np.float32(amplitude) * cv2.resize(
            grid, (reduced_width, reduced_height), interpolation=cv2.INTER_CUBIC
        )
        amplitude *= 0.55
    total -= total.min()
    total /= max(float(total.max()), 1e-6)
    noise = np.asarray(cv2.resize(total, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    noise.flags.writeable = False
    return noise


def seed_of(document_seed: int, name: str) -> int:
    """A seed for one layer of a document, the same in every process."""
    return (document_seed * 1_000_003 + crc32(name.encode())) % 2**32
