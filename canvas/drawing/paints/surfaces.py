"""Grounds one could touch: paper, concrete, marble, wet paint."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

import cv2
import numpy as np

from canvas.colour import WHITE, deep, mix, parse_hex, vivid
from canvas.document import Palette
from canvas.drawing.fields import around, cloud, coordinates, spot
from canvas.drawing.paints.mixing import (
    blend,
    focus_of,
    fraction,
    half,
    laid,
    over,
    pair,
    pool,
    ramp,
    shone,
    stretched,
    times,
)
from canvas.filters import FloatImage, as_float, blur, resize, warp


def paper(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Torn-edge paper tones: light ground with fibre, tinted by the palette."""
    tint = mix(parse_hex(palette.light), parse_hex(palette.primary), 0.10)
    fibre = np.random.default_rng(seed).standard_normal((height, width), np.float32)
    grain = blur(fibre, 0.7) * np.float32(0.030) + (
        cloud(width, height, seed, octaves=6, coarse=5) - np.float32(0.5)
    ) * np.float32(0.10)
    image = np.asarray(tint, np.float32) * np.float32(0.97) + grain[..., None]
    distance, _ = around(width, height, (0.5, 0.5))
    return times(
        as_float(image), as_float(1 - np.float32(0.35) * np.clip((distance - np.float32(0.45)) / np.float32(0.9), 0, 1))
    )


