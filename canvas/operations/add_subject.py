"""A new prop or photo."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Frame, Mark, Subject, Text
from canvas.errors import OperationError
from canvas.operations.adding import free_slot, refuse_when_full
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.remove import Remove
from canvas.operations.sources import refuse_subject


@dataclass(frozen=True)
class AddSubject(Operation):
    """Add a prop (`prop:<name>`) or the person cut out of a photo (`photo:<key>`): in a `frame`, or where the layout
    has a place left for one. It stands below the texts and marks."""

    name = "add_subject"
    source: str
    frame: Frame | None = None
    flip: bool = False

    def apply(self, sheet: Sheet) -> Applied:
        refuse_when_full(sheet)
        refuse_subject(self.source)
        slot = free_slot(sheet, *sheet.layout.subjects) if self.frame is None else None
        if slot is None and self.frame is None:
            raise OperationError("frame", "is needed: the layout has no place left for a subject")
        kind, _, key = self.source.partition(":")
        layer = Subject(
            id=sheet.free_id("subject"),
            name="Photo" if kind == "photo" else key.removeprefix("emoji_").replace("_", " ").capitalize(),
            slot=slot,
            frame=self.frame,
            source=self.source,
            flip=self.flip,
        )
        above = [at for at, other in enumerate(sheet.document.layers) if isinstance(other, Text | Mark)]
        return sheet.inserting(layer, min(above, default=len(sheet.document.layers)), Remove(layer.id))
