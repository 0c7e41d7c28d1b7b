"""Where things stand in a document, told from its layout without drawing it, to compare ways to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from canvas import catalogue
from canvas.document import Frame, Layer, Logo, Mark, Subject, Text
from canvas.geometry import Box
from canvas.layouts.figures import Figures
from canvas.layouts.rules import BADGE_ZONE
from canvas.operations.operation import Sheet
from canvas.photographs import measure
from canvas.scoring.parts import heroes_of, hides_things, is_minor
from canvas.typesetting.fitting import fit
from canvas.typesetting.wishes import wish_of

_CANVAS = Box(0.0, 0.0, 1.0, 1.0)
_FACE_COUNTS, _BADGE_COUNTS = 6.0, 8.0  # times what hiding as much of a hero does


class Standing:
    """The sheet's visible layers as boxes in ratios of the canvas."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._document = sheet, sheet.document

    @property
    def _aspect(self) -> float:
        return self._document.width / self._document.height

    def box(self, layer: Layer) -> Box:
        """The box of a layer: a subject's is what it covers, without the air that its frame may have at its sides."""
        frame = self._sheet.frames[layer.id]
        proportion = self._proportion(layer) if isinstance(layer, Subject) else None
        if proportion is None:
            return _box(frame)
        height = min(frame.height, frame.width * self._aspect / proportion)
        width = height * proportion / self._aspect
        middle = frame.x + frame.width / 2
        return Box(middle - width / 2, frame.y + frame.height - height, middle + width / 2, frame.y + frame.height)

    def _proportion(self, subject: Subject) -> float | None:
        kind, _, key = subject.source.partition(":")
        if kind == "photo":
            shape = self._sheet.shapes.get(key)
            return None if shape is None else shape.width / shape.height
        if key not in catalogue.props():
            return None
        width, height = measure(catalogue.prop_path(key))
        return width / height

    @cached_property
    def heroes(self) -> list[Box]:
        return [self.box(layer) for layer in heroes_of(self._document)]

    @cached_property
    def faces(self) -> list[Box]:
        frames = self._sheet.frames
        figures = Figures(self._document, self._sheet.arrangement, self._sheet.shapes)
        subjects = [layer for layer in self._document.layers if isinstance(layer, Subject) and layer.visible]
        figures.place([(replace(layer, frame=frames[layer.id]), None) for layer in subjects])
        return figures.faces

    @cached_property
    def covering(self) -> list[Layer]:
        """What lies on top of other things."""
        return [layer for layer in self._document.layers if layer.visible and _covers(layer)]

    @property
    def hero_area(self) -> float:
        """Share of the canvas that heroes take."""
        shown = (box.intersection(_CANVAS) for box in self.heroes)
        return sum(box.area for box in shown if box is not None)

    @cached_property
    def smallest_line(self) -> float:
        """The height of the headline's smallest line, a ratio of the canvas height; 0 without type."""
        texts = [layer for layer in self._document.layers if isinstance(layer, Text) and layer.visible]
        headline = [text for text in texts if not is_minor(text)] or texts
        return min((line for text in headline for line in self._lines(text)), default=0.0)

    def _lines(self, text: Text) -> Iterator[float]:
        frame = self._sheet.frames[text.id]
        block = fit(wish_of(text), frame.width * self._aspect, frame.height, text.align)
        return (line.height for line in block.lines)

    def crowding(self) -> float:
        """How much is hidden that shall be seen: faces and the corner of the duration count most, heroes least."""
        boxes = [self.box(layer) for layer in self.covering]
        hidden = sum(self.hiding(box) for box in boxes)
        return hidden + sum(_share(box, other) for at, box in enumerate(boxes) for other in boxes[:at])

    def hiding(self, box: Box) -> float:
        """How much of what shall be seen a box would hide; what is outside the canvas of it counts, too."""
        inside = box.intersection(_CANVAS)
        outside = 1 - (inside.area if inside is not None else 0.0) / max(box.area, 1e-9)
        return (
            _FACE_COUNTS * sum(_share(face, box) for face in self.faces)
            + _BADGE_COUNTS * _share(BADGE_ZONE, box)
            + sum(_share(hero, box) for hero in self.heroes)
            + 4 * outside
        )

    def collisions(self, layer: Layer, box: Box) -> float:
        """How much a layer would hide of what shall be seen and of other type and stickers, if it stood there."""
        others = [self.box(other) for other in self.covering if other.id != layer.id]
        return self.hiding(box) + sum(max(_share(box, other), _share(other, box)) for other in others)

    def emptier_half(self) -> float:
        """Share of the left or the right half that is covered, whichever is less."""
        halves = Box(0.0, 0.0, 0.5, 1.0), Box(0.5, 0.0, 1.0, 1.0)
        boxes = [*self.heroes, *(self.box(layer) for layer in self.covering)]
        return min(min(1.0, sum(_share(half, box) for box in boxes)) for half in halves)


def _covers(layer: Layer) -> bool:
    return isinstance(layer, Text | Logo) or (isinstance(layer, Mark) and hides_things(layer))


def _box(frame: Frame) -> Box:
    return Box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)


def _share(box: Box, by: Box) -> float:
    shared = box.intersection(by)
    return shared.area / box.area if shared is not None and box.area > 0 else 0.0