def grunge(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """A worn, scratched wall under a coloured lamp."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    coarse, fine = (cloud(width, height, seed + offset, octaves=6, coarse=rough) for offset, rough in ((0, 3), (1, 12)))
    light = pool(
        width,
        height,
        focus,
        1.1,
        (
            vivid(mix(primary, WHITE, 0.15), value=0.95),
            deep(primary, value=0.62),
            deep(mix(primary, secondary, 0.6), value=0.30),
            deep(secondary, value=0.12),
        ),
    )
    image = times(
        light, as_float(np.float32(0.62) + np.float32(0.75) * coarse * (np.float32(0.55) + np.float32(0.6) * fine))
    )
    flaked = np.clip((fine * np.float32(0.5) + coarse * np.float32(0.6) - np.float32(0.66)) * np.float32(14), 0, 1)
    image = over(image, deep(secondary, value=0.16), flaked * np.float32(0.6))
    rim = np.clip(flaked * (1 - flaked) * 4, 0, 1)
    image = shone(image, rim * np.float32(0.20), mix(primary, WHITE, 0.5))
    marks = np.zeros((height, width), np.uint8)
    for _ in range(150):
        start = np.array([generator.uniform(0, width / height), generator.uniform(0, 1)])
        turn, length = generator.normal(-0.9, 0.5), 0.05 + 0.10 * float(generator.pareto(2.5))
        bend = start + 0.5 * length * np.array([np.cos(turn), np.sin(turn)]) + generator.normal(0, 0.006, 2)
        end = start + length * np.array([np.cos(turn), np.sin(turn)])
        points = np.round(np.array([start, bend, end]) * height * 16).astype(np.int32)
        cv2.polylines(
            marks, [points], False, int(generator.integers(50, 230)), max(1, round(0.0014 * height)), cv2.LINE_AA, 4
        )
    return shone(image, marks.astype(np.float32) * np.float32(0.30 / 255), mix(primary, WHITE, 0.7))


def marble(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Dark polished stone with veins of gold and gold dust: for luxury and money."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    gold = mix(vivid(parse_hex(palette.accent), value=1.0), (1.0, 0.76, 0.32), 0.7)
    columns, rows = half(width, height)
    x, y = coordinates(columns, rows)
    stone = cloud(columns, rows, seed + 1, octaves=6, coarse=3)
    strength = np.clip((cloud(columns, rows, seed + 2, octaves=3, coarse=3) - np.float32(0.34)) * 3, 0, 1)
    bend = (cloud(columns, rows, seed, octaves=4, coarse=2) - np.float32(0.5)) * np.float32(1.7)
    field = (x * np.float32(0.75) + y) * np.float32(1.5) + bend
    # The field is smooth, so that it is stretched and the veins stay sharp.
    sheet = stretched(np.dstack([field, field * np.float32(2.3) + stone * np.float32(1.2), strength]), width, height)
    veins = np.maximum(_veins(sheet[..., 0], 0.020), _veins(sheet[..., 1], 0.022) * np.float32(0.55)) * sheet[..., 2]
    halo = blur(resize(veins, columns, rows), 0.012 * rows) * np.float32(0.5)
    stops = (deep(secondary, value=0.06), deep(mix(primary, secondary, 0.5), value=0.16), deep(primary, value=0.34))
    base = ramp(np.clip(stone * np.float32(1.25) - np.float32(0.15), 0, 1), stops)
    base = shone(base, spot(columns, rows, focus, 0.75, 0.55) * np.float32(0.30), vivid(primary, value=0.8))
    image = stretched(shone(base, halo, deep(gold, value=0.75)), width, height)
    glint = np.float32(0.55) + np.float32(0.75) * cloud(columns, rows, seed + 3, octaves=6, coarse=14)
    metal = times(pool(columns, rows, focus, 1.2, (mix(gold, WHITE, 0.35), deep(gold, value=0.72))), glint)
    image = over(image, stretched(metal, width, height), veins)
    dust = np.zeros((height, width), np.uint8)
    for _ in range(420):
        at = (int(generator.uniform(0, width) * 16), int(generator.uniform(0, height) * 16))
        size = height * (0.0006 + 0.0016 * float(generator.power(0.35)) ** 6)
        cv2.circle(dust, at, max(6, round(size * 16)), int(generator.integers(50, 255)), -1, cv2.LINE_AA, 4)
    near = stretched(np.float32(0.25) + halo * 2 + strength * np.float32(0.5), width, height)
    return shone(image, dust.astype(np.float32) * near * np.float32(1 / 255), mix(gold, WHITE, 0.4))


def _veins(field: FloatImage, thin: float) -> FloatImage:
    """Return thin lines where a field passes whole numbers, HxW."""
    away = np.abs(fraction(field + np.float32(0.5)) - np.float32(0.5))
    return as_float(np.clip(1 - away * np.float32(0.5 / thin), 0, 1) ** 2)


def brush(palette: Palette, params: Mapping[str, float], width: int, height: int, seed: int) -> FloatImage:
    """Broad strokes of thick paint over a plain ground, with the marks of the bristles."""
    primary, secondary = pair(palette)
    generator = np.random.default_rng(seed)
    focus = focus_of(params)
    ground = pool(
        width,
        height,
        focus,
        1.3,
        (deep(secondary, value=0.42), deep(secondary, value=0.30), deep(secondary, value=0.16)),
    )
    image = times(ground, as_float(np.float32(0.9) + np.float32(0.2) * cloud(width, height, seed, octaves=6, coarse=8)))
    accent = parse_hex(palette.accent)
    strokes = (
        (focus[0] - 0.04, focus[1] + 0.33, 0.62, 0.15, deep(mix(primary, secondary, 0.5), value=0.8)),
        (focus[0] + 0.02, focus[1] - 0.27, 0.66, 0.16, deep(primary, value=0.78)),
        (focus[0], focus[1] + 0.04, 0.78, 0.24, vivid(primary, value=1.0)),
        (focus[0] + 0.09, focus[1] + 0.40, 0.34, 0.035, vivid(accent, value=1.0)),
    )
    tilt = params.get("slant", -9.0)
    for at_x, at_y, reach, thick, colour in strokes:
        relief, cover = _stroke(generator)
        wet = blend(deep(colour, value=0.66), mix(colour, WHITE, 0.26), np.clip(relief, 0, 1))
        turn = radians(tilt + float(generator.normal(0, 2.0)))
        forward = np.array([cos(turn), sin(turn)]) * reach * height / 256
        sideways = np.array([-sin(turn), cos(turn)]) * thick * height / 64
        origin = np.array([at_x * width, at_y * height]) - forward * 256 - sideways * 64
        matrix = np.array([[forward[0], sideways[0], origin[0]], [forward[1], sideways[1], origin[1]]])
        corners = np.array([matrix @ (x, y, 1) for x in (0, 512) for y in (0, 128)])
        left, top = (max(0, int(edge) - height // 20) for edge in corners.min(axis=0))
        right, bottom = (max(0, int(edge) + height // 20) for edge in corners.max(axis=0))
        part = image[top : min(bottom, height), left : min(right, width)]
        if not part.size:
            continue
        matrix[:, 2] -= (left, top)
        stroke = warp(np.dstack([wet, cover]), matrix, part.shape[1], part.shape[0])
        mask = np.clip((stroke[..., 3] - np.float32(0.5)) * np.float32(6) + np.float32(0.5), 0, 1)
        laid(part, stroke[..., :3], mask, reach=0.014 * height, shade=0.34)
    return image


def _stroke(generator: np.random.Generator) -> tuple[FloatImage, FloatImage]:
    """Return one stroke, 128 x 512: how high its paint stands and how far it covers. Its ends fray hair by hair."""
    rows, columns = 128, 512
    hairs = blur(as_float(generator.random((rows, 1), dtype=np.float32)), 0.8)
    along = cv2.resize(generator.random((rows, 12), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    relief = as_float(np.float32(0.75) * hairs + np.float32(0.45) * along - np.float32(0.1))
    across = np.abs(np.linspace(-1, 1, rows, dtype=np.float32))[:, None]
    u = np.linspace(0, 1, columns, dtype=np.float32)[None, :]
    start = np.float32(0.03) + np.float32(0.07) * blur(as_float(generator.random((rows, 1), dtype=np.float32)), 1.2)
    end = np.float32(0.78) + np.float32(0.20) * hairs - np.float32(0.07) * across**2
    body = np.minimum((u - start) * 30, (end - u) * 22)
    edge = (np.float32(0.93) + np.float32(0.05) * (along - np.float32(0.5)) - across) * np.float32(24)
    dry = (relief - np.float32(0.42) * np.clip((u - np.float32(0.55)) * np.float32(2.4), 0, 1) + np.float32(0.12)) * 8
    cover = np.clip(np.minimum(np.minimum(body, edge), dry) + np.float32(0.5), 0, 1)
    return relief, as_float(cover)
