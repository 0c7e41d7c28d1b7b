"""Ways to spoil a thumbnail: its pixels after it was drawn, or the document that it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from canvas.document import Document, Effect, Frame, Layer, Mark, Plate, Subject, Text
from canvas.drawing import Drawing
from canvas.drawing.effects import EFFECTS
from canvas.geometry import Box

Pixels = NDArray[np.float32]
OfPicture = Callable[[Pixels], NDArray[np.generic]]
OfDocument = Callable[[Document, Drawing], Document | None]

_LONG = "AND THIS IS THE WHOLE STORY OF HOW IT ALL BEGAN AND WHAT CAME OF IT"
_CROWD = ("emoji_fire", "emoji_rocket", "emoji_fire", "emoji_gem_stone", "emoji_star", "emoji_money_bag")


def spoiled(drawing: Drawing, damage: OfPicture) -> Drawing:
    """Return the drawing with its pixels changed and all its boxes as they were."""
    changed = np.clip(damage(drawing.pixels.astype(np.float32)), 0, 255).astype(np.uint8)
    return replace(drawing, pixels=changed)


def _blurred(pixels: Pixels) -> NDArray[np.generic]:
    return cv2.GaussianBlur(pixels, (0, 0), 0.006 * pixels.shape[0])


def _scaled_up(pixels: Pixels) -> NDArray[np.generic]:
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def _noisy(pixels: Pixels) -> NDArray[np.generic]:
    return pixels + np.random.default_rng(1).normal(0, 30, pixels.shape)


def _compressed(pixels: Pixels) -> NDArray[np.generic]:
    encoded = cv2.imencode(".jpg", pixels[..., ::-1].astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 8])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR))[..., ::-1]


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(pixels.mean(axis=-1, keepdims=True), np.float32)


OF_PICTURES: Mapping[str, OfPicture] = {
    "blur": _blurred,
    "scaled up": _scaled_up,
    "noise": _noisy,
    "JPEG": _compressed,
    "washed out": lambda pixels: pixels * 0.4 + 120,
    "low contrast": lambda pixels: (pixels - 128) * 0.4 + 118,
    "darkened": lambda pixels: pixels * 0.3,
    "overexposed": lambda pixels: pixels * 2.0 + 60,
    "desaturated": lambda pixels: 0.8 * _grey(pixels) + 0.2 * pixels,
    "garish": lambda pixels: _grey(pixels) + 3.0 * (pixels - _grey(pixels)),
}


def small_text(document: Document, drawing: Drawing) -> Document | None:
    """All type in boxes of a third of what it takes."""
    return _with_texts(document, lambda text: _framed(text, _shrunk(drawing.boxes.get(text.id), 0.33)))


def faint_text(document: Document, drawing: Drawing) -> Document | None:
    """Letters without edge or shadow in about the colour of what lies behind them."""

    def faint(text: Text) -> Text:
        colour = _colour_behind(drawing, drawing.boxes.get(text.id))
        return replace(
            text, colour=colour, highlight=(), stroke=0.0, outer_stroke=0.0, extrude=None, shadow=None, glow=None,
            plate_colour=None, finish="flat", bevel=0.0, gradient=0.0,
        )  # fmt: skip

    return _with_texts(document, faint)


def text_over_face(document: Document, drawing: Drawing) -> Document | None:
    """The headline across the face; None without one."""
    if not drawing.faces:
        return None
    face = max(drawing.faces, key=lambda box: box.area)
    x, y = face.centre
    frame = Frame(x - 0.25, y - 0.18, 0.5, 0.36)
    return _with_headline(document, lambda text: _framed(text, frame))


def text_over_subject(document: Document, drawing: Drawing) -> Document | None:
    """The headline over most of the hero; None without one."""
    hero = _hero(document, drawing)
    if hero is None:
        return None
    frame = Frame(hero.x0, hero.y0 + 0.1 * hero.height, hero.width, 0.8 * hero.height)
    return _with_headline(document, lambda text: _framed(text, frame))


def text_under_the_badge(document: Document, drawing: Drawing) -> Document | None:
    """The headline where the duration is shown."""
    return _with_headline(document, lambda text: _framed(text, Frame(0.55, 0.68, 0.44, 0.31)))


def text_at_the_edge(document: Document, drawing: Drawing) -> Document | None:
    """The headline half out of the picture's left side."""

    def cut(text: Text) -> Text:
        box = drawing.boxes.get(text.id)
        return text if box is None else _framed(text, Frame(-0.06, box.y0, box.width, box.height))

    return _with_headline(document, cut)


def too_many_words(document: Document, drawing: Drawing) -> Document | None:
    """A sentence in place of a headline."""
    return _with_headline(document, lambda text: replace(text, text=f"{text.text} {_LONG}", max_lines=6, highlight=()))


def tiny_subject(document: Document, drawing: Drawing) -> Document | None:
    """The hero at a fifth of its size; None without one."""
    return _with_heroes(document, lambda subject: _framed(subject, _shrunk(drawing.boxes.get(subject.id), 0.2)))


def hidden_subject(document: Document, drawing: Drawing) -> Document | None:
    """The hero nearly see-through, without light or edge; None without one."""
    return _with_heroes(
        document, lambda subject: replace(subject, opacity=0.12, outline=None, glow=None, rim=None, shadow=None)
    )


