"""Which of the eleven categories a prompt belongs to: a weighted lexicon, and an embedding when there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from canvas.brief.lexicons import lexicon
from canvas.brief.model import Evidence
from canvas.brief.words import PhraseTable, Word, phrases

Embedder = Callable[[Sequence[str]], NDArray[np.float32]]
_POINTS = {"strong": 3.0, "medium": 1.5, "weak": 0.6}
_LONGER_PHRASE = 1.35
_EMBEDDING_WEIGHT = 1.2
_FIRST_PERSON = frozenset({"i", "my", "we", "our", "من", "ما"})
_ASKING = frozenset({"how", "why", "what", "چرا", "چگونه", "چطور"})


@lru_cache(maxsize=1)
def _table() -> PhraseTable[tuple[str, float]]:
    entries: dict[tuple[str, float], list[str]] = {}
    for category, table in lexicon("categories").items():
        for grade, points in _POINTS.items():
            entries[(category, points)] = list(phrases(table[grade]))
    return PhraseTable(entries)


def categories() -> tuple[str, ...]:
    return tuple(lexicon("categories"))


def choose_category(
    weighted: Sequence[tuple[Sequence[Word], float]], embed: Embedder | None = None
) -> tuple[str, Evidence]:
    """Return the category and the evidence for it.

    `weighted` holds runs of words and how much each counts (the subject 1, "a gaming thumbnail" more). `embed` turns
    sentences into unit rows; without it the answer depends on the lexicon alone.
    """
    scores = dict.fromkeys(categories(), 0.0)
    for words, weight in weighted:
        seen: set[tuple[str, str]] = set()
        for match in _table().find(words):
            category, points = match.value
            key = " ".join(word.key for word in words[match.start : match.end])
            if (category, key) in seen:
                continue
            seen.add((category, key))
            scores[category] += points * weight * (_LONGER_PHRASE if match.end - match.start > 1 else 1.0)
    source = "lexicon"
    if embed is not None:
        text = " ".join(word.surface for words, _ in weighted for word in words)
        if text and text.isascii():
            for category, value in _similarities(text, embed).items():
                scores[category] += _EMBEDDING_WEIGHT * value
            source = "embedding" if max(scores.values()) < _POINTS["medium"] + _EMBEDDING_WEIGHT * 3 else source
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best <= 0:
        return _by_voice(weighted), Evidence(0.2, "default")
    chosen = next(category for category, score in scores.items() if score == best)
    confidence = min(0.97, 0.35 + 0.12 * min(best, 3.0) + 0.3 * (best - second) / best)
    return chosen, Evidence(round(confidence, 2), source)


def _similarities(text: str, embed: Embedder) -> dict[str, float]:
    """Return how much nearer than usual the text is to each category, in standard deviations, at least 0."""
    table = lexicon("categories")
    rows = embed([text, *(table[name]["like"] for name in table)])
    values = rows[1:] @ rows[0]
    spread = float(values.std()) or 1.0
    return {name: max(0.0, float((values[at] - values.mean()) / spread)) for at, name in enumerate(table)}


def _by_voice(weighted: Sequence[tuple[Sequence[Word], float]]) -> str:
    keys = {word.key for words, _ in weighted for word in words}
    if keys & _ASKING:
        return "education"
    return "vlog" if keys & _FIRST_PERSON else "entertainment"
