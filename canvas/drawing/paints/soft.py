"""Soft grounds: colour and light without edges."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from canvas.colour import WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.fields import cloud, coordinates, spot
from canvas.drawing.paints.mixing import blend, focus_of, half, pair, pool, shone, stretched, times
from canvas.filters import FloatImage, as_float, blur, resize


def gradient(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = pair(palette)
    near, far = vivid(primary, value=0.85), deep(secondary, value=0.35)
    stops = [mix(near, far, (step / 4) ** 0.9) for step in range(5)]
    image = pool(width, height, focus_of(params), 1.25, stops)
    return image + (cloud(width, height, seed, octaves=3, coarse=2) - 0.5)[..., None] * np.float32(0.05)


def mesh(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    generator = np.random.default_rng(seed)
    primary, secondary = pair(palette)
    accent = parse_hex(palette.accent)
    choice = np.array([vivid(primary, value=0.8), vivid(secondary, value=0.8), deep(primary, value=0.4),
                       deep(secondary, value=0.35), mix(primary, accent, 0.45)], np.float32)  # fmt: skip
    grid = choice[generator.integers(0, len(choice), (4, 5))]
    small = np.asarray(cv2.resize(grid, (width // 8, height // 8), interpolation=cv2.INTER_CUBIC), np.float32)
    return resize(blur(small, height / 8 * 0.09), width, height)


def bokeh(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    generator = np.random.default_rng(seed)
    primary, secondary = pair(palette)
    image = mesh(palette, params, width, height, seed) * np.float32(0.55)
    layer: FloatImage = np.zeros((height // 2, width // 2, 3), np.float32)
    colours = [vivid(primary), vivid(secondary), vivid(parse_hex(palette.accent)), (1.0, 0.93, 0.8)]
    for _ in range(46):
        radius = max(2, round(generator.uniform(0.02, 0.11) * height / 2))
        centre = int(generator.uniform(0, width / 2)), int(generator.uniform(0, height / 2))
        strength = float(generator.uniform(0.08, 0.4))
        colour = np.asarray(colours[int(generator.integers(4))], np.float32)
        # Only the square round the disc is touched: a whole layer for each disc took most of the time.
        left, top = max(0, centre[0] - radius - 1), max(0, centre[1] - radius - 1)
        tile = layer[top : centre[1] + radius + 2, left : centre[0] + radius + 2]
        disc = np.zeros(tile.shape[:2], np.float32)
        cv2.circle(disc, (centre[0] - left, centre[1] - top), radius, strength, -1, cv2.LINE_AA)
        tile += disc[..., None] * colour
    light = np.clip(resize(blur(layer, 0.004 * height), width, height), 0, 1)
    return image + light * (1 - image)


def spotlight(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = pair(palette)
    focus = focus_of(params)
    small_width, small_height = half(width, height)
    x, y = coordinates(small_width, small_height)
    image = np.empty((small_height, small_width, 3), np.float32)
    image[:] = np.asarray(deep(secondary, value=0.16), np.float32)
    centre = np.float32(focus[0] * width / height)
    spread = np.float32(0.10) + np.float32(0.42) * np.clip(y, 0, 1)
    cone = np.exp(-(((x - centre) / spread) ** 2) * np.float32(1.6)) * np.clip(
        np.float32(1.05) - y * np.float32(0.55), 0, 1
    )
    haze = 0.75 + 0.5 * cloud(small_width, small_height, seed)
    image += as_float(cone * haze * 0.55)[..., None] * np.asarray(vivid(primary, value=0.95), np.float32)
    back = spot(small_width, small_height, focus, 0.55, 0.5) * np.float32(0.6)
    floor = spot(small_width, small_height, (focus[0], 0.97), 0.62, 0.10) * np.float32(0.55)
    image = shone(shone(image, back, vivid(primary, value=0.9)), floor, mix(primary, WHITE, 0.5))
    return stretched(image, width, height)


def spot_wall(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A studio wall lit from two sides, with its floor: for a product or a person."""
    primary, secondary = pair(palette)
    focus = focus_of(params)
    small_width, small_height = half(width, height)
    x, y = coordinates(small_width, small_height)
    aspect = width / height
    floor_line = np.float32(min(0.97, max(0.5, params.get("floor", 0.83))))
    share = np.broadcast_to(np.clip(x / np.float32(aspect), 0, 1), (small_height, small_width))
    wall = blend(deep(secondary, value=0.62), deep(primary, value=0.72), as_float(share))
    glow = spot(small_width, small_height, (focus[0], focus[1] - 0.03), 0.62, 0.48)
    image = shone(wall, glow * np.float32(0.85), vivid(mix(primary, WHITE, 0.30), value=1.0))
    depth = as_float(np.broadcast_to(np.clip((y - floor_line) / (1 - floor_line), 0, 1), share.shape))
    floor = blend(deep(mix(secondary, primary, 0.5), value=0.42), deep(secondary, value=0.20), depth)
    mirrored = spot(small_width, small_height, (focus[0], float(floor_line)), 0.66, 0.13)
    floor = shone(floor, mirrored * np.float32(0.75), vivid(mix(primary, WHITE, 0.35), value=1.0))
    # The corner is a soft bend, a hundredth of the height wide, with a little shade in it.
    bend = np.broadcast_to(np.clip((y - floor_line) / np.float32(0.012) + 0.5, 0, 1), share.shape)
    image = image + (floor - image) * as_float(bend)[..., None]
    crease = np.exp(-(((y - floor_line) / np.float32(0.03)) ** 2)) * np.float32(0.22)
    edge = np.clip(np.abs(x / np.float32(aspect) - np.float32(focus[0])) - np.float32(0.2), 0, 1) * np.float32(0.5)
    image = times(image, as_float((1 - crease) * (1 - edge)))
    grain = cloud(small_width, small_height, seed, octaves=6, coarse=6) - np.float32(0.5)
    return stretched(image + grain[..., None] * np.float32(0.03), width, height)


