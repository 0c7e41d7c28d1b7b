"""Which of the eleven categories a prompt belongs to: a weighted lexicon, and an embedding when there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from canvas import catalogue
from canvas.brief.lexicons import lexicon
from canvas.brief.likeness import Embedder, resemblances
from canvas.brief.model import Evidence
from canvas.brief.words import PhraseTable, Word, phrases

_POINTS = {"strong": 3.0, "medium": 1.5, "weak": 0.6}
_LONGER_PHRASE = 1.35
_EMBEDDING_WEIGHT = 3.5
_OF_NAMED_GAMES, _A_GAME = "gaming", 1.5  # a game that is named tells more than where it is played
_OF_A_QUESTION = 2.0
_OF_A_THING, _MOST_THINGS = 0.6, 2
_FIRST_PERSON = frozenset({"i", "my", "we", "our", "من", "ما"})
_RATE = re.compile(r"[$€£¥₹]?\d[\d.,]*[km]?/(?:h|hr|hour|d|day|week|wk|mo|month|y|yr|year)")  # "$10k/month"
_WEIGHT = re.compile(r"(?:lost|lose|losing|dropped|gained|shed) (?:\d+ ?)(?:kg|kgs|kilos?|lbs?|pounds?)\b")
_EXPLAINING = frozenset({"how", "why", "what", "چرا", "چگونه"})
_PERSONAL = frozenset({"i", "my", "we", "our", "to", "you", "your", "i'm", "much", "many", "این", "من", "ما"})
_ASKING = frozenset({"how", "why", "what", "چرا", "چگونه", "چطور"})


@lru_cache(maxsize=1)
def _table() -> PhraseTable[tuple[str, float]]:
    entries: dict[tuple[str, float], list[str]] = {}
    for category, table in lexicon("categories").items():
        for grade, points in _POINTS.items():
            entries[(category, points)] = list(phrases(table[grade]))
        for listing in lexicon("names")[category].values():
            entries[(category, _POINTS["strong"])] += phrases(listing)
    for group in ("kinds", "topics"):
        known = {phrase for listed in entries.values() for phrase in listed}
        for category, kinds in lexicon(group).items():
            found = [phrase for listing in kinds.values() for phrase in phrases(listing) if phrase not in known]
            entries[(category, _POINTS["medium"])] += found
    return PhraseTable(entries)


def categories() -> tuple[str, ...]:
    return tuple(lexicon("categories"))


def choose_category(
    weighted: Sequence[tuple[Sequence[Word], float]], embed: Embedder | None = None, things: Sequence[str] = ()
) -> tuple[str, Evidence]:
    """Return the category and the evidence for it.

    `weighted` holds runs of words and how much each counts (the subject 1, "a gaming thumbnail" more). `embed` turns
    sentences into unit rows; without it the answer depends on the lexicon alone. `things` are props that the topic
    names: where they usually stand tells a little.
    """
    scores = _points_of(weighted, things)
    source = "lexicon"
    if embed is not None:
        text = " ".join(word.key for words, _ in weighted for word in words)
        if text and text.isascii():
            said = max(scores.values())
            for category, value in resemblances(text, embed).items():
                scores[category] += _EMBEDDING_WEIGHT * max(0.0, value)
            source = "embedding" if said < _POINTS["medium"] else source
    best, second = sorted(scores.values(), reverse=True)[:2]
    if best <= 0:
        return _by_voice(weighted), Evidence(0.2, "default")
    chosen = next(category for category, score in scores.items() if score == best)
    confidence = min(0.97, 0.35 + 0.12 * min(best, 3.0) + 0.3 * (best - second) / best)
    return chosen, Evidence(round(confidence, 2), source)


def _points_of(weighted: Sequence[tuple[Sequence[Word], float]], things: Sequence[str]) -> dict[str, float]:
    """Return what the lexicons, the form of the topic and the things it names speak for."""
    scores = dict.fromkeys(categories(), 0.0)
    for words, weight in weighted:
        seen: set[tuple[str, str]] = set()
        for match in _table().find(words):
            category, points = match.value
            key = " ".join(word.key for word in words[match.start : match.end])
            if (category, key) in seen:
                continue
            seen.add((category, key))
            if category == _OF_NAMED_GAMES and points == _POINTS["strong"]:
                points += _A_GAME
            scores[category] += points * weight * (_LONGER_PHRASE if match.end - match.start > 1 else 1.0)
    if _explains(weighted):
        scores["education"] += _OF_A_QUESTION
    if any(_RATE.fullmatch(word.key) for words, _ in weighted for word in words):
        scores["business"] += _POINTS["strong"]
    if any(_WEIGHT.search(" ".join(word.key for word in words)) for words, _ in weighted):
        scores["lifestyle"] += _POINTS["strong"]
    for name in things[:_MOST_THINGS]:
        for rank, category in enumerate(catalogue.props()[name].categories):
            scores[category] += _OF_A_THING / (rank + 1)
    return scores


def _explains(weighted: Sequence[tuple[Sequence[Word], float]]) -> bool:
    """Tell whether the topic is a question about the world: "how bridges stay up", «چرا …», not "how i …"."""
    subject = [word.key for word in weighted[0][0]] if weighted else []
    if len(subject) < 3 or subject[0] not in _EXPLAINING:
        return False
    return not set(subject[1:3]) & _PERSONAL


def _by_voice(weighted: Sequence[tuple[Sequence[Word], float]]) -> str:
    keys = {word.key for words, _ in weighted for word in words}
    if keys & _ASKING:
        return "education"
    return "vlog" if keys & _FIRST_PERSON else "entertainment"
