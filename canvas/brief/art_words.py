"""Knows the vocabulary of art direction: backgrounds, type, colours, moods, marks, expressions, effects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, phrases

ArtKind = Literal["noun", "imperative", "glue", "place", "quality", "colour", "mood", "mark", "expression", "face"]
# Words of these kinds are spoken only when a picture is directed; the others also tell stories.
_TELLING: frozenset[str] = frozenset({"noun", "mark", "face"})
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})")
_OPENING: frozenset[str] = frozenset({"colour", "mood", "expression", "quality"})


class ArtWords:
    """Marks words of a prompt with the kinds of art direction they may belong to."""

    def __init__(self) -> None:
        art, marks = lexicon("art"), lexicon("marks")
        entries: dict[str, list[str]] = {}
        for language in ("english", "persian", "foreign"):
            for kind, name in (("noun", "nouns"), ("imperative", "imperative"), ("glue", "glue"),
                               ("place", "places"), ("quality", "quality")):  # fmt: skip
                entries.setdefault(kind, []).extend(phrases(art[language][name]))
        colours = lexicon("colours")
        entries["colour"] = [p for t in colours["names"].values() for p in phrases(t["words"])]
        entries["colour"] += [p for t in colours["modifiers"].values() for p in phrases(t["words"])]
        entries["mood"] = [p for t in lexicon("moods").values() for p in phrases(t["spoken"])]
        entries["mark"] = [p for listing in marks["marks"].values() for p in phrases(listing)]
        entries["expression"] = [p for t in marks["expressions"].values() for p in phrases(t["words"])]
        entries["face"] = list(phrases(marks["faces"]["words"]))
        entries["thing"] = [p for listing in marks["negatives"].values() for p in phrases(listing)]
        entries["thing"] += [p for listing in marks["effects"].values() for p in phrases(listing)]
        self._table: PhraseTable[str] = PhraseTable(entries)

    def kinds(self, words: Sequence[Word]) -> list[frozenset[str]]:
        """Return the kinds of each word; an empty set for a word that art direction does not know."""
        found: list[set[str]] = [set() for _ in words]
        for match in self._table.find(words):
            for at in range(match.start, match.end):
                found[at].add(match.value)
        for at, word in enumerate(words):
            if _HEX.fullmatch(word.key):
                found[at].add("colour")
        return [frozenset(kinds) for kinds in found]

    def known(self, words: Sequence[Word]) -> set[int]:
        """Return the positions of the words that direct, glue left out."""
        return {at for at, kinds in enumerate(self.kinds(words)) if kinds - {"glue"}}

    @staticmethod
    def is_telling(kinds: frozenset[str]) -> bool:
        return bool(kinds & _TELLING)

    @staticmethod
    def can_open(kinds: frozenset[str]) -> bool:
        return bool(kinds & _OPENING)


@lru_cache(maxsize=1)
def art_words() -> ArtWords:
    return ArtWords()
