"""Arrows of several hands, and the pointer of a mouse."""

from __future__ import annotations

import numpy as np

from canvas.colour import BLACK, WHITE
from canvas.drawing.marks.board import Board
from canvas.drawing.marks.job import DrawnMark, MarkJob, Points
from canvas.drawing.pointing import aimed
from canvas.drawing.strokes import arrow_outline, block_arrow_outline, bowed_path

_SIDE = (0.82, 0.84, 0.90)  # of a white rim: its sides lie in shade


def arrow(job: MarkJob) -> DrawnMark:
    """A curved arrow that swells towards its head."""
    start, tip = ends(job)
    return _cut_out(job, arrow_outline(start, tip, _bend(job, start, tip), job.thickness))


def arrow_straight(job: MarkJob) -> DrawnMark:
    """The same, straight."""
    start, tip = ends(job)
    return _cut_out(job, arrow_outline(start, tip, 0.0, job.thickness))


def arrow_block(job: MarkJob) -> DrawnMark:
    """A thick glossy block with depth."""
    start, tip = _level(job) or ends(job)
    outline = block_arrow_outline(start, tip, job.thickness * 1.2)
    board = Board(job, [outline], margin=20 * job.unit)
    mask = board.cut(outline)
    rim = board.grown(mask, 5.0 * job.unit)
    depth = 13.0 * min(2.0, job.mark.width / 0.03)
    board.deep(rim, _SIDE if job.edge == WHITE else job.edge, depth)
    board.fill(rim, job.edge)
    board.solid(mask, job.colour, bevel=9.0, gloss=0.9)
    return board.finished(around=5.0 * job.unit)


def arrow_hand(job: MarkJob) -> DrawnMark:
    """A marker's arrow: a bowed stroke, and two quick ones for its head."""
    start, tip = ends(job)
    way = bowed_path(start, tip, _bend(job, start, tip))
    back = way[-10] - tip
    back /= max(1e-6, float(np.hypot(*back)))
    length = min(3.6 * job.thickness, 0.42 * float(np.hypot(*(tip - start))))
    strokes = [way]
    for degrees, bend in ((34, 0.08), (-38, -0.08)):
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        barb = tip + np.array([[c, -s], [s, c]]) @ back * length
        strokes.append(bowed_path(barb, tip + back * -0.3 * job.thickness, bend, 30))
    board = Board(job, strokes, margin=job.thickness)
    mask = np.zeros((board.rows, board.columns), np.float32)
    for at, stroke in enumerate(strokes):
        share = np.linspace(0, 1, len(stroke))
        width = job.thickness * (0.62 + 0.30 * np.sin(np.pi * np.clip(share * 0.8 + 0.2, 0, 1)))
        mask = np.maximum(mask, board.brushed(stroke, width, job.seed + at))
    board.stand(mask, rim=3.2)
    board.solid(mask, job.colour, bevel=0.0)
    return board.finished(around=job.thickness / 2)


def arrow_double(job: MarkJob) -> DrawnMark:
    """A straight arrow with a head at either end."""
    start, tip = _level(job) or ends(job)
    half = (start + tip) / 2
    outlines = [block_arrow_outline(half, end, job.thickness) for end in (start, tip)]
    board = Board(job, outlines)
    mask = board.cut(*outlines)
    board.stand(mask)
    board.solid(mask, job.colour, bevel=6.0, gloss=0.5)
    return board.finished(around=0.26 * job.thickness)


def cursor(job: MarkJob) -> DrawnMark:
    """The pointer of a mouse, its tip on the target or in the upper left of its frame."""
    low, high = job.corners()
    side = float(min(high[1] - low[1], (high[0] - low[0]) * 1.45))
    tip = low
    if job.target is not None:
        tip = job.pixels(job.target.x0 + 0.62 * job.target.width, job.target.y0 + 0.62 * job.target.height)
    shape = np.array([(0, 0), (0, 0.82), (0.19, 0.65), (0.32, 0.96), (0.46, 0.90), (0.33, 0.60), (0.58, 0.58)])
    outline = tip + shape * side
    board = Board(job, [outline])
    mask = board.cut(outline)
    edge = board.grown(mask, 0.035 * side)
    board.shadow(edge, 0.75)
    board.fill(edge, BLACK)
    board.solid(mask, WHITE if job.mark.colour == "accent" else job.colour, bevel=3.0)
    return board.finished(around=0.035 * side)


def ends(job: MarkJob) -> tuple[Points, Points]:
    """Where an arrow starts and where its tip is: from its own frame's centre to the target; in the place of a slot it
    finds its way there itself; without a target it crosses its frame."""
    frame, target = job.frame, job.target
    middle = frame.x + frame.width / 2, frame.y + frame.height / 2
    if target is None:
        return job.pixels(frame.x, frame.y + frame.height), job.pixels(frame.x + frame.width, frame.y)
    if job.mark.frame is None:
        first, last = aimed(target, job.avoid, middle, aspect=job.width / job.height)
        return job.pixels(*first), job.pixels(*last)
    start = job.pixels(*middle)
    tip: Points = np.clip(start, job.pixels(target.x0, target.y0), job.pixels(target.x1, target.y1))
    if float(np.hypot(*(tip - start))) < 3 * job.thickness:
        tip = job.pixels(*target.centre)
    return start, tip


def _level(job: MarkJob) -> tuple[Points, Points] | None:
    """From left to right through the middle of the frame, for what points at nothing: from one side to the other."""
    if job.target is not None:
        return None
    low, high = job.corners()
    middle = float(low[1] + high[1]) / 2
    return np.array([low[0], middle]), np.array([high[0], middle])


def _bend(job: MarkJob, start: Points, tip: Points) -> float:
    """It bows away from the ground, as a thrown thing does, whichever side it comes from."""
    return job.mark.bend if tip[0] >= start[0] else -job.mark.bend


def _cut_out(job: MarkJob, outline: Points) -> DrawnMark:
    board = Board(job, [outline])
    mask = board.cut(outline)
    board.stand(mask)
    board.solid(mask, job.colour, bevel=6.0)
    return board.finished(around=max(2.0, 0.26 * job.thickness))
