"""Colours of the art direction: names, modifiers and `#rrggbb`, told apart into palette and colour of the marks."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from canvas.brief.clauses import Clause
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Match, PhraseTable, Word, phrases

_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.I)
MOST_COLOURS = 4
_OF_WORDS = frozenset({
    "text", "texts", "title", "letters", "lettering", "font", "headline", "typography", "words", "متن", "نوشته", "فونت",
    "تیتر", "عنوان",
})  # fmt: skip
_OF_TYPE = frozenset({"bold", "big", "large", "huge", "thick", "chunky", "block", "outlined", "glowing", "3d", "caps"})
_TEXT_REACH = 3
_IN_COLOUR = re.compile(
    r"[\"'”»’]?\s*(?:in|به رنگ|با رنگ|رنگ)\s+(?:big\s+|bold\s+|a\s+)*([^\W\d]+(?:\s[^\W\d]+)?)", re.I
)
_MARK_REACH = 2


@dataclass(frozen=True)
class Colours:
    """`palette` in the order of the prompt, `of_marks` by mark name, `of_text` that one of the palette in which the
    words are asked for, empty for none; each colour is `#rrggbb`."""

    palette: tuple[str, ...]
    of_marks: dict[str, str]
    of_text: str = ""


@lru_cache(maxsize=1)
def _names() -> PhraseTable[str]:
    return PhraseTable({table["hex"]: phrases(table["words"]) for table in lexicon("colours")["names"].values()})


@lru_cache(maxsize=1)
def _modifiers() -> PhraseTable[str]:
    return PhraseTable({name: phrases(table["words"]) for name, table in lexicon("colours")["modifiers"].items()})


@lru_cache(maxsize=1)
def mark_table() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("marks")["marks"].items()})


def named_colour(text: str) -> str | None:
    """Return the `#rrggbb` of a colour name with an optional modifier ("dark blue", «آبی تیره»), None if unknown."""
    from_words = tuple(Word(part, part.lower()) for part in text.split())
    found = _coloured(from_words)
    return found[0].value if found else None


def find_colours(direction: Sequence[Clause]) -> Colours:
    """Return the colours of affirmed art direction. A colour beside a mark is the mark's, not the palette's."""
    palette: list[str] = []
    of_marks: dict[str, str] = {}
    of_text = ""
    for clause in direction:
        marks = mark_table().find(clause)
        things = _colours_of_things(clause)
        for colour in _coloured(clause):
            of_words = _is_of_text(colour, clause)
            if _is_of_a_face(colour, clause) or (colour.start in things and not of_words):
                continue
            mark = _owner(colour, marks, clause)
            if mark is None:
                palette.append(colour.value)
                of_text = of_text or (colour.value if of_words else "")
            else:
                of_marks.setdefault(mark, colour.value)
    kept = tuple(dict.fromkeys(palette))[:MOST_COLOURS]
    return Colours(kept, of_marks, of_text if of_text in kept else "")


def colour_behind(text: str, prompt: str) -> str:
    """Return the colour that the prompt gives a dictated text right behind it: `"DEAD BIKE?" in yellow`; else empty."""
    found = _IN_COLOUR.match(prompt.partition(text)[2])
    if found is None:
        return ""
    two, one = " ".join(found[1].split()[:2]), found[1].split()[0]
    return named_colour(two) or named_colour(one) or ""


def _is_of_text(colour: Match[str], words: Sequence[Word]) -> bool:
    """Tell whether the words are to have the colour: "bold yellow text", "text in yellow", «متن زرد»."""
    if words[colour.start].key.isascii():
        behind = [word.key for word in words[colour.end : colour.end + _TEXT_REACH]]
        leads = any(key in _OF_WORDS and all(part in _OF_TYPE for part in behind[:at]) for at, key in enumerate(behind))
        before = [word.key for word in words[max(0, colour.start - _TEXT_REACH) : colour.start]]
        return leads or (before[-1:] == ["in"] and bool(_OF_WORDS & set(before)))
    before = [word.key for word in words[max(0, colour.start - _TEXT_REACH) : colour.start]]
    return before[-1:] != [] and (before[-1] in _OF_WORDS or (before[-1] == "رنگ" and bool(_OF_WORDS & set(before))))


def without_colours(direction: Sequence[Clause]) -> tuple[Word, ...]:
    """Return the words of the clauses but for names of colours: "use gold and black" shows no gold."""
    kept: list[Word] = []
    for clause in direction:
        named = {at for match in _names().find(clause) for at in range(match.start, match.end)}
        kept += [word for at, word in enumerate(clause) if at not in named]
    return tuple(kept)


@lru_cache(maxsize=1)
def _things() -> PhraseTable[str]:
    listings = lexicon("props")["things"].values()
    return PhraseTable({"thing": [phrase for listing in listings for phrase in phrases(listing)]})


def _colours_of_things(words: Sequence[Word]) -> frozenset[int]:
    """Return where a colour starts that is that of a thing: "a yellow taxi in the corner" is no yellow picture."""
    starts = {match.start: match for match in _things().find(words)}
    found: set[int] = set()
    for colour in _names().find(words):
        thing = starts.get(colour.end)
        if thing is not None and words[colour.start].key.isascii() and not words[colour.end - 1].ending:
            found.add(colour.start)
    return frozenset(found)


def _is_of_a_face(colour: Match[str], words: Sequence[Word]) -> bool:
    """Tell whether the colour is that of a face: "red face", «صورت قرمز»."""
    neighbours = {words[at].key for at in (colour.start - 1, colour.end) if 0 <= at < len(words)}
    return bool(neighbours & {"face", "faces", "hair", "eyes", "صورت", "چهره", "مو"})


def _coloured(words: Sequence[Word]) -> list[Match[str]]:
    found = [match for match in _names().find(words) if not _is_an_object(words, match)]
    modifiers = {match.start: match.value for match in _modifiers().find(words)}
    coloured = [_modified(match, words, modifiers) for match in found]
    for at, word in enumerate(words):
        if _HEX.fullmatch(word.surface):
            coloured.append(Match(at, at + 1, _long_hex(word.surface)))
    return sorted(coloured, key=lambda match: match.start)


def _is_an_object(words: Sequence[Word], match: Match[str]) -> bool:
    """«کرم» and "gold" may be things: they count as colours only where colours are spoken of."""
    return words[match.start].key in {"کرم", "tan", "شیری"} and not any(
        word.key.startswith(("رنگ", "colo")) for word in words
    )


def _modified(match: Match[str], words: Sequence[Word], modifiers: dict[int, str]) -> Match[str]:
    before, after = match.start - 1, match.end
    if before in modifiers and not words[before].ending:
        return Match(before, match.end, adjusted(match.value, modifiers[before]))
    is_persian = not words[match.start].key.isascii()
    if is_persian and after in modifiers and not words[match.end - 1].ending:
        return Match(match.start, after + 1, adjusted(match.value, modifiers[after]))
    return match


def adjusted(colour: str, modifier: str) -> str:
    """Return the colour, lighter or darker and more or less saturated as the modifier says."""
    table = lexicon("colours")["modifiers"][modifier]
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = min(0.9, max(0.05, lightness * float(table["lightness"])))
    saturation = min(1.0, saturation * float(table["saturation"]))
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _owner(colour: Match[str], marks: Sequence[Match[str]], words: Sequence[Word]) -> str | None:
    is_english = words[colour.start].key.isascii()  # in Persian a colour stands behind its noun
    for mark in marks:
        if mark.value in {"badge", "burst"}:
            continue
        leads = is_english and 0 <= mark.start - colour.end <= _MARK_REACH
        if leads or 0 <= colour.start - mark.end <= 1:
            return mark.value
    return None


def _long_hex(text: str) -> str:
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
