"""Whether a layout has a place for every layer of a document."""

from __future__ import annotations

from typing import get_args

from canvas.document import Aspect, Document, Effect, Layer, Mark, Plate, Text
from canvas.errors import OperationError
from canvas.layouts.named import LAYOUTS

_TYPE_SLOTS = ("headline", "subtitle")


def refuse_missing_slots(document: Document, *, at: str) -> None:
    """Raise `OperationError` at the field `at` where a layer that the layout must place has no place in it, whatever
    the aspect: the document is drawn in all of them."""
    layout = LAYOUTS[document.layout]
    areas = set.intersection(*(set(layout.arrangement(aspect).areas) for aspect in get_args(Aspect)))
    for layer in document.layers:
        slot = slot_in_layout(layer)
        if slot is not None and slot not in areas:
            raise OperationError(at, f"the layout {document.layout!r} has no place for {layer.id!r}")


def slot_in_layout(layer: Layer) -> str | None:
    """Return the area that a layer takes in the layout: None for what stands by its own frame, is type that the layout
    stacks, or covers the canvas. A mark that only has a target starts where the first mark stands."""
    if layer.frame is not None or isinstance(layer, Plate | Effect):
        return None
    if isinstance(layer, Text) and layer.slot in _TYPE_SLOTS:
        return None
    if layer.slot is None and isinstance(layer, Mark) and layer.target is not None:
        return "mark_1"
    return layer.slot or ""
