"""Boxes in ratios of a picture: x of its width, y of its height, the origin at the top left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle from (`x0`, `y0`) to (`x1`, `y1`), all ratios. It may reach past 0 or 1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def intersection(self, other: Box) -> Box | None:
        """Return what both share, or None when they share nothing."""
        shared = Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))
        return shared if shared.x1 > shared.x0 and shared.y1 > shared.y0 else None
