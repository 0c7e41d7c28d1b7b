"""Procedural plates: backgrounds made of the palette alone."""

from canvas.drawing.paints.registry import PAINTS, paint

__all__ = ["PAINTS", "paint"]
