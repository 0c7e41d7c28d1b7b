"""How letters are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from canvas.document import Align, Extrude, Finish, Glow, LabelShape, Shadow, Text
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore

_PLAIN = (
    "colour", "stroke", "stroke_colour", "gradient", "size_contrast", "max_lines", "align", "tilt", "finish",
    "highlight_finish", "bevel", "outer_stroke", "outer_stroke_colour", "plate_shape",
)  # fmt: skip


@dataclass(frozen=True)
class RestyleText(Operation):
    """Change how a text is set: its stroke and colours, the ramp down its letters (`gradient`), how much larger its
    largest line may be (`size_contrast`), its lines, side and tilt, what its letters are made of (`finish`) and how
    round their edges are (`bevel`), a second stroke round the first, the cut of its plates. `extrude_depth` 0 and
    `has_glow`, `has_shadow`, `has_plate` false take those away. What is left out stays."""

    name = "restyle_text"
    limits = MappingProxyType(
        {"extrude_depth": (0.0, 0.3), "extrude_angle": (-360.0, 360.0), "extrude_lit": (0.0, 1.0)}
    )
    layer: str
    colour: str | None = None
    stroke: float | None = None
    stroke_colour: str | None = None
    gradient: float | None = None
    size_contrast: float | None = None
    max_lines: int | None = None
    align: Align | None = None
    tilt: float | None = None
    extrude_depth: float | None = None
    extrude_angle: float | None = None
    extrude_colour: str | None = None
    has_glow: bool | None = None
    has_shadow: bool | None = None
    has_plate: bool | None = None
    plate_colour: str | None = None
    plate_shape: LabelShape | None = None
    finish: Finish | None = None
    highlight_finish: Finish | None = None
    bevel: float | None = None
    outer_stroke: float | None = None
    outer_stroke_colour: str | None = None
    extrude_lit: float | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text)
        changes: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(self, name)) is not None}
        changes["extrude"] = self._extrude(layer.extrude)
        if self.has_glow is not None:
            changes["glow"] = (layer.glow or Glow()) if self.has_glow else None
        if self.has_shadow is not None:
            changes["shadow"] = (layer.shadow or Shadow()) if self.has_shadow else None
        changes["plate_colour"] = self._plate(layer.plate_colour)
        return sheet.changing(layer, Restore((layer,)), **changes)

    def _extrude(self, present: Extrude | None) -> Extrude | None:
        wanted = {
            "depth": self.extrude_depth,
            "angle": self.extrude_angle,
            "colour": self.extrude_colour,
            "lit": self.extrude_lit,
        }
        given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        if not given:
            return present
        extrude = replace(present or Extrude(), **given)
        return extrude if extrude.depth > 0 else None

    def _plate(self, present: str | None) -> str | None:
        if self.has_plate is False:
            return None
        return self.plate_colour or present or ("accent" if self.has_plate else None)
