"""How a layer mixes with what lies below."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Blend, Effect
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetBlend(Operation):
    """Mix a layer with what lies below in another way. Effects each have a way of their own."""

    name = "set_blend"
    layer: str
    blend: Blend

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        if isinstance(layer, Effect):
            raise OperationError("layer", f"{self.layer!r} is an effect, which blends in its own way")
        return sheet.changing(layer, SetBlend(self.layer, layer.blend), blend=self.blend)
