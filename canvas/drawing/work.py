"""How much work a drawing is, told from its layers alone, so that what would take minutes is refused at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

from canvas.document import Document, Effect, Frame, Layer, Logo, Mark, Plate, Subject, Text
from canvas.drawing.surface import LARGEST_MARGIN
from canvas.errors import DocumentError

# Passes over the whole canvas. Sixty plain layers that fill it fit in; the richest that direction makes takes a fifth.
MOST_WORK = 130.0
_TEXT, _STEPS_OF_DEPTH, _DEPTH = 4.0, 64, 0.25
_MATERIAL, _LIT = 3.0, 2.0
_SUBJECT, _LINE_ART, _AROUND = 2.0, 6.0, 1.5


def require_drawable(document: Document, frames: Mapping[str, Frame], size: tuple[int, int]) -> None:
    """Raise `DocumentError` for a document that is too much work to draw on a canvas of `size` (width, height).

    It goes by the shape alone: what was drawn once may be drawn larger, too.
    """
    if work_of(document, frames, size) > MOST_WORK:
        raise DocumentError("layers", "take too much to draw: there are too many that are large or richly styled")


def work_of(document: Document, frames: Mapping[str, Frame], size: tuple[int, int]) -> float:
    """Return about how many passes over the whole canvas the visible layers take, at most."""
    return sum(_work(layer, frames[layer.id], size) for layer in document.layers if layer.visible)


def _work(layer: Layer, frame: Frame, size: tuple[int, int]) -> float:
    if isinstance(layer, Plate | Effect):
        return 1.0
    if isinstance(layer, Subject):
        around = [part for part in (layer.outline, layer.glow, layer.rim, layer.shadow) if part is not None]
        passes = _SUBJECT + _AROUND * len(around) + (_LINE_ART if layer.line_art > 0 else 0.0)
        return passes * _share(frame, _reach(layer), size)
    if isinstance(layer, Text):
        steps = 0.0 if layer.extrude is None else min(_STEPS_OF_DEPTH, layer.extrude.depth * frame.height * size[1])
        return (_TEXT + _DEPTH * steps + _style(layer)) * _share(frame, _reach(layer), size)
    return _work_of_mark(layer, frame, size)


def _work_of_mark(layer: Mark | Logo, frame: Frame, size: tuple[int, int]) -> float:
    if isinstance(layer, Mark) and layer.target is not None:
        frame = Frame(0.0, 0.0, 1.0, 1.0)  # it may go round all that its target covers
    passes = _TEXT if isinstance(layer, Mark) else 1.0
    return passes * _share(frame, LARGEST_MARGIN / 2, size)


def _style(text: Text) -> float:
    """What letters take more of than flat ones."""
    is_made = text.bevel > 0 or {text.finish, text.highlight_finish} != {"flat"}
    is_lit = text.extrude is not None and text.extrude.lit > 0
    return _MATERIAL * is_made + _LIT * is_lit


def _reach(layer: Subject | Text) -> float:
    """How far around it a layer is drawn, in canvas heights."""
    glow, shadow = layer.glow, layer.shadow
    reach = 0.0 if glow is None else glow.radius * 2.2
    if shadow is not None:
        reach = max(reach, shadow.blur * 1.5 + hypot(shadow.dx, shadow.dy))
    return reach + 0.02


def _share(frame: Frame, reach: float, size: tuple[int, int]) -> float:
    """A frame and what is drawn around it, as far as that is drawn at all, in canvases."""
    width, height = size
    across = _length(frame.x * width, frame.width * width, reach * height, width, height)
    down = _length(frame.y * height, frame.height * height, reach * height, height, height)
    return across * down / (width * height)


def _length(start: float, length: float, reach: float, side: int, height: int) -> float:
    beyond = min(reach, LARGEST_MARGIN * height)
    return max(0.0, min(side + beyond, start + length + reach) - max(-beyond, start - reach))
