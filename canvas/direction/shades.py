"""Arithmetic on `#rrggbb` colours: mixing, darkening, turning, and how far apart two of them are."""

from __future__ import annotations

import colorsys

from canvas.colour import RGB, contrast, luminance, mix, parse_hex

_BLACK = 0.1


def mixed(first: str, second: str, share: float) -> str:
    """Blend two colours; `share` 0 is the first."""
    return hex_of(mix(parse_hex(first), parse_hex(second), share))


def ratio(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1..21 (WCAG 2.2)."""
    return contrast(parse_hex(first), parse_hex(second))


def brightness(colour: str) -> float:
    """Return the relative luminance, 0..1 (WCAG 2.2)."""
    return luminance(parse_hex(colour))


def hls(colour: str) -> tuple[float, float, float]:
    """Return hue, lightness and saturation, each 0..1."""
    return colorsys.rgb_to_hls(*parse_hex(colour))


def saturation(colour: str) -> float:
    """Return the saturation of HSV, 0..1."""
    return colorsys.rgb_to_hsv(*parse_hex(colour))[1]


def chroma(colour: str) -> float:
    """Return the largest channel less the smallest, 0..1."""
    channels = parse_hex(colour)
    return max(channels) - min(channels)


def lightness(colour: str) -> float:
    """Return the lightness of HLS, 0..1."""
    return hls(colour)[1]


def is_black(colour: str) -> bool:
    return lightness(colour) < _BLACK


def hue_distance(first: str, second: str) -> float:
    """Return how far apart two hues are, 0..0.5 of the circle."""
    difference = abs(hls(first)[0] - hls(second)[0])
    return min(difference, 1 - difference)


def turned(colour: str, turn: float) -> str:
    """Return the colour with its hue turned; `turn` 1 is the whole circle."""
    hue, light, strength = hls(colour)
    return hex_of(colorsys.hls_to_rgb((hue + turn) % 1.0, light, strength))


def deepened(colour: str, most: float) -> str:
    """Return the colour, no lighter than `most` and a little more saturated."""
    hue, light, strength = hls(colour)
    return hex_of(colorsys.hls_to_rgb(hue, min(light, most), min(1.0, strength * 1.05)))


def lightened(colour: str, step: float) -> str:
    """Return the colour `step` lighter, or darker where it is negative."""
    hue, light, strength = hls(colour)
    return hex_of(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + step)), strength))


def darkened(colour: str, against: str, least: float) -> str:
    """Return the colour, as dark as it must be for a contrast ratio of `least` against a light one."""
    for _ in range(24):
        if ratio(colour, against) >= least:
            break
        colour = lightened(colour, -0.04)
    return colour


def turns_muddy(colour: str) -> bool:
    """Tell whether a colour, darkened until it reads on white, turns olive or brown."""
    return 0.09 < hls(colour)[0] < 0.28


def hex_of(colour: RGB) -> str:
    """Return `#rrggbb` of a colour in 0..1; what lies outside is cut off."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, channel)) * 255):02x}" for channel in colour)
