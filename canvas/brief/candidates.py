"""Ways to shorten a clause to a title: unbroken runs of its phrases, opened and closed where language allows it.

Words are left out at the edges. From the middle only whole phrases go ("best places [to visit] in Japan") and words
that merely intensify; articles, possessives and relatives stay, for without them a title reads broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from canvas.brief.grammar import ANYBODY, FINITE, Bonds, Grammar, phrase_starts
from canvas.brief.whole_titles import (
    COMPLETING,
    FEWEST_WORDS,
    FOREIGN_ARTICLES,
    FOREIGN_OF,
    MOST_WORDS,
    POINTERS,
    RELATIVES,
    SHORT_OF,
    asks_inverted,
    asks_what_happens,
    below,
    fits,
    reads_well,
)
from canvas.brief.words import Word

_MOST_PHRASES = 6
_SKIPPED_PHRASE = 2.0
_SKIPPED_INFINITIVE = 0.9
# What follows them is what the clause is about; what follows other prepositions only tells where or how.
_LEADING = frozenset({"about", "like", "as", "of"})
# Left out of the middle without harm: they say no more than "very".
_INTENSIFIERS = frozenset({
    "really", "very", "just", "actually", "literally", "finally", "basically", "totally", "super", "simply", "easily",
    "absolutely", "completely", "truly", "honestly", "successfully", "recently", "خیلی", "واقعا", "واقعاً", "فقط",
    "بالاخره", "حتی", "کاملا", "تقریبا", "forever", "whole", "entire",
})  # fmt: skip
_FRESH = frozenset({"new", "latest", "upcoming"})
# Participles behind a noun that stands as well without them: "quantum computing [explained] in 5 minutes".
_REPORTING = frozenset({"explained", "ranked", "reviewed", "tested", "compared", "revealed", "summarized"})
# Say of what kind a review or a story is: without it they would stand alone.
_DESCRIBING = frozenset({
    "term", "long-term", "honest", "brutal", "final", "first", "full", "quick", "detailed", "official", "true", "real",
    "short", "complete", "new", "old", "entire", "24-hour",
})  # fmt: skip
_SIZES = frozenset({"small", "little", "tiny", "big", "huge", "own", "old"})
_LOST_NEGATION = 1.2
_LOST_POWER = 0.8
_VOWELS = frozenset("aeiouh")
_SKIPPED_DO = 0.6
_LIKENED = 1.3  # "[studying like a] Harvard student" tells of somebody else
_LOST_VERB = 0.8  # "[build] a website": its article asks for it
_LOST_OBJECT = 1.0
_LOST_SUPERLATIVE = 1.5
_BEFORE_OF = 2.0
_LOST_WAY = 1.6  # "train [from Paris to Istanbul] for under $100"
_LOST_REACTED_TO = 3.0  # "doctor reacts [to medical scenes]", "burglar shows [how …]"
_LOST_MOVE = 2.0  # "[moving to] Canada with 3 kids"
_LOST_REACTION = 1.2  # "[doctor reacts to] medical scenes"
_CAUSATIVES = frozenset({"let", "lets", "made", "make", "makes", "help", "helps", "helped", "watch", "watched"})
# Take two objects, so that a title can't open on the first: "[I gave] my dad $500 to redesign …".
_GIVING = frozenset({"gave", "give", "gives", "giving", "asked", "told", "taught", "paid", "sent", "offered", "handed"})


@dataclass(frozen=True)
class Candidate:
    """Positions of the words kept, in their order, and what was paid for leaving the others out."""

    positions: tuple[int, ...]
    cost: float


def candidates(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """Yield every title that the clause can be shortened to. Each reads as language and is short enough."""
    starts = phrase_starts(words, rules, held)
    ends = (*starts[1:], len(words))
    produced = False
    asked = rules.asked_noun(words)
    for first, start in enumerate(starts):
        for opening, opening_cost in _openings(words, start, ends[first], rules, held):
            if asked and opening > 0:
                continue
            lands_inside = opening > start and words[start].key in rules.prepositions - _LEADING
            # "[for] my first day | of college" is one noun
            goes_on = 0 < first < len(starts) - 1 and words[ends[first]].key == "of"
            farthest = first + 1 + goes_on if lands_inside else min(first + _MOST_PHRASES, len(starts))
            for last in range(first, farthest):
                for positions, cost in _runs(words, starts, ends, first, last, opening, rules, held):
                    for candidate in _shortened(words, positions, cost + opening_cost, rules, held):
                        if reads_well(words, candidate.positions, rules, held):
                            produced = produced or len(candidate.positions) >= min(FEWEST_WORDS, len(words))
                            yield candidate
    if asked and not fits(words, range(len(words))):
        produced = True
        yield Candidate(tuple(range(asked)), 0.0)
    plain = _told_plainly(words, rules)
    if plain and reads_well(words, plain, rules, held):
        produced = True
        yield Candidate(plain, _SKIPPED_DO)
    if not produced:
        yield from _windows(words, rules, held)


def _told_plainly(words: Sequence[Word], rules: Grammar) -> tuple[int, ...]:
    """Return a question with "do" told as a statement: "how [do] black boxes survive"; nothing for other clauses.

    "does" stays, for its verb would have to change. "Is the X worth it" does without its article.
    """
    if rules.language == "en" and len(words) > 3 and words[0].key in FINITE and words[1].key in rules.articles:
        return (0, *range(2, len(words)))
    asks = rules.language == "en" and len(words) > 3 and words[0].key in {"how", "why"} and words[1].key == "do"
    return (0, *range(2, len(words))) if asks and words[2].key not in rules.pronouns else ()


def _openings(words: Sequence[Word], start: int, end: int, rules: Grammar, held: Bonds) -> Iterator[tuple[int, float]]:
    """Yield words at which a title may open, with the price of what is left out before them."""
    at, cost = start, 0.0
    yield at, cost
    if asks_inverted(words, start, rules):
        return
    skippable = rules.pronouns | rules.articles | rules.possessives | rules.adverbs | rules.light_verbs
    skippable |= rules.prepositions | rules.conjunctions | rules.weak_starts | {"to", "how", "how's"}
    if rules.language == "fa":
        skippable -= rules.prepositions
    skippable |= POINTERS
    tells_of_noun = words[start].key in ANYBODY | {"that", "who", "which"} or rules.is_somebody_who(words, start)
    tells_of_noun = tells_of_noun or rules.opens_what_all_do(words, start)
    if start > 0 and tells_of_noun:
        return  # the noun before it is what the clause speaks of
    cost += _price_of_head(words, start, rules)
    if start > 0 and words[start].key in rules.pronouns:
        if end - start > 2 and words[start + 1].key in rules.negations:
            yield start + 1, 0.4
        return
    while at < end - 1 and not held.touches(at) and words[at].key in skippable:
        cost += _price_of_opening(words[at].key, rules, is_inner=start > 0)
        at += 1
        # "who is …": "is …" alone would ask something else
        if words[at].key not in rules.auxiliaries and not _is_made_to(words, at, rules):
            yield at, cost
    if rules.language == "fa" and words[at].key in rules.prepositions:
        return
    if words[start].key == "of":
        return
    while at < end - 1 and not held.holds(at) and not rules.is_number(words[at]):
        loses_subject = words[at + 1].key in rules.verbs or words[at + 1].key in rules.light_verbs
        is_verb = words[at].key in rules.verbs or (at == start + 1 and rules.is_verb(words[at].key))
        cost += 1.4 if is_verb or loses_subject else 0.9
        cost += _LOST_VERB if is_verb and words[at + 1].key in rules.articles else 0.0
        cost += _LOST_WAY if start > 0 and words[at].key in rules.foreign - FOREIGN_ARTICLES else 0.0
        cost += 1.2 if rules.language == "fa" else 0.0  # a Persian noun stands before what describes it
        cost += 0.4 if held.is_loose(at) else 0.0
        cost = min(cost, _BEFORE_OF) if words[at].key == "of" else cost  # "[the dark side of] the music industry"
        cost += _price_of_telling(words, at, rules)
        cost += 0.4 if held.is_loose(at) else 0.0
        cost = min(cost, _BEFORE_OF) if words[at].key == "of" else cost  # "[the dark side of] the music industry"
        cost += _LOST_POWER if rules.is_power(words[at].key) else 0.0
        cost += _LOST_SUPERLATIVE if _is_superlative(words[at].key, rules) else 0.0
        cost += _LOST_POWER if at == 0 and words[1].key.endswith("ing") else 0.0  # "[sleep] training our baby"
        cost += _LOST_POWER if words[at + 1].key == "of" else 0.0  # "[dark] side of the moon"
        at += 1
        if not _is_made_to(words, at, rules):
            yield at, cost


def _price_of_head(words: Sequence[Word], start: int, rules: Grammar) -> float:
    """Return what it costs to open inside the phrase at `start`, for what the words before it were told of."""
    if start == 0:
        return 0.0
    key, before = words[start].key, words[start - 1].key
    if key == "to" and _goes_somewhere(words, start, rules):
        return _LOST_MOVE
    if key == "to" and rules.is_third_person(before):
        return _LOST_REACTION
    if key in {"when", "if"} and asks_what_happens(words, start):
        return _LOST_POWER  # "what happens [when you] stop drinking coffee"
    if key in rules.prepositions and any(_is_superlative(word.key, rules) for word in words[:start]):
        return _LOST_SUPERLATIVE  # "[the greatest comeback] in football history"
    return 0.0


def _price_of_telling(words: Sequence[Word], at: int, rules: Grammar) -> float:
    """Return what a word at the start of a title costs beside its weight: "[best]", "[sleep] training", "[side] of"."""
    price = _LOST_POWER if rules.is_power(words[at].key) else 0.0
    price += _LOST_SUPERLATIVE if _is_superlative(words[at].key, rules) else 0.0
    price += _LOST_POWER if at == 0 and words[1].key.endswith("ing") else 0.0
    return price + (_LOST_POWER if words[at + 1].key == "of" else 0.0)


def _goes_somewhere(words: Sequence[Word], to: int, rules: Grammar) -> bool:
    """Tell whether "to" leads to a place behind its gerund: "moving to Canada"."""
    follows = words[to + 1] if to + 1 < len(words) else words[to]
    return words[to - 1].key.endswith("ing") and follows.is_capitalised and not rules.is_verb(follows.key)


def _is_superlative(key: str, rules: Grammar) -> bool:
    return key in {"best", "worst"} or (key.endswith("est") and rules.is_power(key))


def _is_made_to(words: Sequence[Word], at: int, rules: Grammar) -> bool:
    """Tell whether the word is someone who is let or made to do something: "AI plan …" lacks its "let"."""
    giver = at - 2 if words[at - 1].key in rules.possessives else at - 1
    if giver >= 0 and words[giver].key in _GIVING and giver < at - 1:
        return True
    if words[at - 1].key not in _CAUSATIVES | _GIVING or at + 1 >= len(words):
        return False
    follows = words[at + 1].key
    if words[at].key in rules.possessives | rules.articles:
        return words[at - 1].key in _GIVING and at + 2 < len(words)
    return not (words[at].key.endswith("s") or rules.is_function(words[at].key) or follows in rules.prepositions)


def _price_of_opening(key: str, rules: Grammar, *, is_inner: bool) -> float:
    """Return what it costs to leave a word out at the start of a title."""
    if key in POINTERS:
        return 0.9
    if key in rules.prepositions and is_inner:
        return _LIKENED if key in {"like", "as"} else 0.5 if key in _LEADING else 2.6
    if key == "of":
        return 0.6
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
        is_torn = is_torn or words[starts[skipped] - 1].key in SHORT_OF
        is_torn = is_torn or rules.is_verb(words[starts[skipped] - 1].key)  # "ask [for a raise] without …"
        counts_for_it = follows.has_digit and words[starts[skipped]].key in RELATIVES  # "that saved me 10 minutes"
        is_torn = is_torn or words[starts[skipped]].key in {"if", "when", "because"}
        if (follows.key in rules.prepositions or follows.has_digit) and not (is_torn or counts_for_it):
            kept = (*range(opening, starts[skipped]), *range(ends[skipped], ends[last]))
            price = _SKIPPED_INFINITIVE if words[starts[skipped]].key == "to" else _SKIPPED_PHRASE
            skips = [words[at].key for at in range(starts[skipped], ends[skipped])]
            is_way = skips[0] == "from" and "to" in skips
            yield kept, price + (_LOST_WAY if is_way else 0.0)
    if rules.language == "fa":
        yield from _without_persian_phrase(words, starts, ends, first, last, opening, rules, held)
    is_last = whole[-1] == len(words) - 1
    is_soft = is_last and len(whole) > FEWEST_WORDS and words[whole[-1]].key in rules.soft_nouns
    if is_soft and not held.holds(whole[-2]) and words[whole[-2]].key not in _DESCRIBING:
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
            yield tuple(position for position in whole if position not in {at, at + 1}), 1.8
    final = ends[last] - 1
    if final > opening and words[final].key in rules.final_verbs:
        is_pair = " ".join(words[at].key for at in whole[-2:]) in rules.light_verbs
        if not is_pair:
            yield whole[:-1], 0.7
        if len(whole) > 3 and words[whole[-2]].key in rules.questions:
            yield whole[:-2], 0.5
        if len(whole) > 3 and is_pair:
            yield whole[:-2], 0.3


def _shortened(
    words: Sequence[Word], positions: tuple[int, ...], cost: float, rules: Grammar, held: Bonds
) -> Iterator[Candidate]:
    """Yield the run as it is, and without what only intensifies; of what is torn off at its end the price is asked."""
    cost += _price_of_closing(words, positions, rules)
    if fits(words, positions):
        yield Candidate(positions, cost)
    kept = tuple(
        at for order, at in enumerate(positions)
        if order == 0 or held.touches(at) or not _is_idle(words, at, rules, held)
    )  # fmt: skip
    if FEWEST_WORDS <= len(kept) < len(positions) and fits(words, kept):
        yield Candidate(kept, cost + 0.2 * (len(positions) - len(kept)))


def _is_idle(words: Sequence[Word], at: int, rules: Grammar, held: Bonds) -> bool:
    """Tell whether the word can go from the middle of a title without a trace."""
    follows = words[at + 1].key if at + 1 < len(words) else ""
    if words[at - 1].key == "a" and follows[:1] in _VOWELS:
        return False  # "a [very] honest"
    if words[at].key in rules.articles and words[at - 1].key in rules.prepositions and follows in _FRESH:
        return at + 2 < len(words) and held.touches(at + 2)  # "wrong with [the new] Harry Potter show"
    if words[at].key in _FRESH and words[at - 1].key in rules.articles and held.touches(at + 1):
        return at > 1 and words[at - 2].key in rules.prepositions
    if words[at].key in _SIZES and words[at - 1].key in rules.possessives:
        return at + 1 < len(words) and not rules.is_function(follows)  # "my [small] business"
    is_told = words[at].key in _REPORTING and follows in rules.prepositions and follows != "by"
    return words[at].key in _INTENSIFIERS or is_told


def _price_of_closing(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> float:
    """Return what it costs to close a title before "of …", or behind "for people" of "for people who …"."""
    after = positions[-1] + 1
    if after >= len(words):
        return 0.0
    if words[after].key == "of" or words[after].key in rules.foreign & FOREIGN_OF:
        return 0.6
    if words[after].key in rules.negations - {"nobody", "nothing"}:
        return 0.0 if below(words, positions) else _LOST_NEGATION
    is_verb = words[positions[-1]].key in rules.verbs or rules.is_third_person(words[positions[-1]].key)
    if is_verb and words[after].key in COMPLETING:
        return _LOST_OBJECT if words[positions[-1]].key in rules.verbs else _LOST_REACTED_TO
    if words[after].key in rules.questions and is_verb:
        return 1.6 if words[positions[-1]].key in rules.verbs else _LOST_REACTED_TO
    if words[positions[-1]].key in SHORT_OF and words[after].key in COMPLETING:
        return 2 * _LOST_OBJECT  # "everything wrong | with the schools"
    closing = words[positions[-1]].key
    if closing.endswith("ing") and len(closing) > 4 and len(positions) > 2 and words[after].key in rules.prepositions:
        return _LOST_OBJECT  # "a pokemon box hoping | for a charizard"
    hangs = any(words[at].key in rules.prepositions or words[at].key == "of" for at in positions[1:])
    return 1.4 if words[after].key in RELATIVES and hangs else 0.0


def _windows(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """For one long phrase without a seam: runs of words that end where a title may end."""
    for start in range(len(words)):
        if start and (held.holds(start - 1) or words[start].key in rules.articles | POINTERS):
            continue
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            positions = tuple(range(start, end))
            if reads_well(words, positions, rules, held):
                yield Candidate(positions, 0.3 + (0.6 if start else 0.0) + (2.6 if end < len(words) else 0.0))
    yield from _openers_with_head(words, rules, held)
    yield Candidate(tuple(range(min(MOST_WORDS, len(words)))), 6.0)


def _tells_more(key: str, rules: Grammar) -> bool:
    """Tell whether the word belongs to a clause of its own, so that its noun stands before it and not at the end."""
    return key in rules.pronouns | rules.verbs | rules.auxiliaries | rules.prepositions | RELATIVES or key == "you"


def _openers_with_head(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """Join a number with its unit, or a superlative, to the end of the phrase: "15 MINUTE … STEAK DINNER"."""
    last = len(words) - 1
    if rules.language not in {"en", "fa"}:
        return  # what can be left out between is not known
    for at, word in enumerate(words):
        if not (rules.is_number(word) or word.key in rules.power) or (at and held.holds(at - 1)):
            continue
        end = at
        while held.holds(end) and end < last:
            end += 1
        if rules.is_verb(words[end].key):
            continue  # "last to leave [the hot tub]"
        group = range(at, end + 1)
        for head in range(max(end + 1, last - 3), last + 1):
            positions = (*group, *range(head, last + 1))
            if any(words[left].key in rules.negations for left in range(end + 1, head)):
                continue
            if any(_tells_more(words[left].key, rules) for left in range(end + 1, last + 1)):
                continue
            if not held.holds(head - 1) and reads_well(words, positions, rules, held):
                yield Candidate(positions, 1.4)
