"""A layer in an exact place."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Frame, Logo, Mark, Subject, Text
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class Place(Operation):
    """Put a layer into a frame, in ratios of the canvas; null gives it back to the layout. What it shows is fitted
    whole into the frame."""

    name = "place"
    layer: str
    frame: Frame | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Subject, Text, Mark, Logo)
        if self.frame is None and layer.frame is not None:
            is_placed = layer.slot is not None or (isinstance(layer, Mark) and layer.target is not None)
            if not is_placed:
                raise OperationError("frame", f"{self.layer!r} has no place in the layout")
        return sheet.changing(layer, Place(self.layer, layer.frame), frame=self.frame)
