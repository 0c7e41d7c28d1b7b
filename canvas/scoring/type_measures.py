"""Measures of the type, taken from pixels within the boxes that were drawn."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import RGB, resolve
from canvas.document import Document, Finish, Text
from canvas.drawing import TextLine
from canvas.drawing.finishes import ramp_colours
from canvas.filters import FloatImage
from canvas.geometry import Box
from canvas.scoring.picture import Picture

_NEAR = 50.0  # distance in RGB (0..255) within which a pixel is taken for the colour of a letter
_FEWEST = 0.06  # share of a line's box that letters cover at least
_PREVIEW_WIDTH = 168
_STEPS = 32  # of the 256 colours down a letter, from one that is looked for to the next


def wcag_contrast(picture: Picture, line: TextLine, text: Text | None, document: Document) -> float:
    """Return the WCAG ratio (1..21) between the letters of a line and what lies right around them.

    Letters are the pixels in the layer's own colours; where too few are found (washed out, graded) the box is split
    at its Otsu threshold.
    """
    x0, y0, x1, y1 = picture.bounds(line.box)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return 1.0
    light = picture.luminance[y0:y1, x0:x1]
    letters = _letters(picture.pixels[y0:y1, x0:x1], text, document)
    if letters is None:
        letters = _split(picture.grey[y0:y1, x0:x1])
    reach = max(1, round(0.07 * (y1 - y0)))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    around = (cv2.dilate(letters.astype(np.uint8), kernel) > 0) & ~letters
    core = cv2.erode(letters.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
    core = core if core.any() else letters
    if not core.any() or not around.any():
        return 1.0
    first, second = float(np.median(light[core])), float(np.median(light[around]))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _letters(pixels: NDArray[np.uint8], text: Text | None, document: Document) -> NDArray[np.bool_] | None:
    if text is None:
        return None
    colours = _ramp(resolve(text.colour, document.palette), text.gradient, text.finish)
    if text.highlight:
        other = _ramp(resolve(text.highlight_colour, document.palette), text.gradient, text.highlight_finish)
        colours = np.concatenate([colours, other])
    seen = pixels.astype(np.float32)
    nearest = np.full(pixels.shape[:2], np.inf, np.float32)
    for colour in colours:
        apart = seen - colour
        nearest = np.minimum(nearest, np.einsum("yxc,yxc->yx", apart, apart))
    found = nearest < _NEAR**2
    return np.asarray(found) if found.mean() >= _FEWEST else None


def _ramp(colour: RGB, gradient: float, finish: Finish) -> FloatImage:
    """The colours of letters of that make, from their tops to their feet, in 0..255."""
    return np.asarray(ramp_colours(colour, gradient, finish)[_STEPS // 2 :: _STEPS] * 255, np.float32)


def _split(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    _, split = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    letters = np.asarray(split) > 0
    return letters if letters.mean() <= 0.5 else ~letters


def preview_contrast(picture: Picture, lines: Sequence[TextLine]) -> float:
    """Return how strongly the type stands out in a preview 168 pixels wide: the mean spread of luminance (0..0.5)
    within the lines' boxes. Blur, small type and weak contrast all lower it."""
    if not lines:
        return 0.0
    height = max(1, round(picture.height * _PREVIEW_WIDTH / picture.width))
    small = cv2.resize(picture.luminance, (_PREVIEW_WIDTH, height), interpolation=cv2.INTER_AREA)
    spreads = []
    for line in lines:
        x0, x1 = (int(np.clip(x, 0, 1) * _PREVIEW_WIDTH) for x in (line.box.x0, line.box.x1))
        y0, y1 = (int(np.clip(y, 0, 1) * height) for y in (line.box.y0, line.box.y1))
        part = small[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
        spreads.append(float(part.std()))
    return float(np.mean(spreads))


def smallest_margin(boxes: Sequence[Box]) -> float:
    """Return the smallest distance of any box from an edge, as a ratio of that side; 1 when there are none."""
    return min((min(box.x0, box.y0, 1 - box.x1, 1 - box.y1) for box in boxes), default=1.0)


def overlap_share(boxes: Sequence[Box], zone: Box) -> float:
    """Return the largest share of the zone that one box covers."""
    shares = [(shared.area / zone.area) for box in boxes if (shared := box.intersection(zone)) is not None]
    return max(shares, default=0.0)
