"""What paints have in common: the point they centre on, light laid between two colours, and layering by masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import RGB, deep, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.fields import around, coordinates
from canvas.filters import FloatImage, as_float, blur

_SHIFT = 4
_FINE = 8  # light changes slowly: it is worked out on every eighth pixel and stretched


def pair(palette: Palette) -> tuple[RGB, RGB]:
    """Return the primary and the secondary colour."""
    return parse_hex(palette.primary), parse_hex(palette.secondary)


def focus_of(params: Mapping[str, float]) -> tuple[float, float]:
    """Return the point (ratios) that a paint centres on: `focus_x` and `focus_y`, 0.68 and 0.45 when not given."""
    return min(2.0, max(-1.0, params.get("focus_x", 0.68))), min(2.0, max(-1.0, params.get("focus_y", 0.45)))


def blend(first: RGB, second: RGB, share: FloatImage) -> FloatImage:
    """Return HxWx3: the first colour where `share` is 0, the second where it is 1."""
    start, end = np.asarray(first, np.float32), np.asarray(second, np.float32)
    return (start + (end - start) * share[..., None]).astype(np.float32)


def pool(width: int, height: int, centre: tuple[float, float], reach: float, colours: Sequence[RGB]) -> FloatImage:
    """Return a pool of light, HxWx3: the first colour at `centre` (ratios), the last one `reach` heights away."""
    small_width, small_height = max(2, width // _FINE), max(2, height // _FINE)
    distance, _ = around(small_width, small_height, centre)
    return stretched(ramp(np.clip(distance / np.float32(reach), 0, 1), colours), width, height)


def ramp(values: FloatImage, colours: Sequence[RGB]) -> FloatImage:
    """Return HxWx3: values of 0..1 through evenly spaced colours."""
    table = np.asarray(colours, np.float32)
    stops = np.linspace(0, 1, len(table), dtype=np.float32)
    steps = np.linspace(0, 1, 1024, dtype=np.float32)
    fine = np.stack([np.interp(steps, stops, table[:, channel]) for channel in range(3)], -1).astype(np.float32)
    index = np.clip(values * np.float32(1023), 0, 1023).astype(np.int32)
    return as_float(np.take(fine, index, axis=0))


def stretched(image: FloatImage, width: int, height: int) -> FloatImage:
    """Return a soft picture at its full size."""
    return as_float(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR))


def over(below: FloatImage, above: FloatImage | RGB, mask: FloatImage) -> FloatImage:
    """Lay a picture or a colour over another one where `mask` (HxW, 0..1) says."""
    sheet = plain(below.shape[1], below.shape[0], above) if isinstance(above, tuple) else above
    return as_float(cv2.blendLinear(below, sheet, as_float(1 - mask), as_float(mask)))


def plain(width: int, height: int, colour: RGB) -> FloatImage:
    """Return a sheet of one colour."""
    sheet = np.empty((height, width, 3), np.float32)
    sheet[:] = np.asarray(colour, np.float32)
    return sheet


def shone(image: FloatImage, light: FloatImage, colour: RGB) -> FloatImage:
    """Add light of a colour, HxW, that brightens dark places more than bright ones."""
    return over(image, colour, np.clip(light, 0, 1))


def laid(below: FloatImage, sheet: FloatImage, mask: FloatImage, reach: float, shade: float = 0.62) -> FloatImage:
    """Lay a sheet on what is below, with the shadow that it throws there, soft over `reach` pixels.

    Only the box round the sheet and its shadow is touched, in place: `below` is changed and returned.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return below
    border = round(2.5 * reach) + 1
    part = (
        slice(max(0, rows[0] - border), rows[-1] + border + 1),
        slice(max(0, columns[0] - border), columns[-1] + border + 1),
    )
    cover = np.ascontiguousarray(mask[part])
    shadow = 1 - blur(cover, reach) * np.float32(shade)
    below[part] = over(times(np.ascontiguousarray(below[part]), shadow), np.ascontiguousarray(sheet[part]), cover)
    return below


def times(image: FloatImage, shade: FloatImage) -> FloatImage:
    """Multiply a picture by a shade, HxW."""
    return as_float(cv2.multiply(image, cv2.merge([shade, shade, shade])))


def lit_side(colour: RGB, width: int, height: int, centre: tuple[float, float]) -> FloatImage:
    """Return a sheet of one colour, bright at `centre` and deep at its edges."""
    return pool(width, height, centre, 0.95, (vivid(colour, value=0.95), deep(colour, value=0.28)))


def slanted(width: int, height: int, degrees: float) -> tuple[FloatImage, FloatImage]:
    """Return the two coordinates (canvas heights) of a frame turned by `degrees`, its origin in the middle, HxW."""
    x, y = coordinates(width, height)
    x, y = x - np.float32(0.5 * width / height), y - np.float32(0.5)
    c, s = np.float32(cos(radians(degrees))), np.float32(sin(radians(degrees)))
    return as_float(x * c + y * s), as_float(y * c - x * s)


def filled(width: int, height: int, polygons: Sequence[NDArray[np.float64]], values: Sequence[float]) -> FloatImage:
    """Return HxW with each polygon (points in canvas heights) filled with its value, later ones on top."""
    mask = np.zeros((height, width), np.uint8)
    for points, value in zip(polygons, values, strict=True):
        corners = np.round(points * height * 2**_SHIFT).astype(np.int32)
        cv2.fillPoly(mask, [corners], round(255 * value), cv2.LINE_AA, _SHIFT)
    return mask.astype(np.float32) * np.float32(1 / 255)


def fraction(values: FloatImage) -> FloatImage:
    """Return what is left of each value above the whole number below it: `np.mod(values, 1)`, five times faster."""
    return as_float(values - np.floor(values))


def half(width: int, height: int) -> tuple[int, int]:
    """Return half the size, for what is too soft to need all pixels."""
    return max(2, width // 2), max(2, height // 2)
