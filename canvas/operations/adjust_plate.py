"""A background brighter, softer, or lit in other colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from canvas.document import Light, Plate
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore


@dataclass(frozen=True)
class AdjustPlate(Operation):
    """Change how a background looks: `exposure` (1 is as it was made), `blur` (a ratio of the canvas height), and the
    `lights` of a scene by their group. What is left out stays."""

    name = "adjust_plate"
    limits = MappingProxyType({"exposure": (0.0, 10.0), "blur": (0.0, 0.3)})
    layer: str = "plate"
    exposure: float | None = None
    blur: float | None = None
    lights: dict[str, Light] = field(default_factory=dict)

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Plate)
        return sheet.changing(
            layer,
            Restore((layer,)),
            exposure=layer.exposure if self.exposure is None else self.exposure,
            blur=layer.blur if self.blur is None else self.blur,
            lights={**layer.lights, **self.lights},
        )
