"""How much of a layer is seen."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetOpacity(Operation):
    """Let what lies below shine through a layer: 1 hides it, 0 shows it alone."""

    name = "set_opacity"
    layer: str
    opacity: float

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        return sheet.changing(layer, SetOpacity(self.layer, layer.opacity), opacity=self.opacity)
