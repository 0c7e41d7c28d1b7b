"""A new pointer or sticker."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from canvas.document import Frame, Mark
from canvas.drawing.marks import MARKS, PLACES
from canvas.errors import OperationError
from canvas.operations.adding import free_slot, refuse_when_full
from canvas.operations.lettering import refuse_unwritten
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.remove import Remove


@dataclass(frozen=True)
class AddMark(Operation):
    """Add an arrow, a ring, a badge or another mark on top. It points at the layer `target`, stands in `frame`, or
    where the layout has a place left. `text` is for stickers, for a progress bar (per cent) and for stars (how many).
    `bend` bows an arrow; `width` is the thickness of its line, a ratio of the canvas height."""

    name = "add_mark"
    choices = MappingProxyType({"mark": tuple(MARKS)})
    limits = MappingProxyType({"bend": (-1.5, 1.5), "width": (0.004, 0.15)})
    mark: str
    target: str | None = None
    frame: Frame | None = None
    text: str = ""
    colour: str = "accent"
    width: float = 0.03
    bend: float = -0.3

    def apply(self, sheet: Sheet) -> Applied:
        refuse_when_full(sheet)
        if self.target is not None:
            sheet.find(self.target, at="target")
        refuse_unwritten(self.mark, self.text)
        frame = self.frame or PLACES.get(self.mark)
        slot = free_slot(sheet, "mark_1", "mark_2") if frame is None else None
        if slot is None and frame is None and self.target is None:
            raise OperationError("frame", "is needed: the layout has no place left for a mark")
        layer = Mark(
            id=sheet.free_id(self.mark),
            name=self.mark.replace("_", " ").capitalize(),
            slot=slot,
            frame=frame,
            mark=self.mark,
            colour=self.colour,
            target=self.target,
            bend=self.bend,
            width=self.width,
            text=self.text,
        )
        return sheet.inserting(layer, len(sheet.document.layers), Remove(layer.id))
