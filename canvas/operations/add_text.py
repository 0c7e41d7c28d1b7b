"""A new text."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from canvas.document import Align, Frame, Text
from canvas.errors import OperationError
from canvas.fonts import FONT_NAMES
from canvas.operations.adding import refuse_when_full
from canvas.operations.lettering import refuse_missing_words, refuse_undrawable
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.remove import Remove


@dataclass(frozen=True)
class AddText(Operation):
    """Add a text on top: in a `frame`, into which it is fitted, or as the headline or subtitle of the layout where
    there is none yet."""

    name = "add_text"
    choices = MappingProxyType({"font": FONT_NAMES})
    text: str
    frame: Frame | None = None
    slot: Literal["headline", "subtitle"] | None = None
    font: str = "anton"
    colour: str = "light"
    highlight: tuple[int, ...] = ()
    align: Align = "centre"
    max_lines: int = 2
    stroke: float = 0.06

    def apply(self, sheet: Sheet) -> Applied:
        refuse_when_full(sheet)
        refuse_undrawable(self.text, self.font)
        refuse_missing_words(self.highlight, self.text, at="highlight")
        if (self.frame is None) == (self.slot is None):
            raise OperationError("frame", "or slot is needed, and only one of them")
        if self.slot is not None and any(layer.slot == self.slot for layer in sheet.document.layers):
            raise OperationError("slot", f"there is a {self.slot} already")
        layer = Text(
            id=sheet.free_id(self.slot or "text"),
            name=(self.slot or "text").capitalize(),
            slot=self.slot,
            frame=self.frame,
            text=self.text,
            font=self.font,
            colour=self.colour,
            highlight=self.highlight,
            align=self.align,
            max_lines=self.max_lines,
            stroke=self.stroke,
        )
        return sheet.inserting(layer, len(sheet.document.layers), Remove(layer.id))
