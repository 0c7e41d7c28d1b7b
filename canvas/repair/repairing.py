"""Repair: from a measured fault to the operations that mend it, and from a picture to a better one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType

from canvas.document import Document
from canvas.drawing import Drawing
from canvas.errors import CanvasError
from canvas.layouts import PhotoShape
from canvas.operations import Operation
from canvas.operations.operation import Sheet
from canvas.repair import looks, places
from canvas.repair.drafting import Draft
from canvas.scoring import Axis, Score, score

_MENDED = "mended"

# By the names that `canvas.scoring.Axis.mend` gives.
MENDS: Mapping[str, Callable[[Draft], Draft]] = MappingProxyType(
    {
        "enlarge_text": places.enlarge_text,
        "strengthen_type": looks.strengthen_type,
        "drop_subtitle": looks.drop_subtitle,
        "clear_badge": places.clear_badge,
        "inset_type": places.inset_type,
        "enlarge_subject": places.enlarge_subject,
        "spread_layers": places.spread_layers,
        "glow_subject": looks.glow_subject,
        "swap_layout": places.clear_faces,
        "calm_picture": looks.calm_picture,
        "enliven_picture": looks.enliven_picture,
        "boost_colour": looks.boost_colour,
        "calm_colour": looks.calm_colour,
        "boost_contrast": looks.boost_contrast,
        "sharpen": looks.sharpen,
        "brighten": looks.brighten,
        "darken": looks.darken,
    }
)


@dataclass(frozen=True)
class Picture:
    """A document, drawn and measured."""

    document: Document
    drawing: Drawing
    score: Score


def operations_for(
    document: Document, axis: Axis, *, shapes: Mapping[str, PhotoShape] | None = None
) -> tuple[Operation, ...]:
    """Return the edits that would mend an axis's fault, in their order: such as chat, clicks and the API send.

    All of them can be applied. None where the axis has no fault or nothing can be done about it, for instance because
    the layers are locked. `shapes` are the cut-out photos by their key, as for `canvas.operations.apply`.
    """
    return _mended(document, axis, shapes).operations


def repair(document: Document, score: Score, *, shapes: Mapping[str, PhotoShape] | None = None) -> Document | None:
    """Return the document with its worst fault mended, None when there is none that can be.

    Each mend is tried once in the life of a document; `meta["mended"]` remembers which were. Whether the picture is
    better has to be measured: see `improve`.
    """
    found = _next(document, score, frozenset(), shapes)
    return None if found is None else found[1]


def improve(
    first: Picture,
    draw_again: Callable[[Document], Drawing],
    *,
    tries: int,
    shapes: Mapping[str, PhotoShape] | None = None,
) -> Picture:
    """Mend the worst fault, draw and measure, as often as `tries` says, and return the best picture there was.

    It never scores lower than the first. A mend that did not help, or can't be drawn, is not tried again.
    """
    best, tried = first, set[str]()
    for _ in range(tries):
        found = _next(best.document, best.score, tried, shapes)
        if found is None:
            break
        mend, document = found
        tried.add(mend)
        try:
            drawing = draw_again(document)
        except CanvasError:
            continue
        other = Picture(document, drawing, score(document, drawing))
        if other.score.total > best.score.total:
            best = other
    return best


def _next(
    document: Document, score: Score, tried: AbstractSet[str], shapes: Mapping[str, PhotoShape] | None
) -> tuple[str, Document] | None:
    """The mend of the worst fault that was not tried, and the document with it."""
    before = document.meta.get(_MENDED, "").split()
    faulty = [axis for axis in score.axes.values() if axis.mend is not None]
    for axis in sorted(faulty, key=lambda axis: axis.value - 0.1 * axis.weight):
        if axis.mend is None or axis.mend in tried or axis.mend in before:
            continue
        draft = _mended(document, axis, shapes)
        if draft.operations:
            meta = {**document.meta, _MENDED: " ".join([*before, axis.mend])}
            return axis.mend, replace(draft.sheet.document, meta=meta)
    return None


def _mended(document: Document, axis: Axis, shapes: Mapping[str, PhotoShape] | None) -> Draft:
    draft = Draft(Sheet(document, shapes or {}))
    mend = MENDS.get(axis.mend or "")
    return draft if mend is None else mend(draft)
