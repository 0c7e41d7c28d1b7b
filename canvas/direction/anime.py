"""The anime style: inked subjects, halftone and speed lines over the same brief and look."""

from __future__ import annotations

from dataclasses import replace

from canvas.document import Document, Effect, Layer, Outline, Plate, Subject, Text
from canvas.layouts import LAYOUTS

_INK = "#0a0710"


def as_anime(document: Document) -> Document:
    """Return the document drawn as a manga panel: line art, a halftone ground, speed lines round the hero."""
    layers: list[Layer] = []
    for layer in document.layers:
        if isinstance(layer, Plate):
            layers.append(layer)
            layers += [
                Effect(id="ink_dots", name="Halftone", effect="halftone", colour="dark", amount=0.4,
                       centre=(0.2, 0.9)),
                Effect(id="ink_lines", name="Speed lines", effect="speed_lines", colour="light", amount=0.75,
                       centre=LAYOUTS[document.layout].arrangement(document.aspect).focus),
            ]  # fmt: skip
        elif isinstance(layer, Effect) and layer.effect in {"smoke", "bokeh", "halftone", "speed_lines", "dust"}:
            continue
        elif isinstance(layer, Subject):
            layers.append(replace(layer, line_art=1.0, outline=Outline(_INK, 0.008), rim=None))
        elif isinstance(layer, Text) and layer.slot == "headline":
            layers.append(replace(layer, font="bangers", gradient=0.0, tilt=layer.tilt or 3.0))
        else:
            layers.append(layer)
    return replace(document, layers=tuple(layers), meta={**document.meta, "style": "anime"})
