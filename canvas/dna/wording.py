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
}  # fmt: skip
_FONTS = {
    "anton": "condensed heavy type", "bebas": "tall condensed type", "montserrat": "geometric bold type",
    "bangers": "comic type", "luckiest": "playful rounded type", "archivo": "wide black type",
    "marker": "handwritten marker type", "lilita": "soft rounded type", "titan": "chunky type",
    "russo": "square technical type",
    "poppins": "clean modern type",
}  # fmt: skip
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
    """Return short public phrases: where the face and the type stand, how many words, which colours, what mood."""
    phrases = []
    if dna.face_place != "none":
        phrases.append(f"{dna.face_place} face")
        if dna.face_height >= 0.38:
            phrases.append("close-up")
    if dna.text_place == "none":
        phrases.append("no text")
    elif dna.text_words:
        phrases.append(f"{_COUNT_WORDS.get(dna.text_words, str(dna.text_words))}-word headline")
    if dna.text_height >= 0.2:
        phrases.append("giant type")
    if abs(dna.text_tilt) >= 2:
        phrases.append("tilted type")
    phrases.append(f"{colour_name(dna.palette.accent)} accent")
    phrases.append(f"{colour_name(dna.palette.primary)} light")
    if dna.background != "scene":
        phrases.append(f"{dna.background} background")
    if dna.outline:
        phrases.append("outlined subject")
    phrases += [effect.replace("_", " ") for effect in dna.effects[:2]]
    if dna.energy >= 8:
        phrases.append("high energy")
    elif dna.energy <= 3:
        phrases.append("quiet")
    phrases.append(f"{dna.mood} mood")
    return tuple(dict.fromkeys(phrases))


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
