"""Which pixels are a person: MediaPipe's selfie segmentation, refined to the picture's own edges."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from canvas.filters import ByteImage, FloatImage, box_mean, resize, to_float
from canvas.geometry import Box

_MODEL = Path(__file__).parent.parent / "assets" / "models" / "selfie_segmentation.tflite"
_SIDE = 256
_MOST_WINDOWS = 5
_WHOLE = 0.8  # a window of more than this share of the image shows nothing new


def person_mask(image: ByteImage, faces: tuple[Box, ...]) -> FloatImage:
    """Return how likely each pixel of an HxWx3 RGB image is a person, HxW, 0..1.

    The network sees 256x256 pixels and was trained on single persons, so it looks at the whole image and once more at
    a window round each of the largest faces; the surer answer counts.
    """
    height, width = image.shape[:2]
    net = cv2.dnn.readNetFromTFLite(str(_MODEL))
    mask = _seen(net, image)
    for face in faces[:_MOST_WINDOWS]:
        x0, y0, x1, y1 = _window(face, width, height)
        if (x1 - x0) * (y1 - y0) > _WHOLE * width * height:
            continue
        local = _seen(net, np.ascontiguousarray(image[y0:y1, x0:x1]))
        part = mask[y0:y1, x0:x1]
        weight = _feather(y1 - y0, x1 - x0)
        mask[y0:y1, x0:x1] = np.maximum(part, local * weight)
    return mask


def _seen(net: cv2.dnn.Net, image: ByteImage) -> FloatImage:
    net.setInput(cv2.dnn.blobFromImage(image, 1 / 255, (_SIDE, _SIDE), swapRB=False, crop=False))
    mask = np.asarray(net.forward(), np.float32).reshape(_SIDE, _SIDE)
    return resize(mask, image.shape[1], image.shape[0]).copy()


def _window(face: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Head, shoulders and chest: what a selfie shows of a person with such a face."""
    x, y = face.centre[0] * width, face.centre[1] * height
    size = face.height * height
    x0, x1 = max(0, round(x - 2.0 * size)), min(width, round(x + 2.0 * size))
    y0, y1 = max(0, round(y - 1.4 * size)), min(height, round(y + 3.2 * size))
    return x0, y0, x1, y1


def _feather(rows: int, columns: int) -> FloatImage:
    """1 inside, falling to 0 over a tenth at the sides: a window cuts bodies where the network is least sure."""
    x = np.clip(np.minimum(np.arange(columns), np.arange(columns)[::-1]) / (0.1 * columns), 0, 1)
    y = np.clip(np.minimum(np.arange(rows), np.arange(rows)[::-1]) / (0.1 * rows), 0, 1)
    return (y[:, None] * x[None, :]).astype(np.float32)


def refined(mask: FloatImage, image: ByteImage, *, radius: int, epsilon: float) -> FloatImage:
    """Bring a coarse mask to the edges of an image of its size (guided filter of He, Sun, Tang 2010, on colour).

    `radius` in pixels of the image; a larger `epsilon` follows weaker edges less.
    """
    return np.clip(_guided(to_float(image), mask, radius, epsilon), 0, 1)


def _guided(guide: FloatImage, mask: FloatImage, radius: int, epsilon: float) -> FloatImage:
    """The guided filter with a colour guide, solved in closed form for the symmetric 3x3 covariance of each window."""
    mean_guide, mean_mask = box_mean(guide, radius), box_mean(mask, radius)
    together = box_mean(guide * mask[..., None], radius) - mean_guide * mean_mask[..., None]
    pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    products = np.stack([guide[..., i] * guide[..., j] for i, j in pairs], -1)
    means = np.stack([mean_guide[..., i] * mean_guide[..., j] for i, j in pairs], -1)
    rr, rg, rb, gg, gb, bb = np.moveaxis(
        np.concatenate([box_mean(products[..., :3], radius), box_mean(products[..., 3:], radius)], -1) - means, -1, 0
    )
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    inverse_rr, inverse_rg, inverse_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    inverse_gg, inverse_gb, inverse_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    determinant = inverse_rr * rr + inverse_rg * rg + inverse_rb * rb
    slope = (
        np.stack(
            [
                inverse_rr * together[..., 0] + inverse_rg * together[..., 1] + inverse_rb * together[..., 2],
                inverse_rg * together[..., 0] + inverse_gg * together[..., 1] + inverse_gb * together[..., 2],
                inverse_rb * together[..., 0] + inverse_gb * together[..., 1] + inverse_bb * together[..., 2],
            ],
            -1,
        )
        / determinant[..., None]
    )
    offset = mean_mask - np.einsum("hwc,hwc->hw", slope, mean_guide)
    smooth: FloatImage = np.einsum("hwc,hwc->hw", box_mean(slope.astype(np.float32), radius), guide) + box_mean(
        offset.astype(np.float32), radius
    )
    return smooth.astype(np.float32)
