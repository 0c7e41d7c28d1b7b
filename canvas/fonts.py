"""The typefaces we ship: what each is called, which characters it has, and which one stands in for another.

HarfBuzz faces are immutable once made and are cached for the life of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

FONT_FOLDER = Path(__file__).parent / "assets" / "fonts"

FONT_NAMES: tuple[str, ...] = (
    "anton",
    "bebas",
    "montserrat",
    "bangers",
    "luckiest",
    "archivo",
    "marker",
    "lilita",
    "titan",
    "russo",
    "poppins",
    "lalezar",
    "vazirmatn",
    "japanese",
    "devanagari",
    "sofia",
    "rubik",
    "baloo",
    "bungee",
    "kanit",
    "playfair",
    "pacifico",
    "creepster",
    "rye",
    "orbitron",
    "blackops",
    "pressstart",
    "cairo",
    "dela",
    "korean",
    "bengali",
    "tamil",
)

# Where the wanted face lacks a character, faces of a kindred voice are asked first, and at last those that have a
# script to themselves.
_SCRIPTS = ("dela", "rubik", "korean", "kanit", "bengali", "tamil")
_GEOMETRIC = ("montserrat", "vazirmatn", "lalezar", "devanagari", "japanese", "sofia", *_SCRIPTS)
_CONDENSED = ("anton", "sofia", "russo", "montserrat", "lalezar", "vazirmatn", "devanagari", "japanese", *_SCRIPTS)
_PLAYFUL = ("russo", "montserrat", "lalezar", "vazirmatn", "devanagari", "japanese", *_SCRIPTS)
_ROUND = ("baloo", "rubik", "montserrat", "lalezar", "vazirmatn", "dela", "japanese", *_SCRIPTS)
_TECHNICAL = ("russo", "rubik", "montserrat", "vazirmatn", "lalezar", "devanagari", "japanese", *_SCRIPTS)
_REFINED = ("playfair", "montserrat", "vazirmatn", "lalezar", "devanagari", "japanese", *_SCRIPTS)
_BROAD = ("dela", "rubik", "montserrat", "lalezar", "vazirmatn", "baloo", "devanagari", "japanese", *_SCRIPTS)
_STAND_INS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("montserrat", "poppins", "archivo", "vazirmatn", "russo", "cairo", "rubik"), _GEOMETRIC),
    **dict.fromkeys(("anton", "bebas", "sofia"), _CONDENSED),
    **dict.fromkeys(("baloo", "pacifico"), _ROUND),
    **dict.fromkeys(("orbitron", "blackops", "pressstart", "kanit"), _TECHNICAL),
    "playfair": _REFINED,
    **dict.fromkeys(("bungee", "dela", "korean", "rye"), _BROAD),
}
_REFERENCE_GLYPHS = "Hا国क0"


@dataclass(frozen=True)
class Typeface:
    """A face ready for shaping. `reference` is the height of a capital (or its like) in em."""

    name: str
    font: hb.Font
    characters: frozenset[int]
    units_per_em: int
    reference: float

    def covers(self, text: str) -> bool:
        """Tell whether every character of `text` has a glyph."""
        return all(ord(character) in self.characters for character in text)


@lru_cache(maxsize=len(FONT_NAMES))
def typeface(name: str) -> Typeface:
    """Return the face called `name`; `KeyError` when we ship none of that name."""
    if name not in FONT_NAMES:
        raise KeyError(name)
    face = hb.Face(hb.Blob.from_file_path(str(FONT_FOLDER / f"{name}.ttf")))
    font = hb.Font(face)
    return Typeface(
        name=name,
        font=font,
        characters=frozenset(face.unicodes),
        units_per_em=face.upem,
        reference=_reference_height(font, face.upem),
    )


def stand_ins(name: str) -> tuple[str, ...]:
    """Return `name` and then the faces to ask for characters it lacks, best first."""
    order = dict.fromkeys(_STAND_INS.get(name, _PLAYFUL))
    return (name, *(other for other in order if other != name))


def font_for(text: str, wanted: str) -> str | None:
    """Return the first face, starting with `wanted`, that has every character of `text`, or None."""
    for name in stand_ins(wanted):
        if typeface(name).covers(text):
            return name
    return None


def _reference_height(font: hb.Font, units_per_em: int) -> float:
    for character in _REFERENCE_GLYPHS:
        glyph = font.get_nominal_glyph(ord(character))
        if glyph:
            extents = font.get_glyph_extents(glyph)
            if extents is not None and extents.height:
                return float(abs(extents.height)) / units_per_em
    raise ValueError("a face without a capital, an alef, an ideograph, a ka or a zero")
