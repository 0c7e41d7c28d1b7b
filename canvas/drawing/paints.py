"""Procedural plates: backgrounds made of the palette alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, radians, sin

import cv2
import numpy as np

from canvas.colour import RGB, WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.effects.patterns import halftone_dots
from canvas.drawing.fields import around, cloud, coordinates, spot
from canvas.errors import PictureError
from canvas.filters import FloatImage, as_float, blur, resize

Painter = Callable[[Palette, Mapping[str, float], int, int, int], FloatImage]


def paint(name: str, palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Return a painted background, HxWx3 in 0..1. `PictureError` when there is no paint of that name.

    All take `focus_x` and `focus_y`, the ratios of the point they centre on (0.68, 0.45 when not given).
    """
    painter = PAINTS.get(name)
    if painter is None:
        raise PictureError(f"there is no paint {name!r}")
    return np.clip(painter(palette, params, width, height, seed), 0, 1)


def _gradient(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = _pair(palette)
    distance, _ = around(width, height, _focus(params))
    image = _blend(vivid(primary, value=0.85), deep(secondary, value=0.35), np.clip(distance / 1.25, 0, 1) ** 0.9)
    return image + (cloud(width, height, seed, octaves=3, coarse=2) - 0.5)[..., None] * np.float32(0.05)


def _mesh(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    generator = np.random.default_rng(seed)
    primary, secondary = _pair(palette)
    accent = parse_hex(palette.accent)
    choice = np.array([vivid(primary, value=0.8), vivid(secondary, value=0.8), deep(primary, value=0.4),
                       deep(secondary, value=0.35), mix(primary, accent, 0.45)], np.float32)  # fmt: skip
    grid = choice[generator.integers(0, len(choice), (4, 5))]
    small = np.asarray(cv2.resize(grid, (width // 8, height // 8), interpolation=cv2.INTER_CUBIC), np.float32)
    return resize(blur(small, height / 8 * 0.09), width, height)


def _rays(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = _pair(palette)
    distance, angle = around(width, height, _focus(params))
    count = min(90.0, max(2.0, params.get("count", 14.0)))
    # The edge of a beam is one pixel wide wherever it is, so that it stays crisp without stairs.
    edge = np.clip(np.sin(angle * round(count)) * distance * np.float32(height / count) * 0.9, -1, 1) * 0.5 + 0.5
    light = _blend(vivid(primary, value=1.0), deep(primary, value=0.72), np.clip(distance / 1.3, 0, 1))
    dark = _blend(
        vivid(mix(primary, secondary, 0.75), value=0.85), deep(secondary, value=0.4), np.clip(distance / 1.1, 0, 1)
    )
    image = dark + (light - dark) * edge[..., None]
    core = spot(width, height, _focus(params), 0.42, 0.42)[..., None]
    return as_float(image + (np.asarray((1, 0.97, 0.9), np.float32) - image) * core * 0.5)


def _halftone(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    base = _gradient(palette, params, width, height, seed)
    dots = halftone_dots(width, height, _focus(params), 0.032, 24.0, 1.15)
    colour = np.asarray(deep(parse_hex(palette.secondary), value=0.3), np.float32)
    return base + (colour - base) * (dots * np.float32(0.55))[..., None]


def _split(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Two colours along a slanted line, lit from behind each side: for a versus."""
    primary, secondary = _pair(palette)
    x, y = coordinates(width, height)
    slant = radians(params.get("slant", 12.0))
    along = (x - np.float32(0.5 * width / height)) * np.float32(cos(slant)) + (y - 0.5) * np.float32(sin(slant))
    left = _lit_side(primary, width, height, (0.25, 0.42))
    right = _lit_side(secondary, width, height, (0.75, 0.42))
    image = left + (right - left) * np.clip(along * height + 0.5, 0, 1)[..., None]
    distance = np.abs(along)
    bolt = np.clip((0.008 - distance) * height + 0.5, 0, 1)[..., None]
    halo = np.exp(-((distance / 0.05) ** 2))[..., None]
    image = image + (1 - image) * halo * np.float32(0.45)
    return as_float(image + (1 - image) * bolt)


def _spotlight(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = _pair(palette)
    focus = _focus(params)
    image = np.broadcast_to(np.asarray(deep(secondary, value=0.16), np.float32), (height, width, 3)).copy()
    x, y = coordinates(width, height)
    centre = np.float32(focus[0] * width / height)
    spread = 0.10 + 0.42 * np.clip(y, 0, 1)
    cone = np.exp(-(((x - centre) / spread) ** 2) * 1.6) * np.clip(1.05 - y * 0.55, 0, 1)
    haze = 0.75 + 0.5 * cloud(width, height, seed)
    image += (cone * haze * 0.55)[..., None] * np.asarray(vivid(primary, value=0.95), np.float32)
    back = spot(width, height, focus, 0.55, 0.5)[..., None] * np.asarray(vivid(primary, value=0.9), np.float32)
    floor = spot(width, height, (focus[0], 0.97), 0.62, 0.10)[..., None] * np.asarray(
        mix(primary, WHITE, 0.5), np.float32
    )
    image = image + (1 - image) * back * np.float32(0.6)
    return (image + (1 - image) * floor * np.float32(0.55)).astype(np.float32)


def _speedlines(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    primary, secondary = _pair(palette)
    distance, angle = around(width, height, _focus(params))
    generator = np.random.default_rng(seed)
    table = blur(generator.random((1, 720), dtype=np.float32), 1.1)
    index = (angle / (2 * np.pi) * 719).astype(np.int32)
    streaks = np.clip((table[0][index] - 0.45) * 5, 0, 1) * np.clip((distance - 0.22) / 0.5, 0, 1)
    image = _blend(
        vivid(mix(primary, WHITE, 0.55), value=1.0), vivid(primary, value=0.8), np.clip(distance / 0.75, 0, 1)
    )
    dark = np.asarray(deep(secondary, value=0.5), np.float32)
    return as_float(image + (dark - image) * (streaks * 0.85)[..., None])


def _bokeh(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    generator = np.random.default_rng(seed)
    primary, secondary = _pair(palette)
    image = _mesh(palette, params, width, height, seed) * np.float32(0.55)
    layer: FloatImage = np.zeros((height // 2, width // 2, 3), np.float32)
    colours = [vivid(primary), vivid(secondary), vivid(parse_hex(palette.accent)), (1.0, 0.93, 0.8)]
    for _ in range(46):
        radius = max(2, round(generator.uniform(0.02, 0.11) * height / 2))
        centre = int(generator.uniform(0, width / 2)), int(generator.uniform(0, height / 2))
        disc = np.zeros(layer.shape[:2], np.float32)
        cv2.circle(disc, centre, radius, float(generator.uniform(0.08, 0.4)), -1, cv2.LINE_AA)
        layer += disc[..., None] * np.asarray(colours[int(generator.integers(4))], np.float32)
    light = np.clip(resize(blur(layer, 0.004 * height), width, height), 0, 1)
    return image + light * (1 - image)


def _grid_neon(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A glowing grid running to the horizon under a dusk sky."""
    primary, secondary = _pair(palette)
    x, y = coordinates(width, height)
    horizon = np.float32(min(0.95, max(0.05, params.get("horizon", 0.56))))
    sky = _blend(deep(secondary, value=0.22), vivid(mix(primary, secondary, 0.4), value=0.75),
                 np.broadcast_to(np.clip(y / horizon, 0, 1) ** 2.2, (height, width)))  # fmt: skip
    depth = np.maximum(y - horizon, 1e-4)
    ahead = 0.5 / depth
    across = (x - np.float32(0.5 * width / height)) / depth * 2.2
    # Lines keep about two pixels whatever their distance: their half width is measured in screen space.
    rows = np.abs((ahead + 0.5) % 1.0 - 0.5) / (ahead / depth) * height
    columns = np.abs((across + 0.5) % 1.0 - 0.5) * depth / 2.2 * height
    lines = np.maximum(np.clip(1.6 - rows, 0, 1), np.clip(1.6 - columns, 0, 1)).astype(np.float32)
    lines = lines * np.clip(depth / 0.10, 0, 1) * (y > horizon)
    ground = np.asarray(deep(secondary, value=0.10), np.float32)
    glow = (lines + blur(lines, 0.009 * height) * 1.6)[..., None] * np.asarray(vivid(primary), np.float32)
    image = np.where((y > horizon)[..., None], ground, sky).astype(np.float32)
    image = image + np.clip(glow, 0, 1) * (1 - image)
    edge = np.exp(-(((y - horizon) / 0.05) ** 2))[..., None] * np.asarray(vivid(primary, value=1.0), np.float32)
    return as_float(image + np.clip(edge, 0, 1) * (1 - image) * 0.8)


def _paper(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Torn-edge paper tones: light ground with fibre, tinted by the palette."""
    tint = mix(parse_hex(palette.light), parse_hex(palette.primary), 0.10)
    fibre = np.random.default_rng(seed).standard_normal((height, width), np.float32)
    grain = blur(fibre, 0.7) * 0.030 + (cloud(width, height, seed, octaves=6, coarse=5) - 0.5) * 0.10
    image = np.asarray(tint, np.float32) * np.float32(0.97) + grain[..., None]
    distance, _ = around(width, height, (0.5, 0.5))
    shade = np.clip((distance - 0.45) / 0.9, 0, 1)[..., None]
    return as_float(image * (1 - 0.35 * shade))


def _lit_side(colour: RGB, width: int, height: int, centre: tuple[float, float]) -> FloatImage:
    distance, _ = around(width, height, centre)
    return _blend(vivid(colour, value=0.95), deep(colour, value=0.28), np.clip(distance / 0.95, 0, 1))


def _blend(first: RGB, second: RGB, share: FloatImage) -> FloatImage:
    start, end = np.asarray(first, np.float32), np.asarray(second, np.float32)
    return (start + (end - start) * share[..., None]).astype(np.float32)


def _pair(palette: Palette) -> tuple[RGB, RGB]:
    return parse_hex(palette.primary), parse_hex(palette.secondary)


def _focus(params: Mapping[str, float]) -> tuple[float, float]:
    return min(2.0, max(-1.0, params.get("focus_x", 0.68))), min(2.0, max(-1.0, params.get("focus_y", 0.45)))


PAINTS: dict[str, Painter] = {
    "gradient": _gradient,
    "mesh": _mesh,
    "rays": _rays,
    "halftone": _halftone,
    "split": _split,
    "spotlight": _spotlight,
    "speedlines": _speedlines,
    "bokeh": _bokeh,
    "grid_neon": _grid_neon,
    "paper": _paper,
}
