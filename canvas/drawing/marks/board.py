"""The board that a mark is cut out and laid together on: shapes with a rim, a shadow, rounded edges and gloss."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, radians, sin

import cv2
import numpy as np

from canvas.colour import BLACK, RGB, WHITE, deep, mix
from canvas.document import Frame, Text
from canvas.drawing.lettering import Lettering, set_text
from canvas.drawing.marks.job import DrawnMark, MarkJob, Points
from canvas.drawing.relief import bevelled, swept_light
from canvas.drawing.result import TextLine
from canvas.drawing.surface import Patch, Stack
from canvas.filters import ByteImage, FloatImage, as_float, blur, distance_outside, resize, shift, to_bytes, to_float
from canvas.geometry import Box

_FINE_BITS = 4
_FINE = 2  # shapes are cut so many times finer than they are laid
_MARGIN = 0.075  # canvas heights round the shapes, for their rim, depth and shadow


class Board:
    """A window of the canvas that holds all points given, and what is laid on it, bottom to top."""

    def __init__(self, job: MarkJob, outlines: Sequence[Points], *, margin: float = 0.0) -> None:
        self.job = job
        points = np.concatenate(list(outlines))
        around = ceil(_MARGIN * job.height + margin)
        low = np.clip(points.min(axis=0) - around, -around, [job.width, job.height])
        high = np.clip(points.max(axis=0) + around, 0, [job.width + around, job.height + around])
        self.left, self.top = int(low[0]), int(low[1])
        self.columns, self.rows = max(1, ceil(high[0]) - self.left), max(1, ceil(high[1]) - self.top)
        self.stack = Stack(self.left, self.top, self.columns, self.rows)
        self.lines: tuple[TextLine, ...] = ()
        self._low, self._high = points.min(axis=0), points.max(axis=0)

    def cut(self, *outlines: Points) -> FloatImage:
        """Return the mask of some outlines (pixels of the canvas) that belong together."""
        fine = np.zeros((self.rows * _FINE, self.columns * _FINE), np.uint8)
        for outline in outlines:
            points = np.round((outline - (self.left, self.top)) * _FINE * 2**_FINE_BITS).astype(np.int32)
            cv2.fillPoly(fine, [points], 255, cv2.LINE_AA, _FINE_BITS)
        return self._reduced(fine)

    def brushed(self, path: Points, width: Points, seed: int) -> FloatImage:
        """Return the mask of a marker's stroke along a path: hairs side by side, some of which run dry."""
        generator = np.random.default_rng(seed)
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.hypot(*along.T)[:, None], 1e-6)
        across = np.column_stack([-along[:, 1], along[:, 0]])
        fine = np.zeros((self.rows * _FINE, self.columns * _FINE), np.uint8)
        hairs = 13
        count = len(path)
        for hair, offset in enumerate(np.linspace(-0.5, 0.5, hairs)):
            way = path + across * (offset * width * 0.9)[:, None]
            is_outer = hair in (0, 1, hairs - 2, hairs - 1)
            first = int(generator.uniform(0, 0.05 if is_outer else 0.025) * count)
            last = count - int(generator.uniform(0, 0.12 if is_outer else 0.05) * count)
            if is_outer and generator.random() < 0.5:  # ran dry and caught the paper again
                gap = int(generator.uniform(0.55, 0.85) * count)
                spans = [(first, gap), (min(gap + count // 16, last), last)]
            else:
                spans = [(first, last)]
            thick = max(1, round(float(width.mean()) / hairs * 1.75 * _FINE))
            for start, end in spans:
                if end - start > 1:
                    points = (way[start:end] - (self.left, self.top)) * _FINE * 2**_FINE_BITS
                    cv2.polylines(fine, [np.round(points).astype(np.int32)], False, 255, thick, cv2.LINE_AA, _FINE_BITS)
        return self._reduced(fine)

    def _reduced(self, fine: ByteImage) -> FloatImage:
        return resize(to_float(fine), self.columns, self.rows)

    def grown(self, mask: FloatImage, by: float) -> FloatImage:
        """A mask with `by` pixels more all round."""
        return np.maximum(mask, blur(np.clip(by + 0.5 - distance_outside(to_bytes(mask)), 0, 1), 0.6))

    def shadow(self, mask: FloatImage, strength: float = 0.65) -> None:
        unit = self.job.unit
        soft = blur(shift(mask, round(4 * unit), round(7 * unit)), 6 * unit)
        self.stack.paint(np.clip(soft * np.float32(strength), 0, 1), BLACK)

    def fill(self, mask: FloatImage, colour: RGB) -> None:
        self.stack.paint(mask, colour)

    def solid(self, mask: FloatImage, colour: RGB, *, bevel: float = 5.0, gloss: float = 0.0) -> None:
        """Fill a mask with a lit colour: lighter above, its edges rounded by `bevel` pixels of 720 rows. `gloss` 0..1
        is the strength of a window's light on its upper half."""
        rows = np.flatnonzero(mask.max(axis=1) > 0.5)
        if not rows.size:
            return
        first, last = int(rows[0]), int(rows[-1])
        down = np.clip((np.arange(self.rows, dtype=np.float32) - first) / max(1, last - first), 0, 1)[:, None, None]
        lit, shaded = np.asarray(mix(colour, WHITE, 0.20), np.float32), np.asarray(deep(colour, value=0.80), np.float32)
        colours = np.array(np.broadcast_to(lit + (shaded - lit) * down, (self.rows, self.columns, 3)), np.float32)
        if bevel > 0:
            colours = bevelled(colours, mask, max(1.5, bevel * self.job.unit), 0.62)
        if gloss > 0:
            colours = self._glossed(colours, (first, last), gloss)
        self.stack.paint(mask, colours)

    def _glossed(self, colours: FloatImage, span: tuple[int, int], strength: float) -> FloatImage:
        """A curved edge of light across the middle, fading upwards."""
        first, last = span
        y = (np.arange(self.rows, dtype=np.float32)[:, None] - first) / max(1, last - first)
        x = np.linspace(-1, 1, self.columns, dtype=np.float32)[None, :]
        edge = 0.46 - 0.07 * x * x
        light = np.clip((edge - y) * 26, 0, 1) * (0.16 + 0.24 * np.clip(1 - y / 0.46, 0, 1))
        return as_float(colours + (1 - colours) * (light * np.float32(strength))[..., None])

    def deep(self, mask: FloatImage, colour: RGB, depth: float, angle: float = 62.0) -> None:
        """Lay the shadow and the sides of a thick shape, `depth` pixels of 720 rows deep, for its face to lie on."""
        reach = depth * self.job.unit
        steps = max(1, ceil(reach))
        dx, dy = cos(radians(angle)), sin(radians(angle))
        covered, depths = mask.copy(), np.ones_like(mask)
        for step in range(steps, 0, -1):
            moved = shift(mask, dx * reach * step / steps, dy * reach * step / steps)
            np.maximum(covered, moved, out=covered)
            depths[moved > 0.5] = step / steps
        self.shadow(covered, 0.6)
        light = swept_light(mask, depths, angle, reach, 2.0 * self.job.unit)
        side = np.asarray(deep(colour, value=0.58), np.float32)
        lit, kept = np.clip(light, 0, 1) * np.float32(0.3), 1 + np.clip(light, -1, 0) * np.float32(0.5)
        shade = as_float((1 - 0.35 * depths) * kept)
        self.stack.paint(covered, as_float((side * (1 - lit)[..., None] + lit[..., None]) * shade[..., None]))

    def stand(self, mask: FloatImage, *, rim: float | None = None, strength: float = 0.65) -> FloatImage:
        """Lay the shadow and the contrasting rim that a mark of one shape stands out by; return the rim's mask."""
        width = max(2.0, 0.26 * self.job.thickness) if rim is None else rim * self.job.unit
        edge = self.grown(mask, width)
        self.shadow(edge, strength)
        self.fill(edge, self.job.edge)
        return edge

    def write(self, text: Text, low: Points, high: Points) -> Lettering | None:
        """Set type into a box of pixels, and keep its lines."""
        job = self.job
        frame = Frame(
            float(low[0]) / job.width,
            float(low[1]) / job.height,
            max(1e-3, float(high[0] - low[0]) / job.width),
            max(1e-3, float(high[1] - low[1]) / job.height),
        )
        lettering = set_text(text, frame, job.palette, job.width, job.height)
        if lettering is not None:
            self.stack.over(_moved(lettering.patch, self.stack.patch()))
            self.lines = (*self.lines, *lettering.lines)
        return lettering

    def finished(self, *, around: float = 0.0, box: Box | None = None) -> DrawnMark:
        """The mark as it lies there. Its box is that of the points it was made for, `around` pixels wider."""
        job = self.job
        low, high = self._low - around, self._high + around
        own = Box(low[0] / job.width, low[1] / job.height, high[0] / job.width, high[1] / job.height)
        return DrawnMark(self.stack.patch(), box or own, self.lines)


def _moved(patch: Patch, onto: Patch) -> FloatImage:
    """A patch's pixels in the window of another."""
    rows, columns = onto.rgba.shape[:2]
    result: FloatImage = np.zeros((rows, columns, 4), np.float32)
    x0, y0 = max(0, patch.x - onto.x), max(0, patch.y - onto.y)
    x1 = min(columns, patch.x - onto.x + patch.rgba.shape[1])
    y1 = min(rows, patch.y - onto.y + patch.rgba.shape[0])
    if x1 > x0 and y1 > y0:
        from_x, from_y = x0 + onto.x - patch.x, y0 + onto.y - patch.y
        result[y0:y1, x0:x1] = patch.rgba[from_y : from_y + y1 - y0, from_x : from_x + x1 - x0]
    return result
