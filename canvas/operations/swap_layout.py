"""Another arrangement of the same layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.document import Align, Document, Effect, Layer, Plate, Subject, Text
from canvas.errors import OperationError
from canvas.layouts.named import LAYOUTS
from canvas.layouts.rules import Arrangement, Layout
from canvas.operations.operation import Applied, Operation, Sheet
from canvas.operations.restore import Restore
from canvas.operations.slots import refuse_missing_slots, slot_in_layout
from canvas.typesetting.direction import is_right_to_left

# Where the dark side of a shade lies that stands behind type, by the side that the type has.
_SHADE_ANGLES = {"left": 180.0, "right": 0.0, "top": 90.0, "bottom": 270.0, "centre": 270.0}
_SAME = 1e-3


@dataclass(frozen=True)
class SwapLayout(Operation):
    """Arrange the layers by another named layout. Subjects take its places in their order of importance; light that
    gathered at the hero and the shade behind the type follow. Layers placed by hand stay. Refused where the layout has
    too few places, or while a layer that it would move is locked."""

    name = "swap_layout"
    choices = MappingProxyType({"layout": tuple(LAYOUTS)})
    layout: str

    def apply(self, sheet: Sheet) -> Applied:
        document, new = sheet.document, LAYOUTS[self.layout]
        moved = {layer.id for layer in document.layers if _is_arranged(layer)} if new != sheet.layout else set()
        locked = next((layer.id for layer in document.layers if layer.locked and layer.id in moved), None)
        if locked is not None:
            raise OperationError("layout", f"would move {locked!r}, which is locked")
        changed = {layer.id: layer for layer in _rearranged(document, sheet.layout, new)}
        swapped = replace(sheet.with_layers(changed), layout=self.layout)
        refuse_missing_slots(swapped, at="layout")
        before = tuple(layer for layer in document.layers if layer.id in changed)
        return Applied(swapped, Restore(before, document.layout), frozenset(moved | set(changed)))


def _is_arranged(layer: Layer) -> bool:
    return layer.frame is None and not isinstance(layer, Plate | Effect)


def _rearranged(document: Document, old: Layout, new: Layout) -> Iterator[Layer]:
    """The layers that are others in the new layout."""
    before, after = old.arrangement(document.aspect), new.arrangement(document.aspect)
    slots = _slots(document, old, new)
    for layer in document.layers:
        changed: Layer = layer
        if isinstance(layer, Subject) and layer.id in slots:
            changed = replace(layer, slot=slots[layer.id])
        elif isinstance(layer, Text) and layer.frame is None:
            changed = replace(layer, align=_align(layer, old, new))
        elif isinstance(layer, Effect) and not layer.locked:
            changed = _relit(layer, before, after)
        elif isinstance(layer, Plate) and not layer.locked:
            changed = _lit_towards(layer, before.focus, after.focus)
        if changed != layer:
            yield changed


def _slots(document: Document, old: Layout, new: Layout) -> dict[str, str]:
    """The slot of each subject: its own where the layout has it, else the most important one that is free."""
    arranged = [layer for layer in document.layers if isinstance(layer, Subject) and slot_in_layout(layer)]
    order = {slot: at for at, slot in enumerate(old.subjects)}
    arranged.sort(key=lambda subject: order.get(subject.slot or "", len(order)))
    kept = {subject.id: subject.slot for subject in arranged if subject.slot in new.subjects}
    free = [slot for slot in new.subjects if slot not in kept.values()]
    slots = {layer_id: slot for layer_id, slot in kept.items() if slot is not None}
    for subject in arranged:
        if subject.id not in slots and free:
            slots[subject.id] = free.pop(0)
    return slots


def _align(text: Text, old: Layout, new: Layout) -> Align:
    """The new layout's side for type that began at the old one's; scripts read from the right begin at the right."""
    mirrored = is_right_to_left(text.text)
    if text.align != (_from_right(old.align) if mirrored else old.align):
        return text.align
    return _from_right(new.align) if mirrored else new.align


def _from_right(align: Align) -> Align:
    return "right" if align == "left" else align


def _relit(effect: Effect, before: Arrangement, after: Arrangement) -> Effect:
    if effect.effect == "shade" and effect.params.get("angle") == _SHADE_ANGLES[before.type_side]:
        reach = 0.5 if after.type_side in ("top", "bottom") else 0.62
        return replace(effect, params={**effect.params, "angle": _SHADE_ANGLES[after.type_side], "reach": reach})
    return replace(effect, centre=after.focus) if _is_at(effect.centre, before.focus) else effect


def _lit_towards(plate: Plate, before: tuple[float, float], after: tuple[float, float]) -> Plate:
    here = plate.params.get("focus_x"), plate.params.get("focus_y")
    if here[0] is None or here[1] is None or not _is_at((here[0], here[1]), before):
        return plate
    return replace(plate, params={**plate.params, "focus_x": after[0], "focus_y": after[1]})


def _is_at(point: tuple[float, float], focus: tuple[float, float]) -> bool:
    return abs(point[0] - focus[0]) < _SAME and abs(point[1] - focus[1]) < _SAME
