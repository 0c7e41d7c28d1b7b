"""Descriptors of a picture: coarse colours and directions of edges, as short lists of small whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage

COLOUR_GRID = (8, 5)
EDGE_GRID = (6, 4)
DIRECTIONS = 8
COLOUR_NUMBERS = COLOUR_GRID[0] * COLOUR_GRID[1] * 3
EDGE_NUMBERS = EDGE_GRID[0] * EDGE_GRID[1] * DIRECTIONS

_WORKING = (192, 108)
_LIGHTNESS_SHARE = 0.5  # of a difference in lightness: a brighter copy is a copy
_FAR = 60.0  # CIE76, cells that differ by this on average share nothing

Numbers = NDArray[np.float32]


def colours_of(pixels: ByteImage) -> tuple[int, ...]:
    """Return the mean CIE Lab of 8x5 cells, row by row, each channel 0..255 as OpenCV scales it."""
    small = cv2.resize(pixels, COLOUR_GRID, interpolation=cv2.INTER_AREA)
    return tuple(int(value) for value in np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB)).ravel())


def edges_of(pixels: ByteImage) -> tuple[int, ...]:
    """Return the edges of 6x4 cells by their direction, 8 of them over half a turn, 0..255 of the strongest.

    A coarse form of the histograms of oriented gradients of Dalal and Triggs (2005), without blocks.
    """
    small = cv2.resize(pixels, _WORKING, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength = np.sqrt(np.hypot(across, down))  # the root, or one outlined word would outweigh all the rest
    # Direction 0 is centred on 0 degrees, so that a mirror exchanges whole directions.
    direction = np.rint(np.arctan2(down, across) / np.pi * DIRECTIONS).astype(np.int64) % DIRECTIONS
    columns, rows = EDGE_GRID
    row = np.arange(_WORKING[1])[:, None] * rows // _WORKING[1]
    column = np.arange(_WORKING[0])[None, :] * columns // _WORKING[0]
    cell = (row * columns + column) * DIRECTIONS + direction
    sums = np.bincount(cell.ravel(), weights=strength.ravel(), minlength=EDGE_NUMBERS)
    strongest = float(sums.max())
    if strongest <= 0:
        return (0,) * EDGE_NUMBERS
    return tuple(int(value) for value in np.rint(sums / strongest * 255))


def mirrored_colours(colours: Sequence[int]) -> tuple[int, ...]:
    """Return the colours of the picture with left and right exchanged."""
    columns, rows = COLOUR_GRID
    return tuple(int(value) for value in np.reshape(colours, (rows, columns, 3))[:, ::-1].ravel())


def mirrored_edges(edges: Sequence[int]) -> tuple[int, ...]:
    """Return the edges of the picture with left and right exchanged."""
    columns, rows = EDGE_GRID
    cells = np.reshape(edges, (rows, columns, DIRECTIONS))[:, ::-1]
    return tuple(int(value) for value in cells[..., -np.arange(DIRECTIONS) % DIRECTIONS].ravel())


def alike_in_colours(first: Sequence[int], second: Sequence[int]) -> float:
    """Return 1 for the same colours at the same places, 0 for a mean difference of 60 (CIE76, lightness halved)."""
    apart = (_array(first) - _array(second)).reshape(-1, 3)
    apart[:, 0] *= _LIGHTNESS_SHARE * 100 / 255
    return max(0.0, 1 - float(np.linalg.norm(apart, axis=1).mean()) / _FAR)


def alike_in_edges(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the cosine of the angle between the two lists once their common mean is taken away, at least 0."""
    a, b = _array(first), _array(second)
    a, b = a - a.mean(), b - b.mean()
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return max(0.0, float(a @ b) / lengths) if lengths > 0 else float(np.array_equal(a, b))


def _array(numbers: Sequence[int]) -> Numbers:
    return np.asarray(numbers, np.float32)
