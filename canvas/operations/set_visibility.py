"""A layer hidden or shown."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetVisibility(Operation):
    """Hide a layer or show it again. Type that the layout stacks closes up over hidden type."""

    name = "set_visibility"
    layer: str
    visible: bool

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        return sheet.changing(layer, SetVisibility(self.layer, layer.visible), visible=self.visible)
