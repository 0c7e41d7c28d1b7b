"""A layer elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.placing import placed, standing


@dataclass(frozen=True)
class Move(Operation):
    """Move a layer: `x` and `y` are where the left top corner of its frame shall be, in ratios of the canvas. Its size
    stays. Plates and effects cover the whole canvas and can't be moved."""

    name = "move"
    limits = MappingProxyType({"x": (-2.0, 2.0), "y": (-2.0, 2.0)})
    layer: str
    x: float
    y: float

    def apply(self, sheet: Sheet) -> Applied:
        layer, frame = standing(sheet, self.layer)
        return placed(sheet, layer, replace(frame, x=self.x, y=self.y))
