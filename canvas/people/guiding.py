"""The guided filter on colour (He, Sun, Tang: "Guided Image Filtering", 2010), its windows prepared for many masks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import FloatImage, as_float, box_mean

_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


class Guide:
    """An HxWx3 picture that masks of its size are fitted to: in every window a mask is a linear function of colour.

    `radius` in pixels; a larger `epsilon` follows weaker edges less.
    """

    def __init__(self, picture: FloatImage, *, radius: int, epsilon: float) -> None:
        self._radius = radius
        # One plane a channel: it is filtered dozens of times, and strides cost half of that.
        self._planes = [np.ascontiguousarray(picture[..., at]) for at in range(3)]
        self._means = [box_mean(plane, radius) for plane in self._planes]
        # In float64: where a window is of one colour the covariance is a small difference of large numbers.
        exact = [plane.astype(np.float64) for plane in self._planes]
        means = [_exact_mean(plane, radius) for plane in exact]
        rr, rg, rb, gg, gb, bb = (
            _exact_mean(exact[i] * exact[j], radius) - means[i] * means[j] + (epsilon if i == j else 0.0)
            for i, j in _PAIRS
        )
        adjugate = (gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb, rr * bb - rb * rb, rb * rg - rr * gb,
                    rr * gg - rg * rg)  # fmt: skip
        determinant = adjugate[0] * rr + adjugate[1] * rg + adjugate[2] * rb
        self._inverse = [as_float(part / determinant) for part in adjugate]

    def fit(self, mask: FloatImage) -> tuple[list[FloatImage], FloatImage]:
        """Return the function of colour at each pixel, averaged over its windows: a slope a channel and the offset."""
        mean = box_mean(mask, self._radius)
        red, green, blue = (
            box_mean(plane * mask, self._radius) - own * mean
            for plane, own in zip(self._planes, self._means, strict=True)
        )
        rr, rg, rb, gg, gb, bb = self._inverse
        slopes = [
            rr * red + rg * green + rb * blue,
            rg * red + gg * green + gb * blue,
            rb * red + gb * green + bb * blue,
        ]
        offset = mean
        for slope, own in zip(slopes, self._means, strict=True):
            offset = offset - slope * own
        return [box_mean(slope, self._radius) for slope in slopes], box_mean(offset, self._radius)

    def filtered(self, mask: FloatImage) -> FloatImage:
        """Return the mask, HxW, brought to the edges of the picture. It may leave 0..1 a little."""
        slopes, result = self.fit(mask)
        for slope, plane in zip(slopes, self._planes, strict=True):
            result += slope * plane
        return result


def _exact_mean(plane: NDArray[np.float64], radius: int) -> NDArray[np.float64]:
    side = 2 * radius + 1
    return np.asarray(cv2.boxFilter(plane, -1, (side, side), borderType=cv2.BORDER_REFLECT), np.float64)
