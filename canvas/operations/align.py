"""A layer at a side or in the middle of the canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.placing import placed, standing


@dataclass(frozen=True)
class AlignLayer(Operation):
    """Stand a layer at a side or in the middle of the canvas, `margin` away from the edge (a ratio of the canvas).
    `horizontal` and `vertical` each leave that direction as it is when left out."""

    name = "align"
    limits = MappingProxyType({"margin": (0.0, 0.4)})
    layer: str
    horizontal: Literal["left", "centre", "right"] | None = None
    vertical: Literal["top", "middle", "bottom"] | None = None
    margin: float = 0.04

    def apply(self, sheet: Sheet) -> Applied:
        if self.horizontal is None and self.vertical is None:
            raise OperationError("horizontal", "or vertical is needed")
        layer, frame = standing(sheet, self.layer)
        if self.horizontal is not None:
            spare = 1 - frame.width
            x = {"left": self.margin, "centre": spare / 2, "right": spare - self.margin}[self.horizontal]
            frame = replace(frame, x=x)
        if self.vertical is not None:
            spare = 1 - frame.height
            y = {"top": self.margin, "middle": spare / 2, "bottom": spare - self.margin}[self.vertical]
            frame = replace(frame, y=y)
        return placed(sheet, layer, frame)
