"""Repair: mends the worst measured fault of a document by one change to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from canvas.document import Document, Effect, Frame, Layer, Plate, Subject, Text
from canvas.layouts import LAYOUTS
from canvas.scoring import Score

Mend = Callable[[Document], Document | None]
_MENDED = "mended"


def repair(document: Document, score: Score) -> Document | None:
    """Return the document with its worst fault mended, None when there is none that can be.

    Each operation is tried once in the life of a document; `meta["mended"]` remembers which were.
    """
    tried = document.meta.get(_MENDED, "").split()
    faulty = [axis for axis in score.axes.values() if axis.mend is not None]
    for axis in sorted(faulty, key=lambda axis: axis.value - 0.1 * axis.weight):
        operation = axis.mend
        if operation is None or operation in tried:
            continue
        mended = _MENDS[operation](document)
        if mended is not None and mended != document:
            return replace(mended, meta={**mended.meta, _MENDED: " ".join([*tried, operation])})
    return None


def _change_texts(document: Document, change: Callable[[Text], Text]) -> Document:
    return _change(document, lambda layer: change(layer) if isinstance(layer, Text) else layer)


def _change(document: Document, change: Callable[[Layer], Layer]) -> Document:
    return replace(document, layers=tuple(change(layer) for layer in document.layers))


def _without(document: Document, *ids: str) -> Document | None:
    layers = tuple(layer for layer in document.layers if layer.id not in ids)
    return replace(document, layers=layers) if len(layers) < len(document.layers) else None


def enlarge_text(document: Document) -> Document | None:
    """Give the headline the room of the subtitle, one more line, and no tilt."""
    without = _without(document, "subtitle") if document.layout != "big_number" else None
    document = without or document
    return _change_texts(
        document, lambda text: replace(text, max_lines=text.max_lines + 1, tilt=0.0, size_contrast=1.25)
    )


def strengthen_type(document: Document) -> Document:
    """Thicker stroke, a soft shadow, and a darker ground behind the type."""
    changed = _change_texts(document, lambda text: replace(text, stroke=max(0.1, text.stroke), gradient=0.1))
    layers = [
        replace(layer, amount=min(1.0, layer.amount + 0.3))
        if isinstance(layer, Effect) and layer.effect == "shade"
        else layer
        for layer in changed.layers
    ]
    return replace(changed, layers=tuple(layers))


def drop_subtitle(document: Document) -> Document | None:
    return _without(document, "subtitle")


def clear_badge(document: Document) -> Document | None:
    """Let the layout place what was placed by hand: its own places keep the badge zone free."""
    layers = [
        replace(layer, frame=None) if layer.frame is not None and layer.slot else layer for layer in document.layers
    ]
    return replace(document, layers=tuple(layers))


def inset_type(document: Document) -> Document:
    """Draw hand-placed type in from the edges, and take its tilt away."""
    return _change_texts(
        document, lambda text: replace(text, tilt=0.0, frame=_inset(text.frame) if text.frame else None)
    )


def enlarge_subject(document: Document) -> Document | None:
    """Give the hero the room of what stands beside it."""
    supports = [
        layer.id for layer in document.layers if isinstance(layer, Subject) and (layer.slot or "").startswith("support")
    ]
    without = _without(document, *supports) if supports else None
    if without is not None:
        return without
    others = [name for name in ("hero_right", "centre_stage") if name != document.layout]
    return replace(document, layout=others[0]) if document.layout in {"hero_left", "big_number", *others} else None


def glow_subject(document: Document) -> Document:
    """Gather light behind the hero and give it a light outline."""
    return _change(document, _with_glow)


def _with_glow(layer: Layer) -> Layer:
    if isinstance(layer, Effect) and layer.effect == "glow_spot":
        return replace(layer, amount=min(1.2, layer.amount + 0.4), colour="light")
    if isinstance(layer, Subject) and layer.glow is not None:
        return replace(layer, glow=replace(layer.glow, strength=min(1.0, layer.glow.strength + 0.3)))
    return layer


def swap_layout(document: Document) -> Document | None:
    """Take the next layout with the same slots in use."""
    needed = {layer.slot for layer in document.layers if isinstance(layer, Subject) and layer.slot}
    if document.layout not in {"hero_right", "hero_left", "centre_stage"}:
        return None
    order = ("hero_right", "hero_left", "centre_stage")
    following = order[(order.index(document.layout) + 1) % len(order)]
    return replace(document, layout=following) if needed <= set(LAYOUTS[following].subjects) else None


def calm_picture(document: Document) -> Document:
    """Blur the plate a little and take busy effects and far props away."""
    busy = {"halftone", "speed_lines", "confetti", "sparks", "rays", "scanlines"}
    layers: list[Layer] = []
    for layer in document.layers:
        if isinstance(layer, Effect) and layer.effect in busy:
            continue
        if isinstance(layer, Subject) and layer.slot in {"support_2", "support_3"}:
            continue
        layers.append(replace(layer, blur=max(layer.blur, 0.006)) if isinstance(layer, Plate) else layer)
    return replace(document, layers=tuple(layers))


def enliven_picture(document: Document) -> Document | None:
    """Put beams behind the hero where the ground is bare."""
    if any(isinstance(layer, Effect) and layer.effect == "rays" for layer in document.layers):
        return None
    centre = LAYOUTS[document.layout].arrangement(document.aspect).focus
    beams = Effect(id="rays", name="Rays", effect="rays", colour="light", amount=0.45, centre=centre)
    after = next((at + 1 for at, layer in enumerate(document.layers) if isinstance(layer, Plate)), 0)
    return replace(document, layers=(*document.layers[:after], beams, *document.layers[after:]))


def _graded(**changes: float) -> Mend:
    def mend(document: Document) -> Document | None:
        if not any(isinstance(layer, Effect) and layer.effect == "grade" for layer in document.layers):
            grade = Effect(id="grade", name="Grade", effect="grade", params=changes)
            at = next((at for at, layer in enumerate(document.layers) if isinstance(layer, Text)), len(document.layers))
            return replace(document, layers=(*document.layers[:at], grade, *document.layers[at:]))
        return _change(document, lambda layer: _regraded(layer, changes))

    return mend


def _regraded(layer: Layer, changes: dict[str, float]) -> Layer:
    if isinstance(layer, Effect) and layer.effect == "grade":
        return replace(layer, params={**layer.params, **changes})
    return layer


def _exposed(factor: float) -> Mend:
    def mend(document: Document) -> Document:
        return _change(document, lambda layer: _reexposed(layer, factor))

    return mend


def _reexposed(layer: Layer, factor: float) -> Layer:
    if isinstance(layer, Plate):
        return replace(layer, exposure=layer.exposure * factor)
    if isinstance(layer, Effect) and layer.effect in {"vignette", "shade"} and factor > 1:
        return replace(layer, amount=layer.amount * 0.6)
    return layer


def _inset(frame: Frame) -> Frame:
    width, height = min(frame.width, 0.94), min(frame.height, 0.92)
    return Frame(min(max(frame.x, 0.03), 0.97 - width), min(max(frame.y, 0.04), 0.96 - height), width, height)


_MENDS: dict[str, Mend] = {
    "enlarge_text": enlarge_text,
    "strengthen_type": strengthen_type,
    "drop_subtitle": drop_subtitle,
    "clear_badge": clear_badge,
    "inset_type": inset_type,
    "enlarge_subject": enlarge_subject,
    "glow_subject": glow_subject,
    "swap_layout": swap_layout,
    "calm_picture": calm_picture,
    "enliven_picture": enliven_picture,
    "boost_colour": _graded(saturation=1.4),
    "calm_colour": _graded(saturation=0.8),
    "boost_contrast": _graded(contrast=1.3),
    "sharpen": _graded(sharpness=0.9),
    "brighten": _exposed(1.5),
    "darken": _exposed(0.7),
}
