"""Line art: a picture as if it were drawn: flat tones with coloured shadows, ink lines, dots of a screen tone.

The light of a picture is smoothed as a painter's brush does it (Kuwahara's filter: each point takes the mean of the
calmest of four squares around it), cut into a few tones whose shadows turn cooler and whose lights turn warmer, and
lined with an extended difference of Gaussians (Winnemöller, Kyprianidis, Olsen: "XDoG", 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

import cv2
import numpy as np

from canvas.filters import (
    FloatImage,
    as_float,
    blur,
    box_mean,
    distance_inside,
    luma,
    resize,
    to_bytes,
)


@dataclass(frozen=True)
class Brushes:
    """How broadly tones are painted: the `rows` of the copy, the same at every size, and half the side of the squares
    that each pass of the brush looks at, in pixels of it."""

    rows: int
    halves: tuple[int, ...]


FINE_BRUSHES = Brushes(500, (2, 1))
BROAD_BRUSHES = Brushes(360, (2,))
_STEPS = 1024
_TONES = ((0.0, 0.20), (0.24, 0.40), (0.50, 0.72), (0.74, 0.98))  # from which light on, and how bright it is drawn
_SATURATION = 1.45
_SHADOW, _LIGHT = (0.30, 0.16, 0.52), (1.0, 0.93, 0.78)
_SHARPNESS, _INK_LEVEL, _INK_SLOPE = 20.0, 0.21, 6.0
_EDGE = 1 / 150  # of the height: the pen's contour where it is widest
_LIT_FROM = (-0.55, -0.83)


def inked(rgba: FloatImage, strength: float) -> FloatImage:
    """Return a premultiplied picture redrawn: painted flat, lined with ink, dotted in its shadows, in a contour whose
    width follows the pen. `strength` 0..1 blends from the picture to the drawing."""
    rows = rgba.shape[0]
    *colour, share = cv2.mean(rgba)
    mean = np.array(colour)[:, None] / max(1e-6, share)
    # What lies outside must not darken the edge: it takes the mean colour of what is inside.
    filled = cv2.transform(rgba, np.hstack([np.eye(3), -mean, mean]).astype(np.float32))
    drawn = drawn_as_cel(np.asarray(filled, np.float32), rows, dots=0.5)
    alpha = np.ascontiguousarray(rgba[..., 3])
    drawn *= ((1 - _contour(alpha, rows)) * alpha)[..., None]
    result = np.dstack([drawn, alpha])
    return result if strength >= 1 else as_float(rgba + (result - rgba) * np.float32(strength))


def drawn_as_cel(
    image: FloatImage, scale_rows: int, *, dots: float = 0.0, ink: float = 1.0, brushes: Brushes = FINE_BRUSHES
) -> FloatImage:
    """Return a picture (HxWx3) in flat tones with ink lines. `scale_rows` is the height that lines and dots go by;
    `dots` 0..1 is the strength of the screen tone in the shadows, `ink` 0..1 that of the lines. Tones are painted on a
    copy of fewer rows, by `brushes`; lines and dots are as sharp as the picture."""
    rows, columns = image.shape[:2]
    wide = max(8, round(columns * brushes.rows / rows))
    painted = np.clip(resize(image, wide, brushes.rows), 0, 1)
    for half in brushes.halves:
        painted = _kuwahara(painted, half)
    light = luma(painted)
    toned, shadow = _toned(painted, blur(light, brushes.rows / 420))
    toned = resize(toned, columns, rows)
    np.clip(toned, 0, 1, out=toned)
    left: FloatImage | None = None
    if ink > 0:
        # The pen sees more than the brush: eyes and seams are small.
        seen = as_float((resize(light, columns, rows) + np.clip(luma(image), 0, 1)) / 2)
        left = as_float(1 - (1 - _lines(seen, scale_rows / 560)) * np.float32(ink))
    if dots > 0:
        paper = 1 - _screen(resize(shadow, columns, rows), scale_rows) * np.float32(0.42 * dots)
        left = as_float(paper if left is None else left * paper)
    if left is not None:
        toned *= left[..., None]
    return toned


def _kuwahara(image: FloatImage, half: int) -> FloatImage:
    """The weighted mean of four squares of side 2 `half` + 1 that touch each point, the calmer the heavier."""
    grey = luma(image)
    mean, grey_mean, square_mean = (
        cv2.copyMakeBorder(box_mean(plane, half), half, half, half, half, cv2.BORDER_REFLECT)
        for plane in (image, grey, grey * grey)
    )
    variance = np.maximum(square_mean - grey_mean * grey_mean, 0) + np.float32(2e-4)
    weight = 1 / (variance * variance * variance)
    rows, columns = grey.shape
    total, weights = np.zeros_like(image), np.zeros_like(grey)
    for top in (0, 2 * half):
        for left in (0, 2 * half):
            window = np.s_[top : top + rows, left : left + columns]
            total += mean[window] * weight[window][..., None]
            weights += weight[window]
    return as_float(total / weights[..., None])


def _toned(image: FloatImage, light: FloatImage) -> tuple[FloatImage, FloatImage]:
    """The picture in four flat tones, and how much (0..1) of each point lies in shadow. `light` is its luma."""
    gains, offsets, shadows = _tone_tables()
    index = np.clip(light * _STEPS, 0, _STEPS - 1).astype(np.int32)
    toned = image * np.take(gains, index)[..., None] + np.take(offsets, index, axis=0)
    return np.clip(toned, 0, 1), np.take(shadows, index)


@lru_cache(maxsize=1)
def _tone_tables() -> tuple[FloatImage, FloatImage, FloatImage]:
    """By light in steps: what a colour is multiplied with, what is added to it, and how deep in shadow it lies.

    Tones replace the light and keep the colour, more of it than a photo has; shadows turn cool, the brightest warm.
    """
    light = (np.arange(_STEPS) + 0.5) / _STEPS
    level = np.full(_STEPS, _TONES[0][1])
    for (_, below), (start, bright) in pairwise(_TONES):
        level += (bright - below) / (1 + np.exp((start - light) * 70))
    shadow = 1 / (1 + np.exp((light - _TONES[2][0]) * 60))
    cool, warm = shadow * 0.22, np.clip(light - 0.86, 0, 0.1) * 4.0
    kept = (1 - cool) * (1 - warm)
    gains = level / np.maximum(light, 0.05) * _SATURATION * kept
    offsets = (
        (level * (1 - _SATURATION) * kept)[:, None]
        + np.asarray(_SHADOW) * ((0.35 + level) * cool * (1 - warm))[:, None]
        + np.asarray(_LIGHT) * warm[:, None]
    )
    return as_float(gains), as_float(offsets), as_float(shadow)


def _lines(light: FloatImage, scale: float) -> FloatImage:
    """1 on paper, 0 on ink: long lines where light changes, and black where it is dark."""
    scale = max(0.45, scale)
    fine, coarse = blur(light, 1.15 * scale), blur(light, 1.84 * scale)
    sharpened = fine + (fine - coarse) * np.float32(_SHARPNESS)
    edges = np.where(sharpened > _INK_LEVEL, 1.0, 1.0 + np.tanh(_INK_SLOPE * (sharpened - _INK_LEVEL)))
    return blur(np.clip(edges, 0, 1).astype(np.float32), 0.55 * scale)


def _screen(shadow: FloatImage, rows: int) -> FloatImage:
    """Dots at 45 degrees that fill the shadows, HxW in 0..1."""
    height, width = shadow.shape
    pitch = rows / 105
    dots = np.clip(shadow * np.float32(0.40 * pitch) - _from_dots(width, height, pitch), 0, 1)
    return as_float(dots * (shadow > 0.3))


@lru_cache(maxsize=4)
def _from_dots(width: int, height: int, pitch: float) -> FloatImage:
    """How far each pixel lies from the nearest point of a grid, less half a pixel: not to be written to."""
    x, y = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    turn_c, turn_s = np.float32(cos(pi / 4)), np.float32(sin(pi / 4))
    across = (x * turn_c + y * turn_s) % np.float32(pitch) - np.float32(pitch / 2)
    down = (y * turn_c - x * turn_s) % np.float32(pitch) - np.float32(pitch / 2)
    distance = as_float(np.sqrt(across * across + down * down) - np.float32(0.5))
    distance.flags.writeable = False
    return distance


def _contour(alpha: FloatImage, rows: int) -> FloatImage:
    """The pen's line round a figure, HxW: wide where it is turned from the light, fine where it faces it."""
    soft = blur(alpha, rows / 240)
    slope_x = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 0), np.float32)
    slope_y = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 0, 1), np.float32)
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y) + np.float32(1e-5)
    turned = as_float((slope_x * _LIT_FROM[0] + slope_y * _LIT_FROM[1]) / steep)
    away = blur(turned, rows / 120)  # -1 faces the light
    width = rows * np.float32(_EDGE) * (0.62 - 0.5 * np.clip(-away, -1, 1))
    return as_float(np.clip(width + 0.5 - distance_inside(to_bytes(alpha)), 0, 1))
