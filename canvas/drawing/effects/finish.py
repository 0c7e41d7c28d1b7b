"""The finish over everything below it: grade and grain."""

from __future__ import annotations

import cv2
import numpy as np

from canvas.document import Effect
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.fields import reduced
from canvas.drawing.surface import bands
from canvas.filters import as_float, as_rgb, blur, enlarge, luma, resize

_GRAIN_ROWS = 720


def grade(job: EffectJob) -> None:
    """Contrast, saturation, warmth and sharpness at once. Params: `contrast` and `saturation` are factors (1 keeps),
    `warmth` -0.2..0.2, `sharpness` 0..1, `bloom` 0..1 (light that spills from the brightest parts). The layer's amount
    blends between what was and what would be."""
    amount = min(1.0, job.amount)
    contrast = 1 + (job.size("contrast", 1.1) - 1) * amount
    saturation = 1 + (job.size("saturation", 1.15) - 1) * amount
    warmth = min(0.5, max(-0.5, job.param("warmth", 0.0))) * amount
    sharpness = job.share("sharpness", 0.3) * amount
    bloom = job.share("bloom", 0.0) * amount
    pixels = job.surface.pixels
    if bloom > 0:
        _bloom(job, bloom)
    # Contrast, saturation and warmth are one affine map of the three channels: a single pass.
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    matrix = contrast * (saturation * np.eye(3) + (1 - saturation) * np.tile(weights, (3, 1)))
    offset = np.full((3, 1), 0.5 * (1 - contrast))
    tint = np.diag([1 + warmth, 1.0, 1 - warmth])
    mixing = np.hstack([tint @ matrix, tint @ offset]).astype(np.float32)
    grey = np.empty(pixels.shape[:2], np.float32)
    for rows in bands(pixels):
        pixels[rows] = cv2.transform(np.clip(pixels[rows], 0, 1), mixing)
        grey[rows] = luma(pixels[rows])
    soft = blur(grey, 1.6 * job.height / 720) if sharpness > 0 else grey
    for rows in bands(pixels):
        pixels[rows] += as_rgb((grey[rows] - soft[rows]) * np.float32(sharpness))
        np.clip(pixels[rows], 0, 1, out=pixels[rows])


def _bloom(job: EffectJob, strength: float) -> None:
    """Let light spill from the brightest parts. So soft it is that it is found on a small copy."""
    pixels = job.surface.pixels
    small = np.clip(resize(pixels, *reduced(job.width, job.height)), 0, 1)
    bright = blur(np.maximum(small - np.float32(0.72), 0), 0.035 * small.shape[0]) * np.float32(1.6 * strength)
    spilt = enlarge(bright, job.width, job.height)
    for rows in bands(pixels):
        np.clip(pixels[rows], 0, 1, out=pixels[rows])
        pixels[rows] += spilt[rows] * (1 - pixels[rows])


def reach_of_grade(effect: Effect) -> float:
    """How far, in canvas heights, the grade carries a change of a pixel to others: by its bloom and its sharpness."""
    bloom = 0.175 if effect.params.get("bloom", 0.0) > 0 else 0.0  # five times its sigma, all that a blur reaches
    return bloom + 0.014


def grain(job: EffectJob) -> None:
    """Film grain, strongest in the middle tones, as coarse on a large picture as on a small one."""
    columns = max(1, round(_GRAIN_ROWS * job.width / job.height))
    noise = np.random.default_rng(job.seed).standard_normal((_GRAIN_ROWS, columns), np.float32)
    noise = resize(noise, job.width, job.height)
    pixels = job.surface.pixels
    middle = 1 - np.abs(luma(np.clip(pixels, 0, 1)) * 2 - 1) * 0.6
    pixels += as_rgb(as_float(noise * middle * (0.034 * job.amount)))
