"""Measured design DNA: what a drawn document turned out to look like, from its boxes and its pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import cv2
import numpy as np

from canvas.colour import RGB, parse_hex, resolve
from canvas.dna.model import Background, DesignDNA, FacePlace, TextPlace, TypeColour
from canvas.document import Document, Effect, Logo, Palette, Plate, Subject, Text
from canvas.drawing import Box, Drawing
from canvas.scoring.picture import Picture

_THIRD = 1 / 3
_WIDE = 0.55
_UPPER = 0.48  # of the height: type that is wholly above stands at the top, even at one side
_LIGHT = 0.6
_WHOLE = Box(0.0, 0.0, 1.0, 1.0)
_PATTERNS = frozenset({"rays", "halftone", "speedlines", "grid_neon", "split"})


def measure(document: Document, drawing: Drawing) -> DesignDNA:
    """Return the DNA of a drawing, `origin` "measured".

    Taken from the pixels: warmth (-1 blue .. 1 red, mean b* of CIE Lab over 40), contrast (RMS, 0..0.5), saturation
    (mean HSV saturation, 0..1), clutter (share of edge pixels outside the type), energy (1..10, from contrast,
    saturation and clutter), whether the ground is light (median grey outside type and subjects of more than 0.6).
    Taken from the boxes: faces, subjects, type and their places; the rest from the document.
    """
    picture = Picture(drawing.pixels)
    texts = [layer for layer in document.layers if isinstance(layer, Text) and layer.visible]
    subjects = [layer for layer in document.layers if isinstance(layer, Subject) and layer.visible]
    lines = [line for line in drawing.text_lines if any(line.layer_id == text.id for text in texts)]
    boxes = [line.box for line in lines]
    contrast = picture.contrast()
    clutter = picture.edge_density(boxes)
    saturation = saturation_of(picture)
    plate = next((layer for layer in document.layers if isinstance(layer, Plate)), None)
    covered = [*boxes, *(drawing.boxes[subject.id] for subject in subjects if subject.id in drawing.boxes)]
    dna = DesignDNA(
        palette=document.palette,
        layout=document.layout,
        plate=plate.source if plate is not None else "paint:gradient",
        font="anton",
        effects=tuple(
            dict.fromkeys(
                layer.effect
                for layer in document.layers
                if isinstance(layer, Effect) and layer.effect not in {"grade", "vignette", "shade", "glow_spot"}
            )
        ),
        text_place=text_place_of(boxes),
        text_height=round(max((line.size for line in lines), default=0.0), 3),
        supports=sum((subject.slot or "").startswith("support") for subject in subjects),
        is_light=_brightness(picture, covered) > _LIGHT,
        outline=any(subject.outline is not None for subject in subjects),
        extrude=False,
        background=_background(plate),
        energy=energy_of(contrast, saturation, clutter),
        warmth=round(warmth_of(picture), 3),
        contrast=round(contrast, 3),
        saturation=round(saturation, 3),
        clutter=round(clutter, 4),
        mood=document.meta.get("mood", "bold"),
        has_logo=any(isinstance(layer, Logo) for layer in document.layers),
        origin="measured",
    )
    return _with_type(_with_subject(dna, subjects, drawing), texts, document.palette)


def _with_subject(dna: DesignDNA, subjects: list[Subject], drawing: Drawing) -> DesignDNA:
    face = max(drawing.faces, key=lambda box: box.height, default=None)
    if face is not None:
        dna = replace(dna, face_place=side_of(face), face_height=round(face.height, 3))
    heroes = [drawing.boxes[one.id] for one in subjects if one.slot == "hero" and one.id in drawing.boxes]
    if not heroes:
        return dna
    seen = heroes[0].intersection(_WHOLE)
    if seen is None:
        return dna
    # A person stands where the face is: arms and hair pull the middle of a figure aside.
    return replace(dna, subject_place=side_of(face or seen), subject_height=round(seen.height, 3))


def _with_type(dna: DesignDNA, texts: list[Text], palette: Palette) -> DesignDNA:
    headline = next((text for text in texts if text.slot != "subtitle"), None)
    if headline is None:
        return replace(dna, has_highlight=False)
    return replace(
        dna,
        font=headline.font,
        text_words=len(headline.text.split()),
        text_tilt=headline.tilt,
        text_case="upper" if headline.text == headline.text.upper() else "mixed",
        text_colour=_type_colour(headline, palette),
        text_label=headline.plate_colour is not None,
        has_highlight=bool(headline.highlight),
        extrude=headline.extrude is not None,
    )


def _type_colour(text: Text, palette: Palette) -> TypeColour:
    """Return the colour of the letters, by the nearest of the three where it is none of the palette's roles."""
    roles: dict[TypeColour, RGB] = {role: parse_hex(getattr(palette, role)) for role in get_args(TypeColour)}
    colour = resolve(text.colour, palette)
    return min(roles, key=lambda role: sum((a - b) ** 2 for a, b in zip(colour, roles[role], strict=True)))


def _brightness(picture: Picture, covered: list[Box]) -> float:
    """Return the median grey of what no box covers, 0..1; of all where the boxes leave nothing."""
    ground = picture.grey[~picture.mask(covered)]
    return float(np.median(ground if ground.size else picture.grey)) / 255


def side_of(box: Box) -> FacePlace:
    """Tell on which side the middle of a box lies: the middle fifth of the picture is its centre."""
    x = box.centre[0]
    return "left" if x < 0.4 else "right" if x > 0.6 else "centre"


def text_place_of(boxes: list[Box]) -> TextPlace:
    """Tell where lines of type stand, taken together."""
    if not boxes:
        return "none"
    whole = Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    x, y = whole.centre
    if whole.y1 < _UPPER:
        return "top"
    if whole.y0 > 1 - _UPPER:
        return "bottom"
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


def saturation_of(picture: Picture) -> float:
    """Return the mean HSV saturation, 0..1."""
    hsv = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2HSV))
    return float(hsv[..., 1].mean()) / 255


def warmth_of(picture: Picture) -> float:
    """Return -1 (blue) to 1 (red): the mean b* of CIE Lab over 40."""
    lab = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2LAB), np.float32)
    return max(-1.0, min(1.0, (float(lab[..., 2].mean()) - 128) / 40))


def energy_of(contrast: float, saturation: float, clutter: float) -> int:
    """Return 1..10: strong contrast, strong colours and much detail each add a third."""
    share = (min(1.0, contrast / 0.36) + min(1.0, saturation / 0.7) + min(1.0, clutter / 0.1)) / 3
    return max(1, min(10, round(1 + 9 * share)))
