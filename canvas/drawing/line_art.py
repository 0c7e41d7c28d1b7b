"""Line art: a picture as if it were drawn, with flat tones and ink lines."""

from __future__ import annotations

import cv2
import numpy as np

from canvas.filters import FloatImage, as_float, blur, luma, resize, to_bytes, to_float

_TONES = 5
_SATURATION = 1.5
_INK = (0.05, 0.03, 0.07)
_INK_LEVEL = 0.30


def inked(rgba: FloatImage, strength: float) -> FloatImage:
    """Return a premultiplied picture redrawn: smoothed, its light cut into tones, lines where it changes.

    `strength` 0..1 blends from the picture to the drawing. The lines are an extended difference of Gaussians
    (Winnemöller, Kyprianidis, Olsen: "XDoG", 2012).
    """
    alpha = rgba[..., 3:]
    straight = as_float(rgba[..., :3] / np.maximum(alpha, 1e-3))
    smooth = _smoothed(straight)
    light = luma(smooth)
    flat = smooth * (_toned(light) / np.maximum(light, 1e-3))[..., None]
    grey = luma(np.clip(flat, 0, 1))[..., None]
    flat = np.clip(grey + (flat - grey) * np.float32(_SATURATION), 0, 1)
    ink = _ink(light * alpha[..., 0] + (1 - alpha[..., 0]), max(0.9, rgba.shape[0] / 560))[..., None]
    drawn = flat * ink + np.asarray(_INK, np.float32) * (1 - ink)
    result = rgba.copy()
    result[..., :3] = (straight + (drawn - straight) * np.float32(strength)) * alpha
    return result


def _smoothed(image: FloatImage) -> FloatImage:
    """Flatten skin and cloth but keep edges: what a cartoonist leaves out. On a copy of at most 560 rows, for speed."""
    rows, columns = image.shape[:2]
    scale = min(1.0, 560 / rows)
    small = to_bytes(resize(image, max(1, round(columns * scale)), max(1, round(rows * scale))))
    for _ in range(3):
        small = np.asarray(cv2.bilateralFilter(small, 7, 38, 6), np.uint8)
    soft = resize(to_float(small), columns, rows)
    # Where the picture itself is crisp the small copy is not: take the edges from the picture.
    detail = image - blur(image, 1.2)
    return np.clip(soft + detail * np.float32(0.5), 0, 1)


def _toned(light: FloatImage) -> FloatImage:
    """Cut light into steps with soft edges, and lift it: cel shading is brighter than a photo."""
    lifted = np.power(np.clip(light, 0, 1), np.float32(0.82)) * _TONES
    step = np.floor(lifted)
    within = lifted - step
    return as_float((step + 1 / (1 + np.exp(-(within - 0.5) * 14))) / _TONES)


def _ink(light: FloatImage, scale: float) -> FloatImage:
    """1 on paper, 0 on ink: long lines where light changes, and black where it is dark."""
    fine, coarse = blur(light, 1.1 * scale), blur(light, 1.76 * scale)
    sharpened = fine + (fine - coarse) * 17
    edges = np.where(sharpened > _INK_LEVEL, 1.0, 1.0 + np.tanh(5.0 * (sharpened - _INK_LEVEL)))
    return blur(np.clip(edges, 0, 1).astype(np.float32), 0.6)
