"""Stickers that hold words: badge, burst, seal, price tag, ribbon, speech bubble, number."""

from __future__ import annotations

from math import pi

import numpy as np

from canvas.colour import BLACK, WHITE, deep, luminance, mix
from canvas.document import Text
from canvas.drawing.lettering import set_text
from canvas.drawing.marks.board import Board
from canvas.drawing.marks.job import DrawnMark, MarkJob, Points
from canvas.drawing.marks.words import SOFT_SHADOW, lettering
from canvas.drawing.strokes import burst_outline, rounded_box, turned
from canvas.geometry import Box
from canvas.typesetting.wishes import PLATE_MARGIN

_TWINE = (0.90, 0.86, 0.76)


def badge(job: MarkJob) -> DrawnMark:
    """Words on a plate, slightly turned."""
    text = Text(
        id=job.mark.id,
        text=job.mark.text or "!",
        font="archivo",
        colour=job.on_colour,
        align="centre",
        max_lines=2,
        size_contrast=1.0,
        gradient=0.0,
        stroke=0.0,
        plate_colour=job.mark.colour,
        shadow=SOFT_SHADOW,
        tilt=4.0,
    )
    drawn = set_text(text, job.frame, job.palette, job.width, job.height)
    if drawn is None:  # all of it lies off the canvas
        return Board(job, [np.array(job.corners())]).finished()
    # The plate reaches beyond the letters by its margin, which goes by their size: about a capital and a half.
    side = 1.45 * max(line.size for line in drawn.lines) * PLATE_MARGIN[0]
    wide, box = side * job.height / job.width, drawn.box
    return DrawnMark(drawn.patch, Box(box.x0 - wide, box.y0 - side, box.x1 + wide, box.y1 + side), drawn.lines)


def burst(job: MarkJob) -> DrawnMark:
    """A starburst with words in it."""
    centre, radius = job.middle()
    return _round_sticker(job, burst_outline(centre, radius), centre, radius, tilt=8.0)


def seal(job: MarkJob) -> DrawnMark:
    """A scalloped seal with a ring inside, and words."""
    centre, radius = job.middle()
    angles = np.linspace(0, 2 * pi, 240, endpoint=False)
    reach = radius * (0.955 + 0.045 * np.abs(np.cos(angles * 13)) ** 0.6)
    outline = centre + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    return _round_sticker(job, outline, centre, radius, tilt=-9.0, ring=0.83)


def _round_sticker(
    job: MarkJob, outline: Points, centre: Points, radius: float, *, tilt: float, ring: float | None = None
) -> DrawnMark:
    board = Board(job, [outline])
    mask = board.cut(outline)
    board.stand(mask, rim=3.5 + 0.02 * radius / job.unit)
    board.solid(mask, job.colour, bevel=5.0, gloss=0.55)
    if ring is not None:
        angles = np.linspace(0, 2 * pi, 120, endpoint=False)
        way = np.column_stack([np.cos(angles), np.sin(angles)])
        outer, inner = centre + way * radius * ring, centre + way * radius * (ring - 0.035)
        board.fill(np.clip(board.cut(outer) - board.cut(inner), 0, 1), mix(job.colour, job.edge, 0.75))
    if job.mark.text:
        half = np.array([0.66, 0.50]) * radius
        board.write(lettering(job, job.mark.text, tilt=tilt), centre - half, centre + half)
    return board.finished(around=3.5 * job.unit)


