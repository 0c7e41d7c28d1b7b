"""Design DNA in words: a sentence to embed, and short traits that anyone may read."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from canvas.colour import parse_hex
from canvas.dna.model import DesignDNA

_HUES = (
    (0.03, "red"), (0.10, "orange"), (0.18, "yellow"), (0.42, "green"), (0.52, "cyan"), (0.69, "blue"),
    (0.79, "purple"), (0.93, "pink"), (1.01, "red"),
)  # fmt: skip
_LAYOUTS = {
    "hero_right": "text left, subject right", "hero_left": "subject left, text right",
    "centre_stage": "subject in the centre above the headline", "big_number": "one giant number with a line below",
    "versus": "two subjects against each other", "full_type": "type that fills the picture",
    "close_up_right": "text left, a close-up right", "close_up_left": "a close-up left, text right",
    "distant_right": "text left, a small subject right", "distant_left": "a small subject left, text right",
    "headline_top": "a headline across the top", "headline_top_right": "a headline above a subject on the right",
    "headline_top_left": "a headline above a subject on the left", "banner": "a headline across the subject",
    "lower_third_right": "a headline below a subject on the right",
    "lower_third_left": "a headline below a subject on the left",
    "pair_right": "text left, two things right", "pair_left": "two things left, text right",
    "person_and_thing_right": "text above a thing left, a person right",
    "person_and_thing_left": "a person left, text above a thing right",
    "quote_right": "a quote in a bubble left, a person right", "quote_left": "a person left, a quote in a bubble right",
    "row": "three things in a row below a headline", "duel": "two named rivals side by side",
    "before_after": "one thing before and after",
}  # fmt: skip
_FONTS = {
    "anton": "condensed heavy type", "bebas": "tall condensed type", "montserrat": "geometric bold type",
    "bangers": "comic type", "luckiest": "playful rounded type", "archivo": "wide black type",
    "marker": "handwritten marker type", "lilita": "soft rounded type", "titan": "chunky type",
    "russo": "square technical type",
    "poppins": "clean modern type",
}  # fmt: skip
_TYPE_PLACES = {"top": "type across the top", "bottom": "type across the bottom"}
_MOST_TRAITS = 9
_CLOSE, _GIANT = 0.45, 0.2  # of the picture's height
_TILTED = 2  # degrees
_COUNT_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}


def colour_name(colour: str) -> str:
    """Return an everyday name of a `#rrggbb` colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse_hex(colour))
    if lightness > 0.93:
        return "white"
    if lightness < 0.09:
        return "black"
    if saturation < 0.12:
        return "grey"
    name = next(word for limit, word in _HUES if hue < limit)
    if name == "orange" and lightness < 0.35:
        return "brown"
    return f"dark {name}" if lightness < 0.28 else name


def traits(dna: DesignDNA) -> tuple[str, ...]:
    """Return at most nine short public phrases, the most telling first: what the picture shows and where, how its type
    is set, which colours and ground it has, what mood. None is of the original's words.
    """
    phrases = [*_figure(dna), *_type(dna), *_colours(dna)]
    if dna.energy >= 8:
        phrases.append("high energy")
    elif dna.energy <= 3:
        phrases.append("quiet")
    phrases.append(f"{dna.mood} mood")
    if dna.outline:
        phrases.append("outlined subject")
    phrases += [effect.replace("_", " ") for effect in dna.effects[:2]]
    return tuple(dict.fromkeys(phrases))[:_MOST_TRAITS]


def _figure(dna: DesignDNA) -> list[str]:
    if dna.face_place != "none":
        return [f"{dna.face_place} face", *(["close-up"] if dna.face_height >= _CLOSE else [])]
    return [f"{dna.subject_place} subject"] if dna.subject_place != "none" else []


def _type(dna: DesignDNA) -> list[str]:
    if dna.text_place == "none":
        return ["no text"]
    phrases = []
    if dna.text_words:
        phrases.append(f"{_COUNT_WORDS.get(dna.text_words, str(dna.text_words))}-word headline")
    if dna.text_place in _TYPE_PLACES:
        phrases.append(_TYPE_PLACES[dna.text_place])
    if dna.text_label:
        phrases.append("boxed type")
    if dna.text_case == "mixed":
        phrases.append("lower-case type")
    if dna.text_height >= _GIANT:
        phrases.append("giant type")
    if abs(dna.text_tilt) >= _TILTED:
        phrases.append("tilted type")
    return phrases


def _colours(dna: DesignDNA) -> list[str]:
    accent = colour_name(dna.palette.accent)
    phrases = [f"{accent} type" if dna.text_colour == "accent" else f"{accent} accent"]
    phrases.append("light ground" if dna.is_light else f"{colour_name(dna.palette.primary)} light")
    if dna.background != "scene":
        phrases.append(f"{dna.background} background")
    return phrases


def sentence(dna: DesignDNA, *, name: str, category: str, tags: Sequence[str] = ()) -> str:
    """Return what a look is for and how it appears, in one sentence for a text embedding."""
    place = dna.plate.partition(":")[2].replace("_", " ")
    words = [
        f"{name}: a {dna.mood} {category} thumbnail",
        f"with {_LAYOUTS.get(dna.layout, dna.layout.replace('_', ' '))}",
        f"on a {place} background" if place else "",
        f"in {colour_name(dna.palette.primary)} and {colour_name(dna.palette.secondary)}"
        f" with {colour_name(dna.palette.accent)} highlights",
        _FONTS.get(dna.font, ""),
        "and " + " and ".join(effect.replace("_", " ") for effect in dna.effects) if dna.effects else "",
        f"for {', '.join(tags)}" if tags else "",
    ]
    return ", ".join(word for word in words if word) + "."
