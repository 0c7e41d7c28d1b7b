"""The score of a drawn document: every axis measured from its pixels and the boxes it was drawn with."""

from __future__ import annotations

import math

from canvas.document import Document, Logo, Subject, Text
from canvas.drawing import Drawing
from canvas.geometry import Box
from canvas.layouts.rules import BADGE_ZONE
from canvas.scoring.axes import GATES, GOOD_ENOUGH, RULES
from canvas.scoring.model import Axis, Score
from canvas.scoring.picture import Picture
from canvas.scoring.type_measures import overlap_share, preview_contrast, smallest_margin, wcag_contrast

_FLOOR = 0.04  # one hopeless axis may not make the product nothing
_CANVAS = Box(0.0, 0.0, 1.0, 1.0)


def score(document: Document, drawing: Drawing) -> Score:
    """Measure a drawing of the document. Deterministic.

    The total is 100 times the weighted geometric mean of the axes, times the gates. A document without type or
    without a subject is not measured on their axes.
    """
    measuring = _Measuring(document, drawing)
    measures = {**measuring.type(), **measuring.subject(), **measuring.picture_as_a_whole()}
    axes = {name: RULES[name].axis(measured) for name, measured in measures.items()}
    return Score(_total(axes), axes)


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
        self.document, self.drawing = document, drawing
        self.picture = Picture(drawing.pixels)
        self.texts = {layer.id: layer for layer in document.layers if isinstance(layer, Text) and layer.visible}
        lines = [line for line in drawing.text_lines if line.layer_id in self.texts]
        self.headline = [line for line in lines if self.texts[line.layer_id].slot != "subtitle"]
        self.line_boxes = [line.box for line in lines]
        self.subjects = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]

    def type(self) -> dict[str, float]:
        if not self.headline:
            return {}
        ratios = sorted(
            wcag_contrast(self.picture, line, self.texts[line.layer_id], self.document) for line in self.headline
        )
        logos = [
            box
            for layer in self.document.layers
            if isinstance(layer, Logo) and layer.visible and (box := self.drawing.boxes.get(layer.id)) is not None
        ]
        return {
            "text_height": min(line.size for line in self.headline),
            "text_contrast": ratios[(len(ratios) - 1) // 3],
            "preview": preview_contrast(self.picture, self.headline),
            "words": float(sum(len(text.text.split()) for text in self.texts.values())),
            "badge": overlap_share([*self.line_boxes, *logos, *self.drawing.faces], BADGE_ZONE),
            "margin": smallest_margin(self.line_boxes),
        }

    def subject(self) -> dict[str, float]:
        hero = next((layer for layer in self.subjects if not (layer.slot or "").startswith("support")), None)
        box = self.drawing.boxes.get(hero.id) if hero is not None else None
        if box is None:
            return {}
        seen = box.intersection(_CANVAS)
        measures = {
            "subject_size": math.sqrt(seen.area) if seen is not None else 0.0,
            "salience": self.picture.lift([box, *self.line_boxes]),
            "subject_clear": max((_covered(box, line) for line in self.line_boxes), default=0.0),
        }
        if self.drawing.faces:
            measures["face_clear"] = max(
                (_covered(face, line) for face in self.drawing.faces for line in self.line_boxes), default=0.0
            )
        return measures

    def picture_as_a_whole(self) -> dict[str, float]:
        picture = self.picture
        shown = [self.drawing.boxes[layer.id] for layer in self.subjects if layer.id in self.drawing.boxes]
        return {
            "clutter": picture.edge_density(self.line_boxes),
            "colour": picture.colourfulness(),
            "contrast": picture.contrast(),
            "brightness": picture.brightness(),
            "sharpness": picture.sharpness(),
            "balance": picture.occupied([*self.line_boxes, *shown]),
        }


def _covered(box: Box, by: Box) -> float:
    shared = box.intersection(by)
    return shared.area / box.area if shared is not None and box.area > 0 else 0.0
