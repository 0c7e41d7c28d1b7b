"""A draft: operations being gathered, with the document as they leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from canvas.errors import OperationError
from canvas.operations import Operation, apply
from canvas.operations.operation import Sheet
from canvas.operations.swap_layout import SwapLayout
from canvas.repair.standing import Standing

# Layouts that say something (a comparison, a quotation, a list) or that were chosen for a picture without a hero.
_MEANINGFUL = frozenset({
    "versus", "duel", "before_after", "row", "big_number", "quote_right", "quote_left", "full_type",
})  # fmt: skip
# Layouts whose second figure is as large as the first.
_OF_TWO = frozenset({"pair_right", "pair_left", "person_and_thing_right", "person_and_thing_left"})


@dataclass(frozen=True)
class Draft:
    """`sheet` is the document with `operations` done."""

    sheet: Sheet
    operations: tuple[Operation, ...] = ()

    @property
    def standing(self) -> Standing:
        return Standing(self.sheet)

    def then(self, *operations: Operation) -> Draft:
        """Do more. What the document refuses, because a layer is locked or has no place, is left out."""
        draft = self
        for operation in operations:
            try:
                applied = apply(draft.sheet.document, operation, shapes=draft.sheet.shapes)
            except OperationError:
                continue
            if applied.document != draft.sheet.document:
                sheet = Sheet(applied.document, draft.sheet.shapes)
                draft = Draft(sheet, (*draft.operations, operation))
        return draft

    def in_other_layouts(self, names: Iterable[str]) -> Iterator[Draft]:
        """The draft in each of the layouts that has a place for all its layers and suits what it shows."""
        document = self.sheet.document
        has_support = any(layer.slot == "support_1" and layer.visible for layer in document.layers)
        if document.layout in _MEANINGFUL:
            return
        for name in names:
            if name in _MEANINGFUL or name == document.layout or (name in _OF_TWO and not has_support):
                continue
            other = self.then(SwapLayout(name))
            if other.operations != self.operations:
                yield other


def best_of(drafts: Iterable[Draft], worth: Callable[[Standing], float]) -> Draft:
    """The draft that is worth most; the first of equals."""
    return max(drafts, key=lambda draft: worth(draft.standing))
