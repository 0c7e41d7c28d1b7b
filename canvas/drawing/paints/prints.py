"""Printed grounds: dots, stripes, blocks and cubes that repeat."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from canvas.colour import RGB, WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.effects.patterns import halftone_dots
from canvas.drawing.fields import spot
from canvas.drawing.paints.mixing import focus_of, fraction, over, pair, pool, shone, slanted, times
from canvas.drawing.paints.soft import gradient
from canvas.filters import FloatImage, as_float, blur, shift


def halftone(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    base = gradient(palette, params, width, height, seed)
    dots = halftone_dots(width, height, focus_of(params), 0.032, 24.0, 1.15)
    return over(base, deep(parse_hex(palette.secondary), value=0.3), dots * np.float32(0.55))


def polka(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Big staggered dots with a soft shadow, on a ground lit behind the subject."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    pitch = min(0.5, max(0.04, params.get("step", 0.15)))
    image = pool(
        width, height, focus, 1.15, (vivid(primary, value=1.0), vivid(primary, value=0.85), deep(primary, value=0.7))
    )
    dots = np.zeros((height, width), np.uint8)
    for row in range(-1, int(1 / pitch) + 2):
        for column in range(-1, int(width / height / pitch) + 2):
            centre = ((column + 0.5 * (row % 2) + 0.5) * pitch, (row + 0.5) * pitch)
            at = (round(centre[0] * height * 16), round(centre[1] * height * 16))
            cv2.circle(dots, at, round(0.31 * pitch * height * 16), 255, -1, cv2.LINE_AA, 4)
    mask = dots.astype(np.float32) * np.float32(1 / 255)
    shadow = shift(blur(mask, 0.011 * height), 0.014 * height, 0.018 * height)
    image = over(image, deep(primary, value=0.5), shadow * np.float32(0.6))
    tone = mix(secondary, primary, 0.15)
    sheet = pool(
        width,
        height,
        focus,
        1.25,
        (vivid(mix(tone, WHITE, 0.25), value=1.0), vivid(tone, value=0.85), deep(tone, value=0.7)),
    )
    return over(image, sheet, mask)


def stripes(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Broad diagonal stripes in two tones of the primary, each casting a little shade on the next."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    pitch = min(1.0, max(0.05, params.get("step", 0.24)))
    along, _ = slanted(width, height, params.get("slant", 32.0))
    phase = fraction(along / np.float32(pitch))
    distance = np.minimum(np.abs(phase - np.float32(0.5)), np.minimum(phase, 1 - phase)) * np.float32(pitch * height)
    inside = np.where(phase < 0.5, distance, -distance)
    light = pool(
        width, height, focus, 1.2, (vivid(primary, value=1.0), vivid(primary, value=0.88), deep(primary, value=0.72))
    )
    tone = mix(primary, secondary, 0.55)
    dark = pool(width, height, focus, 1.2, (vivid(tone, value=0.80), deep(tone, value=0.72), deep(tone, value=0.5)))
    # The light stripe lies on top: behind its far edge the dark one is in its shade.
    shade = np.float32(0.38) * np.clip(1 - (phase - np.float32(0.5)) / np.float32(0.16), 0, 1) * (phase >= 0.5)
    dark = times(dark, as_float(1 - shade))
    image = over(dark, light, np.clip(inside + np.float32(0.5), 0, 1))
    return shone(image, spot(width, height, focus, 0.5, 0.45) * np.float32(0.28), (1.0, 0.98, 0.94))


def pixel(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A wall of bevelled blocks as old games drew it, glowing behind the subject and dark at the edges."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    rows = round(min(60.0, max(6.0, params.get("rows", 15.0))))
    columns = max(2, round(rows * width / height))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    away = np.hypot((x + 0.5) / rows - focus[0] * width / height, (y + 0.5) / rows - focus[1])
    value = np.clip(1.08 - away / 0.95 + generator.normal(0, 0.13, away.shape), 0, 1)
    value = np.round(value * 6) / 6
    stops = [deep(secondary, value=0.16), deep(secondary, value=0.38), deep(mix(primary, secondary, 0.5), value=0.75),
             vivid(primary, value=0.9), vivid(mix(primary, WHITE, 0.35), value=1.0)]  # fmt: skip
    table = np.asarray(stops, np.float32)
    grid = np.stack([np.interp(value, np.linspace(0, 1, 5), table[:, channel]) for channel in range(3)], -1)
    bright = generator.random(away.shape) < 0.035
    grid[bright & (away > 0.3)] = vivid(parse_hex(palette.accent), value=0.95)
    image = as_float(cv2.resize(as_float(grid), (width, height), interpolation=cv2.INTER_NEAREST))
    u = np.mod((np.arange(width, dtype=np.float32) + 0.5) * np.float32(columns / width), 1)[None, :]
    v = np.mod((np.arange(height, dtype=np.float32) + 0.5) * np.float32(rows / height), 1)[:, None]
    bevel = np.float32(0.13)
    lit = np.maximum(u < bevel, v < bevel) * np.float32(0.18)
    shaded = np.maximum(u > 1 - bevel, v > 1 - bevel) * np.float32(0.30)
    return times(image, as_float(1 + lit * (1 - (shaded > 0)) - shaded))


def cubes(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Isometric cubes, each with three lit faces and a brightness of its own."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    side = min(0.4, max(0.05, params.get("step", 0.13)))
    wide, high = side * np.sqrt(3) / 2, side
    sheet = np.zeros((height, width, 3), np.uint8)
    middle = np.array([focus[0] * width / height, focus[1]])
    for row in range(-1, int(1 / (1.5 * high)) + 3):
        for column in range(-1, int(width / height / (2 * wide)) + 2):
            centre = np.array([(2 * column + row % 2) * wide, row * 1.5 * high])
            near = float(np.exp(-((np.hypot(*(centre - middle)) / 0.72) ** 2)))
            tone = mix(deep(secondary, value=0.5), vivid(primary, value=1.0), min(1.0, 0.12 + 0.9 * near))
            tone = mix(tone, (0.0, 0.0, 0.0), float(generator.uniform(0.0, 0.26)))
            if generator.random() < 0.04:
                tone = mix(tone, vivid(parse_hex(palette.accent), value=0.95), 0.8)
            for face, shade in zip(_FACES, (1.0, 0.70, 0.46), strict=True):
                points = np.round((centre + face * [wide, high]) * height * 16).astype(np.int32)
                cv2.fillConvexPoly(sheet, points, _bytes(_lightened(tone, shade)), cv2.LINE_AA, 4)
    return sheet.astype(np.float32) * np.float32(1 / 255)


_FACES = (
    np.array([(0, 0), (-1, -0.5), (0, -1), (1, -0.5)]),
    np.array([(0, 0), (-1, -0.5), (-1, 0.5), (0, 1)]),
    np.array([(0, 0), (1, -0.5), (1, 0.5), (0, 1)]),
)


def _lightened(colour: RGB, shade: float) -> RGB:
    return mix(colour, WHITE, 0.16) if shade >= 1 else deep(colour, value=shade)


def _bytes(colour: RGB) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, channel)) for channel in colour)
    return red, green, blue
