"""Effects that move pixels, as broken signals and lenses do. Each tells how far."""

from __future__ import annotations

import cv2
import numpy as np

from canvas.document import Effect
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import coordinates
from canvas.filters import FloatImage, as_float

_BANDS = 34
_MOST = 0.12  # canvas heights


def _strength(effect: Effect, default: float) -> float:
    """How far a pixel is moved at most, in canvas heights."""
    amount = min(1.5, effect.amount * effect.opacity)
    return min(_MOST, max(0.0, effect.params.get("size", default)) * amount)


def chromatic(job: EffectJob) -> None:
    """Red and blue part towards the edges, as in a cheap lens. `size` in canvas heights at the edge."""
    reach = _strength(job.effect, 0.010) * job.height
    x, y = coordinates(job.width, job.height)
    dx = np.broadcast_to(x - np.float32(job.centre[0] * job.width / job.height), (job.height, job.width))
    dy = np.broadcast_to(y - np.float32(job.centre[1]), (job.height, job.width))
    distance = np.sqrt(dx * dx + dy * dy) + np.float32(1e-6)
    share = np.minimum(distance, 1.0) / distance * np.float32(reach)
    at_x = np.broadcast_to(np.arange(job.width, dtype=np.float32)[None, :], dx.shape)
    at_y = np.broadcast_to(np.arange(job.height, dtype=np.float32)[:, None], dx.shape)
    pixels = job.surface.pixels
    for channel, side in ((0, -1.0), (2, 1.0)):
        moved_x, moved_y = as_float(at_x + dx * share * side), as_float(at_y + dy * share * side)
        pixels[..., channel] = cv2.remap(
            np.ascontiguousarray(pixels[..., channel]), moved_x, moved_y, cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip


def reach_of_chromatic(effect: Effect) -> float:
    return _strength(effect, 0.010) + 0.004


def glitch(job: EffectJob) -> None:
    """A torn signal: bands slip sideways, red and blue part, some blocks take the layer's colour. `size` in canvas
    heights of the widest slip."""
    generator = np.random.default_rng(job.seed)
    most = _strength(job.effect, 0.055)
    height, width = job.height, job.width
    pixels = job.surface.pixels
    result = pixels.copy()
    part = max(1, round(most * 0.22 * height))
    result[..., 0] = _slid(pixels[..., 0], part)
    result[..., 2] = _slid(pixels[..., 2], -part)
    for _ in range(_BANDS):
        top = generator.uniform(0, 1)
        tall = 0.006 + generator.gamma(1.3, 0.02)
        slip = generator.uniform(-1, 1) * generator.uniform(0.25, 1.0) * most
        rows = slice(round(top * height), min(height, round((top + min(tall, 0.09)) * height)))
        columns = slice(0, width)
        if generator.random() < 0.5:
            left = generator.uniform(-0.2, 0.9)
            columns = slice(max(0, round(left * width)), round((left + generator.uniform(0.15, 0.5)) * width))
        if rows.stop <= rows.start or columns.stop <= columns.start:
            continue
        result[rows, columns] = _slid(pixels[rows], round(slip * height))[:, columns]
        if columns.stop < width and tall < 0.04 and generator.random() < 0.3:
            tint = np.asarray(job.palette_colours()[int(generator.integers(3))], np.float32)
            result[rows, columns] += (tint - result[rows, columns]) * np.float32(0.75)
        elif generator.random() < 0.4:
            result[rows, columns, 0] = _slid(pixels[rows, :, 0], round(slip * height * 0.6))[:, columns]
    share = np.float32(min(1.0, job.amount * 2))
    job.surface.pixels += (result - pixels) * share


def _slid(image: FloatImage, by: int) -> FloatImage:
    """Move an image sideways; what comes in repeats its edge."""
    columns = np.clip(np.arange(image.shape[1]) - by, 0, image.shape[1] - 1)
    return image[:, columns]


def reach_of_glitch(effect: Effect) -> float:
    return _strength(effect, 0.055) + 0.004
