"""Which words stand out."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from canvas.document import Text
from canvas.operations.lettering import refuse_missing_words
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.serial import LIMITS


@dataclass(frozen=True)
class SetHighlight(Operation):
    """Let some words of a text layer stand out. `words` are their indices from 0 on, none for no word; `colour` is
    kept when left out."""

    name = "set_highlight"
    limits = MappingProxyType({"words": LIMITS["highlight"]})
    layer: str
    words: tuple[int, ...]
    colour: str | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text)
        refuse_missing_words(self.words, layer.text, at="words")
        inverse = SetHighlight(self.layer, layer.highlight, layer.highlight_colour)
        colour = self.colour or layer.highlight_colour
        return sheet.changing(layer, inverse, highlight=self.words, highlight_colour=colour)
