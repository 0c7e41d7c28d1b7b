"""What stands at the edges of a title and adds nothing to it: "a day in the life of", "full course", "right now"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from canvas.brief.grammar import Grammar
from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, phrases

_FEWEST_LEFT = 2
_MOST_TAILS = 2
_PERIODS = frozenset({"week", "weekend", "month", "year", "summer", "winter", "time"})


@lru_cache(maxsize=4)
def _table(language: str, edge: str) -> PhraseTable[str]:
    name = "persian" if language == "fa" else "english"
    return PhraseTable({edge: phrases(lexicon("grammar")[name][edge])})


def without_lead(words: tuple[Word, ...], rules: Grammar) -> tuple[Word, ...]:
    """Return the clause without an opening such as "a day in the life of"; two words are left at least."""
    if rules.language not in {"en", "fa"}:
        return words
    words = _without_date(words)
    for match in _table(rules.language, "leads").find(words):
        only_articles = all(word.key in rules.articles | rules.possessives for word in words[: match.start])
        start = match.end
        while start < len(words) and words[start].key in rules.articles:
            start += 1
        if only_articles and len(words) - start >= _FEWEST_LEFT:
            return words[start:]
    return words


def _without_date(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out "this week" before "i made …": it says when and not what."""
    keys = [word.key for word in words]
    length = 2 if keys[:1] and keys[0] in {"this", "last"} and keys[1:2] and keys[1] in _PERIODS else 0
    length = length or int(bool(keys) and keys[0] in {"today", "yesterday", "recently"})
    is_followed = len(words) >= length + 3 and keys[length : length + 1] and keys[length] in {"i", "we", "my"}
    return words[length:] if length and is_followed else words


def without_tail(words: tuple[Word, ...], rules: Grammar) -> tuple[Word, ...]:
    """Return the clause without such an ending. What ended the clause ends it still; two words are left at least."""
    if rules.language not in {"en", "fa"}:
        return words
    table = _table(rules.language, "tails")
    for _ in range(_MOST_TAILS):
        start = _tail_start(words, table)
        if start is None or start < _FEWEST_LEFT or rules.is_function(words[start - 1].key):
            break
        words = (*words[: start - 1], replace(words[start - 1], ending=words[-1].ending))
    if len(words) > _FEWEST_LEFT + 1 and words[-1].key == "explained" and words[0].key in rules.questions:
        words = (*words[:-2], replace(words[-2], ending=words[-1].ending))
    return words


def _tail_start(words: Sequence[Word], table: PhraseTable[str]) -> int | None:
    return next((match.start for match in table.find(words) if match.end == len(words)), None)
