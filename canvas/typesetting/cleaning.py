"""Text as it can be drawn: no control characters, no character without a glyph, emoji as pictures of the catalogue."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from canvas import catalogue
from canvas.errors import UnsupportedTextError
from canvas.fonts import stand_ins, typeface

_JOINERS = "\u200c\u200d"
_EMOJI_BLOCKS = (
    (0x1F000, 0x1FAFF),
    (0x2600, 0x27BF),
    (0x2B05, 0x2B55),
    (0x2300, 0x23FF),
)


@dataclass(frozen=True)
class CleanText:
    """`words` hold only characters that some face has, or emoji that the catalogue can draw.

    `sources` gives for each word its index among the words that were written, which is what a highlight counts.
    """

    words: tuple[str, ...]
    sources: tuple[int, ...]


@lru_cache(maxsize=512)
def clean(text: str, font: str) -> CleanText:
    """Split `text` at white space into drawable words. `UnsupportedTextError` when it has letters and none is left."""
    words: list[str] = []
    sources: list[int] = []
    for index, raw in enumerate(text.split()):
        word = _clean_word(unicodedata.normalize("NFC", raw), font)
        if word:
            words.append(word)
            sources.append(index)
    if not words and any(character.isalnum() for character in text):
        raise UnsupportedTextError(f"no typeface of ours has the letters of {text!r}")
    return CleanText(tuple(words), tuple(sources))


@lru_cache(maxsize=512)
def emoji_prop(character: str) -> str | None:
    """Return the name of the prop that pictures an emoji, or None when the catalogue has none."""
    if not is_emoji(character):
        return None
    spoken = unicodedata.name(character, "").lower()
    name = "emoji_" + spoken.replace(" ", "_").replace("-", "_")
    return name if name in catalogue.props() else None


def is_emoji(character: str) -> bool:
    """Tell whether a character is pictographic and therefore never looked for in a typeface."""
    point = ord(character)
    return any(first <= point <= last for first, last in _EMOJI_BLOCKS)


def _clean_word(word: str, font: str) -> str:
    """Keep what can be drawn. A word that would lose a letter is dropped whole: half a word says something else."""
    kept: list[str] = []
    for position, character in enumerate(word):
        if character in _JOINERS:
            if kept and position + 1 < len(word) and _joins(kept[-1]) and _joins(word[position + 1]):
                kept.append(character)
        elif is_emoji(character):
            if emoji_prop(character) is not None:
                kept.append(character)
        elif unicodedata.category(character)[0] != "C":
            drawable = _drawable(character, font)
            if drawable is not None:
                kept.append(drawable)
            elif character.isalnum():
                return ""
    return "".join(kept)


def _drawable(character: str, font: str) -> str | None:
    """The character, or the plainest form of it that some face has: without its accent, or its compatible form."""
    if _has_glyph(character, font):
        return character
    for form in ("NFKC", "NFD"):
        plain = "".join(c for c in unicodedata.normalize(form, character) if not unicodedata.combining(c))
        if plain and all(_has_glyph(c, font) for c in plain):
            return plain
    return None


def _joins(character: str) -> bool:
    """Joiners shape Arabic and Indic letters; elsewhere (emoji sequences, pasted text) they carry nothing drawable."""
    point = ord(character)
    return 0x0600 <= point <= 0x08FF or 0x0900 <= point <= 0x0DFF


def _has_glyph(character: str, font: str) -> bool:
    return any(typeface(name).covers(character) for name in stand_ins(font))
