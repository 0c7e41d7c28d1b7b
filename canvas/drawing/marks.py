"""Marks: hand-drawn pointers and stickers over the picture: arrow, circle, underline, badge, burst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.colour import BLACK, RGB, WHITE, deep, luminance, mix, resolve
from canvas.document import Frame, Mark, Palette, Shadow, Text
from canvas.drawing.lettering import set_text
from canvas.drawing.pointing import aimed
from canvas.drawing.result import TextLine
from canvas.drawing.strokes import arrow_outline, burst_outline, ring_outline, swash_outlines
from canvas.drawing.surface import Patch, Stack
from canvas.errors import DocumentError
from canvas.filters import FloatImage, blur, distance_outside, shift, to_float
from canvas.geometry import Box

_FINE_BITS = 4


@dataclass(frozen=True)
class DrawnMark:
    """A mark as drawn: its patch, what it covers, and its lines of type."""

    patch: Patch
    box: Box
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True)
class _MarkJob:
    mark: Mark
    frame: Frame
    target: Box | None
    palette: Palette
    width: int
    height: int
    seed: int
    avoid: tuple[Box, ...]

    @property
    def colour(self) -> RGB:
        return resolve(self.mark.colour, self.palette)

    @property
    def thickness(self) -> float:
        return self.mark.width * self.height

    def pixels(self, x: float, y: float) -> NDArray[np.float64]:
        return np.array([x * self.width, y * self.height])


def draw_mark(
    mark: Mark,
    frame: Frame,
    target: Box | None,
    palette: Palette,
    size: tuple[int, int],
    *,
    seed: int,
    avoid: tuple[Box, ...] = (),
) -> DrawnMark:
    """Draw a mark on a canvas of `size` pixels. `target` is the box of what it points to.

    An arrow runs from its own frame's centre to the target; in the place of a slot it finds its way there itself, off
    the boxes in `avoid`; without a target it crosses its frame. A circle goes round the target or its frame, an
    underline below either, badge and burst stand in their frame. `DocumentError` for an unknown mark.
    """
    drawer = MARKS.get(mark.mark)
    if drawer is None:
        raise DocumentError("mark", f"there is no mark {mark.mark!r}")
    return drawer(_MarkJob(mark, frame, target, palette, size[0], size[1], seed, avoid))


def _arrow(job: _MarkJob) -> DrawnMark:
    frame, target = job.frame, job.target
    middle = frame.x + frame.width / 2, frame.y + frame.height / 2
    if target is None:
        start, tip = job.pixels(frame.x, frame.y + frame.height), job.pixels(frame.x + frame.width, frame.y)
    elif job.mark.frame is None:
        start, tip = (job.pixels(*point) for point in aimed(target, job.avoid, middle, aspect=job.width / job.height))
    else:
        start = job.pixels(*middle)
        tip = np.clip(start, job.pixels(target.x0, target.y0), job.pixels(target.x1, target.y1))
        if float(np.hypot(*(tip - start))) < 3 * job.thickness:
            tip = job.pixels(*target.centre)
    # It bows away from the ground, as a thrown thing does, whichever side it comes from.
    bend = job.mark.bend if tip[0] >= start[0] else -job.mark.bend
    return _outlined(job, [arrow_outline(start, tip, bend, job.thickness)])


def _circle(job: _MarkJob) -> DrawnMark:
    box = job.target or _box(job.frame)
    centre = job.pixels(*box.centre)
    radius = job.pixels(box.width, box.height) / 2 * 1.12 + job.thickness * 0.6
    return _outlined(job, [ring_outline(centre, radius, job.thickness * 0.62, job.seed)])


def _underline(job: _MarkJob) -> DrawnMark:
    if job.target is not None:
        box = Box(job.target.x0, job.target.y1 + 0.012, job.target.x1, job.target.y1 + 0.012 + 1.6 * job.mark.width)
    else:
        box = _box(job.frame)
    outlines = swash_outlines(job.pixels(box.x0, box.y0), job.pixels(box.x1, box.y1), job.thickness * 0.55)
    return _outlined(job, outlines)


def _badge(job: _MarkJob) -> DrawnMark:
    """Words on a plate, slightly turned."""
    colour = job.colour
    text = Text(
        id=job.mark.id,
        text=job.mark.text or "!",
        font="archivo",
        colour="#0b0b0f" if luminance(colour) > 0.35 else "#ffffff",
        align="centre",
        max_lines=2,
        size_contrast=1.0,
        gradient=0.0,
        stroke=0.0,
        plate_colour=job.mark.colour,
        shadow=Shadow(dx=0.004, dy=0.010, blur=0.02, strength=0.6),
        tilt=4.0,
    )
    lettering = set_text(text, job.frame, job.palette, job.width, job.height)
    if lettering is None:
        raise DocumentError("mark.text", "has nothing that can be drawn")
    return DrawnMark(lettering.patch, lettering.box, lettering.lines)


def _burst(job: _MarkJob) -> DrawnMark:
    """A starburst sticker with words in it."""
    frame = job.frame
    centre = job.pixels(frame.x + frame.width / 2, frame.y + frame.height / 2)
    radius = min(frame.width * job.width, frame.height * job.height) / 2
    drawn = _outlined(job, [burst_outline(centre, radius)])
    if not job.mark.text:
        return drawn
    half_x, half_y = 0.60 * radius / job.width, 0.46 * radius / job.height
    inner = Frame(centre[0] / job.width - half_x, centre[1] / job.height - half_y, 2 * half_x, 2 * half_y)
    text = Text(
        id=job.mark.id,
        text=job.mark.text,
        font="anton",
        colour="#0b0b0f" if luminance(job.colour) > 0.35 else "#ffffff",
        align="centre",
        max_lines=2,
        gradient=0.0,
        stroke=0.0,
        shadow=None,
        tilt=8.0,
    )
    lettering = set_text(text, inner, job.palette, job.width, job.height)
    if lettering is None:
        return drawn
    stack = Stack(drawn.patch.x, drawn.patch.y, drawn.patch.rgba.shape[1], drawn.patch.rgba.shape[0])
    stack.over(drawn.patch.rgba)
    stack.over(_moved(lettering.patch, drawn.patch))
    return DrawnMark(stack.patch(), drawn.box, lettering.lines)


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


def _outlined(job: _MarkJob, outlines: list[NDArray[np.float64]]) -> DrawnMark:
    """Fill outlines (pixels) with the mark's colour, lit from above, in a contrasting rim and over a soft shadow."""
    rim = max(2.0, 0.26 * job.thickness)
    margin = ceil(rim + 0.06 * job.height)
    points = np.concatenate(outlines)
    low = np.clip(points.min(axis=0) - margin, -margin, [job.width, job.height])
    high = np.clip(points.max(axis=0) + margin, 0, [job.width + margin, job.height + margin])
    left, top = int(low[0]), int(low[1])
    columns, rows = max(1, ceil(high[0]) - left), max(1, ceil(high[1]) - top)
    filled = np.zeros((rows, columns), np.uint8)
    for outline in outlines:
        fine = np.round((outline - (left, top)) * 2**_FINE_BITS).astype(np.int32)
        cv2.fillPoly(filled, [fine], 255.0, cv2.LINE_AA, _FINE_BITS)
    mask = to_float(filled)
    edge = np.maximum(mask, blur(np.clip(rim + 0.5 - distance_outside(filled), 0, 1), 0.6))
    stack = Stack(left, top, columns, rows)
    scale = job.height / 720
    soft = blur(shift(edge, round(4 * scale), round(7 * scale)), 6 * scale)
    stack.paint(np.clip(soft * np.float32(0.65), 0, 1), BLACK)
    colour = job.colour
    stack.paint(edge, WHITE if luminance(colour) < 0.5 else mix(BLACK, colour, 0.06))
    height = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    lit, shaded = np.asarray(mix(colour, WHITE, 0.22), np.float32), np.asarray(deep(colour, value=0.82), np.float32)
    stack.paint(mask, np.broadcast_to(lit + (shaded - lit) * height, (rows, columns, 3)).astype(np.float32))
    first, last = points.min(axis=0) - rim, points.max(axis=0) + rim
    box = Box(first[0] / job.width, first[1] / job.height, last[0] / job.width, last[1] / job.height)
    return DrawnMark(stack.patch(), box)


def _box(frame: Frame) -> Box:
    return Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)


MARKS: dict[str, Callable[[_MarkJob], DrawnMark]] = {
    "arrow": _arrow,
    "circle": _circle,
    "underline": _underline,
    "badge": _badge,
    "burst": _burst,
}
