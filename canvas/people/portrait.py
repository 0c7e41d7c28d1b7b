"""The punch of a thumbnail portrait: exposed by its face, local contrast, a little more colour."""

from __future__ import annotations

import numpy as np

from canvas.filters import FloatImage, Mask, as_float, blur, luma
from canvas.geometry import Box

_FACE_TARGET = 0.60  # median luma of a well lit face, display-encoded
_MOST_GAMMA = 1.9
_LEAST_GAMMA = 0.8


def exposed(colour: FloatImage, alpha: FloatImage, faces: tuple[Box, ...]) -> FloatImage:
    """Return HxWx3 with the exposure set by the largest face (or the whole figure), whites kept from burning out."""
    region = _region(alpha, faces)
    light = luma(colour)
    median = float(np.median(light[region])) if region.any() else _FACE_TARGET
    gamma = float(np.clip(np.log(max(median, 0.02)) / np.log(_FACE_TARGET), _LEAST_GAMMA, _MOST_GAMMA))
    # A whole correction would make dark skin pale and night photos flat: go a part of the way only.
    image = np.power(np.clip(colour, 1e-4, 1), np.float32(1 / (1 + (gamma - 1) * 0.6)))
    highlight = float(np.percentile(luma(image)[alpha > 0.6], 97))
    if highlight > 0.93:
        image = image * np.float32(0.93 / highlight)
    side = max(colour.shape[:2])
    local = image - blur(image, side * 0.02)
    light = luma(image)[..., None]
    image = image + local * 0.30 * (1 - np.clip(light, 0, 1))
    fine = image - blur(image, max(0.8, side * 0.0012))
    image = image + fine * 0.35
    light = luma(image)[..., None]
    return as_float(np.clip(light + (image - light) * 1.14, 0, 1))


def _region(alpha: FloatImage, faces: tuple[Box, ...]) -> Mask:
    if not faces:
        return alpha > 0.6
    height, width = alpha.shape
    face = faces[0]
    region = np.zeros_like(alpha, dtype=bool)
    x_margin, y_margin = face.width * 0.15, face.height * 0.15
    region[
        max(0, int((face.y0 + y_margin) * height)) : int((face.y1 - y_margin) * height),
        max(0, int((face.x0 + x_margin) * width)) : int((face.x1 - x_margin) * width),
    ] = True
    return region & (alpha > 0.6)
