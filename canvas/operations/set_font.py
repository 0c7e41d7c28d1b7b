"""Another typeface."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from canvas.document import Text
from canvas.fonts import FONT_NAMES
from canvas.operations.lettering import refuse_undrawable
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetFont(Operation):
    """Set a text layer in another typeface. Characters that it lacks are taken from one of a kindred voice."""

    name = "set_font"
    choices = MappingProxyType({"font": FONT_NAMES})
    layer: str
    font: str

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text)
        refuse_undrawable(layer.text, self.font, at="font")
        return sheet.changing(layer, SetFont(self.layer, layer.font), font=self.font)
