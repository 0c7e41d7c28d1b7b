"""The score of a drawn document: every axis measured from its pixels and the boxes it was drawn with."""

from __future__ import annotations

import math
from dataclasses import dataclass

from canvas.document import Document, Logo, Subject, Text
from canvas.drawing import Drawing, TextLine
from canvas.geometry import Box
from canvas.layouts.rules import BADGE_ZONE
from canvas.scoring.model import Axis, Score
from canvas.scoring.picture import Picture
from canvas.scoring.type_measures import overlap_share, preview_contrast, smallest_margin, wcag_contrast

GOOD_ENOUGH = 0.45
_FLOOR = 0.04  # one hopeless axis may not make the product nothing
_LONGEST_HEADLINE = 8


@dataclass(frozen=True)
class _Range:
    """Worth 0 at `low`, 1 between `from_` and `to`, 0 again at `high`."""

    low: float
    from_: float
    to: float
    high: float

    def worth(self, value: float) -> float:
        rising = (value - self.low) / (self.from_ - self.low) if value < self.from_ else 1.0
        falling = (self.high - value) / (self.high - self.to) if value > self.to else 1.0
        return max(0.0, min(1.0, rising, falling))


def score(document: Document, drawing: Drawing) -> Score:
    """Measure a drawing of the document. Deterministic; about 0.05 s."""
    measuring = _Measuring(document, drawing)
    axes = {**measuring.type_axes(), **measuring.subject_axes(), **measuring.picture_axes()}
    weight = sum(axis.weight for axis in axes.values())
    mean = math.exp(sum(axis.weight * math.log(max(axis.value, _FLOOR)) for axis in axes.values()) / weight)
    gate = 1.0
    for name, severity in _GATES.items():
        if name in axes:
            gate *= 1 - severity * (1 - min(1.0, axes[name].value / GOOD_ENOUGH))
    return Score(round(100 * mean * gate, 1), axes)


# What no other quality can buy back, and how much of the score it may take.
_GATES = {"sharpness": 0.6, "badge": 0.35, "text_contrast": 0.4, "text_height": 0.3, "face_clear": 0.5}


