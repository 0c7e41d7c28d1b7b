"""Where the photo's edge cut through a shoulder or a head: rounded off, or it would look like a wall."""

from __future__ import annotations

import numpy as np

from canvas.filters import FloatImage, as_float
from canvas.geometry import Box

_ACROSS, _DOWN = 0.30, 0.75  # of a face's height: how far the curve reaches inwards and downwards
_DOME = 0.22  # of a face's height: how much is taken off the sides of a head that was cut from above
_LEAST = 0.06  # of the height: a shorter cut is a hand or some hair


def rounded_cuts(alpha: FloatImage, faces: tuple[Box, ...], *, left: bool, right: bool, top: bool) -> FloatImage:
    """Return the alpha, HxW, with the upper corners taken off where a person was cut by the photo's edge.

    `left`, `right` and `top` say which sides of the array are sides of the photo.
    """
    if not faces:
        return alpha
    rows = alpha.shape[0]
    size = faces[0].height * rows
    result = alpha
    if left:
        result = _rounded(result, size)
    if right:
        result = np.ascontiguousarray(_rounded(np.ascontiguousarray(result[:, ::-1]), size)[:, ::-1])
    return _domed(result, _DOME * size) if top else result


def _domed(alpha: FloatImage, depth: float) -> FloatImage:
    """Half an ellipse over what the upper side cuts through, as wide as the head is where it ends."""
    cut = np.flatnonzero(alpha[min(round(depth), alpha.shape[0] - 1)] > 0.5)
    if cut.size < 2 or not (alpha[0] > 0.5).any():
        return alpha
    middle, half = (cut[0] + cut[-1]) / 2, (cut[-1] - cut[0] + 1) / 2
    across = np.clip((np.arange(alpha.shape[1]) - middle) / half, -1, 1)
    edge = depth * (1 - np.sqrt(1 - across**2))
    return as_float(alpha * np.clip(np.arange(alpha.shape[0])[:, None] - edge[None, :] + 0.5, 0, 1))


def _rounded(alpha: FloatImage, size: float) -> FloatImage:
    """A quarter of an ellipse from the shoulder to the left side."""
    rows, columns = alpha.shape
    across, down = min(_ACROSS * size, 0.2 * columns), _DOWN * size
    if _run_to_the_bottom(alpha[:, 0]) < _LEAST * rows:
        return alpha
    top = rows - _run_to_the_bottom(alpha[:, round(across)])
    below = np.clip((np.arange(rows) - top) / max(1.0, down), 0, 1)
    inset = across * (1 - np.sqrt(1 - (1 - below) ** 2))
    kept = np.clip(np.arange(columns)[None, :] - inset[:, None] + 0.5, 0, 1)
    kept[:top] = 1.0
    return as_float(alpha * np.where(below[:, None] >= 1, 1.0, kept))


def _run_to_the_bottom(column: FloatImage) -> int:
    """How many of a column's pixels are covered without a gap, from below."""
    gaps = np.flatnonzero(column <= 0.5)
    return column.size - (int(gaps[-1]) + 1 if gaps.size else 0)
