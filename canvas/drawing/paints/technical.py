"""Grounds of lines: glowing grids, floors in perspective, drawings, circuits."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.fields import coordinates, spot
from canvas.drawing.paints.mixing import blend, focus_of, fraction, over, pair, pool, shone
from canvas.filters import ByteImage, FloatImage, as_float, blur

_SHIFT = 4


def grid_neon(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A glowing grid running to the horizon under a dusk sky."""
    primary, secondary = pair(palette)
    x, y = coordinates(width, height)
    horizon = np.float32(min(0.95, max(0.05, params.get("horizon", 0.56))))
    sky = blend(
        deep(secondary, value=0.22),
        vivid(mix(primary, secondary, 0.4), value=0.75),
        np.clip(y / horizon, 0, 1) ** np.float32(2.2),
    )
    depth = np.maximum(y - horizon, np.float32(1e-4))
    ahead = np.float32(0.5) / depth
    across = (x - np.float32(0.5 * width / height)) / depth * np.float32(2.2)
    # Lines are equally thick whatever their distance: their half width is measured in screen space.
    thick = np.float32(max(0.9, 0.0022 * height))
    rows = np.abs(fraction(ahead + np.float32(0.5)) - np.float32(0.5)) / (ahead / depth) * np.float32(height)
    columns = np.abs(fraction(across + np.float32(0.5)) - np.float32(0.5)) * depth * np.float32(height / 2.2)
    lines = np.maximum(np.clip(thick - rows, 0, 1), np.clip(thick - columns, 0, 1))
    lines = as_float(lines * (np.clip(depth / np.float32(0.10), 0, 1) * (y > horizon)))
    ground = np.asarray(deep(secondary, value=0.10), np.float32)
    column = np.where((y > horizon)[..., None], ground, sky).astype(np.float32)
    image = np.ascontiguousarray(np.broadcast_to(column, (height, width, 3)))
    image = shone(image, lines + blur(lines, 0.009 * height) * np.float32(1.6), vivid(primary))
    edge = np.exp(-(((y - horizon) / np.float32(0.05)) ** 2)) * np.float32(0.8)
    return shone(image, as_float(np.broadcast_to(edge, (height, width))), vivid(primary, value=1.0))


