"""What a topic says is missing: "with no food" shows no food and does not make a food video."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, phrases

_NEGATIONS = frozenset({"no", "without", "zero", "بدون"})
_FOREIGN = frozenset({
    "sin", "sem", "sans", "senza", "ohne", "kein", "keine", "keinen", "zonder", "geen", "bez", "tanpa", "без", "بدون",
    "بلا", "बिना",
})  # fmt: skip
_BETWEEN = frozenset({"a", "any", "the", "my"})


@lru_cache(maxsize=1)
def _things() -> PhraseTable[str]:
    """Absences that are topics themselves: "without my phone"."""
    table = lexicon("props")["things"]
    return PhraseTable({name: phrases(listing) for name, listing in table.items()})


def present(words: Sequence[Word], *, keeps_topics: bool = True, language: str = "en") -> tuple[Word, ...]:
    """Return the words without what they negate, and without the negation.

    With `keeps_topics` an absence that is a topic itself ("without my phone") stays: it can be shown. Languages other
    than English and Persian have words of their own for it: "sin", "ohne".
    """
    negations = _NEGATIONS if language in {"en", "fa"} else _NEGATIONS | _FOREIGN
    things = {match.start for match in _things().find(words)} if keeps_topics else set[int]()
    kept: list[Word] = []
    skips = False
    for at, word in enumerate(words):
        if word.key in negations and at not in things:
            skips = True
        elif skips and word.key not in _BETWEEN:
            skips = False
        elif not skips:
            kept.append(word)
    return tuple(kept)
