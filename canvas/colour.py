"""Colours: from `#rrggbb` or a palette role to sRGB triples in 0..1, and the arithmetic done on them."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import get_args

from canvas.document import Colour, Palette, PaletteRole

RGB = tuple[float, float, float]
ROLES: tuple[str, ...] = get_args(PaletteRole)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

WHITE: RGB = (1.0, 1.0, 1.0)
BLACK: RGB = (0.0, 0.0, 0.0)


def is_hex(value: str) -> bool:
    """Tell whether `value` is written `#rrggbb`."""
    return _HEX.fullmatch(value) is not None


@lru_cache(maxsize=1024)
def parse_hex(value: str) -> RGB:
    """Return the sRGB triple of `#rrggbb`; `ValueError` for anything else."""
    if not is_hex(value):
        raise ValueError(f"not a colour: {value!r}")
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255


def resolve(colour: Colour, palette: Palette) -> RGB:
    """Return the sRGB triple of a colour that is either `#rrggbb` or a role of `palette`."""
    return parse_hex(getattr(palette, colour) if colour in ROLES else colour)


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Blend two colours; `share` 0 is the first, 1 the second."""
    keep = 1 - share
    return (
        first[0] * keep + second[0] * share,
        first[1] * keep + second[1] * share,
        first[2] * keep + second[2] * share,
    )


def luminance(colour: RGB) -> float:
    """Relative luminance in 0..1, after WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: RGB, second: RGB) -> float:
    """Contrast ratio in 1..21, after WCAG 2.2."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def vivid(colour: RGB, *, value: float = 1.0, saturation: float = 1.0) -> RGB:
    """Push a colour to at least `value` brightness (HSV) and scale its saturation: what a light source would show."""
    hue, old_saturation, old_value = colorsys.rgb_to_hsv(*colour)
    return colorsys.hsv_to_rgb(hue, min(1.0, old_saturation * saturation), min(1.0, max(old_value, value)))


def deep(colour: RGB, *, value: float = 0.4, saturation: float = 1.1) -> RGB:
    """Darken a colour to `value` of its brightness, a little more saturated: the shadow side of a coloured solid."""
    hue, old_saturation, old_value = colorsys.rgb_to_hsv(*colour)
    return colorsys.hsv_to_rgb(hue, min(1.0, old_saturation * saturation), old_value * value)
