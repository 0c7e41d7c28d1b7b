"""Slips of the keyboard: an unknown word that is one letter from a known topic word is taken for it.

Only look-ups use this; headlines keep the words as they were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from canvas.brief.grammar import grammar
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, fold, phrases, variants

_SHORTEST = 5
_VOWELS = frozenset("aeiou")


def respelled(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words, those that are misspelled by one letter under the key of the word that was meant."""
    return tuple(replace(word, key=_meant(word.key)) for word in words)


@lru_cache(maxsize=8192)
def _meant(key: str) -> str:
    if len(key) < _SHORTEST or not (key.isascii() and key.isalpha()):
        return key
    known, slips = _topic_words(), _slips()
    rules = grammar("en")
    is_ordinary = rules.is_function(key) or key in rules.verbs | rules.light_verbs | rules.adverbs | rules.power
    if is_ordinary or any(form in known for form in variants(key)):
        return key
    return slips.get(key) or next((slips[form] for form in variants(key) if form in slips), key)


@lru_cache(maxsize=1)
def _topic_words() -> frozenset[str]:
    listed: list[str] = []
    props = lexicon("props")
    for group in ("things", "accents", "themes"):
        listed += props[group].values()
    for table in lexicon("categories").values():
        listed += [table[grade] for grade in ("strong", "medium", "weak")]
    for names in lexicon("names").values():
        listed += names.values()
    return frozenset(fold(part) for listing in listed for phrase in phrases(listing) for part in phrase.split())


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Map each likely slip of a topic word to the word. A slip of two words is left alone."""
    found: dict[str, str] = {}
    for word in sorted(_topic_words()):
        if len(word) <= _SHORTEST or not (word.isascii() and word.isalpha()):
            continue
        for slip in _slips_of(word):
            found[slip] = "" if found.get(slip, word) != word else word
    return {slip: word for slip, word in found.items() if word}


def _slips_of(word: str) -> set[str]:
    """Return a letter left out, a letter doubled or undoubled, and two neighbours swapped, behind the first letter."""
    slips: set[str] = set()
    for at in range(1, len(word)):
        if word[at] in _VOWELS or word[at] == word[at - 1]:
            slips.add(word[:at] + word[at + 1 :])
        slips.add(word[: at + 1] + word[at:])
        if at + 1 < len(word):
            slips.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return slips - {word}
