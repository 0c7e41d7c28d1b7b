"""What surrounds a subject: outline, glow, light, shadow."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from canvas.document import Glow, Outline, Rim, Shadow, Subject
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore

Surround = TypeVar("Surround", Outline, Glow, Rim, Shadow)


@dataclass(frozen=True)
class RestyleSubject(Operation):
    """Change what surrounds a subject. An outline of `outline_width` 0 is none, and so are a glow, a rim light and a
    shadow of strength 0. `line_art` 0 to 1 draws it as ink. What is left out stays."""

    name = "restyle_subject"
    limits = MappingProxyType(
        {
            "outline_width": (0.0, 0.1),
            "glow_strength": (0.0, 4.0),
            "glow_radius": (0.0, 0.3),
            "rim_strength": (0.0, 4.0),
            "rim_angle": (-360.0, 360.0),
            "shadow_strength": (0.0, 4.0),
            "shadow_blur": (0.0, 0.3),
        }
    )
    layer: str
    outline_width: float | None = None
    outline_colour: str | None = None
    glow_strength: float | None = None
    glow_radius: float | None = None
    glow_colour: str | None = None
    rim_strength: float | None = None
    rim_angle: float | None = None
    rim_colour: str | None = None
    shadow_strength: float | None = None
    shadow_blur: float | None = None
    line_art: float | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Subject)
        return sheet.changing(
            layer,
            Restore((layer,)),
            outline=self._around("outline", layer.outline, Outline(), "width"),
            glow=self._around("glow", layer.glow, Glow(), "strength"),
            rim=self._around("rim", layer.rim, Rim(), "strength"),
            shadow=self._around("shadow", layer.shadow, Shadow(), "strength"),
            line_art=layer.line_art if self.line_art is None else self.line_art,
        )

    def _around(self, name: str, present: Surround | None, usual: Surround, weight: str) -> Surround | None:
        """What surrounds it with the fields that were given: none of them leaves it, a `weight` of 0 takes it away."""
        given: dict[str, Any] = {
            field.name: value
            for field in fields(usual)
            if (value := getattr(self, f"{name}_{field.name}", None)) is not None
        }
        if not given:
            return present
        changed = replace(present or usual, **given)
        return changed if getattr(changed, weight) > 0 else None
