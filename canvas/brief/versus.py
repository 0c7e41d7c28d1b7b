"""Prompts that set two things against each other: "X vs Y" stays short and keeps both."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.brief.grammar import Grammar, bonds
from canvas.brief.words import Word

_VERSUS = frozenset({"vs", "versus", "v", "vs."})
_PERSIAN = ({"در", "مقابل"}, {"در", "برابر"})
_MOST_WORDS = 5
_FEWEST_OF_A_SENTENCE = 3
_COMPARING = frozenset({"compared", "tested", "raced", "ranked", "reviewed", "asked", "blind-tested"})
_LONGEST_WHOLE = 27  # letters: then the names stay as they are


def versus_at(words: Sequence[Word]) -> tuple[int, int] | None:
    """Return where the "vs" stands (start, end), or None. It needs a word on both sides within its clause."""
    for at in range(1, len(words) - 1):
        if words[at].ending or words[at - 1].ending:
            continue
        if words[at].key in _VERSUS:
            return at, at + 1
        pair = {words[at].key, words[at + 1].key}
        if pair in _PERSIAN and at + 2 < len(words) and words[at].key == "در":
            return at, at + 2
    return None


def versus_headline(words: Sequence[Word], rules: Grammar) -> tuple[Word, ...] | None:
    """Return "X VS Y" in at most five words (six when both names need it), or None when nothing is compared."""
    found = versus_at(words)
    if found is None:
        return None
    start, end = found
    held = bonds(words, rules)
    left_start = start
    while left_start > 0 and not _is_seam(words, left_start, rules) and not words[left_start - 1].ending:
        left_start -= 1
    if _tells_of_one(words, left_start, start, rules):
        return None
    left_start = _opening(words, left_start, start, rules)
    right_end = end + 1
    while right_end < len(words) and not words[right_end - 1].ending and not _opens_remark(words, right_end, rules):
        right_end += 1
    middle = list(words[start:end])
    if start == left_start:
        return None
    if middle[0].key in _VERSUS:
        middle = [Word("VS", "vs")]
    left, right = (left_start, start), (end, right_end)
    room = _MOST_WORDS - len(middle)
    whole = [*words[slice(*left)], *middle, *words[slice(*right)]]
    if sum(len(word.surface) + 1 for word in whole) <= _LONGEST_WHOLE:
        return tuple(whole)
    while (left[1] - left[0]) + (right[1] - right[0]) > room:
        shorter_left = left[0] + 1 if left[1] - left[0] > 1 and not held.holds(left[0]) else None
        tail_of_left = left[1] - 1 if left[1] - left[0] > 2 and not held.holds(left[1] - 2) else None
        shorter_right = right[1] - 1 if right[1] - right[0] > 1 and not held.holds(right[1] - 2) else None
        longer_right = right[1] - right[0] >= left[1] - left[0]
        if shorter_right is not None and (longer_right or shorter_left is None):
            right = (right[0], shorter_right)
        elif shorter_left is not None:
            left = (shorter_left, left[1])
        elif tail_of_left is not None:
            left = (left[0], tail_of_left)
        else:
            break
    chosen = (*words[left[0] : left[1]], *middle, *words[right[0] : right[1]])
    return chosen if len(chosen) <= _MOST_WORDS + 2 else None


def _opening(words: Sequence[Word], first: int, versus: int, rules: Grammar) -> int:
    """Return where the name on the left starts behind what only leads to it: "i tried the …"."""
    leads = rules.light_verbs | rules.adverbs | rules.articles | {"better"}
    while first < versus - 1 and (rules.is_function(words[first].key) or words[first].key in leads):
        first += 1
    return first


def _tells_of_one(words: Sequence[Word], first: int, versus: int, rules: Grammar) -> bool:
    """Tell whether the left side is a sentence, so that nothing is compared: "I sacrificed my queen vs a master"."""
    if words[first].key not in rules.pronouns or versus - first < _FEWEST_OF_A_SENTENCE:
        return False
    verb = words[first + 1].key
    return rules.is_verb(verb) and verb not in rules.light_verbs and verb not in _COMPARING


def _is_seam(words: Sequence[Word], at: int, rules: Grammar) -> bool:
    """Tell whether the word before `at` can't belong to the compared thing."""
    key = words[at - 1].key
    return (
        key in rules.prepositions
        or key in rules.conjunctions
        or key in rules.questions
        or key in {"to", "prediction", "final", "comparison", "مقایسه", "بازی"}
    )


def _opens_remark(words: Sequence[Word], at: int, rules: Grammar) -> bool:
    key = words[at].key
    return (
        key in rules.prepositions
        or key in rules.conjunctions
        or key in rules.questions
        or key
        in {
            "graphics",
            "comparison",
            "review",
            "battle",
            "challenge",
            "fight",
            "debate",
            "match",
            "race",
            "drag",
            "taste",
            "test",
            "showdown",
            "camera",
            "who",
            "price",
            "speed",
            "prediction",
            "predictions",
            "highlights",
            "compared",
            "explained",
            "live",
        }
        or key in rules.verbs
        or key.endswith("ing")
    )
