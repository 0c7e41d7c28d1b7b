"""Words that only say which shape the picture is to have: "vertical thumbnail for shorts", «تامبنیل عمودی برای ریلز».

They belong in no headline. `canvas.brief.wishes.find_aspect` reads them among the words that the subject lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, keys_of

_FOR = frozenset({"for", "as", "برای", "واسه"})
_WHOSE = frozenset(
    {
        "my",
        "a",
        "an",
        "the",
        "our",
        "new",
        "youtube",
        "yt",
        "instagram",
        "insta",
        "ig",
        "یوتیوب",
        "اینستا",
        "اینستاگرام",
    }
)
_ALSO_ADJECTIVES = frozenset({"short", "reel"})
_BESIDE_A_RATIO = frozenset({"in", "at", "ratio", "aspect", "format", "size", "نسبت", "سایز"})


def without_shape(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without those that say the shape. What ended a clause behind them ends it still."""
    taken: set[int] = set()
    for at, word in enumerate(words):
        if word.key in _names("adjectives") and _is_beside_container(words, at):
            taken.add(at)
            taken |= _lone_container(words, at)
        elif word.key in _names("ratios") and _is_a_ratio(words, at):
            taken |= {at, *_beside(words, at)}
        elif word.key in _FOR and (at == 0 or at - 1 in taken or words[at - 1].key in _containers()):
            taken |= _platform(words, at)
    kept: list[Word] = []
    for at, word in enumerate(words):
        if at not in taken:
            kept.append(word)
        elif word.ending and kept and not kept[-1].ending:
            kept[-1] = replace(kept[-1], ending=word.ending)
    return tuple(kept) or tuple(words)


@lru_cache(maxsize=4)
def _names(kind: str) -> frozenset[str]:
    return keys_of(lexicon("request")["shapes"][kind])


@lru_cache(maxsize=1)
def _containers() -> frozenset[str]:
    request = lexicon("request")
    return keys_of(request["english"]["container"]) | keys_of(request["persian"]["container"])


def _is_beside_container(words: Sequence[Word], at: int) -> bool:
    after = at + 1 < len(words) and not words[at].ending and words[at + 1].key in _containers()
    return after or (at > 0 and not words[at - 1].ending and words[at - 1].key in _containers())


def _lone_container(words: Sequence[Word], at: int) -> set[int]:
    """Return the place of the container where the clause is nothing but "vertical cover"."""
    opens = at == 0 or bool(words[at - 1].ending)
    return {at + 1} if opens and at + 1 < len(words) and words[at + 1].ending else set()


def _is_a_ratio(words: Sequence[Word], at: int) -> bool:
    """Tell whether "4:5" is a shape and no score: a clause of its own, or beside what speaks of pictures."""
    is_alone = (at == 0 or bool(words[at - 1].ending)) and (at + 1 == len(words) or bool(words[at].ending))
    return is_alone or _is_beside_container(words, at) or bool(_beside(words, at))


def _beside(words: Sequence[Word], at: int) -> set[int]:
    """Return the places of the words around a ratio that speak of it: "in 9:16 format"."""
    found: set[int] = set()
    place = at
    while place + 1 < len(words) and not words[place].ending and words[place + 1].key in _BESIDE_A_RATIO - {"in", "at"}:
        place += 1
        found.add(place)
    if found and at > 0 and not words[at - 1].ending and words[at - 1].key in _BESIDE_A_RATIO:
        found.add(at - 1)
    return found


def _platform(words: Sequence[Word], at: int) -> set[int]:
    """Return the places of "for my instagram reel" that starts here; none where something else follows."""
    place = at + 1
    while place < len(words) and words[place].key in _WHOSE and not words[place - 1].ending:
        place += 1
    if place >= len(words) or words[place].key not in _names("platforms"):
        return set()
    goes_on = place + 1 < len(words) and not words[place].ending
    if goes_on and words[place].key in _ALSO_ADJECTIVES:
        return set()  # "for short people"
    if goes_on and not words[at].key.isascii():
        return set(range(at + 1, place + 1))  # «برای ریلز آشپزی»: "for" goes with what the video is about
    return set(range(at, place + 1))
