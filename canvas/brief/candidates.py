"""Ways to shorten a clause to a title: runs of its phrases, opened, thinned and closed where language allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from canvas.brief.grammar import Bonds, Grammar, phrase_starts
from canvas.brief.words import Word

FEWEST_WORDS = 2
MOST_WORDS = 5
POINTERS = frozenset({"this", "these", "those"})
_MOST_PHRASES = 6
_RELATIVES = frozenset({"that", "which", "who", "که"})
# Verbs that wait for an object: a title that ends on one is torn off.
_OPEN_VERBS = frozenset({
    "keep", "keeps", "make", "makes", "made", "let", "lets", "get", "gets", "got", "have", "take", "takes", "took",
    "give", "gave", "find", "found", "need", "needs", "want", "wants", "use", "used", "buy", "bought", "built",
})  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """Positions of the words kept, in their order, and what was paid for leaving the others out."""

    positions: tuple[int, ...]
    cost: float


def candidates(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """Yield every title that the clause can be shortened to. Each reads as language and has at most five words."""
    starts = phrase_starts(words, rules, held)
    ends = (*starts[1:], len(words))
    produced = False
    for first, start in enumerate(starts):
        for opening, opening_cost in _openings(words, start, ends[first], rules, held):
            for last in range(first, min(first + _MOST_PHRASES, len(starts))):
                for positions, cost in _runs(words, starts, ends, first, last, opening, rules, held):
                    for candidate in _shortened(words, positions, cost + opening_cost, rules, held):
                        if _reads_well(words, candidate.positions, rules, held):
                            produced = True
                            yield candidate
    if not produced:
        yield from _windows(words, rules, held)


def _openings(words: Sequence[Word], start: int, end: int, rules: Grammar, held: Bonds) -> Iterator[tuple[int, float]]:
    """Yield words at which a title may open, with the price of what is left out before them."""
    at, cost = start, 0.0
    yield at, cost
    skippable = rules.pronouns | rules.articles | rules.possessives | rules.adverbs | rules.light_verbs
    skippable |= rules.prepositions | rules.conjunctions | rules.weak_starts | {"to", "how", "how's"}
    if rules.language == "fa":
        skippable -= rules.prepositions
    skippable |= POINTERS
    if start > 0 and words[start].key in rules.pronouns:
        if end - start > 2 and words[start + 1].key in rules.negations:
            yield start + 1, 0.4
        return
    while at < end - 1 and not held.touches(at) and words[at].key in skippable:
        cost += _price_of_opening(words[at].key, rules, is_inner=start > 0)
        at += 1
        yield at, cost
    if rules.language == "fa" and words[at].key in rules.prepositions:
        return
    while at < end - 1 and not held.holds(at) and not rules.is_number(words[at]):
        loses_subject = words[at + 1].key in rules.verbs or words[at + 1].key in rules.light_verbs
        cost += 1.4 if words[at].key in rules.verbs or loses_subject else 0.9
        cost += 0.4 if held.is_loose(at) else 0.0
        at += 1
        yield at, cost


def _price_of_opening(key: str, rules: Grammar, *, is_inner: bool) -> float:
    """Return what it costs to leave a word out at the start of a title."""
    if key in rules.prepositions and is_inner:
        return 0.5 if key in {"about", "like", "as"} else 1.8  # these lead to what the clause is really about
    if key in {"how", "why"} or key in rules.light_verbs:
        return 0.35
    return 0.3 if key in rules.possessives else 0.05


def _runs(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    opening: int,
    rules: Grammar,
    held: Bonds,
) -> Iterator[tuple[tuple[int, ...], float]]:
    whole = tuple(range(opening, ends[last]))
    yield whole, 0.0
    for skipped in range(first + 1, last):
        follows = words[starts[skipped + 1]]
        is_torn = rules.is_function(words[starts[skipped] - 1].key)
        if (follows.key in rules.prepositions or follows.has_digit) and not is_torn:
            kept = (*range(opening, starts[skipped]), *range(ends[skipped], ends[last]))
            yield kept, 1.5
    if rules.language == "fa":
        yield from _without_persian_phrase(words, starts, ends, first, last, opening, rules, held)
    if len(whole) > FEWEST_WORDS and words[whole[-1]].key in rules.soft_nouns and not held.holds(whole[-1] - 1):
        yield whole[:-1], 0.1


def _without_persian_phrase(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    opening: int,
    rules: Grammar,
    held: Bonds,
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Leave a preposition and its noun out before a verb phrase, or a light verb at the end."""
    whole = tuple(range(opening, ends[last]))
    for phrase in range(first, last + 1):
        at = starts[phrase]
        droppable = (
            words[ends[last] - 1].key in rules.final_verbs
            and at + 2 < ends[phrase]
            and not held.touches(at + 1)
            and not rules.is_number(words[at + 1])
        )
        if words[at].key in rules.prepositions and at > opening and droppable:
            yield tuple(position for position in whole if position not in {at, at + 1}), 0.8
    final = ends[last] - 1
    if final > opening and words[final].key in rules.final_verbs:
        yield whole[:-1], 0.7
        if len(whole) > 3 and words[whole[-2]].key in rules.questions:
            yield whole[:-2], 0.5
        if len(whole) > 3 and " ".join(words[at].key for at in whole[-2:]) in rules.light_verbs:
            yield whole[:-2], 0.3


