"""What a drawing gives back: the pixels, and where everything stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canvas.filters import ByteImage
from canvas.geometry import Box


@dataclass(frozen=True)
class TextLine:
    """A line of type as drawn. `size` is the height of its ink as a ratio of the canvas height."""

    layer_id: str
    text: str
    box: Box
    size: float


@dataclass(frozen=True)
class Extent:
    """Where a layer is drawn: `window` is all that it may change, with shadow and glow, `box` what it covers itself,
    `faces` are those of a cut-out photo."""

    window: Box
    box: Box
    faces: tuple[Box, ...] = ()


def pixels_as_box(window: tuple[int, int, int, int], size: tuple[int, int]) -> Box:
    """Return a window of pixels (left, top, width, height) as ratios of a canvas of that size."""
    left, top, columns, rows = window
    width, height = size
    return Box(left / width, top / height, (left + columns) / width, (top + rows) / height)


@dataclass(frozen=True)
class Drawing:
    """`pixels` is HxWx3 RGB. `boxes` gives what each visible layer covers, `faces` the faces of cut-out photos."""

    pixels: ByteImage
    boxes: Mapping[str, Box]
    faces: tuple[Box, ...]
    text_lines: tuple[TextLine, ...]
