"""Grounds of air and light: smoke, nebulae, northern lights. They have no edges, so half the size is enough."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from canvas.colour import WHITE, deep, mix, vivid
from canvas.document import Palette
from canvas.drawing.fields import cloud, coordinates, spot
from canvas.drawing.paints.mixing import filled, focus_of, half, over, pair, pool, shone, stretched
from canvas.filters import FloatImage, as_float, blur


def smoke(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Coloured smoke that rolls in from both sides of a dark room."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    columns, rows = half(width, height)
    x, y = coordinates(columns, rows)
    aspect = np.float32(width / height)
    billows, folds = _billows(columns, rows, seed, 0.34), _billows(columns, rows, seed + 1, 0.5)
    image = pool(
        columns,
        rows,
        focus,
        1.1,
        (deep(mix(primary, secondary, 0.5), value=0.34), deep(secondary, value=0.14), deep(secondary, value=0.07)),
    )
    low = np.clip(np.float32(0.5) + np.float32(0.7) * y, 0, 1)
    right = np.clip(x / aspect * np.float32(1.7) - np.float32(0.55), 0, 1)
    left = np.clip(np.float32(1.05) - x / aspect * np.float32(1.7), 0, 1)
    for density, side, colour in ((billows, right, primary), (folds, left, secondary)):
        thick = np.clip((density - np.float32(0.24)) * np.float32(2.3), 0, 1) * side * low
        lit = np.clip((density - blur(density, 0.03 * rows)) * np.float32(5) + np.float32(0.35), 0, 1) * thick
        image = shone(image, as_float(thick * np.float32(0.85)), vivid(colour, value=0.9))
        image = shone(image, as_float(lit * np.float32(0.75)), vivid(mix(colour, WHITE, 0.35), value=1.0))
    return stretched(image, width, height)


def nebula(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Glowing gas of both colours with dark lanes, among stars."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    columns, rows = half(width, height)
    gas, veil, lanes = (_billows(columns, rows, seed + offset, 0.55) for offset in (0, 1, 2))
    image = pool(
        columns, rows, focus, 1.4, (deep(secondary, value=0.22), deep(mix(secondary, primary, 0.3), value=0.06))
    )
    band = spot(columns, rows, focus, 0.85, 0.5) * np.float32(0.75) + np.float32(0.25)
    first = np.clip((veil - np.float32(0.30)) * np.float32(1.9), 0, 1) * band
    second = np.clip((gas - np.float32(0.42)) * np.float32(2.4), 0, 1) * band
    image = shone(image, as_float(first * np.float32(0.85)), vivid(secondary, value=0.85))
    image = shone(image, as_float(second * np.float32(0.90)), vivid(primary, value=1.0))
    core = np.clip(second * first * np.float32(1.5) - np.float32(0.30), 0, 1)
    image = shone(image, as_float(core), mix(vivid(primary), WHITE, 0.75))
    ridge = np.clip(np.float32(1) - np.abs(lanes - np.float32(0.5)) * np.float32(9), 0, 1) * first
    image = over(image, deep(secondary, value=0.07), as_float(ridge * np.float32(0.55)))
    sky = stretched(image, width, height)
    return as_float(sky + _stars(width, height, seed, 420)[..., None] * (1 - np.clip(sky, 0, 1) * np.float32(0.6)))


def aurora(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Curtains of light in a night sky, over black hills."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    columns, rows = half(width, height)
    x, y = coordinates(columns, rows)
    aspect = width / height
    fall = np.broadcast_to(np.clip(y, 0, 1), (rows, columns))
    night = np.asarray(deep(secondary, value=0.10), np.float32)
    dusk = np.asarray(deep(mix(secondary, primary, 0.4), value=0.34), np.float32)
    image = as_float(night + (dusk - night) * (fall**2)[..., None])
    for number, (base, colour) in enumerate(
        ((0.66, primary), (0.50, mix(primary, secondary, 0.45)), (0.36, secondary))
    ):
        phase = generator.uniform(0, 2 * np.pi, 3)
        hem = (
            base
            + 0.09 * np.sin(x * 2.1 + phase[0])
            + 0.045 * np.sin(x * 4.7 + phase[1])
            + 0.018 * np.sin(x * 11 + phase[2])
        )
        streaks = cv2.resize(
            generator.random((1, round(90 * aspect)), dtype=np.float32), (columns, 1), interpolation=cv2.INTER_CUBIC
        )
        broad = cv2.resize(
            generator.random((1, round(6 * aspect)), dtype=np.float32), (columns, 1), interpolation=cv2.INTER_CUBIC
        )
        strength = np.clip(0.35 + 0.9 * broad, 0.1, 1.2) * (0.55 + 0.45 * streaks)
        tall = np.float32(0.30) * (np.float32(0.55) + np.float32(0.8) * broad)
        above = as_float(hem) - y
        light = np.where(
            above > 0, np.exp(-np.maximum(above, 0) / tall), np.exp(np.minimum(above, 0) / np.float32(0.022))
        )
        light = as_float(light * strength) * np.float32(0.95 - 0.16 * number)
        image = shone(image, light * np.float32(0.85), vivid(colour, value=1.0))
        foot = np.exp(-((above / np.float32(0.035)) ** 2)) * strength
        image = shone(image, as_float(foot * np.float32(0.45)), mix(vivid(colour), WHITE, 0.6))
    sky = stretched(image, width, height)
    sky = as_float(sky + (_stars(width, height, seed, 260) * np.float32(0.8))[..., None])
    ridge = np.linspace(-0.05, aspect + 0.05, 200)
    for level, shade in ((0.86, 0.13), (0.93, 0.05)):
        line = level + np.zeros(200)
        for wave in (1.3, 3.1, 7.7, 17.0):
            line = line + 0.05 / wave**0.8 * np.sin(wave * ridge + generator.uniform(0, 2 * np.pi))
        hill = np.concatenate([np.stack([ridge, line], -1), [(aspect + 0.1, 1.2), (-0.1, 1.2)]])
        sky = over(sky, deep(mix(secondary, primary, 0.3), value=shade), filled(width, height, [hill], [1.0]))
    return sky


def _billows(columns: int, rows: int, seed: int, bend: float) -> FloatImage:
    """Return noise of 0..1 folded by two other noises; `bend` in canvas heights."""
    base = cloud(columns, rows, seed * 3 + 1, octaves=5, coarse=3)
    x, y = coordinates(columns, rows)
    first = cloud(columns, rows, seed * 3 + 2, octaves=2, coarse=2) - np.float32(0.5)
    second = cloud(columns, rows, seed * 3 + 3, octaves=2, coarse=2) - np.float32(0.5)
    reach = np.float32(bend * rows)
    moved = cv2.remap(base, as_float(x * rows + first * reach), as_float(y * rows + second * reach), cv2.INTER_LINEAR,
                      borderMode=cv2.BORDER_REFLECT)  # fmt: skip
    return as_float(moved)


def _stars(width: int, height: int, seed: int, count: int) -> FloatImage:
    """Return the light of stars, HxW: many faint ones, a few with a halo; sizes follow the height."""
    generator = np.random.default_rng(seed)
    points = np.zeros((height, width), np.uint8)
    for _ in range(count):
        at = (int(generator.uniform(0, width) * 16), int(generator.uniform(0, height) * 16))
        power = min(1.0, 0.16 * float(generator.pareto(1.6)) + 0.12)
        radius = height * (0.0007 + 0.0013 * power)
        cv2.circle(points, at, max(6, round(radius * 16)), round(255 * power), -1, cv2.LINE_AA, 4)
    sheet = points.astype(np.float32) * np.float32(1 / 255)
    return as_float(sheet + blur(sheet, 0.004 * height) * np.float32(1.2))
