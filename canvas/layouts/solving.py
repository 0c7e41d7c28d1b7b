"""Solving a layout: from its rules and what the document holds to the frame of every layer."""

from __future__ import annotations

from collections.abc import Mapping

from canvas.document import Aspect, Document, Effect, Frame, Layer, Mark, Plate, Subject, Text
from canvas.errors import DocumentError
from canvas.geometry import Box
from canvas.layouts.figures import Figures, PhotoShape
from canvas.layouts.named import LAYOUTS
from canvas.layouts.rules import BADGE_ZONE, Arrangement, Layout
from canvas.typesetting.fitting import Block, fit
from canvas.typesetting.wishes import wish_of

ASPECTS: Mapping[Aspect, float] = {"16:9": 16 / 9, "1:1": 1.0, "9:16": 9 / 16, "4:5": 4 / 5}

_WHOLE = Frame(0.0, 0.0, 1.0, 1.0)
_FACE_AIR = 0.02  # kept free between a face and the type
_STACK_GAP = 0.03
# A little more than the badge, for the slack below.
_KEPT_FREE = Box(BADGE_ZONE.x0 - 0.005, BADGE_ZONE.y0 - 0.005, BADGE_ZONE.x1, BADGE_ZONE.y1)
_LABELS = ("label_left", "label_right")
_SMALLEST_SUBTITLE = 0.1  # of the canvas's height, its label counted in: less is not read in a preview
_SLACK = 1.002  # a fitted block is given this much more than it needs, against rounding when it is fitted again


def solve(document: Document, *, photo_shapes: Mapping[str, PhotoShape] | None = None) -> dict[str, Frame]:
    """Return the frame of every layer by id. A layer's own frame wins; plates and effects cover the whole canvas.

    `photo_shapes` gives the cut-outs by their key; a photo without one is placed by its slot's area alone.
    Raises `DocumentError` for an unknown layout or slot, or a layer that has neither slot nor frame.
    """
    layout = LAYOUTS.get(document.layout)
    if layout is None:
        raise DocumentError("layout", f"there is no layout {document.layout!r}")
    arrangement = layout.arrangement(document.aspect)
    figures = Figures(document, arrangement, photo_shapes or {})
    frames: dict[str, Frame] = {}
    typed: list[Text] = []
    subjects: list[tuple[Subject, Box | None]] = []
    for index, layer in enumerate(document.layers):
        if layer.frame is not None:
            frames[layer.id] = layer.frame
        elif isinstance(layer, Plate | Effect):
            frames[layer.id] = _WHOLE
        elif isinstance(layer, Text) and layer.slot in ("headline", "subtitle"):
            typed.append(layer)
        elif not isinstance(layer, Subject):
            frames[layer.id] = _frame(_area(layer, index, layout, arrangement))
        if isinstance(layer, Subject):
            subjects.append((layer, None if layer.frame is not None else _area(layer, index, layout, arrangement)))
    figures.place(subjects)
    has_logo = any(layer.kind == "logo" and layer.visible and layer.frame is None for layer in document.layers)
    aspect = document.width / document.height
    frames |= _labels_alike(document, arrangement, aspect)
    return frames | figures.frames | _stack_type(typed, arrangement, aspect, figures.faces, has_logo=has_logo)


def _area(layer: Layer, index: int, layout: Layout, arrangement: Arrangement) -> Box:
    """The room of a layer's slot; a mark that only has a target may start where the first mark stands."""
    slot = "mark_1" if layer.slot is None and isinstance(layer, Mark) and layer.target is not None else layer.slot
    if slot is None:
        raise DocumentError(f"layers[{index}]", "has neither a slot nor a frame")
    area = arrangement.areas.get(slot)
    if area is None:
        raise DocumentError(f"layers[{index}].slot", f"the layout {layout.name!r} has no slot {slot!r}")
    return area


def _labels_alike(document: Document, arrangement: Arrangement, aspect: float) -> dict[str, Frame]:
    """Return frames for the labels of two sides that set both in one size, that of the longer.

    A name that is set larger than its rival's would take sides.
    """
    labels = [
        (layer, arrangement.areas[layer.slot])
        for layer in document.layers
        if isinstance(layer, Text) and layer.frame is None and layer.visible and layer.slot in _LABELS
        and layer.slot in arrangement.areas
    ]  # fmt: skip
    if len(labels) < len(_LABELS):
        return {}
    blocks = [fit(wish_of(text), area.width * aspect, area.height, text.align) for text, area in labels]
    if not all(block.size for block in blocks):
        return {}
    smallest = min(block.size for block in blocks)
    frames: dict[str, Frame] = {}
    for (text, area), block in zip(labels, blocks, strict=True):
        share = _SLACK * smallest / block.size
        width, height = min(area.width, block.bounds[0] * share / aspect), min(area.height, block.bounds[1] * share)
        x, y = area.centre
        frames[text.id] = Frame(x - width / 2, y - height / 2, width, height)
    return frames


