"""A photo as a print: what stands for a picture in which there is nobody to cut out."""

from __future__ import annotations

from math import ceil, cos, radians, sin

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage, as_float, to_bytes, to_float
from canvas.geometry import Box

_WIDEST, _TALLEST = 1.5, 0.8  # width by height; what is beyond is cut off at both ends alike
_LONGEST_SIDE = 1100
_BORDER = 0.045  # of the shorter side
_CORNER = 0.06
_INNER_CORNER = 0.028
_TILT = -3.5  # degrees; a print that lies a little askew was laid there by somebody
_PAPER = 0.985


def photo_card(image: ByteImage, face: Box | None = None) -> ByteImage:
    """Return an HxWx3 photo as a white-bordered print with round corners, a little askew, HxWx4 RGBA.

    A very long photo is cut to the part about the `face` (in ratios of it), or else to its middle.
    """
    photo = _sized(_trimmed(image, face.centre if face is not None else (0.5, 0.5)))
    rows, columns = photo.shape[:2]
    short = min(rows, columns)
    border = round(_BORDER * short)
    inner = _rounded(rows, columns, _INNER_CORNER * short)[..., None]
    height, width = rows + 2 * border, columns + 2 * border
    card = np.full((height, width, 4), _PAPER, np.float32)
    card[border : border + rows, border : border + columns, :3] *= 1 - inner
    card[border : border + rows, border : border + columns, :3] += photo * inner
    card[..., 3] = _rounded(height, width, _CORNER * short)
    card[..., :3] *= card[..., 3:]
    turned = _turned(card)
    turned[..., :3] /= np.maximum(turned[..., 3:], 1e-3)
    return to_bytes(turned)


def _trimmed(image: ByteImage, centre: tuple[float, float]) -> ByteImage:
    rows, columns = image.shape[:2]
    height, width = min(rows, round(columns / _TALLEST)), min(columns, round(rows * _WIDEST))
    top = min(rows - height, max(0, round(centre[1] * rows - height / 2)))
    left = min(columns - width, max(0, round(centre[0] * columns - width / 2)))
    return image[top : top + height, left : left + width]


def _sized(image: ByteImage) -> FloatImage:
    """At one size, so that border and corners are alike for every photo."""
    rows, columns = image.shape[:2]
    scale = _LONGEST_SIDE / max(rows, columns)
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return to_float(np.asarray(cv2.resize(image, size, interpolation=how), np.uint8))


def _rounded(rows: int, columns: int, radius: float) -> FloatImage:
    """How much of each pixel lies inside a rectangle with round corners, HxW."""
    x = np.maximum(np.abs(np.arange(columns) - (columns - 1) / 2) - (columns / 2 - radius), 0)
    y = np.maximum(np.abs(np.arange(rows) - (rows - 1) / 2) - (rows / 2 - radius), 0)
    return as_float(np.clip(radius + 0.5 - np.hypot(x[None, :], y[:, None]), 0, 1))


def _turned(card: FloatImage) -> FloatImage:
    rows, columns = card.shape[:2]
    c, s = cos(radians(_TILT)), abs(sin(radians(_TILT)))
    width, height = ceil(columns * c + rows * s), ceil(columns * s + rows * c)
    matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), -_TILT, 1.0)
    matrix[:, 2] += (width - columns) / 2, (height - rows) / 2
    return np.clip(np.asarray(cv2.warpAffine(card, matrix, (width, height), flags=cv2.INTER_LINEAR), np.float32), 0, 1)