def price_tag(job: MarkJob) -> DrawnMark:
    """A tag of card with a hole and a string, hanging a little askew."""
    low, high = job.corners()
    centre = (low + high) / 2
    size = high - low
    high_side = min(float(size[1]), 0.56 * float(size[0]))
    wide = min(float(size[0]), 2.2 * high_side)
    half = np.array([wide, high_side]) / 2
    low, high = centre - half, centre + half
    nose = 0.42 * high_side
    shape = np.array(
        [(low[0] + nose, low[1]), (high[0], low[1]), (high[0], high[1]), (low[0] + nose, high[1]),
         (low[0], centre[1] + 0.16 * high_side), (low[0], centre[1] - 0.16 * high_side)]
    )  # fmt: skip
    lean = 8.0
    hole = np.array([low[0] + 0.62 * nose, centre[1]])
    angles = np.linspace(0, 2 * pi, 40, endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    t = np.linspace(0, 1, 40)[:, None]
    string = hole + np.column_stack([-0.95 * nose * t[:, 0], -1.0 * high_side * t[:, 0] ** 1.6])
    outline, hole_outline = turned(shape, centre, lean), turned(hole + ring * 0.085 * high_side, centre, lean)
    string = turned(string, centre, lean)
    board = Board(job, [outline, string])
    twine = board.brushed(string, np.full(40, 0.05 * high_side), job.seed)
    board.shadow(twine, 0.5)
    board.fill(twine, _TWINE)
    mask = np.clip(board.cut(outline) - board.cut(hole_outline), 0, 1).astype(np.float32)
    board.stand(mask, rim=3.5)
    board.solid(mask, job.colour, bevel=5.0, gloss=0.45)
    eyelet = turned(hole + ring * 0.135 * high_side, centre, lean)
    board.fill(np.clip(board.cut(eyelet) - board.cut(hole_outline), 0, 1).astype(np.float32), job.edge)
    words = lettering(job, job.mark.text or "%", lines=2, tilt=lean)
    inner = np.array([low[0] + 1.02 * nose, low[1] + 0.12 * high_side]), high - (0.09 * wide, 0.12 * high_side)
    shift = turned(((inner[0] + inner[1]) / 2)[None, :], centre, lean)[0] - (inner[0] + inner[1]) / 2
    board.write(words, inner[0] + shift, inner[1] + shift)
    return board.finished(around=3.5 * job.unit)


def ribbon(job: MarkJob) -> DrawnMark:
    """A banner with folded tails."""
    low, high = job.corners()
    size = high - low
    high_side = min(float(size[1]) * 0.78, 0.32 * float(size[0]))
    centre = (low + high) / 2
    wide = float(size[0])
    drop, tail = 0.22 * high_side, 0.17 * wide
    left, right = centre[0] - wide / 2, centre[0] + wide / 2
    top, bottom = centre[1] - high_side / 2, centre[1] + high_side / 2
    body = np.array([(left + 0.55 * tail, top), (right - 0.55 * tail, top), (right - 0.55 * tail, bottom),
                     (left + 0.55 * tail, bottom)])  # fmt: skip
    tails, folds = [], []
    for edge, way in ((left, 1.0), (right, -1.0)):
        inner = edge + way * tail
        tails.append(np.array([(edge, top + drop), (inner, top + drop), (inner, bottom + drop), (edge, bottom + drop),
                               (edge + way * 0.30 * tail, (top + bottom) / 2 + drop)]))  # fmt: skip
        folds.append(np.array([(edge + way * 0.55 * tail, bottom), (inner, bottom), (inner, bottom + drop)]))
    board = Board(job, [body, *tails])
    every = board.cut(body, *tails, *folds)
    board.stand(every, rim=3.5)
    for outline in tails:
        board.solid(board.cut(outline), deep(job.colour, value=0.72), bevel=3.0)
    for outline in folds:
        board.fill(board.cut(outline), deep(job.colour, value=0.42))
    board.solid(board.cut(body), job.colour, bevel=4.0, gloss=0.4)
    for share in (0.10, 0.87):  # the seams
        y = top + share * high_side
        seam = rounded_box(
            np.array([left + 0.62 * tail, y]), np.array([right - 0.62 * tail, y + 0.035 * high_side]), 1.0
        )
        board.fill(board.cut(seam) * np.float32(0.6), mix(job.colour, job.edge, 0.7))
    inset = np.array([0.85 * tail, 0.2 * high_side])
    inner_low, inner_high = np.array([left, top]) + inset, np.array([right, bottom]) - inset
    board.write(lettering(job, job.mark.text or "!", font="montserrat", lines=1), inner_low, inner_high)
    return board.finished(around=3.5 * job.unit)


def speech(job: MarkJob) -> DrawnMark:
    """A speech bubble whose tail points to the target, or down to the left."""
    low, high = job.corners()
    size = high - low
    body_high = high - (0, 0.16 * size[1])
    centre = (low + body_high) / 2
    half = (body_high - low) / 2
    angles = np.linspace(0, 2 * pi, 160, endpoint=False)
    c, s = np.cos(angles), np.sin(angles)
    bubble = centre + np.column_stack([np.sign(c) * np.abs(c) ** 0.62, np.sign(s) * np.abs(s) ** 0.62]) * half
    tip = np.array([low[0] + 0.16 * size[0], high[1]])
    if job.target is not None:
        to = job.pixels(*job.target.centre) - centre
        to /= max(1e-6, float(np.hypot(*to)))
        tip = centre + to * (half + 0.24 * size[1])
    way = (tip - centre) / max(1e-6, float(np.hypot(*(tip - centre))))
    side = np.array([-way[1], way[0]]) * 0.13 * float(size.min())
    foot = centre + way * half * 0.55
    tail = np.array([foot + side, tip, foot - side])
    board = Board(job, [bubble, tail])
    mask = board.cut(bubble, tail)
    paper = WHITE if job.mark.colour == "accent" else job.colour
    edge = board.grown(mask, 5.0 * job.unit)
    board.shadow(edge, 0.6)
    board.fill(edge, BLACK if luminance(paper) > 0.3 else WHITE)
    board.solid(mask, paper, bevel=3.0)
    ink = "#0b0b0f" if luminance(paper) > 0.35 else "#ffffff"
    words = lettering(job, job.mark.text or "...", font="bangers", colour=ink, lines=3)
    board.write(words, centre - half * (0.74, 0.66), centre + half * (0.74, 0.66))
    return board.finished(around=5.0 * job.unit)


def number_badge(job: MarkJob) -> DrawnMark:
    """A number, or a word, on a glossy disc with a ring."""
    centre, radius = job.middle()
    angles = np.linspace(0, 2 * pi, 160, endpoint=False)
    way = np.column_stack([np.cos(angles), np.sin(angles)])
    outline = centre + way * radius
    board = Board(job, [outline])
    outer, face = board.cut(outline), board.cut(centre + way * radius * 0.84)
    board.shadow(outer, 0.7)
    board.solid(outer, job.edge, bevel=4.0)
    board.solid(face, job.colour, bevel=6.0, gloss=0.7)
    half = np.array([0.52, 0.50]) * radius
    words = lettering(job, job.mark.text or "1", lines=1)
    board.write(words, centre - half, centre + half)
    return board.finished()