class _Measuring:
    def __init__(self, document: Document, drawing: Drawing) -> None:
        self.document, self.drawing = document, drawing
        self.picture = Picture(drawing.pixels)
        self.texts = {layer.id: layer for layer in document.layers if isinstance(layer, Text) and layer.visible}
        self.lines = [line for line in drawing.text_lines if line.layer_id in self.texts]
        self.headline = [line for line in self.lines if self.texts[line.layer_id].slot != "subtitle"]
        self.subjects = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]
        self.line_boxes = [line.box for line in self.lines]

    def type_axes(self) -> dict[str, Axis]:
        if not self.headline:
            return {}
        picture, lines = self.picture, self.headline
        smallest = min(line.size for line in lines)
        ratios = sorted(wcag_contrast(picture, line, self._text_of(line), self.document) for line in lines)
        ratio = ratios[0] if len(ratios) < 3 else ratios[len(ratios) // 3]
        seen = preview_contrast(picture, lines)
        words = sum(len(text.text.split()) for text in self.texts.values())
        marks = [
            box
            for layer in self.document.layers
            if isinstance(layer, Logo) and layer.visible and (box := self.drawing.boxes.get(layer.id)) is not None
        ]
        covered = overlap_share([*self.line_boxes, *marks, *self.drawing.faces], BADGE_ZONE)
        margin = smallest_margin(self.line_boxes)
        return {
            "text_height": _axis(_Range(0.02, 0.17, 1, 2), smallest, 1.4, "of the height", "headline_small", "enlarge_text"),
            "text_contrast": _axis(_Range(1.0, 12, 21, 22), ratio, 1.5, "WCAG ratio", "headline_faint", "strengthen_type"),
            "preview": _axis(_Range(0.0, 0.34, 1, 2), seen, 1.4, "spread of luminance", "headline_lost_small", "strengthen_type"),
            "words": _axis(_Range(0, 1, 6, _LONGEST_HEADLINE + 3), float(words), 0.6, "words", "too_many_words", "drop_subtitle"),
            "badge": _axis(_Range(-1, 0, 0.02, 0.5), covered, 0.8, "of the badge zone", "under_the_badge", "clear_badge"),
            "margin": _axis(_Range(-0.01, 0.02, 1, 2), margin, 0.5, "of the side", "type_at_the_edge", "inset_type"),
        }  # fmt: skip

    def subject_axes(self) -> dict[str, Axis]:
        hero = next((layer for layer in reversed(self.subjects) if not (layer.slot or "").startswith("support")), None)
        box = self.drawing.boxes.get(hero.id) if hero is not None else None
        if box is None:
            return {}
        seen = box.intersection(Box(0, 0, 1, 1))
        size = math.sqrt(seen.area) if seen is not None else 0.0
        lift = self.picture.lift([box, *self.line_boxes])
        hidden = max((_share(box, line) for line in self.line_boxes), default=0.0)
        over_face = max((_share(face, line) for face in self.drawing.faces for line in self.line_boxes), default=0.0)
        axes = {
            "subject_size": _axis(_Range(0.05, 0.55, 0.95, 1.4), size, 1.1, "root of the area", "subject_small", "enlarge_subject"),
            "salience": _axis(_Range(0.5, 1.5, 9, 10), lift, 0.7, "times the mean", "subject_unnoticed", "glow_subject"),
            "subject_clear": _axis(_Range(-1, 0, 0.05, 0.5), hidden, 0.6, "of the subject", "type_over_subject", "swap_layout"),
        }  # fmt: skip
        if self.drawing.faces:
            axes["face_clear"] = _axis(
                _Range(-1, 0, 0.03, 0.3), over_face, 0.8, "of the face", "type_over_face", "swap_layout"
            )
        return axes

    def picture_axes(self) -> dict[str, Axis]:
        picture = self.picture
        boxes = list(self.line_boxes)
        held = [*boxes, *(self.drawing.boxes[layer.id] for layer in self.subjects if layer.id in self.drawing.boxes)]
        clutter = picture.edge_density(boxes)
        return {
            "clutter": _axis(_Range(0.0, 0.025, 0.075, 0.22), clutter, 0.9, "edge pixels", "cluttered" if clutter > 0.05 else "bare",
                             "calm_picture" if clutter > 0.05 else "enliven_picture"),
            "colour": _axis(_Range(0, 70, 130, 200), picture.colourfulness(), 1.0, "colourfulness", "dull_colours", "boost_colour"),
            "contrast": _axis(_Range(0.02, 0.27, 0.38, 0.5), picture.contrast(), 0.9, "RMS contrast", "flat_contrast", "boost_contrast"),
            "brightness": _light(picture.brightness()),
            "sharpness": _axis(_Range(0.9, 3.3, 9, 10), picture.sharpness(), 0.8, "log variance", "soft", "sharpen"),
            "balance": _axis(_Range(0.25, 1.0, 1.01, 2), picture.occupied(held), 0.8, "of the cells", "empty_area", "enlarge_subject"),
        }  # fmt: skip

    def _text_of(self, line: TextLine) -> Text | None:
        return self.texts.get(line.layer_id)


def _light(brightness: float) -> Axis:
    is_dark = brightness < 0.5
    return _axis(
        _Range(0.0, 0.32, 0.62, 0.95), brightness, 0.6, "mean grey",
        "too_dark" if is_dark else "too_bright", "brighten" if is_dark else "darken",
    )  # fmt: skip


def _axis(worth: _Range, measured: float, weight: float, unit: str, fault: str, mend: str) -> Axis:
    value = worth.worth(measured)
    is_faulty = value < GOOD_ENOUGH
    return Axis(
        round(value, 3), weight, round(measured, 4), unit, fault if is_faulty else None, mend if is_faulty else None
    )


def _share(covered: Box, by: Box) -> float:
    shared = covered.intersection(by)
    return shared.area / covered.area if shared is not None and covered.area > 0 else 0.0
