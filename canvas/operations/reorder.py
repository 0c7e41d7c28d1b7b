"""A layer before or behind others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.serial import MAX_LAYERS


@dataclass(frozen=True)
class Reorder(Operation):
    """Move a layer up or down in the stack: `index` layers shall lie below it."""

    name = "reorder"
    limits = MappingProxyType({"index": (0, MAX_LAYERS - 1)})
    layer: str
    index: int

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        if self.index >= len(sheet.document.layers):
            raise OperationError("index", f"is beyond the {len(sheet.document.layers)} layers there are")
        rest = [other for other in sheet.document.layers if other.id != self.layer]
        rest.insert(self.index, layer)
        inverse = Reorder(self.layer, sheet.index(self.layer))
        return Applied(replace(sheet.document, layers=tuple(rest)), inverse, frozenset({self.layer}))
