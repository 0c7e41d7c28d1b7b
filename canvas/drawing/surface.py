"""The surface that layers are laid on, and the patches that layers are.

Everything is sRGB-encoded float32 RGB in 0..1. A patch covers only the pixels that its layer touches; its colour is
premultiplied by its alpha, so that patches can be blurred, warped and stacked without fringes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from canvas.colour import RGB
from canvas.document import Blend
from canvas.filters import ByteImage, FloatImage, as_float, as_rgb, as_rgba

# Canvas heights beyond the edges that are drawn at most: what lies farther out can't be told from its absence, but
# with all around it a single layer could take six canvases, a hundred times over.
LARGEST_MARGIN = 0.3
_BAND_BYTES = 256 * 1024
_NOISE_SIDE = 256
_NOISE_SEED = 20


@dataclass(frozen=True)
class Patch:
    """HxWx4 premultiplied RGBA, its top left corner at pixel (`x`, `y`) of the surface (may lie outside)."""

    x: int
    y: int
    rgba: FloatImage


class Stack:
    """Collects the parts of one layer, bottom to top, within a fixed crop."""

    def __init__(self, x: int, y: int, width: int, height: int) -> None:
        self.x, self.y = x, y
        self.rgba: FloatImage = np.zeros((height, width, 4), np.float32)

    def paint(self, mask: FloatImage, colour: RGB | FloatImage, *, cover: float = 1.0) -> None:
        """Lay a colour (one, or HxWx3) over what is there, where `mask` (HxW, 0..1) says.

        `cover` is what share of the ground it hides: less than one for light.
        """
        paint = np.asarray(colour, np.float32)
        for rows in bands(self.rgba):
            strength, below = mask[rows], self.rgba[rows]
            if not strength.any():
                continue
            alpha = strength if cover == 1 else strength * np.float32(cover)
            channels = paint if paint.ndim == 1 else cv2.split(paint[rows])
            below *= as_rgba(1 - alpha)
            below += cv2.merge([*(strength * channel for channel in channels), alpha])

    def over(self, rgba: FloatImage) -> None:
        """Lay a premultiplied picture of the same size over what is there."""
        for rows in bands(self.rgba):
            below, above = self.rgba[rows], rgba[rows]
            below *= as_rgba(1 - above[..., 3])
            below += above

    def patch(self) -> Patch:
        return Patch(self.x, self.y, self.rgba)


class Surface:
    """The picture being drawn. `pixels` is HxWx3 float32, free to leave 0..1 until it is developed."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pixels: FloatImage = np.zeros((height, width, 3), np.float32)

    def lay(self, patch: Patch, *, opacity: float = 1.0, blend: Blend = "normal") -> None:
        """Blend a patch onto the surface; what reaches over the edges is cut."""
        x0, y0 = max(0, patch.x), max(0, patch.y)
        x1 = min(self.width, patch.x + patch.rgba.shape[1])
        y1 = min(self.height, patch.y + patch.rgba.shape[0])
        if x1 <= x0 or y1 <= y0 or opacity <= 0:
            return
        source = patch.rgba[y0 - patch.y : y1 - patch.y, x0 - patch.x : x1 - patch.x]
        target = self.pixels[y0:y1, x0:x1]
        if opacity < 1:
            source = source * np.float32(opacity)
        colour, alpha = source[..., :3], source[..., 3:]
        if blend == "normal":
            for rows in bands(source):
                below = target[rows]
                below *= as_rgb(1 - source[rows, :, 3])
                below += cv2.cvtColor(source[rows], cv2.COLOR_RGBA2RGB)
        elif blend == "add":
            target += colour
        elif blend == "screen":
            target += colour * (1 - np.clip(target, 0, 1))
        else:
            straight = as_float(colour / np.maximum(alpha, 1e-4))
            target += (_mixed(np.clip(target, 0, 1), straight, blend) - target) * alpha

    def lay_image(self, image: FloatImage, *, opacity: float = 1.0, blend: Blend = "normal") -> None:
        """Blend an opaque picture of the surface's own size onto it."""
        if opacity >= 1 and blend == "normal":
            self.pixels = np.array(image, np.float32)
            return
        rgba = np.concatenate([image, np.ones_like(image[..., :1])], axis=2)
        self.lay(Patch(0, 0, rgba), opacity=opacity, blend=blend)

    def develop(self) -> ByteImage:
        """Return the finished HxWx3 bytes, dithered by half a step so that soft gradients don't band."""
        tile = _noise()
        rows, columns = -(-self.height // _NOISE_SIDE), -(-self.width // _NOISE_SIDE)
        noise = np.tile(tile, (rows, columns))[: self.height, : self.width, None]
        developed = np.empty(self.pixels.shape, np.uint8)
        for strip in bands(self.pixels):
            scaled = np.clip(self.pixels[strip], 0, 1) * np.float32(255) + noise[strip]
            developed[strip] = np.clip(scaled, 0, 255) + np.float32(0.5)
        return developed


def bands(image: FloatImage) -> Iterator[slice]:
    """Return the rows of an image in strips that stay in the processor's cache: a pass over a whole picture waits for
    memory, and the larger the picture the longer each of its pixels."""
    height = max(1, _BAND_BYTES // max(1, image[:1].nbytes))
    return (slice(top, top + height) for top in range(0, image.shape[0], height))


def _mixed(below: FloatImage, above: FloatImage, blend: Blend) -> FloatImage:
    if blend == "multiply":
        return below * above
    if blend == "overlay":
        return np.where(below < 0.5, 2 * below * above, 1 - 2 * (1 - below) * (1 - above)).astype(np.float32)
    return ((1 - 2 * above) * below * below + 2 * above * below).astype(np.float32)


@lru_cache(maxsize=1)
def _noise() -> FloatImage:
    noise = np.random.default_rng(_NOISE_SEED).triangular(-0.6, 0.0, 0.6, (_NOISE_SIDE, _NOISE_SIDE))
    return noise.astype(np.float32)
