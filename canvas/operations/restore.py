"""Layers as they were: what takes back an operation that changed many fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.document import Layer
from canvas.errors import OperationError
from canvas.layouts.named import LAYOUTS
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.slots import refuse_missing_slots
from canvas.operations.sources import refuse_unknown


@dataclass(frozen=True)
class Restore(Operation):
    """Put whole layers in place of those with the same ids and, where `layout` is given, that layout. This is how many
    operations are taken back; it also sets all of a layer at once."""

    name = "restore"
    choices = MappingProxyType({"layout": tuple(LAYOUTS)})
    layers: tuple[Layer, ...]
    layout: str | None = None

    def apply(self, sheet: Sheet) -> Applied:
        changed = {layer.id: layer for layer in self.layers}
        if len(changed) < len(self.layers):
            raise OperationError("layers", "names a layer twice")
        before: list[Layer] = []
        for at, layer in enumerate(self.layers):
            present = sheet.find(layer.id, at=f"layers[{at}].id")
            if present.locked:
                raise OperationError(f"layers[{at}].id", f"{layer.id!r} is locked")
            refuse_unknown(layer, at=f"layers[{at}]")
            before.append(present)
        layout = self.layout or sheet.document.layout
        document = replace(sheet.with_layers(changed), layout=layout)
        refuse_missing_slots(document, at="layers")
        inverse = Restore(tuple(before), sheet.document.layout if self.layout else None)
        return Applied(document, inverse, frozenset(changed))
