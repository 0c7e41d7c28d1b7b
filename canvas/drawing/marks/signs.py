"""Signs that are type themselves: versus, question, exclamation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from canvas.colour import BLACK, WHITE, mix, resolve
from canvas.document import Extrude, Shadow
from canvas.drawing.marks.board import Board
from canvas.drawing.marks.job import DrawnMark, MarkJob
from canvas.drawing.marks.words import lettering

_BOLT = ((0.50, -0.06), (0.22, 0.50), (0.42, 0.50), (0.30, 1.06), (0.80, 0.40), (0.56, 0.40), (0.74, -0.06))


def versus(job: MarkJob) -> DrawnMark:
    """VS, or the text, before a bolt of lightning on a two-coloured shield."""
    centre, radius = job.middle()
    angles = np.linspace(0, 2 * np.pi, 6, endpoint=False) + np.pi / 6
    shield = centre + np.column_stack([np.cos(angles), np.sin(angles)]) * radius
    bolt = centre + (np.array(_BOLT) - (0.5, 0.5)) * (1.55 * radius, 1.9 * radius)
    board = Board(job, [shield, bolt], margin=14 * job.unit)
    plate = board.cut(shield)
    rim = board.grown(plate, 6 * job.unit)
    board.deep(rim, mix(BLACK, job.colour, 0.15), 10.0)
    board.fill(rim, WHITE)
    x = np.arange(board.columns, dtype=np.float32)[None, :] + board.left
    y = np.arange(board.rows, dtype=np.float32)[:, None] + board.top
    right = np.clip((x - centre[0]) + (y - centre[1]) * 0.36, 0, 1) * plate
    board.solid(plate, resolve("primary", job.palette), bevel=6.0, gloss=0.4)
    board.solid(np.asarray(right, np.float32), resolve("secondary", job.palette), bevel=0.0)
    strike = board.cut(bolt)
    edge = board.grown(strike, 4.5 * job.unit)
    board.shadow(edge, 0.5)
    board.fill(edge, mix(BLACK, job.colour, 0.06))
    board.solid(strike, job.colour, bevel=4.0, gloss=0.5)
    words = replace(
        lettering(job, job.mark.text or "VS", font="bangers", colour="#ffffff", lines=1, tilt=6.0, stroke=0.085),
        finish="gloss",
        extrude=Extrude("dark", 0.08, 70.0),
        shadow=Shadow(0.003, 0.008, 0.012, 0.6),
    )
    half = np.array([0.98, 0.60]) * radius
    board.write(words, centre - half, centre + half)
    return board.finished(around=6 * job.unit)


def question(job: MarkJob) -> DrawnMark:
    """A question mark, large and thick; the text says which script's."""
    return _sign(job, job.mark.text or "?")


def exclamation(job: MarkJob) -> DrawnMark:
    """An exclamation mark, large and thick."""
    return _sign(job, job.mark.text or "!")


def _sign(job: MarkJob, words: str) -> DrawnMark:
    low, high = job.corners()
    board = Board(job, [np.array([low, high])])
    text = replace(
        lettering(job, words, font="titan", colour=job.mark.colour, lines=1, tilt=-7.0, stroke=0.07),
        stroke_colour="light" if job.edge == WHITE else "dark",
        finish="gloss",
        bevel=0.55,
        extrude=Extrude(job.mark.colour, 0.11, 62.0, 0.9),
        shadow=Shadow(0.004, 0.012, 0.02, 0.6),
    )
    drawn = board.write(text, low, high)
    return board.finished(box=None if drawn is None else drawn.box)