def _stack_type(
    texts: list[Text], arrangement: Arrangement, aspect: float, faces: list[Box], *, has_logo: bool
) -> dict[str, Frame]:
    """Fit headline and subtitle into the room that is left for type, one above the other."""
    area = arrangement.type_area
    logo = arrangement.areas.get("logo")
    if has_logo and logo is not None and area.intersection(logo) is not None:
        area = Box(area.x0, logo.y1 + 0.02, area.x1, area.y1)
    for face in faces:
        grown = Box(face.x0 - _FACE_AIR, face.y0 - _FACE_AIR, face.x1 + _FACE_AIR, face.y1 + _FACE_AIR)
        area = max(_beside(area, grown), key=lambda part: part.area, default=area)
    visible = [text for text in texts if text.visible]
    hidden = {text.id: _frame(area) for text in texts if not text.visible}
    if not visible:
        return hidden
    candidates = _beside(area, _KEPT_FREE) or [area]
    if all(text.align == "centre" for text in visible):
        candidates = [_balanced(candidate, area) for candidate in candidates]
    stacks = [(candidate, _fitted(visible, candidate, arrangement, aspect)) for candidate in candidates]
    area, blocks = max(stacks, key=lambda stack: sum(block.width * block.height for _, block in stack[1]))
    return hidden | _stacked(blocks, area, arrangement, aspect)


def _balanced(part: Box, whole: Box) -> Box:
    """Take from the left what was lost on the right, so that centred type stays in the middle."""
    lost = whole.x1 - part.x1
    return Box(part.x0 + lost, part.y0, part.x1, part.y1)


def _fitted(texts: list[Text], area: Box, arrangement: Arrangement, aspect: float) -> list[tuple[Text, Block]]:
    headlines = [text for text in texts if text.slot == "headline"]
    subtitles = [text for text in texts if text.slot == "subtitle"]
    share = max(area.height * arrangement.subtitle_share, min(_SMALLEST_SUBTITLE, area.height / 3))
    small = share / max(1, len(subtitles)) if headlines else area.height
    large = area.height - (small + _STACK_GAP) * len(subtitles)
    width = area.width * aspect
    blocks = [(text, fit(wish_of(text), width, large / len(headlines), text.align)) for text in headlines]
    widest = max((block.bounds[0] for _, block in blocks), default=width)
    below = min(width, max(widest, 0.7 * width))
    blocks.extend((text, fit(wish_of(text), below, small, text.align)) for text in subtitles)
    return blocks


def _stacked(blocks: list[tuple[Text, Block]], area: Box, arrangement: Arrangement, aspect: float) -> dict[str, Frame]:
    heights = [block.bounds[1] * _SLACK for _, block in blocks]
    total = sum(heights) + _STACK_GAP * max(0, len(blocks) - 1)
    slack = max(0.0, area.height - total)
    y = area.y0 + {"top": 0.0, "middle": slack / 2, "bottom": slack}[arrangement.lean]
    frames: dict[str, Frame] = {}
    for (text, block), height in zip(blocks, heights, strict=True):
        width = block.bounds[0] * _SLACK / aspect
        spare = area.width - width
        x = area.x0 + {"left": 0.0, "centre": spare / 2, "right": spare}[text.align]
        frames[text.id] = Frame(x, y, width, height)
        y += height + _STACK_GAP
    return frames


def _beside(area: Box, obstacle: Box) -> list[Box]:
    """The parts of an area to the sides of an obstacle; the area itself when they don't meet."""
    if area.intersection(obstacle) is None:
        return [area]
    parts = (
        Box(area.x0, area.y0, min(area.x1, obstacle.x0), area.y1),
        Box(max(area.x0, obstacle.x1), area.y0, area.x1, area.y1),
        Box(area.x0, area.y0, area.x1, min(area.y1, obstacle.y0)),
        Box(area.x0, max(area.y0, obstacle.y1), area.x1, area.y1),
    )
    return [part for part in parts if part.width > 0.12 and part.height > 0.08]


def _frame(box: Box) -> Frame:
    return Frame(box.x0, box.y0, box.width, box.height)
