"""The names that operations may use, by what they name."""

from __future__ import annotations

from collections.abc import Mapping

from canvas import catalogue
from canvas.drawing.effects import EFFECTS
from canvas.drawing.marks import MARKS
from canvas.drawing.paints import PAINTS
from canvas.fonts import FONT_NAMES
from canvas.layouts.named import LAYOUTS


def known_names() -> Mapping[str, tuple[str, ...]]:
    """Return fonts, layouts, effects and marks, and the paints, scenes and props that a `source` may name."""
    return {
        "fonts": FONT_NAMES,
        "layouts": tuple(LAYOUTS),
        "effects": tuple(EFFECTS),
        "marks": tuple(MARKS),
        "paints": tuple(PAINTS),
        "scenes": tuple(catalogue.scenes()),
        "props": tuple(catalogue.props()),
    }
