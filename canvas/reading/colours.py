"""CIE Lab of 8-bit sRGB pixels, and back to `#rrggbb`."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage, FloatImage, to_float

Lab = tuple[float, float, float]


def to_lab(pixels: ByteImage) -> FloatImage:
    """Return HxWx3 CIE Lab (D65): L 0..100, a and b about -128..127."""
    return np.asarray(cv2.cvtColor(to_float(pixels), cv2.COLOR_RGB2LAB), np.float32)


def hex_of_lab(lab: Any) -> str:
    """Return the sRGB colour of a Lab triple as `#rrggbb`; what lies outside sRGB is cut to it."""
    rgb = np.asarray(cv2.cvtColor(np.asarray(lab, np.float32).reshape(1, 1, 3), cv2.COLOR_LAB2RGB)).reshape(3)
    return "#" + "".join(f"{round(float(channel) * 255):02x}" for channel in np.clip(rgb, 0, 1))


def lab_of_hex(colour: str) -> FloatImage:
    """Return the Lab triple of `#rrggbb`."""
    rgb = np.array([[[int(colour[at : at + 2], 16) for at in (1, 3, 5)]]], np.uint8)
    return to_lab(rgb).reshape(3)


def difference(first: Any, second: Any) -> float:
    """Return the colour difference CIE76 of two Lab triples."""
    return float(np.linalg.norm(np.asarray(first, np.float32) - np.asarray(second, np.float32)))


def chroma(lab: Any) -> float:
    """Return the CIE chroma of a Lab triple."""
    return float(np.hypot(lab[1], lab[2]))


def clusters(samples: FloatImage, count: int) -> tuple[FloatImage, NDArray[np.int32]]:
    """Return the centres (count x 3) and each sample's centre, by k-means from centres spread over the samples.

    Deterministic: the first centre is the median, each next one the sample farthest from those before it, outliers
    (the farthest hundredth) left out.
    """
    centres = [np.median(samples, axis=0)]
    nearest = np.linalg.norm(samples - centres[0], axis=1)
    for _ in range(1, count):
        order = np.argsort(nearest, kind="stable")
        centres.append(samples[order[int(0.99 * (len(order) - 1))]])
        nearest = np.minimum(nearest, np.linalg.norm(samples - centres[-1], axis=1))
    means = np.asarray(centres, np.float32)
    nearest_at = np.zeros(len(samples), np.int32)
    for _ in range(8):
        apart = (means * means).sum(axis=1)[None, :] - 2 * samples @ means.T
        nearest_at = apart.argmin(axis=1).astype(np.int32)
        counts = np.bincount(nearest_at, minlength=count)
        sums = np.stack([np.bincount(nearest_at, weights=samples[:, at], minlength=count) for at in range(3)], axis=1)
        held = counts > 0
        means[held] = (sums[held] / counts[held, None]).astype(np.float32)
    return means, nearest_at
