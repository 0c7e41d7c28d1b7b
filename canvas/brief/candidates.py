"""Ways to shorten a clause to a title: unbroken runs of its phrases, opened and closed where language allows it.

Words are left out at the edges. From the middle only whole phrases go ("best places [to visit] in Japan") and words
that merely intensify; articles, possessives and relatives stay, for without them a title reads broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from canvas.brief.grammar import ANYBODY, DO_FORMS, FINITE, Bonds, Grammar, phrase_starts
from canvas.brief.words import Word

FEWEST_WORDS = 2
MOST_WORDS = 5
LONGEST_OF_FEW = 42  # letters, for titles of four or five words
SHORT_ENOUGH, LONGEST_REST = 22, 32  # letters: a title that is told on by a line below, and that line
LONGEST_TITLE = 42  # letters, for titles of more words than that
POINTERS = frozenset({"this", "these", "those"})
_MOST_SHORT_WORDS = 6.0  # words of one or two letters count half
_MOST_PHRASES = 6
_SKIPPED_PHRASE = 2.0
_SKIPPED_INFINITIVE = 0.9
_RELATIVES = frozenset(
    {"that", "which", "who", "whose", "when", "where", "if", "because", "while", "که", "وقتی", "اگر"}
)
_FEWEST_IN_RELATIVE = 3
# What follows them is what the clause is about; what follows other prepositions only tells where or how.
_LEADING = frozenset({"about", "like", "as", "of"})
# Prepositions that open a title as well as a verb would: "ACROSS AMERICA IN A $300 VAN".
_OPENERS = frozenset({"across", "inside", "before", "behind", "around", "through", "against"})
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
# Verbs that tell of two things: "replaced my laptop with a tablet" can't lose the verb and keep both.
_PAIRING = frozenset({
    "replaced", "replacing", "replace", "turned", "turning", "turn", "traded", "trading", "trade", "swapped",
    "swapping", "swap", "transformed", "converted", "mixed", "mixing", "combined", "filled", "covered", "switched",
})  # fmt: skip
# Describe what follows: a title that ends on one lacks its noun.
_SAYS_OF_NEXT = frozenset({
    "best", "worst", "top", "ultimate", "last", "every", "biggest", "cheapest", "greatest", "hardest", "most", "only",
    "first", "new", "next", "real", "perfect",
})  # fmt: skip
_FIRST_OR_LAST = frozenset({"first", "last", "next"})
_SIZES = frozenset({"small", "little", "tiny", "big", "huge", "own", "old"})
_PAIRED_BY = frozenset({"with", "into", "for", "from", "in", "to"})
_HOW = frozenset({"much", "many", "long", "often", "far"})
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
_COMPLETING = frozenset({"for", "to", "with", "about", "into", "like", "from"})  # "ask | for a raise"
# Verbs that say nothing without what follows them, whatever stands before them.
_TORN_VERBS = frozenset({
    "looking", "standing", "sitting", "pointing", "holding", "staring", "wearing", "living", "doing", "going",
    "making", "getting", "taking", "trying", "being", "worth", "stay", "stays", "become", "becomes", "seem", "put",
    "puts", "remain", "remains", "belong",
})  # fmt: skip
# Say of what something is true: "everything wrong [with]", "everything different [about]".
SHORT_OF = frozenset({"wrong", "right", "different", "better", "worse", "ready", "addicted", "allergic", "obsessed"})
_SOMETHING = frozenset({"it", "he", "she", "they", "this", "that"})
_CAUSATIVES = frozenset({"let", "lets", "made", "make", "makes", "help", "helps", "helped", "watch", "watched"})
# Take two objects, so that a title can't open on the first: "[I gave] my dad $500 to redesign …".
_GIVING = frozenset({"gave", "give", "gives", "giving", "asked", "told", "taught", "paid", "sent", "offered", "handed"})
# Halves of Persian verbs: «یاد گرفتن» can't lose its second half.
_VERB_NOUNS = frozenset({"یاد", "درست", "پیدا", "اتفاق", "شروع", "تمام", "تموم", "گیر"})
# Function words of other languages at which a title may open.
_FOREIGN_ARTICLES = frozenset({
    "el", "la", "los", "las", "un", "una", "der", "die", "das", "ein", "eine", "einen", "le", "les", "une", "mon",
    "ma", "mes", "mi", "mis", "mein", "meine", "o", "os", "as", "um", "uma", "il", "i", "gli", "bir",
})  # fmt: skip
# Words of other languages before which no title closes: what they open belongs to the noun or verb before them.
_FOREIGN_OF = frozenset({
    "de", "del", "des", "du", "d", "di", "da", "do", "dos", "das", "dello", "della", "dei", "degli", "delle",
})  # fmt: skip
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
                        if _reads_well(words, candidate.positions, rules, held):
                            produced = produced or len(candidate.positions) >= min(FEWEST_WORDS, len(words))
                            yield candidate
    if asked and not fits(words, range(len(words))):
        produced = True
        yield Candidate(tuple(range(asked)), 0.0)
    plain = _told_plainly(words, rules)
    if plain and _reads_well(words, plain, rules, held):
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
    if _asks_inverted(words, start, rules):
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
        cost += _LOST_WAY if start > 0 and words[at].key in rules.foreign - _FOREIGN_ARTICLES else 0.0
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
    if key in {"when", "if"} and _asks_what_happens(words, start):
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


def _asks_what_happens(words: Sequence[Word], before: int) -> bool:
    return words[0].key == "what" and any(word.key.startswith("happen") for word in words[:before])


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


def _asks_inverted(words: Sequence[Word], start: int, rules: Grammar) -> bool:
    """Tell whether the question that starts here needs its first word: "how much does …", "why do …"."""
    if start == 0 and rules.asked_noun(words):
        return True
    follows = {word.key for word in words[start + 1 : start + 3]}
    if len(words) > start + 1 and words[start + 1].key in rules.pronouns:
        return False  # "why you should never …" tells
    return words[start].key in rules.questions and bool(follows & DO_FORMS or follows & _HOW)


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
        counts_for_it = follows.has_digit and words[starts[skipped]].key in _RELATIVES  # "that saved me 10 minutes"
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


def fits(words: Sequence[Word], positions: Sequence[int]) -> bool:
    """Tell whether the words are few enough for a thumbnail: five, or somewhat more when they are short."""
    if len(positions) <= MOST_WORDS:
        few = len(positions) < MOST_WORDS - 1
        return few or sum(len(words[at].surface) + 1 for at in positions) - 1 <= LONGEST_OF_FEW
    letters = [len(words[at].surface) for at in positions]
    weight = sum(0.5 if length <= 2 else 1.0 for length in letters)
    return weight <= _MOST_SHORT_WORDS and sum(letters) + len(letters) - 1 <= LONGEST_TITLE


def below(words: Sequence[Word], positions: Sequence[int]) -> range:
    """Return the positions that will stand in the line below, when a short title is told on by the rest."""
    last = positions[-1]
    is_run = tuple(positions) == tuple(range(positions[0], last + 1))
    letters = sum(len(words[at].surface) + 1 for at in positions) - 1
    rest = sum(len(word.surface) + 1 for word in words[last + 1 :]) - 1
    fits_below = is_run and letters <= SHORT_ENOUGH and rest <= LONGEST_REST and len(words) - last > FEWEST_WORDS
    return range(last + 1, len(words)) if fits_below else range(0)


def _price_of_closing(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> float:
    """Return what it costs to close a title before "of …", or behind "for people" of "for people who …"."""
    after = positions[-1] + 1
    if after >= len(words):
        return 0.0
    if words[after].key == "of" or words[after].key in rules.foreign & _FOREIGN_OF:
        return 0.6
    if words[after].key in rules.negations - {"nobody", "nothing"}:
        return 0.0 if below(words, positions) else _LOST_NEGATION
    is_verb = words[positions[-1]].key in rules.verbs or rules.is_third_person(words[positions[-1]].key)
    if is_verb and words[after].key in _COMPLETING:
        return _LOST_OBJECT if words[positions[-1]].key in rules.verbs else _LOST_REACTED_TO
    if words[after].key in rules.questions and is_verb:
        return 1.6 if words[positions[-1]].key in rules.verbs else _LOST_REACTED_TO
    if words[positions[-1]].key in SHORT_OF and words[after].key in _COMPLETING:
        return 2 * _LOST_OBJECT  # "everything wrong | with the schools"
    closing = words[positions[-1]].key
    if closing.endswith("ing") and len(closing) > 4 and len(positions) > 2 and words[after].key in rules.prepositions:
        return _LOST_OBJECT  # "a pokemon box hoping | for a charizard"
    hangs = any(words[at].key in rules.prepositions or words[at].key == "of" for at in positions[1:])
    return 1.4 if words[after].key in _RELATIVES and hangs else 0.0


def _is_cut_short(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    """Tell whether a question lacks its verb, or a relative clause what it goes on to say."""
    after = positions[-1] + 1
    if after >= len(words):
        strands_verb = words[-1].key in rules.verbs and _asks_inverted(words, 0, rules)
        return strands_verb and positions[0] > 0
    if words[after].key == "than" and not (below(words, positions) or _is_expected(words, after)):
        return True
    keys = [words[at].key for at in positions]
    asks = keys[0] in DO_FORMS or (keys[0] in rules.questions and any(key in DO_FORMS for key in keys[1:3]))
    asks = asks or (positions[0] == 0 and rules.asked_noun(words) > 0)
    if asks and words[-1].key in rules.verbs | rules.light_verbs:
        return True
    relative = max((at for at, key in enumerate(keys) if at and key in _RELATIVES), default=0)
    return bool(relative) and (
        len(keys) - 1 - relative < _FEWEST_IN_RELATIVE or words[after].key not in rules.prepositions
    )


def _lost_its_subject(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    """Tell whether the title opens on "reacts to …", or on an infinitive whose sentence goes on: "fall asleep wins"."""
    first = positions[0]
    if first == 0 or rules.language != "en":
        return False
    if rules.tells_of_the_first(words) and any(rules.is_third_person(words[at].key) for at in positions):
        return True
    if words[first - 1].key in _SOMETHING and rules.is_verb(words[first].key):
        return True
    if words[first].key in rules.adverbs - {"even", "finally", "maybe"} and first < len(words) - 1:
        return words[first - 1].key in {"who", "what", "i", "we", "how", "why"} and rules.is_verb(words[first + 1].key)
    if rules.is_third_person(words[first].key) and not rules.is_function(words[first - 1].key):
        return True
    return words[first - 1].key == "to" and any(rules.is_third_person(words[at].key) for at in positions[1:])


def _says_nothing(key: str, rules: Grammar) -> bool:
    return key in rules.questions or key in rules.pronouns or rules.is_function(key)


def _is_expected(words: Sequence[Word], at: int) -> bool:
    """Tell whether "than …" only says that it surprises: "worth more than you think"."""
    return any(word.key in {"think", "thought", "expect", "expected", "realize", "ever"} for word in words[at : at + 3])


def _reads_well(words: Sequence[Word], positions: Sequence[int], rules: Grammar, held: Bonds) -> bool:
    if not positions or not fits(words, positions) or _is_cut_short(words, positions, rules):
        return False
    first, last = positions[0], positions[-1]
    if len(words) > 1 and all(_says_nothing(words[at].key, rules) for at in positions):
        return False
    closing = words[last].key
    is_last = last + 1 == len(words)
    is_object = closing == "you" and len(positions) > 2 and (is_last or not rules.is_function(words[last - 1].key))
    if (rules.is_function(closing) and not is_object) or closing in rules.weak_starts - rules.soft_nouns:
        return False
    if closing in _SAYS_OF_NEXT and last + 1 < len(words) and not words[last].ending:
        return False
    if closing in _VERB_NOUNS | _TORN_VERBS and last + 1 < len(words):
        return False
    if closing in _OPEN_VERBS and not any(words[at].key in rules.questions for at in positions):
        return False
    if last > 0 and rules.language == "fa" and closing in rules.questions:
        return False
    if held.holds(last) and last + 1 < len(words):
        return False
    if not is_last and _tears_tie(words, positions, rules):
        return False
    if first > 0 and held.holds(first - 1):
        return False
    if _tears_sentence(words, positions, rules):
        return False
    return _opens_well(words, positions, rules)


def _tears_tie(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    """Tell whether the title would close before "of …", or in other languages before an article, as of an object."""
    after = positions[-1] + 1
    if rules.language == "en":
        is_ranked = after + 1 < len(words) and words[after + 1].key == "all"  # "greatest goals | of all time"
        return words[after].key == "of" and not is_ranked
    if words[after].key in rules.foreign & _FOREIGN_OF:
        return not any(words[at].key in _FOREIGN_OF for at in positions[1:])  # "recettes de pâtes | de ma grand-mère"
    return words[after].key in rules.foreign & _FOREIGN_ARTICLES


def _tears_sentence(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    """Tell whether a subject lost its verb, "how … is made" its "how", or two things the verb that joins them."""
    if rules.language != "en":
        return False
    first, last = positions[0], positions[-1]
    keys = [words[at].key for at in positions]
    if first > 0 and keys[0] in FINITE - rules.negations and words[first - 1].key not in rules.conjunctions:
        return True
    if last + 1 < len(words) and not words[last].ending and words[last + 1].key in FINITE:
        return True
    if first > 0 and words[0].key == "how" and words[1].key != "to":
        asks_of_it = first == 1 or all(words[at].key in rules.articles | rules.possessives for at in range(1, first))
        if asks_of_it and any(key in rules.auxiliaries for key in keys):
            return True
    asking = next((at for at in (first - 1, first - 2) if at > 0 and words[at].key in {"how", "why"}), 0)
    is_how = asking and all(words[at].key in rules.articles for at in range(asking + 1, first))
    if is_how and (rules.is_verb(keys[-1]) or rules.is_third_person(keys[-1])):
        return True  # "explains [how the] telescope works"
    denying = rules.negations - {"stop", "zero"}
    only_introduces = any(words[at].key == "about" for at in range(first))  # "nobody talks about | this mistake"
    if not only_introduces and any(words[at].key in denying and not words[at].ending for at in range(first)):
        return True  # "nobody wants to | work in tech"
    before = [word.key for word in words[max(0, first - 2) : first]]
    if "with" in keys and any(key.endswith("ed") and rules.is_verb(key) for key in before):
        return True  # "[surprised] our mom with a trip"
    return any(words[at].key in _PAIRING for at in range(first)) and any(key in _PAIRED_BY for key in keys)


def _opens_well(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    first = positions[0]
    opening = words[first].key
    if _lost_its_subject(words, positions, rules):
        return False
    if first > 0 and opening in rules.foreign and opening not in _FOREIGN_ARTICLES:
        return False
    if first > 1 and words[first - 1].key in rules.foreign & _FOREIGN_ARTICLES:
        return False
    if _lost_its_head(words, first, rules):
        return False
    came_from = any(word.key == "from" for word in words[max(0, first - 4) : first])
    if first > 1 and words[first - 1].key == "to" and came_from:
        return False  # "[from couch to] marathon"
    if first > 0 and (words[first - 1].key in _FIRST_OR_LAST or _needs_its_head(words, first)):
        return False
    if opening in {"when", "if"} and first > 0:
        return _asks_what_happens(words, first) and positions[-1] == len(words) - 1
    if opening == "from" and first == 0 and any(word.key == "to" for word in words[1:5]):
        return True  # "from couch to marathon"
    if first == 0 and opening in {"who", "which", "where"}:
        return True
    if opening in rules.weak_starts or opening in rules.conjunctions:
        return False
    if opening in rules.prepositions and first != 0 and opening not in _OPENERS:
        return rules.language == "fa" and all(words[at].key in rules.questions for at in range(first))
    return not (opening in rules.pronouns and first != 0)


def _lost_its_head(words: Sequence[Word], first: int, rules: Grammar) -> bool:
    """Tell whether the title opens behind a word that it can't go without.

    "[who really] built it", "[what a] trainer eats", "[mom of] 6 tests", "[gen] z tries", "[dark] side of".
    """
    if first == 0:
        return False
    leads = rules.adverbs | rules.articles | rules.possessives
    if words[0].key in {"what", "who", "which"} and all(words[at].key in leads for at in range(1, first)):
        return True
    opening, before = words[first].key, words[first - 1].key
    follows = words[first + 1].key if first + 1 < len(words) else ""
    if before == "of" and rules.is_number(words[first]) and follows not in rules.units:
        return True
    if len(opening) == 1 and opening.isalpha():
        return True
    stands_before_noun = not (rules.is_function(before) or rules.is_verb(before) or words[first - 1].has_digit)
    return follows == "of" and stands_before_noun and before not in rules.adverbs | rules.pronouns | POINTERS


def _needs_its_head(words: Sequence[Word], first: int) -> bool:
    """Tell whether the title would open on "wrong with …", whose "everything" is left out."""
    follows = words[first + 1].key if first + 1 < len(words) else ""
    return words[first].key in SHORT_OF and follows in _COMPLETING


def _windows(words: Sequence[Word], rules: Grammar, held: Bonds) -> Iterator[Candidate]:
    """For one long phrase without a seam: runs of words that end where a title may end."""
    for start in range(len(words)):
        if start and (held.holds(start - 1) or words[start].key in rules.articles | POINTERS):
            continue
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            positions = tuple(range(start, end))
            if _reads_well(words, positions, rules, held):
                yield Candidate(positions, 0.3 + (0.6 if start else 0.0) + (2.6 if end < len(words) else 0.0))
    yield from _openers_with_head(words, rules, held)
    yield Candidate(tuple(range(min(MOST_WORDS, len(words)))), 6.0)


def _tells_more(key: str, rules: Grammar) -> bool:
    """Tell whether the word belongs to a clause of its own, so that its noun stands before it and not at the end."""
    return key in rules.pronouns | rules.verbs | rules.auxiliaries | rules.prepositions | _RELATIVES or key == "you"


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
            if not held.holds(head - 1) and _reads_well(words, positions, rules, held):
                yield Candidate(positions, 1.4)
