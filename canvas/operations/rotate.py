"""A layer turned."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from canvas.document import Subject, Text
from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet

_MOST_TILT = 60.0  # what type takes; more is no longer read


@dataclass(frozen=True)
class Rotate(Operation):
    """Turn a subject or a text to an angle in degrees; positive lifts the right end. Type takes 60 at most."""

    name = "rotate"
    limits = MappingProxyType({"degrees": (-360.0, 360.0)})
    layer: str
    degrees: float

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Subject, Text)
        if isinstance(layer, Subject):
            return sheet.changing(layer, Rotate(self.layer, layer.rotation), rotation=self.degrees)
        if abs(self.degrees) > _MOST_TILT:
            raise OperationError("degrees", f"is not within -{_MOST_TILT:g} and {_MOST_TILT:g}, which type takes")
        return sheet.changing(layer, Rotate(self.layer, layer.tilt), tilt=self.degrees)
