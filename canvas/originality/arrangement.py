"""How much the arrangement of two pictures is alike: where their type stands, and where their faces do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from canvas.geometry import Box

_COLUMNS, _ROWS = 64, 36


def overlap(first: Sequence[Box], second: Sequence[Box]) -> float | None:
    """Return the intersection over union of what two sets of boxes cover, 0..1; None when both are empty.

    Measured on a grid of 64x36: boxes of one reader that splits a line and of another that does not are alike.
    """
    if not first and not second:
        return None
    a, b = _covered(first), _covered(second)
    either = int((a | b).sum())
    return int((a & b).sum()) / either if either else 0.0


def mirrored(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes with left and right exchanged."""
    return tuple(Box(1 - box.x1, box.y0, 1 - box.x0, box.y1) for box in boxes)


def _covered(boxes: Sequence[Box]) -> NDArray[np.bool_]:
    covered = np.zeros((_ROWS, _COLUMNS), np.bool_)
    for box in boxes:
        x0, x1 = (round(min(1.0, max(0.0, x)) * _COLUMNS) for x in (box.x0, box.x1))
        y0, y1 = (round(min(1.0, max(0.0, y)) * _ROWS) for y in (box.y0, box.y1))
        covered[y0:y1, x0:x1] = True
    return covered
