"""Text layers: headline and subtitle in the look's type."""

from __future__ import annotations

from dataclasses import replace

from canvas.brief.grammar import grammar
from canvas.brief.language import RIGHT_TO_LEFT
from canvas.brief.model import Brief
from canvas.brief.words import split_words
from canvas.direction.casing import as_cased
from canvas.direction.following import is_followed
from canvas.direction.framing import Framing
from canvas.direction.inks import choose_ink, inked
from canvas.direction.sizing import sized
from canvas.direction.type_finish import as_quoted, finished
from canvas.dna import DesignDNA
from canvas.document import Align, Extrude, Glow, Palette, Shadow, Text
from canvas.fonts import FONT_NAMES, typeface
from canvas.layouts import LAYOUTS

_DEFAULT_FONT = "anton"
_MOST_LINES = 4
_OF_STYLE = {"comic": "bangers", "cartoon": "lilita", "pixel": "pressstart", "cyberpunk": "orbitron"}
_OF_MOOD = {"scary": "creepster", "luxury": "playfair"}
_GENTEEL, _LOUD = frozenset({"luxury"}), frozenset({"gaming", "sports", "entertainment"})  # a mansion in Minecraft
_OF_PLACE = {"space": "orbitron"}
_OF_LANGUAGE = {"ja": "dela", "hi": "baloo", "ar": "cairo", "he": "rubik", "th": "kanit", "ko": "korean"}
_HARD_TO_READ = frozenset({"creepster", "pressstart", "orbitron"})
_SHORT = 16  # letters that stay readable in a face that is hard to read
_QUOTING = frozenset({"quote_right", "quote_left"})
_COMPARING = frozenset({"vs", "versus"})
_SUBJECTS = frozenset({"i", "we", "he", "she", "it", "you", "they", "to", "of", "is", "are", "i'm"})
_LONG_ENOUGH = 6  # letters of a preposition that fills a line of its own: "AGAINST"
_SIZE_CONTRAST = 1.75
_STROKE, _STROKE_ON_LIGHT = 0.07, 0.05
_THIN_STROKE_ON_LIGHT = 0.03  # dark letters may reach over a dark thing
_THIN_STROKE = 0.02  # of looks that are meant without an edge: a soft shadow lifts their type instead
_SOFT_SHADOW = Shadow(0.003, 0.008, 0.036, 0.85)


def text_layers(framing: Framing, brief: Brief, dna: DesignDNA, palette: Palette, *, is_light: bool) -> list[Text]:
    """Return headline and subtitle; nothing when the brief has no words or wants none."""
    if not framing.headline:
        return []
    headline = _headline(framing, brief, dna, palette, is_light=is_light)
    if framing.sides is not None and framing.layout == "duel":
        return _names(framing.sides, headline)
    layers = [headline]
    if framing.sides is not None:
        layers += _tags(framing.sides, headline)
    if framing.subtitle:
        layers.append(_subtitle(framing, brief, dna, is_light=is_light))
    return layers


def _names(sides: tuple[str, str], headline: Text) -> list[Text]:
    """Return the names of two rivals, each above its side, in the type of the headline."""
    return [
        replace(
            headline, id=f"name_{side}", name=f"Name on the {side}", slot=f"label_{side}", text=_like(headline, name),
            highlight=() if side == "left" else tuple(range(len(name.split()))), align="centre", max_lines=2, tilt=0.0,
        )
        for side, name in zip(("left", "right"), sides, strict=True)
    ]  # fmt: skip


def _tags(sides: tuple[str, str], headline: Text) -> list[Text]:
    """Return the tags of two halves, on labels: the first dull, the second in the accent."""
    return [
        replace(
            headline, id=f"tag_{side}", name=f"Tag on the {side}", slot=f"label_{side}", text=_like(headline, name),
            highlight=(), align="centre", max_lines=1, tilt=0.0, stroke=0.0, extrude=None, glow=None, gradient=0.0,
            colour=colour, plate_colour=label,
        )
        for side, name, colour, label in zip(
            ("left", "right"), sides, ("light", "dark"), ("dark", "accent"), strict=True
        )
    ]  # fmt: skip


def _like(headline: Text, words: str) -> str:
    return words.upper() if headline.text.isupper() else words


def _font(brief: Brief, dna: DesignDNA) -> str:
    """Return the look's face, or the one that style, mood or script of the topic cry for."""
    own = dna.font if dna.font in FONT_NAMES else _DEFAULT_FONT
    if is_followed(dna):
        return own
    is_short = len(brief.headline) <= _SHORT
    mood = "" if brief.category in _LOUD and brief.mood in _GENTEEL else brief.mood
    voiced = _OF_STYLE.get(brief.style) or _OF_MOOD.get(mood) or _OF_PLACE.get(brief.place)
    if voiced is not None and (is_short or voiced not in _HARD_TO_READ) and typeface(voiced).covers(brief.headline):
        return voiced
    return _OF_LANGUAGE.get(brief.language, own)


def _align(framing: Framing, brief: Brief) -> Align:
    align = LAYOUTS[framing.layout].align
    return "right" if align == "left" and brief.language in RIGHT_TO_LEFT else align


def _headline(framing: Framing, brief: Brief, dna: DesignDNA, palette: Palette, *, is_light: bool) -> Text:
    ink = choose_ink(dna, palette, is_light=is_light)
    if brief.text_colour and ink.label is None:
        ink = inked(ink, brief.text_colour, palette, is_light=is_light)
    is_dark_type = ink.letters == "dark"
    across = LAYOUTS[framing.layout].align == "centre" and framing.layout != "full_type"
    followed = is_followed(dna)
    tilt = max(-6.0, min(6.0, dna.text_tilt))
    text = Text(
        id="headline",
        name="Headline",
        slot="headline",
        text=as_cased(framing.headline, brief, dna),
        font=_font(brief, dna),
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
    text = finished(text, brief, dna, is_light=is_light)
    if framing.layout in _QUOTING:
        return as_quoted(text)
    if not followed or not dna.text_height or brief.aspect != "16:9" or "size_contrast" in dna.extras:
        return text
    return sized(text, LAYOUTS[framing.layout].arrangement("16:9").type_area, 16 / 9, dna.text_height)


def _lines(headline: str, language: str) -> int:
    """Return how many lines to set at most: none for "IN" or "WE" alone, which would become the largest word."""
    if any("\u3040" <= letter <= "\u9fff" for letter in headline):  # no spaces between words
        return min(_MOST_LINES, max(2, len(headline) // 5))
    rules = grammar(language)
    small = (rules.prepositions - _COMPARING) | rules.articles | rules.conjunctions | rules.possessives | _SUBJECTS
    words = split_words(headline)
    telling = sum(word.key not in small or len(word.key) >= _LONG_ENOUGH for word in words)
    return min(_MOST_LINES, max(telling, min(2, len(words)), 1))


def _stroke(dna: DesignDNA, *, is_light: bool) -> float:
    if not dna.outline:
        return _THIN_STROKE_ON_LIGHT if is_light else _THIN_STROKE
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
        font=_font(brief, dna),
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
