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
_LINKS = frozenset({"as", "of", "for", "to", "on", "in", "at", "while", "through", "before", "during", "from"})
_FARTHEST_WITH_ME = 5
_LONGEST_FORMAT = 10
_COMPANY = frozenset({
    "come", "get", "ready", "spend", "day", "week", "weekend", "morning", "night", "hang", "out", "along", "work", "go",
    "join", "travel", "live", "chill", "talk",
})  # fmt: skip
_SEEN_SO_FAR = frozenset({"you've", "you'll", "youve", "youll", "i've", "ive", "we've", "have", "will"})
_PERIODS = frozenset({"week", "weekend", "month", "year", "summer", "winter", "time"})


@lru_cache(maxsize=4)
def _table(language: str, edge: str) -> PhraseTable[str]:
    name = "persian" if language == "fa" else "english"
    return PhraseTable({edge: phrases(lexicon("grammar")[name][edge])})


@lru_cache(maxsize=1)
def _formats() -> tuple[tuple[str, ...], ...]:
    listed = (tuple(phrase.split()) for phrase in phrases(lexicon("grammar")["english"]["formats"]))
    return tuple(sorted(listed, key=len, reverse=True))


def format_end(words: Sequence[Word], rules: Grammar) -> int:
    """Return where an opening ends that only says of which kind the video is: "day in my life", "pack with me"."""
    if rules.language != "en" or not words:
        return 0
    keys = tuple(word.key for word in words[:_LONGEST_FORMAT])
    first = 1 if keys[0] in rules.articles | rules.possessives else 0
    for phrase in _formats():
        for start in (first, first + 1) if len(phrase) > _FEWEST_LEFT + 1 else (first,):
            if keys[start : start + len(phrase)] == phrase:
                return start + len(phrase)  # "a realistic day in my life" too
    keys = keys[: _FARTHEST_WITH_ME + _FEWEST_LEFT]
    begins = keys[0] not in rules.pronouns | rules.questions | rules.articles | rules.possessives | rules.auxiliaries
    for at in range(1, len(keys) - 1):
        if begins and keys[at : at + 2] == ("with", "me") and not any(word.ending for word in words[: at + 1]):
            return at + 2
    return 0


def format_lead(words: Sequence[Word], rules: Grammar) -> tuple[int, int]:
    """Return where such an opening ends and where the telling part behind it starts, (0, 0) when nothing tells more."""
    end = format_end(words, rules)
    if not end or end >= len(words) or words[end - 1].ending:
        return 0, 0
    if words[end].key not in _LINKS:  # "day in my life | working from home"
        return (end, end) if words[end].key.endswith("ing") and len(words) - end > _FEWEST_LEFT else (0, 0)
    start = end + 1
    while start < len(words) and words[start].key in rules.articles:
        start += 1
    return (end, start) if len(words) - start >= _FEWEST_LEFT else (0, 0)


def _done_together(words: tuple[Word, ...], end: int, rules: Grammar) -> tuple[Word, ...]:
    """Return "grocery shopping on a budget" of "come grocery shopping with me on …"; nothing of "get ready with me"."""
    if words[end - 1].key != "me":
        return ()
    first = 1 if words[0].key == "come" else 0
    doing = words[first : end - 2]
    telling = [word for word in doing if not (word.key in _COMPANY or rules.is_function(word.key))]
    return (*doing, *words[end:]) if len(telling) >= _FEWEST_LEFT else ()


def without_lead(words: tuple[Word, ...], rules: Grammar) -> tuple[Word, ...]:
    """Return the clause without an opening such as "a day in the life of"; two words are left at least."""
    if rules.language not in {"en", "fa"}:
        return words
    words = _without_date(words)
    end, told = format_lead(words, rules)
    if told and (shared := _done_together(words, end, rules)):
        return shared
    if told:
        return words[told:]
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
    if len(words) > _FARTHEST_WITH_ME + _FEWEST_LEFT and words[0].key in _COMPANY and _ends_with_me(words):
        words = (*words[:-3], replace(words[-3], ending=words[-1].ending))
    ever = next((at for at in range(len(words) - 3, _FEWEST_LEFT, -1) if words[at].key in _SEEN_SO_FAR), 0)
    if (
        ever and len(words) - ever == _FEWEST_LEFT + 1 and words[-2].key == "ever"
    ):  # "the dirtiest car you've ever seen"
        start = ever - 1 if words[ever - 1].key in rules.pronouns else ever
        words = (*words[: start - 1], replace(words[start - 1], ending=words[-1].ending))
    if len(words) > _FEWEST_LEFT + 1 and words[-1].key == "explained" and words[0].key in rules.questions:
        words = (*words[:-2], replace(words[-2], ending=words[-1].ending))
    return words


def _ends_with_me(words: Sequence[Word]) -> bool:
    return words[-2].key == "with" and words[-1].key == "me"


def _tail_start(words: Sequence[Word], table: PhraseTable[str]) -> int | None:
    return next((match.start for match in table.find(words) if match.end == len(words)), None)
