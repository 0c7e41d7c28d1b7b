"""Drawing a document: layers bottom to top, each only within the window it touches."""

from canvas.drawing.drawing import draw
from canvas.drawing.result import Drawing, TextLine
from canvas.geometry import Box

__all__ = ["Box", "Drawing", "TextLine", "draw"]
