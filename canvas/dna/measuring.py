"""Measured design DNA: what a drawn document turned out to look like, from its boxes and its pixels."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from canvas.dna.model import Background, DesignDNA, FacePlace, TextPlace
from canvas.document import Document, Effect, Logo, Plate, Subject, Text
from canvas.drawing import Box, Drawing
from canvas.scoring.picture import Picture

_THIRD = 1 / 3
_WIDE = 0.55
_PATTERNS = frozenset({"rays", "halftone", "speedlines", "grid_neon", "split"})


def measure(document: Document, drawing: Drawing) -> DesignDNA:
    """Return the DNA of a drawing, `origin` "measured".

    Taken from the pixels: warmth (-1 blue .. 1 red, mean b* of CIE Lab over 40), contrast (RMS, 0..0.5), saturation
    (mean HSV saturation, 0..1), clutter (share of edge pixels outside the type), energy (1..10, from contrast,
    saturation and clutter). Taken from the boxes: faces, type and their places; the rest from the document.
    """
    picture = Picture(drawing.pixels)
    texts = [layer for layer in document.layers if isinstance(layer, Text) and layer.visible]
    headline = next((text for text in texts if text.slot != "subtitle"), None)
    lines = [line for line in drawing.text_lines if any(line.layer_id == text.id for text in texts)]
    boxes = [line.box for line in lines]
    subjects = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]
    contrast = picture.contrast()
    clutter = picture.edge_density(boxes)
    saturation = _saturation(picture)
    plate = next((layer for layer in document.layers if isinstance(layer, Plate)), None)
    face = max(drawing.faces, key=lambda box: box.height, default=None)
    dna = DesignDNA(
        palette=document.palette,
        layout=document.layout,
        plate=plate.source if plate is not None else "paint:gradient",
        font=headline.font if headline is not None else "anton",
        effects=tuple(
            dict.fromkeys(
                layer.effect
                for layer in document.layers
                if isinstance(layer, Effect) and layer.effect not in {"grade", "vignette", "shade", "glow_spot"}
            )
        ),
        text_words=len(headline.text.split()) if headline is not None else 0,
        text_tilt=headline.tilt if headline is not None else 0.0,
        outline=any(subject.outline is not None for subject in subjects),
        extrude=headline is not None and headline.extrude is not None,
        background=_background(plate),
        energy=_energy(contrast, saturation, clutter),
        warmth=round(_warmth(picture), 3),
        contrast=round(contrast, 3),
        saturation=round(saturation, 3),
        clutter=round(clutter, 4),
        mood=document.meta.get("mood", "bold"),
        has_logo=any(isinstance(layer, Logo) for layer in document.layers),
        origin="measured",
    )
    if face is not None:
        dna = replace(dna, face_place=_face_place(face), face_height=round(face.height, 3))
    sizes = [line.size for line in lines]
    return replace(dna, text_place=_text_place(boxes), text_height=round(max(sizes, default=0.0), 3))


def _face_place(face: Box) -> FacePlace:
    x = face.centre[0]
    return "left" if x < 0.4 else "right" if x > 0.6 else "centre"


def _text_place(boxes: list[Box]) -> TextPlace:
    if not boxes:
        return "none"
    whole = Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    x, y = whole.centre
    if whole.width > _WIDE or abs(x - 0.5) < 0.08:
        return "top" if y < _THIRD + 0.05 else "bottom" if y > 1 - _THIRD - 0.05 else "centre"
    return "left" if x < 0.5 else "right"


def _background(plate: Plate | None) -> Background:
    if plate is None:
        return "plain"
    kind, _, name = plate.source.partition(":")
    if kind == "scene":
        return "scene"
    if kind == "picture":
        return "photo"
    return "pattern" if name in _PATTERNS else "plain" if name == "paper" else "gradient"


def _saturation(picture: Picture) -> float:
    hsv = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2HSV))
    return float(hsv[..., 1].mean()) / 255


def _warmth(picture: Picture) -> float:
    lab = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2LAB), np.float32)
    return max(-1.0, min(1.0, (float(lab[..., 2].mean()) - 128) / 40))


def _energy(contrast: float, saturation: float, clutter: float) -> int:
    """Return 1..10: strong contrast, strong colours and much detail each add a third."""
    share = (min(1.0, contrast / 0.36) + min(1.0, saturation / 0.7) + min(1.0, clutter / 0.1)) / 3
    return max(1, min(10, round(1 + 9 * share)))
