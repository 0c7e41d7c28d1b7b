"""The picture below as an animator paints it: flat tones, ink, a screen tone in the shadows."""

from __future__ import annotations

import numpy as np

from canvas.document import Effect
from canvas.drawing.effects.job import EffectJob
from canvas.drawing.line_art import BROAD_BRUSHES, drawn_as_cel

_LINES = 0.022  # canvas heights that the widest blur of the lines reaches, on small canvases too


def cel(job: EffectJob) -> None:
    """Paint what lies below as a cel. `ink` 0..1 for its lines, `dots` 0..1 for the screen tone."""
    pixels = np.clip(job.surface.pixels, 0, 1)
    drawn = drawn_as_cel(pixels, job.height, dots=job.share("dots", 0.35), ink=job.share("ink", 0.85),
                         brushes=BROAD_BRUSHES)  # fmt: skip
    job.surface.pixels = pixels + (drawn - pixels) * np.float32(min(1.0, job.amount))


def reach_of_cel(effect: Effect) -> float:
    """How far, in canvas heights, a change of a pixel is carried by the brush and the lines."""
    del effect
    return (3 * sum(BROAD_BRUSHES.halves) + 8) / BROAD_BRUSHES.rows + _LINES
