"""Another thing or person in the same place."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document import Subject
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.sources import refuse_subject


@dataclass(frozen=True)
class ReplaceSubject(Operation):
    """Show something else in place of a subject: a prop (`prop:<name>`) or the person cut out of a photo
    (`photo:<key>`). Its outline, glow, light and shadow stay."""

    name = "replace_subject"
    layer: str
    source: str

    def apply(self, sheet: Sheet) -> Applied:
        layer = sheet.editable_of(self.layer, Subject)
        refuse_subject(self.source)
        return sheet.changing(layer, ReplaceSubject(self.layer, layer.source), source=self.source)
