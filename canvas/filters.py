"""Pixel operations on float32 arrays in 0..1: the few of OpenCV that the canvas needs, typed and named.

OpenCV is held to one thread for the whole process: generation workers already run one thumbnail a core, results must
not depend on how work was split, and idle OpenCV threads spin against the other workers.
"""

from __future__ import annotations

from math import ceil
from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import RGB

cv2.setNumThreads(1)
# OpenCV 5 warns on stderr whenever a network is loaded that its new engine runs on its only target.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)

FloatImage = NDArray[np.float32]
ByteImage = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Pixels = TypeVar("Pixels", FloatImage, ByteImage)

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def _float(image: Any) -> FloatImage:
    return cast("FloatImage", image)


def as_float(values: Any) -> FloatImage:
    """Return an array as float32, whatever the arithmetic made of it."""
    return np.asarray(values, np.float32)


def blur(image: FloatImage, sigma: float) -> FloatImage:
    """Gaussian blur. Wide blurs are done on a reduced copy, which the eye can't tell from a full one."""
    if sigma < 0.3:
        return image
    reduction = 1 if sigma <= 3 else min(16, max(2, 2 ** int(np.log2(sigma / 3))))
    if reduction == 1:
        return _float(cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE))
    height, width = image.shape[:2]
    small = cv2.resize(
        image, (max(1, ceil(width / reduction)), max(1, ceil(height / reduction))), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(small, (0, 0), sigma / reduction, borderType=cv2.BORDER_REPLICATE)
    return enlarge(_float(soft), width, height)


def as_rgb(mask: FloatImage) -> FloatImage:
    """Return HxWx3 with the mask (HxW) in every channel: many times faster than numpy's broadcasting over them."""
    return _float(cv2.cvtColor(mask, cv2.COLOR_GRAY2RGB))


def as_rgba(mask: FloatImage) -> FloatImage:
    """Return HxWx4 with the mask (HxW) in every channel."""
    return _float(cv2.merge([mask, mask, mask, mask]))


def tinted(mask: FloatImage, colour: RGB) -> FloatImage:
    """Return a colour as strong as the mask (HxW) says: HxWx3."""
    return _float(cv2.merge([mask * np.float32(channel) for channel in colour]))


def resize(image: FloatImage, width: int, height: int) -> FloatImage:
    """Resize by area when it shrinks, by a cubic when it grows."""
    if image.shape[:2] == (height, width):
        return image
    shrinks = width < image.shape[1]
    return _float(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC))


def enlarge(image: FloatImage, width: int, height: int) -> FloatImage:
    """Enlarge what is soft: by a line, in a fraction of the time that a cubic takes."""
    return _float(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR))


def luma(image: FloatImage) -> FloatImage:
    """Rec. 601 luma of an RGB image, HxW."""
    return _float(cv2.transform(image, _LUMA.reshape(1, 3)))


def distance_outside(mask: ByteImage) -> FloatImage:
    """Distance in pixels from each pixel to the nearest one that is at least half covered."""
    return _distance((mask < 128).astype(np.uint8))


def distance_inside(mask: ByteImage) -> FloatImage:
    """Distance in pixels from each covered pixel to the nearest one that is less than half covered."""
    return _distance((mask >= 128).astype(np.uint8))


def _distance(mask: ByteImage) -> FloatImage:
    """IPP's rounds by how the picture lies in memory, and the same drawing would not give the same bytes."""
    cv2.ipp.setUseIPP(False)
    try:
        return _float(cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE))
    finally:
        cv2.ipp.setUseIPP(True)


def shift(image: Pixels, dx: float, dy: float) -> Pixels:
    """Move an image by a number of pixels, which need not be whole; what comes in from outside is zero."""
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    whole = dx == int(dx) and dy == int(dy)
    flags = cv2.INTER_NEAREST if whole else cv2.INTER_LINEAR
    return cast("Pixels", cv2.warpAffine(image, matrix, (image.shape[1], image.shape[0]), flags=flags))


def warp(image: FloatImage, matrix: NDArray[np.float64], width: int, height: int) -> FloatImage:
    """Apply a 2x3 affine matrix (source to target); pixels from outside are zero."""
    return _float(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(0, 0, 0, 0)))


def box_mean(image: FloatImage, radius: int) -> FloatImage:
    """Mean over a square of side 2 radius + 1."""
    side = 2 * radius + 1
    return _float(cv2.boxFilter(image, -1, (side, side), borderType=cv2.BORDER_REFLECT))


def to_bytes(image: FloatImage) -> ByteImage:
    """Round 0..1 to 0..255."""
    return cast("ByteImage", (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def to_float(image: ByteImage) -> FloatImage:
    """Scale 0..255 to 0..1."""
    return image.astype(np.float32) * np.float32(1 / 255)
