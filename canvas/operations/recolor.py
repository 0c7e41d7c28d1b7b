"""Another colour for a part of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from canvas.errors import OperationError
from canvas.operations.operation import Applied, Operation, Sheet

Part = Literal["fill", "highlight", "stroke", "plate", "extrude", "outline", "glow", "rim"]
# Where a part's colour stands: in a field of the layer, or in a record that a field holds.
_FIELDS: Mapping[Part, str] = {
    "fill": "colour",
    "highlight": "highlight_colour",
    "stroke": "stroke_colour",
    "plate": "plate_colour",
    "extrude": "extrude",
    "outline": "outline",
    "glow": "glow",
    "rim": "rim",
}


@dataclass(frozen=True)
class Recolor(Operation):
    """Give a part of a layer another colour: `#rrggbb`, or a role of the palette, which follows `set_palette`.
    Letters, marks and effects have a `fill`; a part that the layer has not is refused."""

    name = "recolor"
    layer: str
    colour: str
    part: Part = "fill"

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable(self.layer)
        field = _FIELDS[self.part]
        present = getattr(layer, field, None)
        if present is None:
            raise OperationError("part", f"{self.layer!r} has no {self.part}")
        if isinstance(present, str):
            return sheet.changing(layer, Recolor(self.layer, present, self.part), **{field: self.colour})
        inverse = Recolor(self.layer, present.colour, self.part)
        return sheet.changing(layer, inverse, **{field: replace(present, colour=self.colour)})
