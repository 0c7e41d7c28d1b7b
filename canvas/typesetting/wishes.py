"""What a text layer asks of its fit."""

from __future__ import annotations

from math import cos, radians, sin

from canvas.document import Text
from canvas.errors import DocumentError
from canvas.fonts import FONT_NAMES
from canvas.typesetting.fitting import Wish

PLATE_MARGIN = (0.16, 0.13)  # around a line of type on a plate, in em
_OVERHANG = {"rounded": 0.0, "slanted": 0.13, "paper": 0.08, "brush": 0.3}  # of a plate beyond that


def wish_of(text: Text) -> Wish:
    """Return the wish of a text layer: its words, and the room that stroke, depth or a plate needs around them.

    `DocumentError` for a font that we don't ship.
    """
    if text.font not in FONT_NAMES:
        raise DocumentError("font", f"there is no font {text.font!r}")
    depth = (0.0, 0.0)
    if text.extrude is not None:
        angle = radians(text.extrude.angle)
        depth = (text.extrude.depth * cos(angle), text.extrude.depth * sin(angle))
    plated = text.plate_colour is not None
    stroke = text.stroke + text.outer_stroke
    return Wish(
        text=text.text,
        font=text.font,
        max_lines=text.max_lines,
        contrast=text.size_contrast,
        leading=0.36 if plated else 0.1,
        stroke=max(stroke, PLATE_MARGIN[0] + _OVERHANG[text.plate_shape]) if plated else stroke,
        depth=depth,
        tilt=text.tilt,
        highlight=text.highlight,
    )
