"""A layer gone, and one put back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.document import Layer
from canvas.errors import OperationError
from canvas.operations.adding import refuse_when_full
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.slots import refuse_missing_slots
from canvas.operations.sources import refuse_unknown
from canvas.serial import MAX_LAYERS


@dataclass(frozen=True)
class Remove(Operation):
    """Take a layer away. The last one stays: a picture has to show something."""

    name = "remove"
    layer: str

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        if len(sheet.document.layers) == 1:
            raise OperationError("layer", "is the last one")
        index = sheet.index(self.layer)
        rest = tuple(other for other in sheet.document.layers if other.id != self.layer)
        return Applied(replace(sheet.document, layers=rest), Insert(layer, index), frozenset({self.layer}))


@dataclass(frozen=True)
class Insert(Operation):
    """Put a whole layer in, `index` layers from the bottom: how `remove` is taken back. Its id must be free."""

    name = "insert"
    limits = MappingProxyType({"index": (0, MAX_LAYERS)})
    layer: Layer
    index: int

    def apply(self, sheet: Sheet) -> Applied:
        refuse_when_full(sheet)
        if any(other.id == self.layer.id for other in sheet.document.layers):
            raise OperationError("layer.id", f"{self.layer.id!r} is taken already")
        if self.index > len(sheet.document.layers):
            raise OperationError("index", f"is beyond the {len(sheet.document.layers)} layers there are")
        refuse_unknown(self.layer, at="layer")
        applied = sheet.inserting(self.layer, self.index, Remove(self.layer.id))
        refuse_missing_slots(applied.document, at="layer.slot")
        return applied
