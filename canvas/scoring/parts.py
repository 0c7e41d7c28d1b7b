"""The parts of a drawn document that are measured: which type is the headline, which figures are the subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from canvas.document import Document, Logo, Mark, Subject, Text
from canvas.drawing import Drawing, TextLine
from canvas.geometry import Box

# Small by design: they go with a headline and are read after it.
_MINOR_IDS = frozenset({"tag_left", "tag_right"})
_HERO_SLOTS = frozenset({"hero", "versus_left", "versus_right"})
_STICKERS = frozenset({
    "badge", "burst", "price_tag", "seal", "ribbon", "speech", "number_badge", "versus", "question", "exclamation",
    "live", "stars",
})  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """`headline` and `lines` are type as drawn, `lines` all of it but what marks say. `heroes` are the boxes of what
    the picture is about, `subjects` those of all figures, `stickers` those of marks that hide what is below, `logos`
    and `faces` what they say. `hero_opacity` 0..1 is that of the most solid hero."""

    texts: dict[str, Text]
    headline: tuple[TextLine, ...]
    lines: tuple[TextLine, ...]
    heroes: tuple[Box, ...]
    subjects: tuple[Box, ...]
    stickers: tuple[Box, ...]
    logos: tuple[Box, ...]
    faces: tuple[Box, ...]
    hero_opacity: float

    @property
    def line_boxes(self) -> list[Box]:
        return [line.box for line in self.lines]

    @property
    def covering(self) -> list[Box]:
        """What lies on top of other things."""
        return [*self.line_boxes, *self.stickers, *self.logos]


def is_minor(text: Text) -> bool:
    """Tell whether a text goes with a headline and may be smaller."""
    return text.slot == "subtitle" or text.id in _MINOR_IDS


def heroes_of(document: Document) -> list[Subject]:
    """Return what the picture is about: the visible subjects in a hero's place, or else those placed by hand."""
    visible = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]
    return [layer for layer in visible if layer.slot in _HERO_SLOTS] or [layer for layer in visible if not layer.slot]


def hides_things(mark: Mark) -> bool:
    """Tell whether a mark stands somewhere and hides what is there.

    Arrows and rings point and are mostly air, crosses and ticks lie on what they judge, and a camera's frame or a
    progress bar is about the whole picture.
    """
    return mark.mark in _STICKERS


def parts_of(document: Document, drawing: Drawing) -> Parts:
    """Sort what was drawn. Type without a headline is taken for one."""
    texts = {layer.id: layer for layer in document.layers if isinstance(layer, Text) and layer.visible}
    lines = tuple(line for line in drawing.text_lines if line.layer_id in texts)
    headline = tuple(line for line in lines if not is_minor(texts[line.layer_id])) or lines
    subjects = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]
    heroes = heroes_of(document)
    marks = [layer for layer in document.layers if isinstance(layer, Mark) and layer.visible]
    return Parts(
        texts=texts,
        headline=headline,
        lines=lines,
        heroes=tuple(_boxes(drawing, [layer.id for layer in heroes])),
        subjects=tuple(_boxes(drawing, [layer.id for layer in subjects])),
        stickers=tuple(_boxes(drawing, [layer.id for layer in marks if hides_things(layer)])),
        logos=tuple(_boxes(drawing, [layer.id for layer in document.layers if isinstance(layer, Logo)])),
        faces=drawing.faces,
        hero_opacity=max((layer.opacity for layer in heroes), default=0.0),
    )


def _boxes(drawing: Drawing, ids: list[str]) -> Iterator[Box]:
    return (drawing.boxes[layer_id] for layer_id in ids if layer_id in drawing.boxes)
