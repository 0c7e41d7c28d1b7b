"""A layer guarded against edits."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetLock(Operation):
    """Lock a layer, so that no other operation changes it, or unlock it. Where the layout places it, it still makes
    room for others."""

    name = "set_lock"
    layer: str
    locked: bool

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.find(self.layer)
        return sheet.changing(layer, SetLock(self.layer, layer.locked), locked=self.locked)
