"""A layer seen in a mirror."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Plate, Subject
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class Flip(Operation):
    """Exchange left and right of a subject or a background. Done twice, nothing has changed."""

    name = "flip"
    layer: str

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Subject, Plate)
        return sheet.changing(layer, Flip(self.layer), flip=not layer.flip)
