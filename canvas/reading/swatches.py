"""The colours of a picture: k-means in CIE Lab on a reduced copy, near ones merged."""

from __future__ import annotations

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage
from canvas.reading.colours import clusters, difference, hex_of_lab, to_lab
from canvas.reading.model import Swatch

_COUNT = 12
_APART = 14.0  # CIE76 under which two colours count as one
_LEAST_SHARE = 0.004
_SAMPLE_SIZE = (96, 54)


def find_swatches(pixels: ByteImage) -> tuple[Swatch, ...]:
    """Return the distinct colours of HxWx3 RGB pixels, largest share first."""
    # Nearest, not area: averaging would invent colours along every edge.
    small = cv2.resize(pixels, _SAMPLE_SIZE, interpolation=cv2.INTER_NEAREST)
    return merged_swatches(to_lab(np.asarray(small, np.uint8)).reshape(-1, 3))


def merged_swatches(samples: FloatImage) -> tuple[Swatch, ...]:
    """Return the distinct colours of Nx3 Lab samples, largest share first; nothing for no samples."""
    if not len(samples):
        return ()
    means, nearest_at = clusters(samples, min(_COUNT, len(samples)))
    shares = np.bincount(nearest_at, minlength=len(means)) / len(samples)
    groups = [(means[at], float(shares[at])) for at in np.argsort(-shares, kind="stable") if shares[at] > 0]
    groups = _merged(groups)
    found = [
        Swatch(hex_of_lab(lab), (round(float(lab[0]), 1), round(float(lab[1]), 1), round(float(lab[2]), 1)),
               round(share, 4))
        for lab, share in groups
        if share >= _LEAST_SHARE
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda swatch: -swatch.share))


def _merged(groups: list[tuple[FloatImage, float]]) -> list[tuple[FloatImage, float]]:
    """Join the two nearest colours again and again, until all are `_APART`."""
    while len(groups) > 1:
        pairs = ((i, j) for i in range(len(groups)) for j in range(i + 1, len(groups)))
        nearest, i, j = min((difference(groups[i][0], groups[j][0]), i, j) for i, j in pairs)
        if nearest >= _APART:
            break
        (first, share), (second, other) = groups[i], groups[j]
        whole = share + other
        joined = np.asarray((first * share + second * other) / whole, np.float32)
        groups = [group for at, group in enumerate(groups) if at not in (i, j)] + [(joined, whole)]
    return groups
