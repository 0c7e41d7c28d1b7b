"""What of a picture an edit may have changed: outside the boxes told here every pixel stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher

from canvas.document import Document, Effect, Layer, Subject
from canvas.drawing.effects import reach_of
from canvas.drawing.extents import Standing, standings
from canvas.drawing.inputs import Inputs
from canvas.errors import CanvasError
from canvas.geometry import Box
from canvas.operations.set_palette import follows_palette

_CANVAS = Box(0.0, 0.0, 1.0, 1.0)
_ROUNDING_PIXELS = 2  # that a blur rounds up to


@dataclass(frozen=True)
class Touch:
    """A box, in ratios of the canvas, in which a layer looks different, or did not or does no more stand."""

    layer_id: str
    box: Box


def touched(before: Document, after: Document, inputs: Inputs, *, size: tuple[int, int]) -> tuple[Touch, ...]:
    """Return where the drawings of two documents may differ, at a size in pixels. Neither is drawn.

    The boxes of a layer that changed are where it was and where it is, with all that surrounds it. What lies above
    and looks at its surroundings is told, too: subjects that catch the light behind them, a grade that blooms.
    All of it where the earlier one can't be drawn any more, which must not keep anybody from mending it. Raises what
    drawing the later one would raise.
    """
    second = standings(after, inputs, size)
    try:
        first = standings(before, inputs, size)
    except CanvasError:
        names = dict.fromkeys(layer.id for document in (before, after) for layer in document.layers)
        return tuple(Touch(name, _CANVAS) for name in names)
    return _Comparison(before, after, first, second, size).touches()


class _Comparison:
    def __init__(
        self,
        before: Document,
        after: Document,
        first: Mapping[str, Standing],
        second: Mapping[str, Standing],
        size: tuple[int, int],
    ) -> None:
        self.before, self.after, self.first, self.second, self.size = before, after, first, second, size
        self.levels = [{layer.id: at for at, layer in enumerate(document.layers)} for document in (before, after)]
        old, new = asdict(before.palette), asdict(after.palette)
        self.roles = frozenset(role for role in old if old[role] != new[role])

    def touches(self) -> tuple[Touch, ...]:
        changed = self._changed()
        found = [Touch(layer_id, box) for layer_id in changed for box in self._windows(layer_id)]
        for layer in self.after.layers:
            if layer.id in self.second and layer.id not in changed:
                found.extend(self._spread(layer, [touch for touch in found if self._lies_below(touch.layer_id, layer)]))
        clipped = ((touch.layer_id, touch.box.intersection(_CANVAS)) for touch in found)
        return tuple(dict.fromkeys(Touch(layer_id, box) for layer_id, box in clipped if box is not None))

    def _changed(self) -> list[str]:
        visible = dict.fromkeys((*self.first, *self.second))
        moved = self._moved()
        return [layer_id for layer_id in visible if layer_id in moved or self._looks_different(layer_id)]

    def _moved(self) -> set[str]:
        """Layers that stand elsewhere in the stack than before, among those that both have."""
        orders = [[layer_id for layer_id in own if layer_id in other] for own, other in self._pairs()]
        matching = SequenceMatcher(None, orders[0], orders[1], autojunk=False).get_matching_blocks()
        still = {layer_id for block in matching for layer_id in orders[0][block.a : block.a + block.size]}
        return set(orders[0]) - still

    def _pairs(self) -> Iterator[tuple[Mapping[str, Standing], Mapping[str, Standing]]]:
        yield self.first, self.second
        yield self.second, self.first

    def _looks_different(self, layer_id: str) -> bool:
        first, second = self.first.get(layer_id), self.second.get(layer_id)
        if first is None or second is None or first != second:
            return True
        old, new = _look(self.before.layer(layer_id)), _look(self.after.layer(layer_id))
        return old != new or (bool(self.roles) and follows_palette(new, self.roles))

    def _windows(self, layer_id: str) -> Iterator[Box]:
        for standing in (self.first.get(layer_id), self.second.get(layer_id)):
            if standing is not None and standing.window is not None:
                yield standing.window

    def _lies_below(self, layer_id: str, layer: Layer) -> bool:
        return any(
            levels[layer_id] < levels[layer.id] for levels in self.levels if {layer_id, layer.id} <= levels.keys()
        )

    def _spread(self, layer: Layer, below: list[Touch]) -> Iterator[Touch]:
        """Where a layer that did not change looks different because of what lies below it."""
        window = self.second[layer.id].window
        if isinstance(layer, Subject) and layer.outline is None and window is not None:
            if any(touch.box.intersection(window) for touch in below):
                yield Touch(layer.id, window)
        elif isinstance(layer, Effect) and (reach := reach_of(layer)):
            width, height = self.size
            pixels = reach * height + _ROUNDING_PIXELS
            for touch in below:
                yield Touch(layer.id, _grown(touch.box, pixels / width, pixels / height))


def _look(layer: Layer) -> Layer:
    return replace(layer, name="", locked=False)


def _grown(box: Box, x: float, y: float) -> Box:
    return Box(box.x0 - x, box.y0 - y, box.x1 + x, box.y1 + y)
