"""Another background."""

from __future__ import annotations

from dataclasses import dataclass, field

from canvas.document import Light, Plate
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore
from canvas.operations.sources import refuse_plate


@dataclass(frozen=True)
class ReplacePlate(Operation):
    """Put another background behind everything: a scene (`scene:<name>`), lit in the palette's colours unless `lights`
    say otherwise, a paint (`paint:<name>`) made of the palette, or a picture (`picture:<key>`)."""

    name = "replace_plate"
    source: str
    layer: str = "plate"
    lights: dict[str, Light] = field(default_factory=dict)
    params: dict[str, float] = field(default_factory=dict)

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Plate)
        refuse_plate(self.source)
        return sheet.changing(
            layer, Restore((layer,)), source=self.source, lights=self.lights, params=self.params, exposure=1.0
        )
