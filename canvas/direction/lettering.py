"""Text layers: headline and subtitle in the look's type."""

from __future__ import annotations

from canvas.brief.grammar import grammar
from canvas.brief.language import RIGHT_TO_LEFT
from canvas.brief.model import Brief
from canvas.brief.words import split_words
from canvas.direction.casing import as_cased
from canvas.direction.following import is_followed
from canvas.direction.framing import Framing
from canvas.direction.inks import choose_ink
from canvas.direction.sizing import sized
from canvas.dna import DesignDNA
from canvas.document import Align, Extrude, Glow, Palette, Shadow, Text
from canvas.fonts import FONT_NAMES
from canvas.layouts import LAYOUTS

_DEFAULT_FONT = "anton"
_MOST_LINES = 4
_COMPARING = frozenset({"vs", "versus"})
_SIZE_CONTRAST = 1.75
_STROKE, _STROKE_ON_LIGHT = 0.07, 0.05
_THIN_STROKE = 0.02  # of looks that are meant without an edge: a soft shadow lifts their type instead
_SOFT_SHADOW = Shadow(0.003, 0.008, 0.036, 0.85)


def text_layers(framing: Framing, brief: Brief, dna: DesignDNA, palette: Palette, *, is_light: bool) -> list[Text]:
    """Return headline and subtitle; nothing when the brief has no words or wants none."""
    if not framing.headline:
        return []
    layers = [_headline(framing, brief, dna, palette, is_light=is_light)]
    if framing.subtitle:
        layers.append(_subtitle(framing, brief, dna, is_light=is_light))
    return layers


def _font(dna: DesignDNA) -> str:
    return dna.font if dna.font in FONT_NAMES else _DEFAULT_FONT


def _align(framing: Framing, brief: Brief) -> Align:
    align = LAYOUTS[framing.layout].align
    return "right" if align == "left" and brief.language in RIGHT_TO_LEFT else align


def _headline(framing: Framing, brief: Brief, dna: DesignDNA, palette: Palette, *, is_light: bool) -> Text:
    ink = choose_ink(dna, palette, is_light=is_light)
    is_dark_type = ink.letters == "dark"
    across = LAYOUTS[framing.layout].align == "centre" and framing.layout != "full_type"
    followed = is_followed(dna)
    tilt = max(-6.0, min(6.0, dna.text_tilt))
    text = Text(
        id="headline",
        name="Headline",
        slot="headline",
        text=as_cased(framing.headline, brief, dna),
        font=_font(dna),
        colour=ink.letters,
        highlight=framing.highlight if dna.has_highlight else (),
        highlight_colour=ink.highlight,
        align=_align(framing, brief),
        max_lines=2 if across else _lines(framing.headline, brief.language),
        gradient=0.0 if is_dark_type or ink.label else 0.25,
        size_contrast=_number(dna, "size_contrast", 1.0, 2.5, _SIZE_CONTRAST),
        stroke=0.0 if ink.label else max(ink.edge, _number(dna, "stroke", 0.0, 0.12, _stroke(dna, is_light=is_light))),
        stroke_colour=ink.stroke,
        extrude=Extrude("dark", 0.07, 60.0) if dna.extrude and not is_dark_type and not ink.label else None,
        glow=Glow("primary", 0.5, 0.05) if dna.extras.get("text_glow") and not is_light else None,
        shadow=_shadow(dna, is_light=is_light),
        plate_colour=ink.label,
        tilt=tilt if followed else 0.0 if across or is_light else tilt,
    )
    if not followed or not dna.text_height or brief.aspect != "16:9" or "size_contrast" in dna.extras:
        return text
    return sized(text, LAYOUTS[framing.layout].arrangement("16:9").type_area, 16 / 9, dna.text_height)


def _lines(headline: str, language: str) -> int:
    """Return how many lines to set at most: none for "IN" or "THE" alone, which would become the largest word."""
    rules = grammar(language)
    small = (rules.prepositions - _COMPARING) | rules.articles | rules.conjunctions | {"to", "of"}
    words = split_words(headline)
    telling = sum(word.key not in small for word in words)
    return min(_MOST_LINES, max(telling, min(2, len(words)), 1))


def _stroke(dna: DesignDNA, *, is_light: bool) -> float:
    if not dna.outline:
        return 0.0 if is_light else _THIN_STROKE
    return _STROKE_ON_LIGHT if is_light else _STROKE


def _shadow(dna: DesignDNA, *, is_light: bool) -> Shadow:
    if is_light:
        return Shadow(0.004, 0.008, 0.012, 0.3)
    return Shadow(0.006, 0.014, 0.022, 0.75) if dna.outline else _SOFT_SHADOW


def _number(dna: DesignDNA, name: str, least: float, most: float, otherwise: float) -> float:
    """Return a number that the look carries as an extra, within what type allows, else `otherwise`."""
    value = dna.extras.get(name)
    return min(most, max(least, float(value))) if isinstance(value, int | float) else otherwise


def _subtitle(framing: Framing, brief: Brief, dna: DesignDNA, *, is_light: bool) -> Text:
    is_number_rest = framing.layout == "big_number"
    return Text(
        id="subtitle",
        name="Subtitle",
        slot="subtitle",
        text=framing.subtitle,
        font=_font(dna),
        colour="dark" if is_light == is_number_rest else "light",
        align=_align(framing, brief),
        max_lines=2 if is_number_rest else 1,
        size_contrast=1.0,
        gradient=0.0,
        stroke=0.06 if is_number_rest else 0.0,
        stroke_colour="light" if is_light else "dark",
        plate_colour=None if is_number_rest else "accent",
        shadow=Shadow(0.005, 0.010, 0.018, 0.6),
        tilt=0.0,
    )
