"""Prompts that set two things against each other: "X vs Y" stays short and keeps both."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.brief.grammar import Bonds, Grammar, bonds
from canvas.brief.words import Word

_VERSUS = frozenset({"vs", "versus", "v", "vs."})
_PERSIAN = ({"در", "مقابل"}, {"در", "برابر"})
_MOST_WORDS = 5
_FEWEST_OF_A_SENTENCE = 3
_COMPARING = frozenset({"compared", "tested", "raced", "ranked", "reviewed", "asked", "blind-tested"})
_MOST_WEIGHT, _LONGEST_TITLE = 6.0, 42
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
    if sum(len(word.surface) + 1 for word in whole) <= _LONGEST_WHOLE or (
        _is_short_enough(whole) and not _are_models(words, left, right)
    ):
        return tuple(whole)
    plain = _without_describing(words, left, middle, right, held)
    if plain is not None:
        return plain
    left, right = _trimmed(words, left, middle, right, room, rules, held)
    right = _closed(words, right, right_end, rules)
    chosen = (*words[left[0] : left[1]], *middle, *words[right[0] : right[1]])
    is_owner = left[1] - left[0] > 2 and words[left[0] + 1].key.endswith("'s")
    if is_owner and sum(len(word.surface) + 1 for word in chosen) - 1 > _LONGEST_TITLE:
        chosen = chosen[1:]
    return chosen if len(chosen) <= _MOST_WORDS + 2 else None


def _trimmed(
    words: Sequence[Word],
    left: tuple[int, int],
    middle: Sequence[Word],
    right: tuple[int, int],
    room: int,
    rules: Grammar,
    held: Bonds,
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return both sides, the longer one shortened first, until they have room."""
    while (left[1] - left[0]) + (right[1] - right[0]) > room:
        shorter_left = left[0] + 1 if left[1] - left[0] > 1 and not held.holds(left[0]) else None
        tail_of_left = left[1] - 1 if left[1] - left[0] > 2 and not held.holds(left[1] - 2) else None
        shorter_right = right[1] - 1 if right[1] - right[0] > 1 and not held.holds(right[1] - 2) else None
        if right[1] - right[0] > 2 and words[right[1] - 3].has_digit and words[right[1] - 2].key in rules.units:
            if _is_short_enough([*words[slice(*left)], *middle, *words[slice(*right)]]):
                break  # "vs 10 year pro" without its "pro" says nothing
            shorter_right = None
        longer_right = right[1] - right[0] >= left[1] - left[0]
        if shorter_right is not None and (longer_right or shorter_left is None):
            right = (right[0], shorter_right)
        elif shorter_left is not None:
            left = (shorter_left, left[1])
        elif tail_of_left is not None:
            left = (left[0], tail_of_left)
        else:
            break
    return left, right


def _closed(words: Sequence[Word], right: tuple[int, int], right_end: int, rules: Grammar) -> tuple[int, int]:
    """Return the right side without a function word at its end."""
    while right[1] - right[0] > 1 and rules.is_function(words[right[1] - 1].key):
        right = (right[0], right[1] - 1)
    if rules.is_function(words[right[1] - 1].key) and right[1] < right_end:
        right = (right[1], right_end)  # "vs my grandma's" goes without its "my", not without the grandma
    return right


def _is_short_enough(words: Sequence[Word]) -> bool:
    """Tell whether six words (short ones count half) hold both sides as they are."""
    letters = [len(word.surface) for word in words]
    weight = sum(0.5 if length <= 2 else 1.0 for length in letters)
    return weight <= _MOST_WEIGHT and sum(letters) + len(letters) - 1 <= _LONGEST_TITLE


def _are_models(words: Sequence[Word], left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether both sides end on the kind of a numbered model: "iPhone 17 Pro", "Galaxy S26 Ultra"."""
    return all(
        end - start > 2 and words[end - 2].has_digit and words[end - 1].is_capitalised for start, end in (left, right)
    )


def _without_describing(
    words: Sequence[Word], left: tuple[int, int], middle: Sequence[Word], right: tuple[int, int], held: Bonds
) -> tuple[Word, ...] | None:
    """Leave out what stands between somebody's "'s" and the thing: "Ramsay's [scrambled] eggs vs my grandma's"."""
    for at in range(left[0], left[1] - 2):
        if words[at].key.endswith("'s") and not (held.holds(at) or held.holds(at + 1)):
            kept = (*words[left[0] : at + 1], *words[at + 2 : left[1]], *middle, *words[slice(*right)])
            if _is_short_enough(kept):
                return kept
    return None


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
        or (key in rules.verbs and at + 1 < len(words))  # "store bought" is no remark
        or key.endswith("ing")
    )
