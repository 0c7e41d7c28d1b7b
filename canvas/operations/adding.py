"""Where a new layer goes."""

from __future__ import annotations

from canvas.errors import OperationError
from canvas.operations.operation import Sheet
from canvas.serial import MAX_LAYERS


def refuse_when_full(sheet: Sheet) -> None:
    """Raise `OperationError` for a document that takes no more layers."""
    if len(sheet.document.layers) >= MAX_LAYERS:
        raise OperationError("op", f"adds to a document that holds {MAX_LAYERS} layers, the most there may be")


def free_slot(sheet: Sheet, *wanted: str) -> str | None:
    """Return the first of some slots that the layout has and no layer holds."""
    held = {layer.slot for layer in sheet.document.layers}
    areas = sheet.arrangement.areas
    return next((slot for slot in wanted if slot not in held and slot in areas), None)
