"""The anime style: over the same brief and look, a page that was drawn.

The ground is painted flat and inked, light bursts behind the hero, lines close in on it; subjects are inked and cut out
in white, type stands tilted in two outlines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unicodedata import name as name_of

from canvas.document import Document, Effect, Extrude, Layer, Mark, Outline, Plate, Subject, Text
from canvas.layouts import LAYOUTS

_INK = "#0a0710"
# A drawn page has no haze or lens, and its own dots and lines.
_PHOTOGRAPHIC = frozenset(
    {"smoke", "bokeh", "halftone", "speed_lines", "focus_lines", "dust", "rays", "glow_spot", "grain", "depth_fog",
     "chromatic", "light_leak", "lens_flare"}
)  # fmt: skip
_LIGHT_GROUNDS = frozenset({"paint:paper"})
_HANDS = {"arrow": "arrow_hand", "circle": "circle_hand", "underline": "underline_hand"}
_FONTS = {"CJK": "dela", "HIRAGANA": "dela", "KATAKANA": "dela", "HANGUL": "korean", "CYRILLIC": "dela",
          "GREEK": "dela", "ARABIC": "lalezar", "DEVANAGARI": "baloo"}  # fmt: skip


def as_anime(document: Document) -> Document:
    """Return the document drawn as a page of a colour manga. The layout, the words and the subjects stay."""
    layers: list[Layer] = []
    is_heroic = any(isinstance(layer, Subject) for layer in document.layers)
    for layer in document.layers:
        if isinstance(layer, Plate):
            layers += [layer, *_ground(document, layer, is_heroic=is_heroic)]
        elif isinstance(layer, Effect) and layer.effect in _PHOTOGRAPHIC:
            continue
        else:
            layers.append(_drawn(layer))
    return replace(document, layers=tuple(layers), meta={**document.meta, "style": "anime"})


def _ground(document: Document, plate: Plate, *, is_heroic: bool) -> Iterator[Effect]:
    """What a plate becomes: a painted cel, and behind a hero the burst and the lines of a blow."""
    focus = LAYOUTS[document.layout].arrangement(document.aspect).focus
    yield Effect(id="cel", name="Painted ground", effect="cel", colour="dark", params={"dots": 0.4, "ink": 0.8})
    if is_heroic:
        wide = document.width / document.height
        radius = 0.56 if wide > 1 else 0.56 * max(0.6, wide)
        yield Effect(id="impact", name="Burst", effect="impact", colour="secondary", centre=focus,
                     params={"radius": round(radius, 3)})  # fmt: skip
    colour = _INK if plate.source in _LIGHT_GROUNDS else "light"
    yield Effect(id="ink_lines", name="Focus lines", effect="focus_lines", colour=colour, amount=0.85, centre=focus,
                 params={"inner": 0.62 if is_heroic else 0.5})  # fmt: skip


def _drawn(layer: Layer) -> Layer:
    if isinstance(layer, Subject):
        return replace(layer, line_art=1.0, outline=Outline("light", 0.011), glow=None, rim=None)
    if isinstance(layer, Text) and layer.slot == "headline":
        return _lettered(layer)
    if isinstance(layer, Mark):
        return replace(layer, mark=_HANDS.get(layer.mark, layer.mark))
    return layer


def _lettered(text: Text) -> Text:
    """Type as on a manga's title: heavy, tilted, in ink and a white edge."""
    is_dark = text.colour == "dark"
    drawn = replace(
        text,
        font=_font(text.text),
        gradient=0.0,
        tilt=text.tilt or 4.0,
        glow=None,
        finish="flat",
        bevel=0.0,
        highlight_finish="flat" if is_dark else "gloss",
    )
    if text.plate_colour is not None or is_dark:
        return drawn
    return replace(
        drawn,
        stroke=0.075,
        stroke_colour=_INK,
        outer_stroke=0.04,
        outer_stroke_colour="light",
        extrude=Extrude(_INK, 0.07, 65.0),
    )


def _font(words: str) -> str:
    """Return the heaviest comic face that has the script of the first letter."""
    first = next((character for character in words if character.isalpha()), "A")
    return _FONTS.get(name_of(first, "").split(" ")[0], "bangers")
