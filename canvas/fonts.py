"""The typefaces we ship: what each is called, which characters it has, and which one stands in for another.

HarfBuzz faces are immutable once made and are cached for the life of the process.
"""

from __future__ import annotations

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
)

# Where the wanted face lacks a character, faces of a kindred voice are asked first.
_CONDENSED = ("anton", "bebas")
_GEOMETRIC = ("montserrat", "poppins", "archivo", "vazirmatn", "russo")
_STAND_INS_GEOMETRIC = ("montserrat", "vazirmatn", "lalezar", "devanagari", "japanese")
_STAND_INS_CONDENSED = ("anton", "russo", "montserrat", "lalezar", "vazirmatn", "devanagari", "japanese")
_STAND_INS_PLAYFUL = ("russo", "montserrat", "lalezar", "vazirmatn", "devanagari", "japanese")
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
    order: tuple[str, ...] = _STAND_INS_PLAYFUL
    if name in _CONDENSED:
        order = _STAND_INS_CONDENSED
    elif name in _GEOMETRIC:
        order = _STAND_INS_GEOMETRIC
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
