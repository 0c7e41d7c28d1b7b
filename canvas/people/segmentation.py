"""Which pixels are a person: MediaPipe's selfie segmentation, at the whole picture and at each head."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage, as_float, resize
from canvas.geometry import Box

_MODEL = Path(__file__).parent.parent / "assets" / "models" / "selfie_segmentation.tflite"
_SIDE = 256
_MOST_PEOPLE = 5
_WHOLE = 0.8  # a window of more than this share of the image shows nothing new
_LEAST_SIDE = 96  # pixels of a window: enlarged more than that, the network sees no more than in the whole
_WHOLE_WEIGHT = 0.12
# What a window shows, in heights of the face from its centre (to the sides, up, down), and how much its answer counts:
# head, shoulders and chest, as in a selfie; the head alone, where hair is seen best.
_WINDOWS = ((2.0, 1.4, 3.2, 1.0), (1.25, 1.2, 1.5, 3.0))


def person_mask(image: ByteImage, faces: tuple[Box, ...]) -> FloatImage:
    """Return how likely each pixel of an HxWx3 RGB image is a person, HxW, 0..1.

    The network sees 256x256 pixels and was trained on single persons, so it looks at the whole image and once more at
    windows round each of the largest faces. Nearer answers count more, most in the middle of their window.
    """
    height, width = image.shape[:2]
    net = cv2.dnn.readNetFromTFLite(str(_MODEL))
    total = _seen(net, image) * np.float32(_WHOLE_WEIGHT)
    weights = np.full((height, width), _WHOLE_WEIGHT, np.float32)
    for face in faces[:_MOST_PEOPLE]:
        for across, up, down, trust in _WINDOWS:
            x0, y0, x1, y1 = _window(face, width, height, across, up, down)
            if min(x1 - x0, y1 - y0) < _LEAST_SIDE or (x1 - x0) * (y1 - y0) > _WHOLE * width * height:
                continue
            weight = _feather(image, (x0, y0, x1, y1)) * np.float32(trust)
            total[y0:y1, x0:x1] += _seen(net, np.ascontiguousarray(image[y0:y1, x0:x1])) * weight
            weights[y0:y1, x0:x1] += weight
    return as_float(np.clip(total / weights, 0, 1))


def _seen(net: cv2.dnn.Net, image: ByteImage) -> FloatImage:
    net.setInput(cv2.dnn.blobFromImage(image, 1 / 255, (_SIDE, _SIDE), swapRB=False, crop=False))
    mask = np.asarray(net.forward(), np.float32).reshape(_SIDE, _SIDE)
    return resize(mask, image.shape[1], image.shape[0]).copy()


def _window(face: Box, width: int, height: int, across: float, up: float, down: float) -> tuple[int, int, int, int]:
    x, y = face.centre[0] * width, face.centre[1] * height
    size = face.height * height
    x0, x1 = max(0, round(x - across * size)), min(width, round(x + across * size))
    y0, y1 = max(0, round(y - up * size)), min(height, round(y + down * size))
    return x0, y0, x1, y1


def _feather(image: ByteImage, window: tuple[int, int, int, int]) -> FloatImage:
    """1 inside, falling to 0 over a fifth at the sides that cut through the image, where the network is least sure."""
    x0, y0, x1, y1 = window
    height, width = image.shape[:2]
    x = _slope(x1 - x0, falls_first=x0 > 0, falls_last=x1 < width)
    y = _slope(y1 - y0, falls_first=y0 > 0, falls_last=y1 < height)
    return as_float(y[:, None] * x[None, :])


def _slope(length: int, *, falls_first: bool, falls_last: bool) -> FloatImage:
    rising = np.clip(np.arange(length) / (0.2 * length), 0, 1)
    slope = np.ones(length)
    if falls_first:
        slope *= rising
    if falls_last:
        slope *= rising[::-1]
    return as_float(slope)
