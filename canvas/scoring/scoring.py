"""The score of a drawn document: every axis measured from its pixels and the boxes it was drawn with."""

from __future__ import annotations

import math

from canvas.document import Document
from canvas.drawing import Drawing
from canvas.geometry import Box
from canvas.layouts.rules import BADGE_ZONE
from canvas.scoring.axes import GATES, GOOD_ENOUGH, READ_BACK, RULES
from canvas.scoring.model import Axis, Score
from canvas.scoring.parts import parts_of
from canvas.scoring.picture import Picture
from canvas.scoring.type_measures import overlap_share, preview_contrast, smallest_margin, wcag_contrast

_FLOOR = 0.04  # one hopeless axis may not make the product nothing
_NOT_BARE = 0.03  # edge pixels
_PURE_SHARE = 0.1  # of the picture that may be of colours that can't be purer
_CHANCE = 1.2  # times larger steps at the seams of JPEG's blocks that may be chance


def score(document: Document, drawing: Drawing, *, reads: bool = False) -> Score:
    """Measure a drawing of the document. Deterministic.

    The total is 100 times the weighted geometric mean of the axes, times the gates. A document without type or
    without a subject is not measured on their axes. With `reads` the axis `preview` is what a machine reads of a Latin
    headline at the widths of previews, which takes half a second; else, and for other scripts, how its letters stand
    out at 168 pixels.
    """
    measuring = _Measuring(document, drawing)
    measures = {**measuring.type(), **measuring.subject(), **measuring.picture_as_a_whole()}
    axes = {name: RULES[name].axis(measured) for name, measured in measures.items()}
    if reads:
        axes |= _read_axes(drawing, [line.text for line in measuring.parts.headline])
    return Score(_total(axes), axes)


def _read_axes(drawing: Drawing, words: list[str]) -> dict[str, Axis]:
    """The axes that a machine's reading gives; none for words that it can't read."""
    from canvas.scoring.read_back import can_read, read_back  # reading measures with this package

    return {"preview": READ_BACK.axis(read_back(drawing.pixels, words))} if can_read(" ".join(words)) else {}


def _total(axes: dict[str, Axis]) -> float:
    weight = sum(axis.weight for axis in axes.values())
    mean = math.exp(sum(axis.weight * math.log(max(axis.value, _FLOOR)) for axis in axes.values()) / weight)
    gate = 1.0
    for name, severity in GATES.items():
        if name in axes:
            gate *= 1 - severity * (1 - min(1.0, axes[name].value / GOOD_ENOUGH))
    return round(100 * mean * gate, 1)


class _Measuring:
    def __init__(self, document: Document, drawing: Drawing) -> None:
        self.document = document
        self.picture = Picture(drawing.pixels)
        self.parts = parts_of(document, drawing)

    def type(self) -> dict[str, float]:
        parts = self.parts
        if not parts.headline:
            return {}
        ratios = sorted(
            wcag_contrast(self.picture, line, parts.texts[line.layer_id], self.document) for line in parts.headline
        )
        return {
            "text_height": min(line.size for line in parts.headline),
            "text_contrast": ratios[(len(ratios) - 1) // 3],
            "preview": preview_contrast(self.picture, parts.headline),
            "words": float(sum(len(text.text.split()) for text in parts.texts.values())),
            "badge": overlap_share([*parts.covering, *parts.faces], BADGE_ZONE),
            "margin": smallest_margin(parts.line_boxes),
        }

    def subject(self) -> dict[str, float]:
        parts, picture = self.parts, self.picture
        if not parts.heroes:
            return {}
        heroes = picture.mask(list(parts.heroes))
        typed = picture.mask(parts.line_boxes)
        measures = {
            "subject_size": math.sqrt(float(heroes.mean()) * parts.hero_opacity),
            "salience": picture.lift(heroes & ~typed, outside=~(picture.mask(list(parts.subjects)) | typed)),
            "subject_clear": float((heroes & typed).sum()) / max(1.0, float(heroes.sum())),
        }
        if parts.faces:
            measures["face_clear"] = max(sum(_covered(face, other) for other in parts.covering) for face in parts.faces)
        return measures

    def picture_as_a_whole(self) -> dict[str, float]:
        picture, parts = self.picture, self.parts
        ground = picture.edge_density([*parts.line_boxes, *parts.heroes])
        anywhere = picture.edge_density(parts.line_boxes)
        return {
            # A calm ground is none too bare where a hero stands before it.
            "clutter": max(ground, min(anywhere, _NOT_BARE)),
            "colour": picture.colourfulness() + 100 * max(0.0, picture.pure_colour() - _PURE_SHARE),
            "contrast": picture.contrast(),
            "brightness": picture.brightness() + 0.5 * picture.burnt_out(parts.line_boxes),
            "sharpness": picture.sharpness() - 1.5 * min(1.0, max(0.0, picture.blocking() - _CHANCE)),
            "balance": picture.emptier_half([*parts.covering, *parts.subjects]),
        }


def _covered(box: Box, by: Box) -> float:
    shared = box.intersection(by)
    return shared.area / box.area if shared is not None and box.area > 0 else 0.0
