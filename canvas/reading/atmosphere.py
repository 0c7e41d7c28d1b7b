"""Effects over a picture that its pixels betray, by the names that `canvas.drawing.effects` has for them."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from canvas.filters import ByteImage
from canvas.reading.grounds import GroundView

_CORNERS_DARKER = 0.62  # of the lightness about the middle
_GLOW = 1.7  # times the lightness of the rest of the ground
_GRAIN = 2.2  # grey levels
_MOST_GRAIN = 14.0
_LEAST_SEEN = 0.12


def find_effects(pixels: ByteImage, view: GroundView, focus: tuple[float, float]) -> tuple[str, ...]:
    """Return the effects that can be told: rays, speed lines and halftone in the ground, a vignette, a light about
    the subject's `focus`, grain. `pixels` is the picture as it was handed in: reducing it would average grain away."""
    found = []
    pattern = view.ground.pattern
    if pattern in {"rays", "halftone", "speed_lines"}:
        found.append(str(pattern))
    if pattern in {"none", "split"} and view.free.mean() >= _LEAST_SEEN:
        if _is_vignetted(view):
            found.append("vignette")
        if _glows(view, focus):
            found.append("glow_spot")
    if _GRAIN < grain(pixels) < _MOST_GRAIN:
        found.append("grain")
    return tuple(found)


def grain(pixels: ByteImage) -> float:
    """Return the standard deviation of fine noise in grey levels: Immerkær's mask ("Fast Noise Variance Estimation",
    1996) over blocks of 16 pixels, the median of the calmest quarter, so that edges and texture do not count."""
    grey = np.asarray(cv2.cvtColor(pixels[:1080, :1920], cv2.COLOR_RGB2GRAY), np.float32)
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(np.asarray(cv2.filter2D(grey, cv2.CV_32F, mask), np.float32))
    rows, columns = rough.shape[0] // 16 * 16, rough.shape[1] // 16 * 16
    blocks = rough[:rows, :columns].reshape(rows // 16, 16, columns // 16, 16).mean(axis=(1, 3)).ravel()
    calm = np.sort(blocks)[: max(1, len(blocks) // 4)]
    return float(np.median(calm) * np.sqrt(np.pi / 2) / 6)


def _is_vignetted(view: GroundView) -> bool:
    """Tell whether all four corners, where the ground shows, are far darker than the ground about the middle."""
    light, free = view.lab[..., 0], view.free
    height, width = free.shape
    y, x = np.mgrid[0:height, 0:width]
    out = np.hypot((x / width - 0.5) * 2, (y / height - 0.5) * 2)
    inner = free & (out < 0.85)
    if inner.sum() < 100:
        return False
    middle = float(np.median(light[inner]))
    corners = []
    for rows in (slice(0, height // 4), slice(3 * height // 4, height)):
        for columns in (slice(0, width // 5), slice(4 * width // 5, width)):
            part = free[rows, columns] & (out[rows, columns] > 1.1)
            if part.sum() > 30:
                corners.append(float(np.median(light[rows, columns][part])))
    return len(corners) >= 3 and middle > 12 and max(corners) < _CORNERS_DARKER * middle


def _glows(view: GroundView, focus: tuple[float, float]) -> bool:
    """Tell whether the ground is much lighter round the subject than elsewhere, and falls off evenly from there."""
    light, free = view.lab[..., 0], view.free
    height, width = free.shape
    y, x = np.mgrid[0:height, 0:width]
    away = np.hypot((x / width - focus[0]) * width / height, y / height - focus[1])
    bands = []
    for start, end in ((0.0, 0.45), (0.45, 0.7), (0.7, 1.0), (1.0, 9.0)):
        band = free & (away >= start) & (away < end)
        if band.sum() > 60:
            bands.append(float(np.median(light[band])))
    if len(bands) < 3:
        return False
    falls = all(nearer >= farther - 1.5 for nearer, farther in pairwise(bands))
    return falls and bands[0] > 18 and bands[0] > _GLOW * max(1.0, bands[-1])
