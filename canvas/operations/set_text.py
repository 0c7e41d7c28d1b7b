"""Other words."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Mark, Text
from canvas.errors import OperationError
from canvas.operations.lettering import is_worded, refuse_missing_words, refuse_undrawable, refuse_unwritten
from canvas.operations.operation import Applied, Operation, Sheet


@dataclass(frozen=True)
class SetText(Operation):
    """Say something else in a text layer, or on a mark with words: a badge, a price tag, a speech bubble, the number of
    stars. `highlight` holds the indices of the words that stand out; left out, those that are still there keep it. A
    mark with an empty text says what is usual."""

    name = "set_text"
    layer: str
    text: str
    highlight: tuple[int, ...] | None = None

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Text, Mark)
        if isinstance(layer, Mark):
            if not is_worded(layer.mark):
                raise OperationError("layer", f"{self.layer!r} is a mark without words")
            refuse_unwritten(layer.mark, self.text)
            return sheet.changing(layer, SetText(self.layer, layer.text), text=self.text)
        refuse_undrawable(self.text, layer.font)
        refuse_missing_words(self.highlight or (), self.text, at="highlight")
        count = len(self.text.split())
        kept = layer.highlight if self.highlight is None else self.highlight
        highlight = tuple(index for index in kept if self.highlight is not None or index < count)
        return sheet.changing(
            layer, SetText(self.layer, layer.text, layer.highlight), text=self.text, highlight=highlight
        )
