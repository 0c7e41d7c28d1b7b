"""The light of a thumbnail portrait: exposed by its face, a little more local contrast and colour.

Light and colour only: nothing is moved, smoothed or drawn anew, so that everybody stays who they are.
"""

from __future__ import annotations

import numpy as np

from canvas.filters import FloatImage, Mask, as_float, blur, luma
from canvas.geometry import Box

_TARGET = 0.60  # median luma of a well lit face, display-encoded
_DARKEST, _BRIGHTEST = 0.42, 0.72  # that the median of a photo without light is left at, and of any
_WELL_LIT = 0.72  # where the brightest parts of a figure are that bright, a dark face is a dark face
_HALF_LIT = 0.35
_SHARE_WELL_LIT, _SHARE_DARK = 0.25, 0.6  # of the way to the target: a whole correction makes night photos flat
_WHITE = 0.94
_CLARITY = 0.16
_SATURATION = 1.10


def exposed(colour: FloatImage, alpha: FloatImage, faces: tuple[Box, ...]) -> FloatImage:
    """Return HxWx3 with the exposure set by the largest face (or the whole figure), whites kept from burning out."""
    own = alpha > 0.6
    if not own.any():
        return colour
    light = luma(colour)
    region = _region(own, faces)
    median = float(np.clip(np.median(light[region] if region.any() else light[own]), 0.02, 0.98))
    image = np.power(np.clip(colour, 1e-4, 1), np.float32(_gamma(median, float(np.percentile(light[own], 98)))))
    brightest = float(np.percentile(luma(image)[own], 97))
    if brightest > _WHITE:
        image *= np.float32(_WHITE / brightest)
    light = luma(image)
    local = light - blur(light, 0.03 * max(light.shape))
    image += (local * np.float32(_CLARITY) * (1 - np.clip(light, 0, 1)))[..., None]
    light = luma(image)[..., None]
    return as_float(np.clip(light + (image - light) * np.float32(_SATURATION), 0, 1))


def _gamma(median: float, brightest: float) -> float:
    """The exponent that takes the median part of the way to the target."""
    well_lit = float(np.clip((brightest - _HALF_LIT) / (_WELL_LIT - _HALF_LIT), 0, 1))
    share = _SHARE_DARK + (_SHARE_WELL_LIT - _SHARE_DARK) * well_lit
    wanted = median ** (1 - share) * _TARGET**share
    return float(np.log(np.clip(wanted, _DARKEST * (1 - well_lit), _BRIGHTEST)) / np.log(median))


def _region(own: Mask, faces: tuple[Box, ...]) -> Mask:
    if not faces:
        return own
    height, width = own.shape
    face = faces[0]
    region = np.zeros_like(own)
    x_margin, y_margin = face.width * 0.15, face.height * 0.15
    region[
        max(0, int((face.y0 + y_margin) * height)) : max(0, int((face.y1 - y_margin) * height)),
        max(0, int((face.x0 + x_margin) * width)) : max(0, int((face.x1 - x_margin) * width)),
    ] = True
    return region & own
