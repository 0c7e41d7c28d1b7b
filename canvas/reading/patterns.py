"""What repeats or parts in a ground: beams from a centre, a screen of dots, stripes, two halves."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import FloatImage, Mask

_STEEPEST = 30.0
_PATCH = 48
_MOST_PATCHES = 24
_WAYS = 16
_LEAST_LAG, _MOST_LAG = 5, 24  # pixels of a picture 640 wide
_SELF_LIKE = 0.45  # of a perfect repetition
_FLAT_PATCH = 4.0  # variance of L


@dataclass(frozen=True)
class Beams:
    """How far the ground's edges run towards one centre (-1..1), how strong they are (CIE76 a pixel at 320 pixels
    width) and where that centre lies, in ratios."""

    share: float
    strength: float
    centre: tuple[float, float]


def find_beams(lab: FloatImage, free: Mask) -> Beams:
    """Return the centre towards which most edges of the ground run: those of beams do all along them.

    Lab is HxWx3. Each pixel's structure tensor, summed over the channels, is projected on the direction across a beam
    from each of a grid of centres; the share is that projection against the one along it.
    """
    inner = np.asarray(cv2.erode(free.astype(np.uint8), np.ones((5, 5), np.uint8)), np.bool_)
    if inner.sum() < 200:
        return Beams(0.0, 0.0, (0.5, 0.5))
    smooth = np.asarray(cv2.GaussianBlur(lab, (0, 0), 1.0), np.float32)
    across = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), np.float32)[inner] / 8
    down = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1), np.float32)[inner] / 8
    xx, yy, xy = (across * across).sum(-1), (down * down).sum(-1), (across * down).sum(-1)
    whole = xx + yy
    # The edges of things that the mask missed are few and steep: none may outweigh the beams.
    cap = np.minimum(whole, 30) / np.maximum(whole, 1e-6)
    rows, columns = np.nonzero(inner)
    height, width = free.shape
    found = (-1.0, (0.5, 0.5))
    for x in np.linspace(0.1, 0.9, 9):
        for y in np.linspace(0.15, 0.85, 5):
            dx, dy = columns / width - x, (rows / height - y) * height / width
            square = dx * dx + dy * dy
            far = square > 0.02
            turned = (xx * dy * dy - 2 * xy * dx * dy + yy * dx * dx) / np.maximum(square, 1e-6)
            share = 2 * float((turned * cap)[far].sum()) / max(1e-6, float((whole * cap)[far].sum())) - 1
            found = max(found, (share, (round(float(x), 2), round(float(y), 2))))
    return Beams(found[0], float(np.sqrt(np.minimum(whole, 30)).mean()), found[1])


def is_split(lab: FloatImage, free: Mask, *, least: float) -> bool:
    """Tell whether a straight line about the middle parts the ground in two colours: the same step of CIE76 (L counted
    half) of at least `least` along all that can be seen of it, and as large close to the line as farther away."""
    height, width = free.shape
    rows = np.arange(2, height - 2, 3)
    best = 0.0
    for slant in np.arange(-_STEEPEST, _STEEPEST + 1, 5):
        lean = tan(radians(float(slant))) * (height / 2 - rows)
        for offset in np.arange(0.36, 0.65, 0.02):
            line = offset * width + lean
            near = _step(lab, free, rows, line, 0.024 * width)
            if near <= best or near < least:
                continue
            best = max(best, min(near, 1.4 * _step(lab, free, rows, line, 0.055 * width)))
    return best >= least


def _step(lab: FloatImage, free: Mask, rows: NDArray[np.int64], line: NDArray[np.float64], reach: float) -> float:
    """Return the step that four fifths of the line exceed, less where little of it can be seen, 0 for a fifth."""
    left = np.clip(line - reach, 0, free.shape[1] - 1).astype(int)
    right = np.clip(line + reach, 0, free.shape[1] - 1).astype(int)
    seen = free[rows, left] & free[rows, right]
    if seen.mean() < 0.2:
        return 0.0
    steps = (lab[rows[seen], right[seen]] - lab[rows[seen], left[seen]]) * np.array([0.5, 1, 1], np.float32)
    mean = steps.mean(axis=0)
    step = float(np.percentile(steps @ mean / max(1e-6, float(np.linalg.norm(mean))), 20))
    return step * min(1.0, float(seen.mean()) / 0.4)


def repeats(light: FloatImage, free: Mask) -> Literal["halftone", "stripes", "none"]:
    """Tell whether the ground is a lattice of dots or a row of parallel stripes.

    `light` is the L of a picture 640 pixels wide. By the autocorrelation of square patches: where the ground repeats,
    most have a side peak at the same distance. Across that direction dots part and meet again, stripes never part.
    """
    periods, dots, seen = [], 0, 0
    for patch in _patches(light, free):
        seen += 1
        peak, period, half, full = _self_likeness(patch)
        if peak > _SELF_LIKE and half > 0.6:
            periods.append(period)
        dots += peak > _SELF_LIKE and half < 0.3 and full > _SELF_LIKE
    if seen < 3:
        return "none"
    if dots >= max(3, 0.25 * seen):
        return "halftone"
    is_steady = len(periods) > 0.45 * seen and float(np.ptp(np.percentile(periods, (20, 80)))) < 2
    return "stripes" if is_steady else "none"


def _patches(light: FloatImage, free: Mask) -> list[FloatImage]:
    """Return patches that lie wholly on the ground and are not flat, spread over it."""
    smooth = light - np.asarray(cv2.GaussianBlur(light, (0, 0), 12), np.float32)
    height, width = free.shape
    found = [
        smooth[y : y + _PATCH, x : x + _PATCH]
        for y in range(0, height - _PATCH + 1, 24)
        for x in range(0, width - _PATCH + 1, 24)
        if free[y : y + _PATCH, x : x + _PATCH].all()
    ]
    lively = [patch for patch in found if float(patch.var()) > _FLAT_PATCH]
    if len(lively) < 0.4 * len(found):
        return []
    return lively[:: max(1, len(lively) // _MOST_PATCHES)]


def _self_likeness(patch: FloatImage) -> tuple[float, float, float, float]:
    """Return the highest side peak of the autocorrelation beyond a trough, its distance in pixels, and how alike the
    patch is at a right angle to it, at half that distance and at all of it."""
    window = np.outer(np.hanning(_PATCH), np.hanning(_PATCH))
    size = (2 * _PATCH, 2 * _PATCH)

    def correlated(values: FloatImage) -> FloatImage:
        spectrum = np.abs(np.fft.fft2(values, size)) ** 2
        return np.asarray(np.fft.fftshift(np.fft.ifft2(spectrum).real), np.float32)

    overlap = correlated(np.asarray(window, np.float32))
    likeness = correlated(np.asarray((patch - patch.mean()) * window, np.float32))
    likeness = likeness / np.maximum(overlap, 0.05 * overlap.max())
    likeness /= max(1e-6, float(likeness[_PATCH, _PATCH]))
    profiles = likeness[_PATCH + _DOWN, _PATCH + _ACROSS]
    found: list[tuple[float, int, int]] = []
    for way, profile in enumerate(profiles):
        trough = int(profile[: 2 * _MOST_LAG // 3].argmin())
        highest = float(profile[trough:].max())
        at = trough + int((profile[trough:] >= 0.9 * highest).argmax())
        at += int(profile[at : at + 3].argmax())
        if profile[trough] < 0.1 and highest > 0 and at + 1 >= _LEAST_LAG:
            found.append((highest, way, at))
    if not found:
        return 0.0, 0.0, 0.0, 0.0
    # Other directions repeat as well, at longer distances: the shortest is the pattern's own.
    strong = [entry for entry in found if entry[0] >= 0.85 * max(found)[0]]
    peak, way, at = min(strong, key=lambda entry: (entry[2], -entry[0]))
    across = profiles[(way + _WAYS // 2) % _WAYS]
    return peak, float(at + 1), float(across[at // 2]), float(across[max(0, at - 1) : at + 2].max())


_TURNS = np.pi * np.arange(_WAYS) / _WAYS
_ACROSS = np.rint(np.cos(_TURNS)[:, None] * np.arange(1, _MOST_LAG + 1)).astype(int)
_DOWN = np.rint(np.sin(_TURNS)[:, None] * np.arange(1, _MOST_LAG + 1)).astype(int)
