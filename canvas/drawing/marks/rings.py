"""What goes round a thing or below it, or strikes it out: rings, frames, underlines, a cross, a tick."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from canvas.drawing.marks.board import Board
from canvas.drawing.marks.job import DrawnMark, MarkJob, Points
from canvas.drawing.strokes import (
    bowed_path,
    ring_outline,
    rounded_box,
    scribbled_ring,
    swash_outlines,
    zigzag_path,
)
from canvas.filters import as_float
from canvas.geometry import Box


def circle(job: MarkJob) -> DrawnMark:
    """One stroke of a pen round the target."""
    centre, radius = _oval(job)
    return _inked(job, [ring_outline(centre, radius, job.thickness * 0.62, job.seed)])


def circle_hand(job: MarkJob) -> DrawnMark:
    """A marker that goes round twice."""
    centre, radius = _oval(job)
    path = scribbled_ring(centre, radius, job.seed)
    share = np.linspace(0, 1, len(path))
    width = job.thickness * (0.42 + 0.26 * np.clip(np.minimum(share, 1 - share) * 12, 0, 1))
    return _marker(job, path, width, rim=2.4)


def box(job: MarkJob) -> DrawnMark:
    """A frame with rounded corners round the target."""
    around = job.around()
    gap = job.thickness * 1.1
    low, high = job.pixels(around.x0, around.y0) - gap, job.pixels(around.x1, around.y1) + gap
    thick = job.thickness * 0.42
    outer = rounded_box(low - thick, high + thick, job.thickness * 1.5)
    board = Board(job, [outer])
    inner = board.cut(rounded_box(low + thick, high - thick, job.thickness * 0.9))
    mask = as_float(np.clip(board.cut(outer) - inner, 0, 1))
    board.stand(mask)
    board.solid(mask, job.colour, bevel=4.0)
    return board.finished(around=max(2.0, 0.26 * job.thickness))


def underline(job: MarkJob) -> DrawnMark:
    """Two quick strokes below the target."""
    around = _below(job)
    outlines = swash_outlines(job.pixels(around.x0, around.y0), job.pixels(around.x1, around.y1), job.thickness * 0.55)
    return _inked(job, outlines)


def underline_hand(job: MarkJob) -> DrawnMark:
    """A marker that runs there and back below the target."""
    around = _below(job, 3.4)
    path = zigzag_path(job.pixels(around.x0, around.y0), job.pixels(around.x1, around.y1), job.seed)
    width = job.thickness * np.full(len(path), 0.52)
    return _marker(job, path, width, rim=2.0)


def _marker(job: MarkJob, path: Points, width: NDArray[np.float64], *, rim: float) -> DrawnMark:
    """A line of a felt pen; `width` in pixels at each point of the path."""
    board = Board(job, [path], margin=job.thickness)
    mask = board.brushed(path, width, job.seed)
    board.stand(mask, rim=rim, strength=0.5)
    board.solid(mask, job.colour, bevel=0.0)
    return board.finished(around=job.thickness / 2)


def cross(job: MarkJob) -> DrawnMark:
    """A large X over the target, of two strokes of a brush."""
    low, high = _square(job)
    strokes = [bowed_path(low, high, 0.05), bowed_path(np.array([high[0], low[1]]), np.array([low[0], high[1]]), -0.06)]
    return _brushed(job, strokes, 0.17 * float((high - low).min()))


def check(job: MarkJob) -> DrawnMark:
    """A tick."""
    low, high = _square(job)
    side = high - low
    corner = low + side * (0.36, 0.90)
    first = bowed_path(low + side * (0.02, 0.52), corner, 0.06, 24)
    second = bowed_path(corner, low + side * (1.0, 0.06), -0.09)
    return _brushed(job, [np.concatenate([first[:-1], second])], 0.17 * float(side.min()))


def _brushed(job: MarkJob, strokes: list[Points], thickness: float) -> DrawnMark:
    board = Board(job, strokes, margin=thickness)
    mask = np.zeros((board.rows, board.columns), np.float32)
    for at, stroke in enumerate(strokes):
        share = np.linspace(0, 1, len(stroke))
        width = thickness * (0.74 + 0.32 * np.sin(np.pi * share) ** 0.7)
        mask = np.maximum(mask, board.brushed(stroke, width, job.seed + at))
    board.stand(mask, rim=5.0)
    board.solid(mask, job.colour, bevel=4.0)
    return board.finished(around=thickness / 2)


def _inked(job: MarkJob, outlines: list[Points]) -> DrawnMark:
    board = Board(job, outlines)
    mask = board.cut(*outlines)
    board.stand(mask)
    board.solid(mask, job.colour, bevel=3.0)
    return board.finished(around=max(2.0, 0.26 * job.thickness))


def _oval(job: MarkJob) -> tuple[Points, Points]:
    around = job.around()
    return job.pixels(*around.centre), job.pixels(around.width, around.height) / 2 * 1.12 + job.thickness * 0.6


def _below(job: MarkJob, lines: float = 1.6) -> Box:
    """The box below the target, so many times the thickness high, or the frame without one."""
    if job.target is None:
        return job.around()
    top = job.target.y1 + 0.012
    return Box(job.target.x0, top, job.target.x1, top + lines * job.mark.width)


def _square(job: MarkJob) -> tuple[Points, Points]:
    """The largest square in the target or the frame, a little smaller."""
    around = job.around()
    low, high = job.pixels(around.x0, around.y0), job.pixels(around.x1, around.y1)
    half = 0.42 * float((high - low).min())
    middle = (low + high) / 2
    return middle - half, middle + half
