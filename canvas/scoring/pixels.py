"""Measurements on pixels. All are taken at fixed small sizes, so that a score does not depend on the drawn size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.filters import ByteImage, FloatImage
from canvas.geometry import Box

_WORKING_WIDTH = 640
# The width of a thumbnail in the side column of a watch page.
_SMALL_WIDTH = 168
_CELLS = (6, 10)


@dataclass(frozen=True)
class Pixels:
    """One picture at the sizes that are measured. Luminance is linear (WCAG), the rest is sRGB in 0..255."""

    working: ByteImage
    small: ByteImage
    luminance: FloatImage
    small_luminance: FloatImage
    edges: NDArray[np.bool_]

    @classmethod
    def of(cls, pixels: ByteImage) -> Pixels:
        working, small = _shrink(pixels, _WORKING_WIDTH), _shrink(pixels, _SMALL_WIDTH)
        grey = cv2.cvtColor(working, cv2.COLOR_RGB2GRAY)
        return cls(working, small, _luminance(working), _luminance(small), cv2.Canny(grey, 60, 160) > 0)


def _shrink(pixels: ByteImage, width: int) -> ByteImage:
    height = max(1, round(pixels.shape[0] * width / pixels.shape[1]))
    return cast("ByteImage", cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA))


def _luminance(pixels: ByteImage) -> FloatImage:
    scaled = pixels.astype(np.float32) / 255
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    return cast("FloatImage", (linear @ np.array([0.2126, 0.7152, 0.0722])).astype(np.float32))


def crop(image: NDArray[np.generic], box: Box) -> NDArray[np.generic]:
    """The part of an image that a box covers; may be empty."""
    height, width = image.shape[:2]
    left, right = (min(width, max(0, round(x * width))) for x in (box.x0, box.x1))
    top, bottom = (min(height, max(0, round(y * height))) for y in (box.y0, box.y1))
    return image[top:bottom, left:right]


def type_contrast(pixels: Pixels, box: Box) -> float:
    """WCAG contrast (1..21) between the lighter and the darker half (Otsu) of what a line's box shows."""
    region = cast("FloatImage", crop(pixels.luminance, box))
    if region.size < 16:
        return 1.0
    tones = (np.clip(region, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    _, mask = cv2.threshold(tones, 0, 1, cv2.THRESH_OTSU)
    light, dark = region[mask == 1], region[mask == 0]
    if not light.size or not dark.size:
        return 1.0
    return float((np.median(light) + 0.05) / (np.median(dark) + 0.05))


def type_strength(pixels: Pixels, box: Box) -> float:
    """How much of a line survives at 168 px wide: the spread of its tones there, 0..0.5 in display values."""
    region = cast("FloatImage", crop(pixels.small_luminance, box))
    return float((np.clip(region, 0, 1) ** (1 / 2.2)).std()) if region.size >= 8 else 0.0


def sharpness(pixels: Pixels) -> float:
    """Base-10 logarithm of the variance of the Laplacian at 640 px."""
    grey = cv2.cvtColor(pixels.working, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.log10(max(1.0, float(cv2.Laplacian(grey, cv2.CV_32F).var()))))


def colourfulness(pixels: Pixels) -> float:
    """Hasler and Süsstrunk's measure (2003): 0 is grey, 33 moderate, 82 high, over 109 extreme."""
    red, green, blue = (pixels.working[..., channel].astype(np.float32) for channel in range(3))
    first, second = red - green, 0.5 * (red + green) - blue
    return float(np.hypot(first.std(), second.std()) + 0.3 * np.hypot(first.mean(), second.mean()))


def tones(pixels: Pixels) -> tuple[float, float]:
    """Mean brightness and RMS contrast, both 0..1, in display values."""
    grey = cv2.cvtColor(pixels.working, cv2.COLOR_RGB2GRAY)
    return float(grey.mean() / 255), float(grey.std() / 255)


def edge_density(pixels: Pixels, without: Iterable[Box]) -> float:
    """Share of edge pixels outside the given boxes: how busy the picture is beside its type."""
    counted = np.ones(pixels.edges.shape, bool)
    for box in without:
        cast("NDArray[np.bool_]", crop(counted, box))[...] = False
    return float(pixels.edges[counted].mean()) if counted.any() else 0.0


def salience(pixels: Pixels, box: Box) -> float:
    """How far a region's colour stands from the rest of the picture, in CIE76 units (Lab), medians compared."""
    lab = cv2.cvtColor(pixels.small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    inside = np.zeros(lab.shape[:2], bool)
    cast("NDArray[np.bool_]", crop(inside, box))[...] = True
    if not inside.any() or inside.all():
        return 0.0
    ground = np.median(lab[~inside], axis=0)
    distances = np.linalg.norm(lab[inside] - ground, axis=1)
    return float(np.percentile(distances, 75))


def empty_share(pixels: Pixels, filled: Iterable[Box]) -> float:
    """Share of a 10 x 6 grid whose cells hold no edge worth naming, no type and no subject."""
    rows, columns = _CELLS
    height, width = pixels.edges.shape
    boxes = list(filled)
    empty = 0
    for row in range(rows):
        for column in range(columns):
            cell = Box(column / columns, row / rows, (column + 1) / columns, (row + 1) / rows)
            if any(box.intersection(cell) for box in boxes):
                continue
            part = pixels.working[
                row * height // rows : (row + 1) * height // rows,
                column * width // columns : (column + 1) * width // columns,
            ]
            empty += float(part.std()) < 14.0
    return empty / (rows * columns)
