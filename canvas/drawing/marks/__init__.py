"""Marks: pointers and stickers over the picture, each drawn with a rim, a shadow and light on its edges."""

from canvas.drawing.marks.job import DrawnMark
from canvas.drawing.marks.registry import MARKS, draw_mark
from canvas.drawing.marks.screens import PLACES

__all__ = ["MARKS", "PLACES", "DrawnMark", "draw_mark"]
