"""What stands on screens: a recording camera's marks, live, play, the bar of what was watched, stars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import pi

import numpy as np

from canvas.colour import BLACK, RGB, WHITE, mix
from canvas.document import Frame
from canvas.drawing.marks.board import Board
from canvas.drawing.marks.job import DrawnMark, MarkJob, Points
from canvas.drawing.marks.words import lettering, number_in
from canvas.drawing.strokes import rounded_box, star_outline

# Where these stand when they have no frame of their own: they are about the whole picture.
PLACES: Mapping[str, Frame] = {
    "rec": Frame(0.035, 0.055, 0.93, 0.89),
    "progress": Frame(0.0, 0.957, 1.0, 0.043),
}
_RED: RGB = (0.93, 0.07, 0.10)
_WATCHED = 0.62
_PALE_STAR: RGB = (0.36, 0.38, 0.44)


def rec(job: MarkJob) -> DrawnMark:
    """The viewfinder of a camera that records: corners round the frame, or the picture, with a red dot and REC."""
    if job.mark.frame is None:
        job = replace(job, frame=PLACES["rec"])
    low, high = job.corners()
    arm, thick = 0.13 * float((high - low).min()), 0.0105 * job.height
    board = Board(job, [np.array([low, high])])
    corners = []
    for x, way_x in ((low[0], 1.0), (high[0], -1.0)):
        for y, way_y in ((low[1], 1.0), (high[1], -1.0)):
            corner = np.array([x, y])
            corners.append(_bar(corner, corner + np.array([way_x * arm, way_y * thick])))
            corners.append(_bar(corner, corner + np.array([way_x * thick, way_y * arm])))
    mask = board.cut(*corners)
    rim = board.grown(mask, 0.16 * thick)
    board.shadow(rim, 0.8)
    board.fill(rim, BLACK)
    board.fill(mask, WHITE)
    radius = 0.30 * arm
    dot = low + 0.36 * arm + radius
    angles = np.linspace(0, 2 * pi, 60, endpoint=False)
    disc = board.cut(dot + np.column_stack([np.cos(angles), np.sin(angles)]) * radius)
    colour = _RED if job.mark.colour == "accent" else job.colour
    board.shadow(disc, 0.8)
    board.fill(board.grown(disc, 0.16 * thick), BLACK)
    board.solid(disc, colour, bevel=3.0)
    first = dot + np.array([1.6, -1.15]) * radius
    words = lettering(job, job.mark.text or "REC", font="montserrat", colour="#ffffff", lines=1, stroke=0.06)
    board.write(replace(words, align="left"), first, first + np.array([7.0, 2.3]) * radius)
    return board.finished()


def _bar(first: Points, second: Points) -> Points:
    return np.array([first, (second[0], first[1]), second, (first[0], second[1])])


def live(job: MarkJob) -> DrawnMark:
    """A red plate with a dot, and LIVE."""
    low, high = job.corners()
    centre, size = (low + high) / 2, high - low
    high_side = min(float(size[1]), 0.36 * float(size[0]))
    wide = 2.75 * high_side
    half = np.array([wide, high_side]) / 2
    low, high = centre - half, centre + half
    outline = rounded_box(low, high, 0.2 * high_side)
    board = Board(job, [outline])
    mask = board.cut(outline)
    colour = _RED if job.mark.colour == "accent" else job.colour
    board.shadow(board.grown(mask, 3 * job.unit), 0.6)
    board.fill(board.grown(mask, 3 * job.unit), WHITE)
    board.solid(mask, colour, bevel=4.0, gloss=0.5)
    dot = np.array([low[0] + 0.5 * high_side, centre[1]])
    angles = np.linspace(0, 2 * pi, 60, endpoint=False)
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    board.fill(board.cut(dot + way * 0.17 * high_side), WHITE)
    words = lettering(job, job.mark.text or "LIVE", font="montserrat", colour="#ffffff", lines=1)
    board.write(words, np.array([low[0] + 0.82 * high_side, low[1] + 0.2 * high_side]), high - 0.2 * high_side)
    return board.finished(around=3 * job.unit)


def play(job: MarkJob) -> DrawnMark:
    """A play button: a triangle on a glossy disc with a white ring."""
    centre, radius = job.middle()
    angles = np.linspace(0, 2 * pi, 160, endpoint=False)
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    outline = centre + way * radius
    board = Board(job, [outline])
    outer, face = board.cut(outline), board.cut(centre + way * radius * 0.87)
    board.shadow(outer, 0.7)
    board.solid(outer, WHITE, bevel=4.0)
    board.solid(face, _RED if job.mark.colour == "accent" else job.colour, bevel=6.0, gloss=0.8)
    corners = np.array([(-0.27, -0.42), (0.47, 0.0), (-0.27, 0.42)]) * radius + centre
    triangle = board.grown(board.cut(corners), 0.06 * radius)
    board.shadow(triangle, 0.4)
    board.solid(triangle, WHITE, bevel=3.0)
    return board.finished()


def progress(job: MarkJob) -> DrawnMark:
    """The bar under a video, as far as it was watched: the number in the mark's text is per cent. Without a frame of
    its own it lies along the bottom edge."""
    if job.mark.frame is None:
        job = replace(job, frame=PLACES["progress"])
    low, high = job.corners()
    number = number_in(job.mark.text)
    share = _WATCHED if number is None else min(1.0, max(0.0, number / 100))
    thick = min(float(high[1] - low[1]), 0.034 * job.height)
    bottom = float(high[1])
    whole = np.array([(low[0], bottom - thick), (high[0], bottom - thick), (high[0], bottom), (low[0], bottom)])
    at = low[0] + share * (high[0] - low[0])
    board = Board(job, [whole])
    bar = board.cut(whole)
    board.shadow(bar, 0.5)
    board.fill(bar * np.float32(0.92), mix(WHITE, BLACK, 0.42))
    watched = whole.copy()
    watched[1:3, 0] = at
    colour = _RED if job.mark.colour == "accent" else job.colour
    board.solid(board.cut(watched), colour, bevel=2.0)
    angles = np.linspace(0, 2 * pi, 80, endpoint=False)
    knob = np.array([at, bottom - thick / 2]) + np.column_stack([np.cos(angles), np.sin(angles)]) * thick * 0.95
    if 0 < share < 1:
        mask = board.cut(knob)
        board.shadow(mask, 0.6)
        board.solid(mask, colour, bevel=4.0)
    return board.finished()


def stars(job: MarkJob) -> DrawnMark:
    """Five stars in a row, as many of them lit as the number in the mark's text says."""
    low, high = job.corners()
    size = high - low
    radius = min(float(size[1]) / 2, float(size[0]) / 10.4)
    centre = (low + high) / 2
    lit = number_in(job.mark.text)
    shown = 5.0 if lit is None else min(5.0, max(0.0, lit))
    outlines = [star_outline(centre + np.array([(at - 2) * 2.04, 0.06]) * radius, radius) for at in range(5)]
    board = Board(job, outlines)
    every = board.grown(board.cut(*outlines), 0.05 * radius)
    edge = board.grown(every, 0.11 * radius)
    board.shadow(edge, 0.65)
    board.fill(edge, mix(BLACK, job.colour, 0.08))
    for at, outline in enumerate(outlines):
        mask = board.grown(board.cut(outline), 0.05 * radius)
        board.solid(mask, _PALE_STAR, bevel=3.0)
        share = min(1.0, max(0.0, shown - at))
        if share > 0:
            limit = float(outline[:, 0].min() + share * (outline[:, 0].max() - outline[:, 0].min())) - board.left
            mask = mask * (np.arange(board.columns, dtype=np.float32) < limit) if share < 1 else mask
            board.solid(np.asarray(mask, np.float32), job.colour, bevel=5.0, gloss=0.6)
    return board.finished(around=0.16 * radius)
