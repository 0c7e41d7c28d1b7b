"""Slips of spelling: a word that we do not know, one slip away from a word that we do."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from canvas.brief.words import Word, variants

# Shorter words are one slip away from too many others, and so are Persian ones, with all that is joined to them.
_SHORTEST = 5


class Speller:
    """Knows words and finds the one that was meant. A slip is a letter too many, missing, wrong, or two turned round,
    behind the first letter.

    Words are kept by what is left of them when any one letter is taken out, as SymSpell does (Garbe, 2012).
    """

    def __init__(self, words: Collection[str]) -> None:
        self._known = frozenset(words)
        self._shortened: dict[str, set[str]] = {}
        for word in self._known:
            if _is_guessable(word):
                for form in (word, *_without_one(word)):
                    self._shortened.setdefault(form, set()).add(word)

    def meant(self, word: Word) -> Word:
        """Return the word that was meant: itself when we know it, or when no or several others are near."""
        key = word.key
        if not _is_guessable(key) or any(form in self._known for form in variants(key)):
            return word
        near = {found for form in (key, *_without_one(key)) for found in self._shortened.get(form, ())}
        close = {found for found in near if found[0] == key[0] and _is_one_slip(key, found)}
        if len(close) != 1:
            return word
        found = close.pop()
        return Word(found, found, word.ending)


def _is_guessable(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha()


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


@lru_cache(maxsize=4096)
def _is_one_slip(first: str, second: str) -> bool:
    """Tell whether the two are one slip apart: of one length, one letter differs or two neighbours are turned."""
    if len(first) != len(second):
        longer, shorter = sorted((first, second), key=len, reverse=True)
        return len(longer) - len(shorter) == 1 and shorter in _without_one(longer)
    at = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if len(at) == 1:
        return True
    return len(at) == 2 and at[1] == at[0] + 1 and first[at[0]] == second[at[1]] and first[at[1]] == second[at[0]]