def confetti_blur(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Falling confetti, sharp to far out of focus, on a bright ground."""
    generator = np.random.default_rng(seed)
    primary, secondary = pair(palette)
    accent = parse_hex(palette.accent)
    stops = (vivid(mix(primary, WHITE, 0.18), value=1.0), vivid(primary, value=0.8), deep(secondary, value=0.4))
    image = pool(width, height, focus_of(params), 1.15, stops)
    colours = [
        vivid(accent),
        vivid(secondary),
        (1.0, 1.0, 1.0),
        vivid(mix(primary, WHITE, 0.4)),
        vivid(mix(accent, primary, 0.4)),
    ]
    for count, size, softness in ((70, 0.020, 0.0), (34, 0.032, 0.007), (13, 0.062, 0.020)):
        reduction = 1 if softness == 0 else 2 if softness < 0.01 else 4
        columns, rows = max(2, width // reduction), max(2, height // reduction)
        sheet = np.zeros((rows, columns, 4), np.uint8)
        for _ in range(count):
            centre = np.array([generator.uniform(0, width / height), generator.uniform(-0.05, 1.05)])
            reach = size * generator.uniform(0.6, 1.3)
            turn, tilt = generator.uniform(0, 2 * np.pi), generator.uniform(0.25, 1.0)
            corners = np.array([(-1, -0.55), (1, -0.55), (1, 0.55), (-1, 0.55)]) * [reach * tilt, reach]
            c, s = np.cos(turn), np.sin(turn)
            corners = (corners @ np.array([[c, s], [-s, c]]) + centre) * rows * 16
            shade = 0.62 + 0.38 * tilt
            red, green, blue = (shade * channel * 255 for channel in colours[int(generator.integers(len(colours)))])
            cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], (red, green, blue, 255), cv2.LINE_AA, 4)
        light = blur(sheet.astype(np.float32) * np.float32(1 / 255), softness * rows)
        full = light if reduction == 1 else stretched(light, width, height)
        image = image * (1 - full[..., 3:]) + full[..., :3]
    return as_float(image)