def checker(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A polished chequered floor that runs to a glowing horizon."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    x, y = coordinates(width, height)
    horizon = np.float32(min(0.9, max(0.1, params.get("horizon", 0.60))))
    stops = (
        vivid(mix(primary, WHITE, 0.35), value=1.0),
        vivid(primary, value=0.85),
        deep(mix(primary, secondary, 0.5), value=0.5),
        deep(secondary, value=0.25),
    )
    wall = pool(width, height, (focus[0], float(horizon) - 0.10), 1.0, stops)
    depth = np.maximum(y - horizon, np.float32(1e-4))
    scale = np.float32(0.62)
    across = (x - np.float32(focus[0] * width / height)) / depth * scale
    ahead = np.float32(0.62) / depth
    # A tile's edge is one pixel wide; where tiles are smaller than a few pixels they fade into their mean.
    sharp_across, sharp_ahead = depth * np.float32(height) / scale, depth * depth * np.float32(height / 0.62)
    tiles = _square(across, sharp_across) * _square(ahead, sharp_ahead)
    tiles = tiles * np.clip((depth - np.float32(0.012)) / np.float32(0.09), 0, 1)
    floor_light = np.clip(np.float32(0.5) + np.float32(0.5) * tiles, 0, 1)
    light = pool(
        width,
        height,
        (focus[0], 1.0),
        1.05,
        (vivid(mix(primary, WHITE, 0.72), value=1.0), deep(mix(primary, WHITE, 0.35), value=0.62)),
    )
    dark = pool(width, height, (focus[0], 1.0), 1.05, (deep(secondary, value=0.46), deep(secondary, value=0.16)))
    floor = over(dark, light, as_float(floor_light))
    mirrored = spot(width, height, (focus[0], float(horizon)), 0.75, 0.17) * np.float32(0.62)
    floor = shone(floor, mirrored, vivid(mix(primary, WHITE, 0.3), value=1.0))
    mask = np.broadcast_to(np.clip((y - horizon) * np.float32(height) + np.float32(0.5), 0, 1), (height, width))
    image = over(wall, floor, as_float(mask))
    line = np.exp(-(((y - horizon) / np.float32(0.018)) ** 2)) * np.float32(0.5)
    return shone(image, as_float(np.broadcast_to(line, (height, width))), vivid(mix(primary, WHITE, 0.5), value=1.0))


def _square(phase: FloatImage, sharpness: FloatImage) -> FloatImage:
    """A wave between -1 and 1 that changes at whole numbers; `sharpness` is the slope there."""
    triangle = np.abs(fraction(phase * np.float32(0.5)) * 2 - 1) - np.float32(0.5)
    return as_float(np.clip(triangle * sharpness * 2, -1, 1))


def blueprint(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """An engineer's sheet: a fine and a coarse grid, and drawings of wheels with their measures."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    ground = pool(
        width,
        height,
        focus,
        1.2,
        (
            vivid(mix(primary, secondary, 0.25), value=0.72),
            deep(primary, value=0.50),
            deep(mix(primary, secondary, 0.5), value=0.26),
        ),
    )
    x, y = coordinates(width, height)
    fine, coarse = (np.maximum(_ruled(x, step, thick, height), _ruled(y, step, thick, height)) * np.float32(strength)
                    for step, thick, strength in ((0.025, 0.0011, 0.13), (0.125, 0.0022, 0.26)))  # fmt: skip
    image = shone(ground, as_float(np.maximum(fine, coarse)), mix(primary, WHITE, 0.75))
    ink = np.zeros((height, width), np.uint8)
    wheels = [(focus[0], focus[1], 0.36), (0.10, 0.86, 0.24), (0.93, 0.10, 0.17), (0.34, 0.06, 0.11)]
    for at_x, at_y, radius in wheels:
        _wheel(ink, np.array([at_x * width / height, at_y]), radius * float(generator.uniform(0.94, 1.06)), generator)
    return shone(image, ink.astype(np.float32) * np.float32(0.62 / 255), mix(primary, WHITE, 0.86))


def _ruled(axis: FloatImage, step: float, thick: float, height: int) -> FloatImage:
    away = np.abs(np.mod(axis + np.float32(step / 2), np.float32(step)) - np.float32(step / 2))
    # Never thinner than a pixel: it would vanish in small drawings.
    reach = np.float32(max(thick, 0.6 / height))
    return as_float(np.clip((reach - away) * np.float32(height) + np.float32(0.5), 0, 1))


def _wheel(
    ink: ByteImage,
    centre: NDArray[np.float64],
    radius: float,
    generator: np.random.Generator,
) -> None:
    """Draw a toothed wheel, its rings, spokes, centre lines and a measured length."""
    height = ink.shape[0]

    def line(points: NDArray[np.float64], thick: float, closed: bool = False) -> None:
        corners = np.round(points * height * 2**_SHIFT).astype(np.int32)
        cv2.polylines(ink, [corners], closed, 255, max(1, round(thick * height)), cv2.LINE_AA, _SHIFT)

    def ring(share: float, thick: float) -> None:
        turn = np.linspace(0, 2 * np.pi, 120)
        line(centre + radius * share * np.stack([np.cos(turn), np.sin(turn)], -1), thick)

    teeth = 24
    turn = np.repeat(np.arange(teeth) * 2 * np.pi / teeth, 4) + np.tile(
        np.array([-0.42, -0.2, 0.2, 0.42]) * 2 * np.pi / teeth, teeth
    )
    reach = radius * np.tile([0.88, 1.0, 1.0, 0.88], teeth)
    line(centre + reach[:, None] * np.stack([np.cos(turn), np.sin(turn)], -1), 0.0040, closed=True)
    for share, thick in ((0.78, 0.0028), (0.36, 0.0028), (0.17, 0.0040)):
        ring(share, thick)
    start = float(generator.uniform(0, 1))
    for spoke in np.arange(6) * np.pi / 3 + start:
        ahead = np.array([np.cos(spoke), np.sin(spoke)])
        line(np.array([centre + ahead * radius * 0.36, centre + ahead * radius * 0.78]), 0.0028)
        hole = np.linspace(0, 2 * np.pi, 40)
        middle = centre + radius * 0.57 * np.array([np.cos(spoke + np.pi / 6), np.sin(spoke + np.pi / 6)])
        line(middle + radius * 0.12 * np.stack([np.cos(hole), np.sin(hole)], -1), 0.0022)
    for ahead in (np.array([1.0, 0.0]), np.array([0.0, 1.0])):
        for dash in np.arange(-1.22, 1.22, 0.14):
            line(np.array([centre + ahead * radius * dash, centre + ahead * radius * (dash + 0.09)]), 0.0016)
    low = centre + np.array([0.0, radius * 1.14])
    reach_across = np.array([radius, 0.0])
    line(np.array([low - reach_across, low + reach_across]), 0.0016)
    for side in (-1, 1):
        end = low + np.array([side * radius, 0.0])
        line(end + np.array([(0, -0.02), (0, 0.02)]), 0.0022)
        line(end + np.array([(-side * 0.02, -0.008), (0, 0), (-side * 0.02, 0.008)]), 0.0022)


def circuit(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Glowing traces on a dark board: they leave the chip behind the subject, bend at 45 degrees and end in pads."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    image = pool(
        width,
        height,
        focus,
        1.15,
        (deep(mix(primary, secondary, 0.4), value=0.50), deep(secondary, value=0.26), deep(secondary, value=0.12)),
    )
    traces, sparks = np.zeros((2, height, width), np.uint8)
    middle = np.array([focus[0] * width / height, focus[1]])
    for number in range(96):
        side, lane = number % 4, (number // 4 - 11.5) * 0.017
        ahead = np.array([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)][side])
        across = np.array([ahead[1], ahead[0]])
        at = middle + ahead * 0.20 + across * lane
        path = [at]
        heading, veer = ahead, np.sign(lane) * across if abs(lane) > 0.03 else across * float(generator.choice([-1, 1]))
        for step in range(int(generator.integers(2, 6))):
            diagonal = step % 2 == 1
            at = at + (heading + veer * diagonal) * float(generator.uniform(0.05, 0.22)) * (0.7 if diagonal else 1.0)
            path.append(at)
        target = sparks if number % 7 == 0 else traces
        _trace(target, np.array(path), height)
    half_side = 0.20
    chip = middle + half_side * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    for scale, thick in ((1.0, 0.006), (0.86, 0.003)):
        corners = np.round((middle + (chip - middle) * scale) * height * 2**_SHIFT).astype(np.int32)
        cv2.polylines(traces, [corners], True, 255, max(1, round(thick * height)), cv2.LINE_AA, _SHIFT)
    for mask, colour, glow in ((traces, vivid(primary), 1.5), (sparks, vivid(parse_hex(palette.accent)), 2.2)):
        lines = mask.astype(np.float32) * np.float32(1 / 255)
        image = shone(image, np.clip(blur(lines, 0.012 * height) * np.float32(glow), 0, 1), colour)
        image = shone(image, lines * np.float32(0.9), mix(colour, WHITE, 0.35))
    return image


def _trace(
    ink: ByteImage,
    path: NDArray[np.float64],
    height: int,
) -> None:
    corners = np.round(path * height * 2**_SHIFT).astype(np.int32)
    cv2.polylines(ink, [corners], False, 255, max(1, round(0.0035 * height)), cv2.LINE_AA, _SHIFT)
    end = (int(corners[-1][0]), int(corners[-1][1]))
    cv2.circle(ink, end, round(0.0085 * height * 2**_SHIFT), 255, -1, cv2.LINE_AA, _SHIFT)
