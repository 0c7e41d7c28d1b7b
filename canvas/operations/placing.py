"""What moving, resizing and aligning share: layers that stand somewhere."""

from __future__ import annotations

from canvas.document import Frame, Logo, Mark, Subject, Text
from canvas.operations.operation import Applied, Sheet
from canvas.operations.place import Place

Standing = Subject | Text | Mark | Logo


def standing(sheet: Sheet, layer_id: str) -> tuple[Standing, Frame]:
    """Return a layer that may be moved and where it stands now. `OperationError` for what covers the whole canvas."""
    layer = sheet.editable_of(layer_id, Subject, Text, Mark, Logo)
    return layer, sheet.frames[layer_id]


def placed(sheet: Sheet, layer: Standing, frame: Frame) -> Applied:
    """The layer in another frame; the inverse gives it the one it had, if any."""
    return sheet.changing(layer, Place(layer.id, layer.frame), frame=frame)
