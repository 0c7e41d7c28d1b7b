"""Makes a headline of 2 to 5 words out of the prompt's own words, in their order: nothing is added.

A clause is cut into phrases; candidates are runs of phrases, their front trimmed to a word that can open a title.
Each is weighed by what it tells (numbers, superlatives, names) against its length, and the best one wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from canvas.brief.grammar import Bonds, Grammar, bonds, grammar, phrase_starts
from canvas.brief.language import SPACELESS
from canvas.brief.versus import versus_headline
from canvas.brief.words import Word

FEWEST_WORDS = 2
MOST_WORDS = 5
_COMFORTABLE_LETTERS = 24
_LONGEST_SPACELESS = 16
_LONGEST_WORD = 22
_LONGEST_CLAUSE = 30  # words; what comes later is no headline
_MOST_PHRASES = 6
_MOST_CLAUSES = 4
_NO_NUMBER = 1.5
_NO_NAME = 0.8
_POINTERS = frozenset({"this", "these", "those"})
_RELATIVES = frozenset({"that", "which", "who", "که"})
# Verbs that wait for an object: a title that ends on one is torn off.
_OPEN_VERBS = frozenset({
    "keep", "keeps", "make", "makes", "made", "let", "lets", "get", "gets", "got", "have", "take", "takes", "took",
    "give", "gave", "find", "found", "need", "needs", "want", "wants", "use", "used", "buy", "bought", "built",
})  # fmt: skip


@dataclass(frozen=True)
class Headline:
    """Words of a headline, as written, and how natural they read (0..1)."""

    words: tuple[Word, ...]
    confidence: float
    is_question: bool = False
    is_shortened: bool = False

    @property
    def text(self) -> str:
        mark = ""
        if self.is_question:
            mark = "؟" if any("\u0600" <= letter <= "\u06ff" for letter in self.words[-1].surface) else "?"
        return " ".join(word.surface for word in self.words) + mark


@dataclass(frozen=True)
class _Candidate:
    positions: tuple[int, ...]
    cost: float


def compose(clauses: Sequence[Sequence[Word]], language: str) -> Headline | None:
    """Return the best headline of the clauses of subject matter, or None when they hold no word."""
    rules = grammar(language)
    if language in SPACELESS:
        return _spaceless(clauses)
    for clause in clauses[:_MOST_CLAUSES]:
        versus = versus_headline(clause[:_LONGEST_CLAUSE], rules)
        if versus is not None:
            return Headline(versus, 0.9)
    best: tuple[float, Headline] | None = None
    for order, clause in enumerate(clauses[:_MOST_CLAUSES]):
        found = _of_clause(tuple(clause[:_LONGEST_CLAUSE]), rules)
        if found is None:
            continue
        value, headline = found
        value -= 2.2 * min(order, 2)
        if best is None or value > best[0]:
            best = (value, headline)
    if best is None:
        return None
    if len(best[1].words) == 1 and len(clauses) > 1:
        joined = _joined(best[1], clauses, rules)
        return joined or best[1]
    return best[1]


def cased(text: str, language: str) -> str:
    """Return the text in capitals, as the language forms them."""
    if language in {"tr", "az"}:
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper().replace("’S", "'S").replace("ß", "SS")


def lost_number(clauses: Sequence[Sequence[Word]], headline: Headline, language: str) -> str:
    """Return a number with its noun ("24 HOURS") that the clause of the headline holds but the headline does not."""
    rules = grammar(language)
    for clause in clauses:
        if headline.words[0] not in clause:
            continue
        held = bonds(clause, rules)
        for at, word in enumerate(clause[:-1]):
            counts = word.has_digit and word not in headline.words and clause[at + 1].key in rules.units
            if counts and held.holds(at):
                return cased(f"{word.surface} {clause[at + 1].surface}", language)
    return ""


def _spaceless(clauses: Sequence[Sequence[Word]]) -> Headline | None:
    if not clauses or not clauses[0]:
        return None
    words: list[Word] = []
    letters = 0
    for word in clauses[0]:
        if words and letters + len(word.surface) > _LONGEST_SPACELESS:
            break
        words.append(word)
        letters += len(word.surface)
    return Headline(tuple(words), 0.6)


def _joined(single: Headline, clauses: Sequence[Sequence[Word]], rules: Grammar) -> Headline | None:
    """A one-word clause takes the best of the next one along: "Minecraft: I built a castle"."""
    others = [tuple(clause[:_LONGEST_CLAUSE]) for clause in clauses[:_MOST_CLAUSES] if single.words[0] not in clause]
    for clause in others:
        found = _of_clause(clause, rules)
        if found and len(found[1].words) <= MOST_WORDS - 1:
            first = clauses[0][0] == single.words[0]
            words = single.words + found[1].words if first else found[1].words
            return Headline(words, 0.6, found[1].is_question)
    return None


def _of_clause(clause: tuple[Word, ...], rules: Grammar) -> tuple[float, Headline] | None:
    words = tuple(word for word in clause if len(word.surface) <= _LONGEST_WORD)
    if not words:
        return None
    held = bonds(words, rules)
    asks = words[-1].ending in {"?", "؟"}
    best: tuple[float, tuple[int, ...]] | None = None
    for candidate in _candidates(words, rules, held):
        value = _value(words, candidate, rules)
        if best is None or value > best[0]:
            best = (value, candidate.positions)
    if best is None:
        return None
    value, positions = best
    whole = positions[-1] == len(words) - 1
    confidence = 0.9 if len(positions) >= len(words) - 1 else 0.75
    chosen = tuple(words[at] for at in positions)
    return value, Headline(chosen, confidence, asks and whole, is_shortened=len(positions) < len(words))


def _candidates(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[_Candidate]:
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
    skippable |= _POINTERS
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
        return 0.8
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
) -> Iterator[_Candidate]:
    """Leave adverbs out, then articles, possessives and soft nouns until the run is short enough."""
    kept = tuple(
        at for order, at in enumerate(positions)
        if order == 0 or words[at].key not in rules.adverbs or held.touches(at)
    )  # fmt: skip
    kept = kept if len(kept) >= FEWEST_WORDS else positions
    if len(kept) <= MOST_WORDS:
        yield _Candidate(kept, cost)
    has_verb = any(words[at].key in rules.verbs | rules.light_verbs for at in _before_relative(words, kept))
    relatives = frozenset() if has_verb else rules.conjunctions & _RELATIVES
    for droppable, price in (
        (relatives, 0.4), (rules.articles, 0.9), (rules.soft_nouns, 0.4), (rules.possessives, 0.8),
    ):  # fmt: skip
        if len(kept) <= MOST_WORDS:
            return
        shorter = tuple(
            at for order, at in enumerate(kept)
            if order == 0 or words[at].key not in droppable or held.touches(at) or order == len(kept) - 1
        )  # fmt: skip
        cost += price if len(shorter) < len(kept) else 0.0
        kept = shorter
        if len(kept) <= MOST_WORDS:
            yield _Candidate(kept, cost)


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


def _windows(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[_Candidate]:
    """For one long phrase without a seam: runs of words that end where a title may end."""
    for start in range(len(words)):
        if start and (held.holds(start - 1) or words[start].key in rules.articles | _POINTERS):
            continue
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            positions = tuple(range(start, end))
            if _reads_well(words, positions, rules, held):
                yield _Candidate(positions, 0.3 + (0.6 if start else 0.0) + (1.8 if end < len(words) else 0.0))
    yield from _openers_with_head(words, rules, held)
    yield _Candidate(tuple(range(min(MOST_WORDS, len(words)))), 6.0)


def _openers_with_head(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[_Candidate]:
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
                yield _Candidate(positions, 0.9)


def _value(words: Sequence[Word], candidate: _Candidate, rules: Grammar) -> float:
    chosen = [words[at] for at in candidate.positions]
    told = sum(_weight(word, rules, is_first=at == 0) for at, word in zip(candidate.positions, chosen, strict=True))
    letters = sum(len(word.surface) for word in chosen) + len(chosen) - 1
    value = told - candidate.cost - 0.09 * max(0, letters - _COMFORTABLE_LETTERS)
    if len(chosen) < FEWEST_WORDS:
        value -= 4.0 if len(words) >= FEWEST_WORDS else 0.0
    if chosen[0].key in rules.articles | _POINTERS and candidate.positions[0] > 0:
        value -= 0.2
    if all(rules.is_number(word) or word.key in rules.units or rules.is_function(word.key) for word in chosen):
        value -= 2.5
    if not any(word.has_digit for word in chosen) and any(word.has_digit for word in words):
        value -= _NO_NUMBER
    if not any(map(_is_name, chosen)) and any(_is_name(word) for word in words[1:]):
        value -= _NO_NAME
    if candidate.positions[0] == 0:
        value += 0.5
    if candidate.positions[-1] == len(words) - 1:
        value += 0.4
    if rules.is_number(chosen[0]) and candidate.positions[0] > 0:
        value += 0.4
    return value


def _is_name(word: Word) -> bool:
    return word.is_capitalised and not word.surface.isupper() and word.key != "i"


def _weight(word: Word, rules: Grammar, *, is_first: bool) -> float:
    if word.has_digit or word.surface[:1] in "$€£¥₹":
        return 2.4
    if word.key in rules.power:
        return 1.2 if word.key in rules.negations else 1.8
    if rules.is_function(word.key) or word.key in rules.pronouns:
        return 0.05
    if word.key in rules.adverbs:
        return 0.1
    if word.key in rules.light_verbs or word.key in rules.soft_nouns:
        return 0.45
    if word.key in rules.units:
        return 0.7
    if _is_name(word) and not is_first:
        return 2.0
    return 1.0
