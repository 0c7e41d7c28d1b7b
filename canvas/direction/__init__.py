"""Direction: how a brief looks in the manner of a design DNA."""

from canvas.direction.directing import direct

__all__ = ["direct"]
