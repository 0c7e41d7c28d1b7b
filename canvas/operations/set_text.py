"""Other words."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Mark, Text
from canvas.errors import OperationError
from canvas.operations.lettering import refuse_undrawable
from canvas.operations.operation import Applied, Operation, Sheet

_WORDED_MARKS = ("badge", "burst")


@dataclass(frozen=True)
class SetText(Operation):
    """Say something else in a text layer, or on a badge or burst. `highlight` holds the indices of the words that
    stand out; left out, those that are still there keep it."""

    name = "set_text"
    layer: str
    text: str
    highlight: tuple[int, ...] | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text, Mark)
        if isinstance(layer, Mark):
            if layer.mark not in _WORDED_MARKS:
                raise OperationError("layer", f"{self.layer!r} is a mark without words")
            if layer.mark == "badge" or self.text.strip():
                refuse_undrawable(self.text, "anton")
            return sheet.changing(layer, SetText(self.layer, layer.text), text=self.text)
        refuse_undrawable(self.text, layer.font)
        count = len(self.text.split())
        kept = layer.highlight if self.highlight is None else self.highlight
        highlight = tuple(index for index in kept if self.highlight is not None or index < count)
        return sheet.changing(
            layer, SetText(self.layer, layer.text, layer.highlight), text=self.text, highlight=highlight
        )
