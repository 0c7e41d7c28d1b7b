"""A mark that points at something else."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Mark
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore
from canvas.operations.slots import refuse_missing_slots


@dataclass(frozen=True)
class PointAt(Operation):
    """Let a mark point at another layer, or with null at none: it then stands where it is."""

    name = "point_at"
    layer: str
    target: str | None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Mark)
        if self.target == self.layer:
            raise OperationError("target", "is the mark itself")
        if self.target is not None:
            sheet.find(self.target, at="target")
        # Taken back as a whole, since what it pointed at may be gone by now.
        applied = sheet.changing(layer, Restore((layer,)), target=self.target)
        refuse_missing_slots(applied.document, at="target")
        return applied