def _shortened(
    words: Sequence[Word], positions: tuple[int, ...], cost: float, rules: Grammar, held: Bonds
) -> Iterator[Candidate]:
    """Leave adverbs out, then articles, possessives and soft nouns until the run is short enough."""
    kept = tuple(
        at for order, at in enumerate(positions)
        if order == 0 or words[at].key not in rules.adverbs or held.touches(at)
    )  # fmt: skip
    kept = kept if len(kept) >= FEWEST_WORDS else positions
    if len(kept) <= MOST_WORDS:
        yield Candidate(kept, cost)
    has_verb = any(words[at].key in rules.verbs | rules.light_verbs for at in _before_relative(words, kept))
    relatives = frozenset() if has_verb else rules.conjunctions & _RELATIVES
    for droppable, price in (
        (relatives, 0.4), (rules.articles, 0.9), (rules.soft_nouns, 0.4), (rules.possessives, 1.1),
    ):  # fmt: skip
        if len(kept) <= MOST_WORDS:
            return
        shorter = tuple(
            at for order, at in enumerate(kept)
            if order == 0 or words[at].key not in droppable or held.touches(at) or order == len(kept) - 1
        )  # fmt: skip
        cost += price * (len(kept) - len(shorter))
        kept = shorter
        if len(kept) <= MOST_WORDS:
            yield Candidate(kept, cost)


def _before_relative(words: Sequence[Word], positions: Sequence[int]) -> list[int]:
    """Return the positions before the first relative pronoun: with a verb there, the pronoun can't be left out."""
    return list(takewhile(lambda at: words[at].key not in _RELATIVES, positions))


def _reads_well(words: Sequence[Word], positions: Sequence[int], rules: Grammar, held: Bonds) -> bool:
    if not 1 <= len(positions) <= MOST_WORDS:
        return False
    first, last = positions[0], positions[-1]
    closing = words[last].key
    if rules.is_function(closing) or closing in rules.weak_starts:
        return False
    if closing in _OPEN_VERBS and not any(words[at].key in rules.questions for at in positions):
        return False
    if last > 0 and rules.language == "fa" and closing in rules.questions:
        return False
    if held.holds(last) and last + 1 < len(words):
        return False
    if first > 0 and held.holds(first - 1):
        return False
    opening = words[first].key
    if opening in rules.weak_starts or opening in rules.conjunctions:
        return False
    if opening in rules.prepositions and first != 0:
        return False
    return not (opening in rules.pronouns and first != 0)


def _windows(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """For one long phrase without a seam: runs of words that end where a title may end."""
    for start in range(len(words)):
        if start and (held.holds(start - 1) or words[start].key in rules.articles | POINTERS):
            continue
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            positions = tuple(range(start, end))
            if _reads_well(words, positions, rules, held):
                yield Candidate(positions, 0.3 + (0.6 if start else 0.0) + (1.8 if end < len(words) else 0.0))
    yield from _openers_with_head(words, rules, held)
    yield Candidate(tuple(range(min(MOST_WORDS, len(words)))), 6.0)


def _openers_with_head(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """Join a number with its unit, or a superlative, to the end of the phrase: "15 MINUTE … STEAK DINNER"."""
    last = len(words) - 1
    for at, word in enumerate(words):
        if not (rules.is_number(word) or word.key in rules.power) or (at and held.holds(at - 1)):
            continue
        end = at
        while held.holds(end) and end < last:
            end += 1
        group = range(at, end + 1)
        for head in range(max(end + 1, last - 3), last + 1):
            positions = (*group, *range(head, last + 1))
            if not held.holds(head - 1) and _reads_well(words, positions, rules, held):
                yield Candidate(positions, 0.9)
