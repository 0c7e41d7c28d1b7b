"""Colours that the prompt forbids: whatever would come out in one of them takes another hue."""

from __future__ import annotations

from dataclasses import replace

from canvas.brief.colours import named_colour
from canvas.brief.model import Brief
from canvas.direction.palettes import readable
from canvas.direction.shades import hue_distance, saturation, turned
from canvas.document import Palette

_ALIKE = 0.07  # of the circle: orange is no red, crimson is
_COLOURLESS = 0.22  # saturation below which no hue is seen
_TURNS = (0.5, 0.33, 0.67, 0.17, 0.83, 0.25, 0.75)


def is_forbidden(colour: str, brief: Brief) -> bool:
    """Tell whether a `#rrggbb` would be seen as a colour that the prompt forbids."""
    if saturation(colour) < _COLOURLESS:
        return False
    return any(
        saturation(named) >= _COLOURLESS and hue_distance(colour, named) < _ALIKE for named in _forbidden_colours(brief)
    )


def allowed(palette: Palette, brief: Brief) -> Palette:
    """Return the palette without the colours that the prompt forbids. Black, white and grey are left as they are: they
    belong to light and type."""
    if not _forbidden_colours(brief):
        return palette
    return readable(
        replace(
            palette,
            primary=_elsewhere(palette.primary, brief),
            secondary=_elsewhere(palette.secondary, brief),
            accent=_elsewhere(palette.accent, brief),
        )
    )


def _elsewhere(colour: str, brief: Brief) -> str:
    if not is_forbidden(colour, brief):
        return colour
    others = (turned(colour, turn) for turn in _TURNS)
    return next((other for other in others if not is_forbidden(other, brief)), colour)


def _forbidden_colours(brief: Brief) -> tuple[str, ...]:
    return tuple(colour for name in brief.negative if (colour := named_colour(name)) is not None)
