"""Rasterising: the outlines of a fitted block drawn into coverage masks, at any scale, tilt and oversampling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
import uharfbuzz as hb

from canvas.filters import ByteImage
from canvas.fonts import typeface
from canvas.typesetting.fitting import Block, FittedLine
from canvas.typesetting.shaping import Glyph


@dataclass(frozen=True)
class Placing:
    """How a block's upright coordinates become pixels: scaled, turned by `tilt` degrees (positive lifts the right
    end) round the block's centre, which lands on (`centre_x`, `centre_y`) pixels."""

    block: Block
    scale: float
    centre_x: float
    centre_y: float
    tilt: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of the block (its unit, from its top left) to pixels."""
        dx, dy = (x - self.block.width / 2) * self.scale, (y - self.block.height / 2) * self.scale
        c, s = cos(radians(self.tilt)), sin(radians(self.tilt))
        return self.centre_x + dx * c + dy * s, self.centre_y - dx * s + dy * c

    def corners(self, x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
        """The four pixel corners of a rectangle of the block."""
        return [
            self.point(x, y),
            self.point(x + width, y),
            self.point(x + width, y + height),
            self.point(x, y + height),
        ]


def coverage(
    placing: Placing,
    chosen: Iterable[tuple[FittedLine, Glyph]],
    *,
    left: int,
    top: int,
    width: int,
    height: int,
    oversample: int,
) -> ByteImage:
    """Return the mask of the chosen glyphs in the pixel window at (`left`, `top`), `oversample` times finer."""
    raster = hb.RasterDraw()
    c, s = cos(radians(placing.tilt)), sin(radians(placing.tilt))
    empty = True
    for line, glyph in chosen:
        face = typeface(glyph.font)
        ink = line.shaped.ink
        x, y = placing.point(line.x + (glyph.x - ink.x0) * line.size, line.y + (ink.y1 - glyph.y) * line.size)
        unit = line.size * glyph.scale * placing.scale * oversample / face.units_per_em
        raster.transform = (
            unit * c,
            -unit * s,
            -unit * s,
            -unit * c,
            (x - left) * oversample,
            (y - top) * oversample,
        )
        raster.draw_glyph(face.font, glyph.code)
        empty = False
    size = (height * oversample, width * oversample)
    if empty:
        return np.zeros(size, np.uint8)
    raster.extents = hb.RasterExtents(0, 0, size[1], size[0], size[1])
    image = raster.render()
    return (
        np.frombuffer(image.buffer, np.uint8).reshape(image.extents.height, image.extents.stride)[:, : size[1]].copy()
    )