def cluttered(document: Document, drawing: Drawing) -> Document | None:
    """Things strewn over the ground, and restless patterns on it."""
    places = [(x, y) for y in (0.02, 0.34, 0.68) for x in (0.02, 0.19, 0.36, 0.53, 0.70, 0.85)]
    strewn: list[Layer] = [
        Subject(id=f"strewn_{at}", source=f"prop:{_CROWD[at % len(_CROWD)]}", frame=Frame(x, y, 0.13, 0.28))
        for at, (x, y) in enumerate(places)
    ]
    restless: list[Layer] = [
        Effect(id=f"restless_{name}", effect=name, colour="light")
        for name in ("speed_lines", "confetti", "halftone")
        if name in EFFECTS
    ]
    return _above_plate(document, *restless, *strewn)


def half_empty(document: Document, drawing: Drawing) -> Document | None:
    """Everything pushed into one half, on a plain ground."""
    layers: list[Layer] = []
    for layer in document.layers:
        if isinstance(layer, Effect | Mark):
            continue
        if isinstance(layer, Plate):
            layers.append(replace(layer, source="paint:gradient", params={}))
        elif (box := drawing.boxes.get(layer.id)) is not None:
            layers.append(_framed(layer, Frame(0.5 * box.x0, box.y0, 0.5 * box.width, box.height)))
    return replace(document, layers=tuple(layers))


def sticker_over_face(document: Document, drawing: Drawing) -> Document | None:
    """A badge stuck on the face, or on the duration where there is none."""
    face = max(drawing.faces, key=lambda box: box.area, default=Box(0.82, 0.80, 1.0, 1.0))
    frame = Frame(face.x0, face.y0, face.width, face.height)
    return replace(document, layers=(*document.layers, Mark(id="stuck", mark="badge", frame=frame, text="NEW")))


def _graded(**params: float) -> OfDocument:
    def graded(document: Document, drawing: Drawing) -> Document | None:
        rest = [layer for layer in document.layers if not (isinstance(layer, Effect) and layer.effect == "grade")]
        spoiling = Effect(id="spoiling", effect="grade", params={"contrast": 1.0, "saturation": 1.0, **params})
        return replace(document, layers=(*rest, spoiling))

    return graded


OF_DOCUMENTS: Mapping[str, OfDocument] = {
    "small text": small_text,
    "faint text": faint_text,
    "text over the face": text_over_face,
    "text over the subject": text_over_subject,
    "text under the badge": text_under_the_badge,
    "text at the edge": text_at_the_edge,
    "too many words": too_many_words,
    "tiny subject": tiny_subject,
    "hidden subject": hidden_subject,
    "clutter": cluttered,
    "half empty": half_empty,
    "sticker over the face": sticker_over_face,
    "dull grade": _graded(saturation=0.15),
    "flat grade": _graded(contrast=0.35),
    "burnt grade": _graded(saturation=3.5, contrast=1.3),
}


def _with_texts(document: Document, change: Callable[[Text], Text]) -> Document | None:
    return _changed(document, lambda layer: change(layer) if isinstance(layer, Text) else layer)


def _with_headline(document: Document, change: Callable[[Text], Text]) -> Document | None:
    first = next((layer.id for layer in document.layers if isinstance(layer, Text)), None)
    return _changed(document, lambda layer: change(layer) if isinstance(layer, Text) and layer.id == first else layer)


def _with_heroes(document: Document, change: Callable[[Subject], Subject]) -> Document | None:
    def changed(layer: Layer) -> Layer:
        is_hero = isinstance(layer, Subject) and not (layer.slot or "").startswith("support")
        return change(layer) if isinstance(layer, Subject) and is_hero else layer

    return _changed(document, changed)


def _changed(document: Document, change: Callable[[Layer], Layer]) -> Document | None:
    layers = tuple(change(layer) for layer in document.layers)
    return replace(document, layers=layers) if layers != document.layers else None


def _above_plate(document: Document, *new: Layer) -> Document:
    at = next((at + 1 for at, layer in enumerate(document.layers) if isinstance(layer, Plate)), 0)
    return replace(document, layers=(*document.layers[:at], *new, *document.layers[at:]))


def _framed(layer: Any, frame: Frame | None) -> Any:
    return layer if frame is None else replace(layer, frame=frame)


def _shrunk(box: Box | None, scale: float) -> Frame | None:
    if box is None:
        return None
    x, y = box.centre
    width, height = box.width * scale, box.height * scale
    return Frame(x - width / 2, y - height / 2, width, height)


def _hero(document: Document, drawing: Drawing) -> Box | None:
    ids = [
        layer.id
        for layer in document.layers
        if isinstance(layer, Subject) and not (layer.slot or "").startswith("support")
    ]
    return next((drawing.boxes[layer_id] for layer_id in ids if layer_id in drawing.boxes), None)


def _colour_behind(drawing: Drawing, box: Box | None) -> str:
    """About the colour of the picture around a box."""
    height, width = drawing.pixels.shape[:2]
    box = box or Box(0.0, 0.0, 1.0, 1.0)
    rows = slice(max(0, round(box.y0 * height) - 6), min(height, round(box.y1 * height) + 6))
    columns = slice(max(0, round(box.x0 * width) - 6), min(width, round(box.x1 * width) + 6))
    part = drawing.pixels[rows, columns]
    edge = np.concatenate([part[:4].reshape(-1, 3), part[-4:].reshape(-1, 3)])
    red, green, blue = (int(level) for level in np.clip(np.median(edge, axis=0) * 1.15 + 8, 0, 255))
    return f"#{red:02x}{green:02x}{blue:02x}"
