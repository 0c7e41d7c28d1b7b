"""Which of our typefaces set a text on paper."""

import unicodedata
from collections.abc import Iterable

from canvas.fonts import FONT_FOLDER, typeface

MAIN = "vazirmatn"
_STAND_INS = ("montserrat", "devanagari", "japanese")
# What joins or varies what stands before it, which has no glyph of its own.
_INVISIBLE = frozenset({"\u200b", "\u200d", "\u200e", "\u200f", "\ufe0e", "\ufe0f", "\u2060", "\ufeff"})
_UNKNOWN = "□"


def path_of(name: str) -> str:
    """Return where the typeface lies."""
    return str(FONT_FOLDER / f"{name}.ttf")


def settable(text: str) -> str:
    """Return the text with a box for each character that none of our typefaces has."""
    return "".join(_settable(character) for character in text.expandtabs(4))


def needed_for(texts: Iterable[str]) -> list[str]:
    """Return the typefaces that stand in for characters that the main one lacks, of settable texts."""
    missing = {ord(character) for text in texts for character in text} - typeface(MAIN).characters
    needed = []
    for name in _STAND_INS:
        if missing & typeface(name).characters:
            needed.append(name)
            missing -= typeface(name).characters
    return needed


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter that has a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _settable(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character == "\n" or any(ord(character) in typeface(name).characters for name in (MAIN, *_STAND_INS)):
        return character
    return " " if character.isspace() else _UNKNOWN
