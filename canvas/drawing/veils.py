"""Veils: the soft light and shade around a shape, which lie under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np

from canvas.colour import RGB
from canvas.drawing.surface import Stack, bands
from canvas.filters import FloatImage, as_float, blur, enlarge, shift

_SIGMA = 3.0  # pixels of a blur that are enough to draw it with
_MOST_REDUCTION = 4


@dataclass(frozen=True)
class Blur:
    """`sigma` in pixels; the blurred shape is made `gain` times as strong, cut at one, then `strength` (0..1) of it."""

    sigma: float
    gain: float
    strength: float


@dataclass(frozen=True)
class Veil:
    """Blurs of a shape (HxW, 0..1) in one colour. `cover` is what share of the ground it hides, less than one for
    light; `dx` and `dy` move it, in pixels."""

    shape: FloatImage
    blurs: tuple[Blur, ...]
    colour: RGB
    cover: float = 1.0
    dx: int = 0
    dy: int = 0


def lay_veils(stack: Stack, veils: Sequence[Veil]) -> None:
    """Lay veils, bottom to top, on a stack on which nothing lies yet.

    So soft a thing needs few pixels: it is drawn small and enlarged, so that it takes no longer on a large canvas.
    """
    if not veils:
        return
    rows, columns = stack.rgba.shape[:2]
    reduction = _reduction(min(part.sigma for veil in veils for part in veil.blurs))
    small = Stack(0, 0, ceil(columns / reduction), ceil(rows / reduction))
    for veil in veils:
        small.paint(_strength(veil, small, reduction), veil.colour, cover=veil.cover)
    if reduction == 1:
        stack.rgba = small.rgba
    else:
        stack.rgba = enlarge(small.rgba, columns, rows)


def _reduction(sigma: float) -> int:
    return min(_MOST_REDUCTION, 1 << int(np.log2(max(1.0, sigma / _SIGMA))))


def _strength(veil: Veil, small: Stack, reduction: int) -> FloatImage:
    """How strong a veil is everywhere, in the size of the small stack."""
    rows, columns = small.rgba.shape[:2]
    shape = veil.shape
    if reduction > 1:
        shape = as_float(cv2.resize(shape, (columns, rows), interpolation=cv2.INTER_AREA))
    if veil.dx or veil.dy:
        shape = shift(shape, veil.dx / reduction, veil.dy / reduction)
    clear = np.ones_like(shape)
    for part in veil.blurs:
        blurred = blur(shape, part.sigma / reduction)
        for band in bands(clear):
            clear[band] *= 1 - np.clip(blurred[band] * np.float32(part.gain), 0, 1) * np.float32(part.strength)
    return 1 - clear
