"""Grounds that shoot out of one point: rays, comic bursts, speed."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from canvas.colour import WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.effects.patterns import halftone_dots
from canvas.drawing.fields import around, spot
from canvas.drawing.paints.mixing import filled, focus_of, fraction, over, pair, pool, shone
from canvas.filters import FloatImage, as_float, blur


def rays(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = pair(palette)
    focus = focus_of(params)
    edge = _beams(width, height, focus, params.get("count", 14.0))
    light = pool(width, height, focus, 1.3, (vivid(primary, value=1.0), deep(primary, value=0.72)))
    dark = pool(
        width, height, focus, 1.1, (vivid(mix(primary, secondary, 0.75), value=0.85), deep(secondary, value=0.4))
    )
    core = spot(width, height, focus, 0.42, 0.42) * np.float32(0.5)
    return shone(over(dark, light, edge), core, (1, 0.97, 0.9))


def sunburst_comic(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Two-tone rays behind an outlined burst, with printed dots that grow towards the corners."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    light = pool(width, height, focus, 1.2, (vivid(primary, value=1.0), vivid(primary, value=0.92)))
    dark = pool(width, height, focus, 1.2, (deep(primary, value=0.86), deep(mix(primary, secondary, 0.35), value=0.62)))
    image = over(dark, light, _beams(width, height, focus, params.get("count", 18.0)))
    dots = halftone_dots(width, height, focus, 0.036, 30.0, 1.35)
    image = over(image, deep(secondary, value=0.42), np.clip(dots * np.float32(0.8), 0, 1))
    spikes = 22
    turn = np.repeat(np.arange(spikes) * 2 * np.pi / spikes, 2) + np.tile([0.0, np.pi / spikes], spikes)
    reach = np.where(np.arange(2 * spikes) % 2, 0.38, 0.53) * generator.uniform(0.92, 1.10, 2 * spikes)
    middle = np.array([focus[0] * width / height, focus[1]])
    # In an upright picture the burst is as much smaller as the picture is narrower.
    star = np.stack([np.cos(turn) * 1.18, np.sin(turn)], -1) * reach[:, None] * min(1.0, 0.9 * width / height)
    accent = mix(parse_hex(palette.accent), primary, 0.06)
    burst = np.zeros((height, width, 3), np.uint8)
    tones = (deep(secondary, value=0.16), vivid(accent, value=1.0), vivid(mix(accent, WHITE, 0.55), value=1.0))
    for scale, tone in zip((1.06, 1.0, 0.80), tones, strict=True):
        points = np.round((middle + star * scale) * height * 16).astype(np.int32)
        red, green, blue = (round(255 * channel) for channel in tone)
        cv2.fillPoly(burst, [points], (red, green, blue), cv2.LINE_AA, 4)
    return over(
        image, burst.astype(np.float32) * np.float32(1 / 255), filled(width, height, [middle + star * 1.06], [1.0])
    )


def speedlines(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = pair(palette)
    distance, angle = around(width, height, focus_of(params))
    generator = np.random.default_rng(seed)
    table = blur(generator.random((1, 720), dtype=np.float32), 1.1)
    index = (angle * np.float32(719 / (2 * np.pi))).astype(np.int32)
    streaks = np.clip((np.take(table[0], index) - np.float32(0.45)) * 5, 0, 1) * np.clip(
        (distance - np.float32(0.22)) * 2, 0, 1
    )
    image = pool(
        width, height, focus_of(params), 0.75, (vivid(mix(primary, WHITE, 0.55), value=1.0), vivid(primary, value=0.8))
    )
    return over(image, deep(secondary, value=0.5), streaks * np.float32(0.85))


def tunnel(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Light rushing past: streaks of both colours that leave a bright point and grow towards the edges."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    distance, angle = around(width, height, focus)
    # Streaks live on a cylinder (angle by depth); the depth of a pixel is the logarithm of its distance.
    columns, rows = 1024, 128
    light = np.zeros((3, rows, columns), np.float32)
    for _ in range(430):
        at, start, length = (int(number) for number in generator.integers((0, 0, 14), (columns, rows, 56)))
        strip = np.sin(np.linspace(0, np.pi, length, dtype=np.float32)) ** 2
        depth = (start + np.arange(length)) % rows
        thick = int(generator.integers(1, 4))
        light[int(generator.choice(3, p=(0.45, 0.35, 0.2)))][depth[:, None], (at + np.arange(thick)) % columns] += (
            strip[:, None] * np.float32(generator.uniform(0.25, 1.0))
        )
    # The seam of the cylinder is repeated on the right, so that no line shows where the angle starts anew.
    light = np.concatenate([light, light[:, :, :2]], axis=2)
    u = angle * np.float32(columns / (2 * np.pi))
    depths = cv2.log(np.maximum(distance, np.float32(0.004))) * np.float32(-26 / (rows - 1))
    v = fraction(depths) * np.float32(rows - 1)
    colours = (vivid(primary), vivid(secondary), vivid(mix(primary, WHITE, 0.7)))
    table = sum(
        (layer[..., None] * np.asarray(colour, np.float32) for layer, colour in zip(light, colours, strict=True)),
        start=np.zeros((rows, columns + 2, 3), np.float32),
    )
    near = np.clip((distance - np.float32(0.05)) / np.float32(0.45), 0, 1)
    streaks = as_float(cv2.remap(as_float(table), u, v, cv2.INTER_LINEAR))
    image = pool(width, height, focus, 1.05, (
        vivid(mix(primary, WHITE, 0.75), value=1.0), vivid(primary, value=0.85), deep(secondary, value=0.45),
        deep(secondary, value=0.16), deep(secondary, value=0.08),
    ))  # fmt: skip
    streaks *= cv2.merge([near, near, near])
    return as_float(cv2.add(image, streaks))


def _beams(width: int, height: int, focus: tuple[float, float], count: float) -> FloatImage:
    """Return the mask of evenly spread beams. Their edge is one pixel wide wherever it is: crisp without stairs."""
    distance, angle = around(width, height, focus)
    count = min(90.0, max(2.0, count))
    wave = np.sin(angle * np.float32(round(count)))
    return as_float(
        np.clip(wave * distance * np.float32(0.9 * height / count), -1, 1) * np.float32(0.5) + np.float32(0.5)
    )
