"""The matte of a person: how much of each pixel is theirs, hair by hair.

Where a coarse mask is sure it is believed. In the unknown band between, the matte is solved in closed form (Levin,
Lischinski, Weiss: "A Closed-Form Solution to Natural Image Matting", 2008) with the large-kernel Laplacian of He, Sun
and Tang (2010), which is one minus the guided filter and so needs no matrix: conjugate gradients filter it a few times.
"""

from __future__ import annotations

import cv2
import numpy as np

from canvas.filters import FloatImage, Mask, as_float, blur, resize
from canvas.people.guiding import Guide

_SOLVED_PIXELS = 150_000  # the size at which the band is solved; its outcome is carried to the full one by colour
_ROUNDS = 20
_SURE_INSIDE, _SURE_OUTSIDE = 0.90, 0.10
_EPSILON = 1e-5
_TRUST, _TRUST_FAR = 0.008, 0.35  # in what is expected of a pixel: at the mask's edge, and at the ends of the band
_SPREAD, _GRAIN = 18.0, 0.002  # how much variance takes from what colour says, and what every photo has of it
_BODY_BAND = 0.4  # of the band at heads
_NOTHING, _ALL = 0.09, 0.88  # solved values that mean none and all of a pixel: noise and weak edges lie between


def matte(image: FloatImage, mask: FloatImage, *, band: float, heads: Mask, features: Mask) -> FloatImage:
    """Return the alpha, HxW in 0..1, of an HxWx3 picture whose coarse mask is given.

    `band` is how far, in pixels, hair may reach beyond the mask's edge where `heads` are; elsewhere it is cloth and
    skin, and the mask errs less. What `features` names belongs to the person for certain.
    """
    rows, columns = mask.shape
    scale = min(1.0, (_SOLVED_PIXELS / (rows * columns)) ** 0.5)
    height, width = max(8, round(rows * scale)), max(8, round(columns * scale))
    small = np.ascontiguousarray(resize(image, width, height))
    coarse = np.clip(resize(mask, width, height), 0, 1)
    reach = max(2, round(band * scale))
    head, held = _reduced(heads, width, height), _reduced(features, width, height)
    near = max(2, round(_BODY_BAND * reach))
    inside, outside = coarse > _SURE_INSIDE, coarse < _SURE_OUTSIDE
    sure = np.where(head, _eroded(inside, reach), _eroded(inside, near)) | held
    never = np.where(head, _eroded(outside, reach), _eroded(outside, near)) & ~held
    guide = Guide(small, radius=2, epsilon=_EPSILON)
    expected = _expected(small, coarse, sure, never, reach)
    slopes, offset = guide.fit(_solved(guide, expected, sure, never, _trust(coarse, reach)))
    full = resize(offset, columns, rows)
    for at, slope in enumerate(slopes):
        full = full + resize(slope, columns, rows) * image[..., at]
    alpha = np.clip((full - _NOTHING) / (_ALL - _NOTHING), 0, 1)
    known = resize(sure.astype(np.float32) - never.astype(np.float32), columns, rows)
    return as_float(np.where(known > 0.95, 1.0, np.where(known < -0.95, 0.0, alpha)))


def _reduced(mask: Mask, width: int, height: int) -> Mask:
    return np.asarray(cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST), np.bool_)


def _eroded(mask: Mask, reach: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_REPLICATE), np.uint8) > 0


def _expected(image: FloatImage, coarse: FloatImage, sure: Mask, never: Mask, reach: int) -> FloatImage:
    """What to expect of a pixel: what its colour says where person and background differ, else what the mask says.

    Nearby colours are means; the more they vary on either side, and the worse a mixture explains the pixel, the less
    colour counts.
    """
    own, own_spread = _nearby(image, as_float(sure), 1.5 * reach)
    other, other_spread = _nearby(image, as_float(never), 1.5 * reach)
    apart = own - other
    distance = np.maximum((apart * apart).sum(axis=2), 1e-6)
    share = np.clip(((image - other) * apart).sum(axis=2) / distance, 0, 1)
    unexplained = image - other - share[..., None] * apart
    spread = own_spread + other_spread + (unexplained * unexplained).sum(axis=2)
    counts = distance / (distance + _SPREAD * (spread + np.float32(_GRAIN)))
    return as_float(coarse + (share - coarse) * counts)


def _nearby(image: FloatImage, mask: FloatImage, sigma: float) -> tuple[FloatImage, FloatImage]:
    """Mean colour, HxWx3, and its variance over all channels, HxW, of what a mask covers nearby."""
    weight = np.maximum(blur(mask, sigma), 1e-3)
    mean = blur(image * mask[..., None], sigma) / weight[..., None]
    square = blur((image * image).sum(axis=2) * mask, sigma) / weight
    return as_float(mean), np.maximum(square - (mean * mean).sum(axis=2), 0)


def _trust(coarse: FloatImage, reach: int) -> FloatImage:
    """The mask errs at its edge: the farther from there, the more a pixel keeps to what is expected of it."""
    away = np.abs(2 * blur(coarse, 0.5 * reach) - 1)
    return as_float(_TRUST + (_TRUST_FAR - _TRUST) * away * away)


def _solved(guide: Guide, expected: FloatImage, sure: Mask, never: Mask, trust: FloatImage) -> FloatImage:
    """Conjugate gradients on the band; what is known stays as it is."""
    free = as_float(~(sure | never))
    alpha = as_float(np.where(sure, 1.0, np.where(never, 0.0, expected)))

    def applied(values: FloatImage) -> FloatImage:
        return as_float((values - guide.filtered(values) + trust * values) * free)

    residual = as_float(trust * expected * free - applied(alpha))
    direction = residual.copy()
    error = _product(residual, residual)
    for _ in range(_ROUNDS):
        bent = applied(direction)
        curvature = _product(direction, bent)
        if curvature <= 1e-9 or error <= 1e-9:
            break
        step = np.float32(error / curvature)
        alpha += step * direction
        residual -= step * bent
        left = _product(residual, residual)
        direction = residual + np.float32(left / error) * direction
        error = left
    return np.clip(alpha, 0, 1)


def _product(first: FloatImage, second: FloatImage) -> float:
    """The sum of all products. A BLAS splits the work as it likes, and the same photo would not give the same bytes."""
    return float((first * second).sum(dtype=np.float64))
