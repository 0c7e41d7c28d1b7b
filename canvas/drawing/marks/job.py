"""What every mark is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from canvas.colour import BLACK, RGB, WHITE, luminance, mix, resolve
from canvas.document import Frame, Mark, Palette
from canvas.drawing.result import TextLine
from canvas.drawing.surface import Patch
from canvas.geometry import Box

Points = NDArray[np.float64]


@dataclass(frozen=True)
class DrawnMark:
    """A mark as drawn: its patch, what it covers, and its lines of type."""

    patch: Patch
    box: Box
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True)
class MarkJob:
    """One mark to draw on a canvas of `width` x `height` pixels. `target` is the box of what it points to, `avoid` what
    it keeps off."""

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
    def edge(self) -> RGB:
        """The colour of the rim round the mark's own: what it stands out by on any ground."""
        return WHITE if luminance(self.colour) < 0.5 else mix(BLACK, self.colour, 0.06)

    @property
    def on_colour(self) -> str:
        """The colour of type on the mark's own, `#rrggbb`."""
        return "#0b0b0f" if luminance(self.colour) > 0.35 else "#ffffff"

    @property
    def thickness(self) -> float:
        return self.mark.width * self.height

    @property
    def unit(self) -> float:
        """A pixel of a canvas of 720 rows."""
        return self.height / 720

    def pixels(self, x: float, y: float) -> Points:
        return np.array([x * self.width, y * self.height])

    def corners(self) -> tuple[Points, Points]:
        """The frame's upper left and lower right corner, in pixels."""
        frame = self.frame
        return self.pixels(frame.x, frame.y), self.pixels(frame.x + frame.width, frame.y + frame.height)

    def around(self) -> Box:
        """The box of the target, or the frame without one."""
        frame = self.frame
        return self.target or Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)

    def middle(self) -> tuple[Points, float]:
        """The middle of the frame, and half its shorter side, in pixels."""
        low, high = self.corners()
        return (low + high) / 2, float((high - low).min()) / 2


MarkFunction = Callable[[MarkJob], DrawnMark]
