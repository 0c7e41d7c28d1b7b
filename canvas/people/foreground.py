"""The person's own colours in pixels that are mixed with the old background."""

from __future__ import annotations

import numpy as np

from canvas.filters import FloatImage, as_float, blur, resize

_LEAST = 1e-3


def foreground(image: FloatImage, alpha: FloatImage) -> FloatImage:
    """Return an HxWx3 picture with the old background taken out of its half-covered pixels.

    Fast multi-level estimation by blurred fusion (Forte: "Approximate Fast Foreground Colour Estimation", 2021): what
    the person and the background look like nearby is averaged first from far, then from near; the rest of a pixel's
    colour is its own, so that hairs keep their structure.
    """
    rows, columns = alpha.shape
    far, near = max(2.0, 0.02 * max(rows, columns)), max(1.0, 0.004 * max(rows, columns))
    height, width = max(1, rows // 2), max(1, columns // 2)
    small, share = resize(image, width, height), resize(alpha, width, height)
    inner, outer = _fused(small, small, small, share, far / 2)
    inner, outer = _fused(small, inner, outer, share, near / 2)
    mixed = (alpha > 0) & (alpha < 1)
    part = alpha[mixed][:, None]
    own, other = resize(inner, columns, rows)[mixed], resize(outer, columns, rows)[mixed]
    # What two thin layers of paint don't explain goes to the person in the measure in which the pixel is theirs.
    result = image.copy()
    result[mixed] = np.clip(own + part * (image[mixed] - part * own - (1 - part) * other), 0, 1)
    return result


def _fused(
    image: FloatImage, inner: FloatImage, outer: FloatImage, alpha: FloatImage, sigma: float
) -> tuple[FloatImage, FloatImage]:
    """The person's and the background's colour by the weighted mean of what is around, corrected by each pixel."""
    part = alpha[..., None]
    own = blur(inner * part, sigma) / np.maximum(blur(alpha, sigma), _LEAST)[..., None]
    other = blur(outer * (1 - part), sigma) / np.maximum(blur(1 - alpha, sigma), _LEAST)[..., None]
    corrected = own + part * (image - part * own - (1 - part) * other)
    return as_float(np.clip(corrected, 0, 1)), as_float(np.clip(other, 0, 1))
