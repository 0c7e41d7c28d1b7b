"""What people call a layer."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class Rename(Operation):
    """Call a layer something else in lists of layers. Its id stays, and so does the picture."""

    name = "rename"
    layer: str
    title: str

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        return sheet.changing(layer, Rename(self.layer, layer.name), name=self.title)
