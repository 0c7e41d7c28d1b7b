"""The light on solid letters: on their rounded edges, and on the sides of their depth."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np

from canvas.drawing.surface import bands
from canvas.filters import FloatImage, as_float, as_rgb, blur, distance_inside, enlarge, resize, to_bytes

_WIDE = 6  # pixels of an edge that are enough to round it
_LIGHT = (-0.5, -0.866)  # where the light comes from, as the eye expects it: above, a little from the left


def bevelled(colours: FloatImage, letters: FloatImage, width: float, strength: FloatImage | float) -> FloatImage:
    """Light the edges, `width` pixels wide, of the colours of letters (HxWx3), in place, and return them.

    `letters` is their mask (HxW, 0..1), `strength` 0..1 that of the light, for all or for each pixel.
    """
    slope = _slope(letters, width)
    slope *= np.float32(width / 5.0)
    strong = np.broadcast_to(np.asarray(strength, np.float32), slope.shape)
    for rows in bands(colours):
        light = np.clip(slope[rows], -1, 1) * strong[rows]
        lit = np.clip(light, 0, 1) * np.float32(0.85)
        kept = 1 + np.clip(light, -1, 0) * np.float32(0.58)
        colours[rows] *= as_rgb((1 - lit) * kept)
        colours[rows] += as_rgb(lit * kept)
    return colours


def _slope(letters: FloatImage, width: float) -> FloatImage:
    """How much each point of the rounded edge faces the light, by pixel. A wide edge is worked out with fewer."""
    rows, columns = letters.shape
    reduction = max(1, int(width / _WIDE))
    small = resize(letters, max(1, columns // reduction), max(1, rows // reduction))
    width /= reduction
    depth = distance_inside(to_bytes(small)) + (small - np.float32(1.0)) * np.float32(0.5)
    height = np.sin(np.clip(depth / np.float32(width), 0, 1) * np.float32(np.pi / 2))
    height = blur(as_float(height), max(1.1, 0.2 * width))
    slope = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0), np.float32) * np.float32(-_LIGHT[0])
    slope += np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1), np.float32) * np.float32(-_LIGHT[1])
    return enlarge(slope * np.float32(1 / reduction), columns, rows)


def swept_light(body: FloatImage, depths: FloatImage, angle: float, depth: float, reach: float) -> FloatImage:
    """How bright the sides of a swept body are (HxW, about -1..1): by the way that each side faces.

    `depths` tells how deep each point lies (0..1 of `depth` pixels), `angle` in degrees where the depth goes; `reach`
    in pixels is how far the outline's direction is looked at.
    """
    light = _side_light(body, angle, reach)
    along = depths * np.float32(depth)
    x = np.arange(body.shape[1], dtype=np.float32)[None, :] - along * np.float32(cos(radians(angle)))
    y = np.arange(body.shape[0], dtype=np.float32)[:, None] - along * np.float32(sin(radians(angle)))
    return as_float(cv2.remap(light, as_float(x), as_float(y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _side_light(body: FloatImage, angle: float, reach: float) -> FloatImage:
    """How bright each side is, near the outline that it hangs from."""
    soft = blur(body, max(1.0, reach))
    slope_x = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 1, 0), np.float32)
    slope_y = np.asarray(cv2.Sobel(soft, cv2.CV_32F, 0, 1), np.float32)
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y) + np.float32(1e-5)
    # Of the sides that are seen, those that face along the depth, the ones turned to the right catch a lamp.
    turned = np.float32(cos(radians(angle) - np.pi / 2)), np.float32(sin(radians(angle) - np.pi / 2))
    return as_float((-slope_x * turned[0] - slope_y * turned[1]) / steep)
