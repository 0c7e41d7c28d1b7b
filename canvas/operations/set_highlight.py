"""Which words stand out."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Text
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetHighlight(Operation):
    """Let some words of a text layer stand out. `words` are their indices from 0 on, none for no word; `colour` is
    kept when left out."""

    name = "set_highlight"
    layer: str
    words: tuple[int, ...]
    colour: str | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text)
        inverse = SetHighlight(self.layer, layer.highlight, layer.highlight_colour)
        colour = self.colour or layer.highlight_colour
        return sheet.changing(layer, inverse, highlight=self.words, highlight_colour=colour)
