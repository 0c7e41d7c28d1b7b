"""Layouts: rules that place the layers of one document for 16:9, 1:1, 4:5 and 9:16."""

from canvas.layouts.figures import PhotoShape
from canvas.layouts.named import LAYOUTS
from canvas.layouts.rules import Arrangement, Layout
from canvas.layouts.solving import solve

__all__ = ["LAYOUTS", "Arrangement", "Layout", "PhotoShape", "solve"]
