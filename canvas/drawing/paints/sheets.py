"""Grounds laid of sheets one on the other: halves, blocks, curves, torn paper."""

from __future__ import annotations

from collections.abc import Mapping
from math import radians, tan

import numpy as np
from numpy.typing import NDArray

from canvas.colour import WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.fields import cloud
from canvas.drawing.paints.mixing import (
    filled,
    focus_of,
    laid,
    lit_side,
    over,
    pair,
    plain,
    pool,
    shone,
    slanted,
    times,
)
from canvas.filters import FloatImage


def split(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Two colours along a slanted line, lit from behind each side: for a versus."""
    primary, secondary = pair(palette)
    along, _ = slanted(width, height, params.get("slant", 12.0))
    left = lit_side(primary, width, height, (0.25, 0.42))
    right = lit_side(secondary, width, height, (0.75, 0.42))
    image = over(left, right, np.clip(along * np.float32(height) + np.float32(0.5), 0, 1))
    distance = np.abs(along)
    halo = np.exp(-((distance / np.float32(0.05)) ** 2)) * np.float32(0.45)
    bolt = np.clip((np.float32(0.008) - distance) * np.float32(height) + np.float32(0.5), 0, 1)
    return shone(image, np.maximum(halo, bolt), WHITE)


def duotone_blocks(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Bold slanted blocks of the two colours and one band of the accent, stacked like card."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    aspect = width / height
    lean = tan(radians(params.get("slant", 16.0)))
    side = 1.0 if focus[0] >= 0.5 else -1.0
    image = pool(
        width,
        height,
        focus,
        1.3,
        (vivid(secondary, value=0.62), deep(secondary, value=0.42), deep(secondary, value=0.26)),
    )
    edges = (0.40 + 0.05 * float(generator.random()), 0.475 + 0.03 * float(generator.random()), 0.52)
    accent = parse_hex(palette.accent)
    bright = (vivid(mix(primary, WHITE, 0.22), value=1.0), vivid(primary, value=0.95), deep(primary, value=0.8))
    sheets = (
        pool(width, height, focus, 1.0, (vivid(primary, value=0.75), deep(primary, value=0.55))),
        pool(width, height, focus, 1.0, (vivid(accent, value=1.0), deep(accent, value=0.88))),
        pool(width, height, focus, 0.85, bright),
    )
    for edge, sheet in zip(edges, sheets, strict=True):
        start = edge * aspect
        corners = np.array([(start + lean / 2, -0.1), (aspect + 1, -0.1), (aspect + 1, 1.1), (start - lean / 2, 1.1)])
        if side < 0:
            corners[:, 0] = aspect - corners[:, 0]
        image = laid(image, sheet, filled(width, height, [corners], [1.0]), reach=0.020 * height)
    return image


def waves(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Flowing curves, one behind the other, from the deep secondary at the back to the bright primary in front."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    aspect = width / height
    image = pool(
        width,
        height,
        focus_of(params),
        1.2,
        (vivid(secondary, value=0.55), deep(secondary, value=0.42), deep(secondary, value=0.24)),
    )
    x = np.linspace(-0.05, aspect + 0.05, 160)
    count = 6
    for number in range(count):
        share = (number + 1) / count
        curve = 0.24 + 0.80 * share**0.9 - 0.17 * x / aspect
        for wave in (1.0, 1.9, 3.1):
            size = 0.075 / wave**1.1 * float(generator.uniform(0.6, 1.3))
            curve = curve + size * np.sin(2 * np.pi * (wave * x / aspect / 1.4 + float(generator.random())))
        tone = mix(secondary, primary, share)
        near = mix(tone, WHITE, 0.10 + 0.12 * share)
        sheet = pool(
            width,
            height,
            focus_of(params),
            1.1,
            (vivid(near, value=0.5 + 0.5 * share), deep(tone, value=0.52 + 0.36 * share)),
        )
        corners = np.concatenate([np.stack([x, curve], -1), [(aspect + 0.1, 1.2), (-0.1, 1.2)]])
        image = laid(image, sheet, filled(width, height, [corners], [1.0]), reach=0.028 * height)
    return image


def torn(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A sheet torn across: its white core shows along the tear, and the other colour lies beneath."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    aspect = width / height
    side = 1.0 if focus[0] >= 0.5 else -1.0
    fibre = cloud(width, height, seed, octaves=6, coarse=6) * np.float32(0.16) + np.float32(0.92)
    below = pool(
        width,
        height,
        focus,
        1.05,
        (vivid(mix(primary, WHITE, 0.18), value=1.0), vivid(primary, value=0.88), deep(primary, value=0.66)),
    )
    sheet = pool(
        width,
        height,
        (1 - focus[0], 0.4),
        1.3,
        (vivid(secondary, value=0.70), deep(secondary, value=0.62), deep(secondary, value=0.38)),
    )
    slant = params.get("slant", 10.0)
    coarse = _torn_edge(generator, rough=0.020)
    core = filled(
        width,
        height,
        [_torn_half(coarse + np.abs(_torn_edge(generator, rough=0.030)) + 0.012, aspect, slant, side)],
        [1.0],
    )
    face = filled(width, height, [_torn_half(coarse, aspect, slant, side)], [1.0])
    image = laid(below, times(plain(width, height, (0.965, 0.955, 0.94)), fibre), core, reach=0.03 * height)
    return over(image, times(sheet, fibre), face)


def _torn_edge(generator: np.random.Generator, rough: float) -> NDArray[np.float64]:
    """Return how far a tear strays from its line, at 400 points: long bends with ever finer teeth."""
    total = np.zeros(400)
    for octave in range(7):
        knots = generator.normal(0, 1, 5 * 2**octave + 1)
        total += rough * 0.58**octave * np.interp(np.linspace(0, 1, 400), np.linspace(0, 1, len(knots)), knots)
    return total


def _torn_half(stray: NDArray[np.float64], aspect: float, slant: float, side: float) -> NDArray[np.float64]:
    """Return the outline of the torn sheet: the side away from the subject, up to the tear."""
    y = np.linspace(-0.1, 1.1, len(stray))
    x = aspect * 0.47 + stray - (y - 0.5) * tan(radians(slant))
    outline = np.concatenate([np.stack([x, y], -1), [(-1.0, 1.1), (-1.0, -0.1)]])
    if side < 0:
        outline[:, 0] = aspect - outline[:, 0]
    return outline
