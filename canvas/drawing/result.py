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
class Drawing:
    """`pixels` is HxWx3 RGB. `boxes` gives what each visible layer covers, `faces` the faces of cut-out photos."""

    pixels: ByteImage
    boxes: Mapping[str, Box]
    faces: tuple[Box, ...]
    text_lines: tuple[TextLine, ...]
