"""Makes a headline out of the prompt's own words, in their order: 2 to 5, or a few more short ones. Nothing is added.

A clause is cut into phrases; candidates are runs of phrases, their front trimmed to a word that can open a title.
Each is weighed by what it tells (numbers, superlatives, names) against its length, and the best one wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from canvas.brief.candidates import Candidate, candidates
from canvas.brief.grammar import Grammar, bonds, grammar, phrase_starts
from canvas.brief.language import SPACELESS
from canvas.brief.lexicons import lexicon
from canvas.brief.tails import format_end, format_lead, without_lead, without_tail
from canvas.brief.versus import versus_headline
from canvas.brief.whole_titles import (
    FEWEST_WORDS,
    LONGEST_REST,
    MOST_WORDS,
    POINTERS,
    SHORT_ENOUGH,
    SHORT_OF,
    below,
    fits,
)
from canvas.brief.words import PhraseTable, Word, phrases

_COMFORTABLE_LETTERS = 24
_LONGEST_SPACELESS = 16
_LONGEST_WORD = 22
_LONGEST_CLAUSE = 30  # words; what comes later is no headline
_MOST_CLAUSES = 4
_NO_NUMBER = 1.5
_NUMBER_BELOW = 0.9  # a number with its unit is told in the line below
_NO_NAME = 0.8
_TOPIC = 0.6
_AN_ACRONYM = 2.0
_KNOWN_NAME = 0.8
_MOST_NAMES = 2
_OF_AN_AGE = 0.6
_BARE_COUNT = 1.5
_A_LABEL = 3.5  # less than what stands behind it: "true crime: …" only says which series it is
_LONG = 28
_LONGEST_BUT_FEW, _VERY_LONG = 38, 0.8  # letters of six words
_LONGEST_NAME = 5
_LONGEST_ABOVE = 32  # letters: of a headline that still leaves room for what stood before it
_LONGEST_TWIST = 36
_LONGEST_FOREIGN_REST = 28
_LEAVES_ROOM = 28  # letters: of a headline that has room for how its clause goes on
_HANGING = frozenset({"to", "of", "that", "if", "when", "as", "than", "while", "because", "how", "why", "what", "it"})
_HAPPEN = frozenset({"happens", "happened", "happen"})
_LIMITS = frozenset({"under", "over", "only", "just", "almost", "زیر", "فقط"})
_INVERTED = frozenset({"is", "are", "can", "does", "did", "should", "could", "would", "was", "were", "will"})


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


def compose(clauses: Sequence[Sequence[Word]], language: str) -> Headline | None:
    """Return the best headline of the clauses of subject matter, or None when they hold no word."""
    rules = grammar(language)
    if language in SPACELESS:
        return _spaceless(clauses)
    for clause in clauses[:_MOST_CLAUSES]:
        versus = versus_headline(clause[:_LONGEST_CLAUSE], rules)
        if versus is not None:
            return Headline(versus, 0.9)
    twisted = _with_a_twist(clauses, rules)
    if twisted is not None:
        return twisted
    best: tuple[float, Headline] | None = None
    for order, clause in enumerate(clauses[:_MOST_CLAUSES]):
        found = _of_clause(tuple(clause[:_LONGEST_CLAUSE]), rules)
        if found is None:
            continue
        value, headline = found
        value -= 2.2 * min(order, 2)
        value -= _A_LABEL if len(clauses) > order + 1 and _only_labels(clause) else 0.0
        if best is None or value > best[0]:
            best = (value, headline)
    if best is None:
        return None
    if len(best[1].words) == 1 and len(clauses) > 1:
        joined = _joined(best[1], clauses, rules)
        return joined or best[1]
    return best[1]


def _with_a_twist(clauses: Sequence[Sequence[Word]], rules: Grammar) -> Headline | None:
    """Return "Roblox" of "Roblox but everything costs real robux": the rule goes below unless both fit."""
    for order, clause in enumerate(clauses[:_MOST_CLAUSES]):
        at = next((place for place, word in enumerate(clause) if word.key == "but"), 0)
        if rules.language != "en" or not _is_named(clause[:at] if at else clause, rules):
            continue
        words = tuple(clause)
        if at and len(clause) - at > FEWEST_WORDS:
            whole = tuple(range(len(words)))
            if len(words) <= MOST_WORDS + 1 and fits(words, whole):
                return Headline(words, 0.9)
            return Headline(words[:at], 0.8, is_shortened=True)
        follows = clauses[order + 1] if order + 1 < len(clauses) else ()
        if not at and len(follows) > FEWEST_WORDS and follows[0].key == "but":
            return Headline(words, 0.8, is_shortened=True)
    return None


def _is_named(words: Sequence[Word], rules: Grammar) -> bool:
    """Tell whether the words are nothing but a thing's name, so that they can be the headline of a video about it."""
    if not words or len(words) > _LONGEST_NAME or any(word.ending for word in words[:-1]):
        return False
    if any(word.key in rules.pronouns or rules.is_verb(word.key) for word in words):
        return False
    is_known = bool(_topics().find(words)) or any(word.is_capitalised for word in words)
    return is_known and not any(rules.is_function(word.key) for word in (words[0], words[-1]))


def _only_labels(clause: Sequence[Word]) -> bool:
    """Tell whether the clause only says what kind of video follows its colon: "life update: we broke up"."""
    if clause[-1].ending not in {":", "-", "|"}:
        return False
    is_format = format_end(clause, grammar("en")) == len(clause)
    return is_format or " ".join(word.key for word in clause) in _labels()


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(phrases(lexicon("grammar")["labels"]["names"]))


def cased(text: str, language: str) -> str:
    """Return the text in capitals, as the language forms them."""
    if language in {"tr", "az"}:
        text = " ".join(word if _is_brand(word) else word.replace("i", "İ") for word in text.split(" "))
        text = text.replace("ı", "I")
    return text.upper().replace("’S", "'S").replace("ß", "SS")


def _is_brand(word: str) -> bool:
    """Tell whether the word is written as brands are, a capital inside: "iPhone"."""
    return word[:1].islower() and any(letter.isupper() for letter in word[1:])


def lost_number(clauses: Sequence[Sequence[Word]], headline: Headline, language: str) -> str:
    """Return a number with its noun ("24 HOURS") that the clause of the headline holds but the headline does not."""
    rules = grammar(language)
    for clause in clauses:
        if headline.words[0] not in clause:
            continue
        held = bonds(clause, rules)
        for at, word in enumerate(clause[:-1]):
            counts = word.has_digit and word not in headline.words and clause[at + 1].key in rules.units
            counts = counts and (at + 2 >= len(clause) or clause[at + 2].key not in {"old", "olds"})
            if counts and held.holds(at):
                limit = f"{clause[at - 1].surface} " if at and clause[at - 1].key in _LIMITS else ""
                end = at + 1
                while end + 1 < len(clause) and not clause[end].ending and clause[end + 1].key in rules.units:
                    end += 1  # "50 thousand kilometres"
                counted = " ".join(part.surface for part in clause[at : end + 1])
                return cased(f"{limit}{counted}", language)
    return ""


def told_on(clauses: Sequence[Sequence[Word]], headline: Headline, language: str) -> str:
    """Return what the line below tells: how the clause goes on ("7 TRICKS", "THAT MAKE PEOPLE LIKE YOU"), else ""."""
    if language in SPACELESS:
        return ""
    rules = grammar(language)
    for order, clause in enumerate(clauses):
        words = without_tail(tuple(clause), rules)
        places = _places(words, headline.words)
        if not places:
            continue
        after = places[-1] + 1
        if places == list(range(rules.asked_noun(words))):
            return "" if headline.is_question else cased(_asked_of_it(words, after), language)
        lead = _format_before(clauses[:order], words, places[0], rules)
        if lead:
            return cased(lead, language)
        if after == len(words):  # the whole clause: what stands behind its colon goes on
            words, after = tuple(next(iter(clauses[order + 1 :]), ())), 0
            if len(headline.text) > SHORT_ENOUGH and words[:1] and words[0].key != "but":
                break
        rest = _line_below(words[after:], headline, rules)
        if rest:
            return cased(rest, language)
        break
    if lost_number(clauses, headline, language):
        return ""
    return cased(_told_before(clauses, headline, rules), language)


def _places(words: Sequence[Word], chosen: Sequence[Word]) -> list[int]:
    """Return where the chosen words stand among the words, in order; nothing when one of them does not."""
    places: list[int] = []
    for word in chosen:
        start = places[-1] + 1 if places else 0
        found = next((at for at in range(start, len(words)) if words[at] == word), None)
        if found is None:
            return []
        places.append(found)
    return places


def _line_below(rest: tuple[Word, ...], headline: Headline, rules: Grammar) -> str:
    """Return the rest as a line below the headline when both are short and it reads alone, else ""."""
    if len(rest) == 1 and rest[0].has_digit and len(headline.text) <= SHORT_ENOUGH:
        return rest[0].surface  # "(800km)"
    is_twist = bool(rest) and rest[0].key == "but" and _is_named(headline.words, rules)
    room = _LONGEST_ABOVE if rest and rules.is_third_person(rest[0].key) else _LEAVES_ROOM
    if not is_twist and (len(headline.text) > room or not rest or not _goes_on(rest, rules)):
        return ""
    plain = LONGEST_REST if rules.language == "en" else _LONGEST_FOREIGN_REST
    longest = _LONGEST_TWIST if is_twist else plain
    may_shorten = is_twist or rest[0].key in {"that", "who", "which", "how", "why", "you"}
    while may_shorten and len(" ".join(word.surface for word in rest)) > longest:
        cuts = [at for at in phrase_starts(rest, rules, bonds(rest, rules)) if at > FEWEST_WORDS]
        cuts = [at for at in cuts if not rules.is_function(rest[at - 1].key)]
        if not cuts:
            return ""
        rest = rest[: cuts[-1]]
    text = " ".join(word.surface for word in rest)
    return text if len(rest) >= FEWEST_WORDS and len(text) <= longest else ""


def _format_before(earlier: Sequence[Sequence[Word]], words: tuple[Word, ...], start: int, rules: Grammar) -> str:
    """Return "day in my life" when the headline is what stands behind it: in its clause, or behind its colon."""
    end, told = format_lead(words, rules)
    if told and start >= told:
        first = 1 if words[0].key in rules.articles else 0
        return " ".join(word.surface for word in words[first:end])
    front = _standing_alone(words[:start], rules)
    if front and front[0].key == "what" and front[-1].key in _HAPPEN:
        return " ".join(word.surface for word in front)  # "stop drinking coffee" alone would command
    if earlier and _only_labels(earlier[-1]):
        text = " ".join(word.surface for word in earlier[-1])
        return text if len(text) <= LONGEST_REST else ""
    return ""


def _told_before(clauses: Sequence[Sequence[Word]], headline: Headline, rules: Grammar) -> str:
    """Return what stands before a headline that is only the end of its clause, when it tells something: else ""."""
    if rules.language != "en" or len(headline.text) > _LONGEST_ABOVE:
        return ""
    for order, clause in enumerate(clauses):
        if headline.words[0] not in clause:
            continue
        fronts = [tuple(clause[: list(clause).index(headline.words[0])])]
        fronts += [tuple(clauses[0])] if order == 1 else []
        for front in (_standing_alone(words, rules) for words in fronts):
            text = " ".join(word.surface for word in front)
            if front and len(text) <= LONGEST_REST and _tells(front, rules):
                return text
        return ""
    return ""


def _standing_alone(front: tuple[Word, ...], rules: Grammar) -> tuple[Word, ...]:
    """Return the words without what only leads on to the next ones: "what happens [when you]", "Doctor reacts [to]"."""
    inner = next((at for at in range(2, len(front)) if front[at].key in {"how", "why", "what"}), len(front))
    front = front[:inner]
    while front and (rules.is_function(front[-1].key) or front[-1].key in _HANGING | rules.conjunctions):
        tells_whom = front[-1].key == "you" and len(front) > 1 and rules.is_third_person(front[-2].key)
        if tells_whom:
            break
        front = front[:-1]
    while front and front[0].key in rules.articles | rules.conjunctions:
        front = front[1:]
    return front


def _tells(front: Sequence[Word], rules: Grammar) -> bool:
    """Tell whether the words say what the headline under them lacks: a name, or somebody and what they do."""
    last = front[-1].key
    if last in _HAPPEN and front[0].key == "what":
        return True
    if last.endswith("'s") or (rules.is_power(last) and last not in SHORT_OF):
        return False
    if last in rules.adverbs or (rules.is_verb(last) and not rules.is_third_person(last)):
        return False
    if any(word.has_digit for word in front[-1:]):
        return False
    names = len(_topics().find(front)) or any(_is_name(word) for word in front[1:])
    if names:
        return True
    content = [
        word for word in front if not (_says_little(word.key, rules) or word.key in rules.light_verbs | rules.verbs)
    ]
    return len(front) >= FEWEST_WORDS and bool(content)


def _says_little(key: str, rules: Grammar) -> bool:
    return rules.is_function(key) or key in rules.pronouns | rules.questions | rules.adverbs | rules.soft_nouns


def _goes_on(rest: Sequence[Word], rules: Grammar) -> bool:
    """Tell whether the rest can stand below: not "in a year changed my life", whose subject is the headline."""
    if rest[0].key in {"and", "but", "or", "so", "i'm", "im"}:
        return False
    if rest[0].key == "without":
        return True  # what follows it has no subject of its own
    if rest[0].key not in rules.prepositions:
        return rest[0].key not in rules.verbs | rules.auxiliaries or rules.language != "en"
    for word in rest[1:]:
        if word.key in rules.pronouns | rules.conjunctions | {"to"}:
            return True
        if word.key in rules.verbs | rules.auxiliaries:
            return False
    return True


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
            words = (_with_colon(single.words[0]), *found[1].words) if first else found[1].words
            return Headline(words, 0.6, found[1].is_question)
    return None


def _with_colon(word: Word) -> Word:
    """Return the word with the colon that the prompt has behind it: "CHESS: I LOST" reads, "CHESS I LOST" does not."""
    return replace(word, surface=f"{word.surface}:") if word.ending == ":" else word


@lru_cache(maxsize=1)
def _topics() -> PhraseTable[str]:
    """Words that are known to name a topic: what a title without them leaves open."""
    listed = [phrase for listing in lexicon("props")["things"].values() for phrase in phrases(listing)]
    listed += [phrase for table in lexicon("categories").values() for phrase in phrases(table["strong"])]
    for names in lexicon("names").values():
        listed += [phrase for listing in names.values() for phrase in phrases(listing)]
    return PhraseTable({"topic": listed})


@lru_cache(maxsize=1)
def _known_names() -> PhraseTable[str]:
    """Names of games, people, brands and places: what a title may least leave out, capitalised or not."""
    names = [phrase for listed in lexicon("names").values() for group in listed.values() for phrase in phrases(group)]
    return PhraseTable({"name": names})


def _of_clause(clause: tuple[Word, ...], rules: Grammar) -> tuple[float, Headline] | None:
    words = without_tail(tuple(word for word in clause if len(word.surface) <= _LONGEST_WORD), rules)
    words = without_lead(words, rules)
    if not words:
        return None
    held = bonds(words, rules)
    topics = tuple((match.start, match.end - 1) for match in _topics().find(words))
    names = tuple(range(match.start, match.end) for match in _known_names().find(words))
    asks = words[-1].ending in {"?", "؟"}
    best: tuple[float, tuple[int, ...]] | None = None
    for candidate in candidates(words, rules, held):
        value = _value(words, candidate, rules)
        value += sum(_TOPIC for first, last in topics if {first, last} <= set(candidate.positions))
        seen = {*candidate.positions, *below(words, candidate.positions)}
        value += sum(_KNOWN_NAME if seen.issuperset(name) else 0.0 for name in names[:_MOST_NAMES])
        if best is None or value > best[0]:
            best = (value, candidate.positions)
    if best is None:
        return None
    value, positions = best
    whole = positions[-1] == len(words) - 1
    confidence = 0.9 if len(positions) >= len(words) - 1 else 0.75
    chosen = tuple(words[at] for at in positions)
    asks = asks and not (positions[0] > 0 and rules.is_number(chosen[0]))
    asked = (asks and whole) or (positions[0] == 0 and _is_inverted(words, rules))
    noun = rules.asked_noun(words)
    asked = asked or (positions == tuple(range(noun)) and not _asked_of_it(words, noun))
    return value, Headline(chosen, confidence, asked, is_shortened=len(positions) < len(clause))


def _asked_of_it(words: Sequence[Word], noun: int) -> str:
    """Return "should a high handicapper use?", for the line below "which golf ball"; "" when it has no room there."""
    text = " ".join(word.surface for word in words[noun:]) + "?"
    return text if len(text) <= LONGEST_REST else ""


def _is_inverted(words: Sequence[Word], rules: Grammar) -> bool:
    """Tell whether the verb stands before its subject: a question even without its mark."""
    return rules.language == "en" and len(words) > FEWEST_WORDS and words[0].key in _INVERTED


def _value(words: Sequence[Word], candidate: Candidate, rules: Grammar) -> float:
    chosen = [words[at] for at in candidate.positions]
    acronyms = _acronyms(words)
    ages = frozenset(at for at in range(len(words)) if _is_age(words, at, rules))
    told = sum(
        _OF_AN_AGE if at in ages else _AN_ACRONYM if at in acronyms else _weight(word, rules, is_first=at == 0)
        for at, word in zip(candidate.positions, chosen, strict=True)
    )
    letters = sum(len(word.surface) for word in chosen) + len(chosen) - 1
    value = told - candidate.cost - 0.09 * max(0, letters - _COMFORTABLE_LETTERS) - 0.12 * max(0, letters - _LONG)
    value -= 0.2 * max(0, len(chosen) - MOST_WORDS)
    if len(chosen) < FEWEST_WORDS:
        value -= 4.0 if len(words) >= FEWEST_WORDS else 0.0
    if chosen[0].key in rules.articles | POINTERS and candidate.positions[0] > 0:
        value -= 0.2
    if all(_only_measures(word, rules) for word in chosen):
        value -= 2.5
    counting = {at for at, word in enumerate(words) if _is_telling_number(word)} - ages
    lower = below(words, candidate.positions)
    if counting and not counting & {*candidate.positions, *lower}:
        measured = any(at + 1 < len(words) and words[at + 1].key in rules.units for at in counting)
        value -= _NUMBER_BELOW if measured else _NO_NUMBER
    value -= _VERY_LONG if letters > _LONGEST_BUT_FEW and len(chosen) > MOST_WORDS else 0.0
    named = {at for at, word in enumerate(words) if at and _is_name(word)} | acronyms
    if named and not any(map(_is_name, chosen)) and not named & {*candidate.positions, *lower}:
        value -= _NO_NAME
    if len(chosen) == FEWEST_WORDS and rules.is_number(chosen[0]) and candidate.positions[0] > 0:
        value -= _BARE_COUNT
    if candidate.positions[0] == 0:
        value += 0.5
    if candidate.positions[-1] == len(words) - 1:
        value += 0.4
    if rules.is_number(chosen[0]) and candidate.positions[0] > 0:
        value += 0.4
    return value


def _acronyms(words: Sequence[Word]) -> frozenset[int]:
    """Return where words in capitals stand among others: "IELTS" of "IELTS speaking", nothing of a shouted title."""
    loud = frozenset(at for at, word in enumerate(words) if word.surface.isupper() and word.surface.isalpha())
    loud = frozenset(at for at in loud if len(words[at].surface) > 1)
    return loud if 2 * len(loud) < len(words) else frozenset()


def _only_measures(word: Word, rules: Grammar) -> bool:
    """Tell whether a title of such words alone would say how much, but not of what."""
    measures = rules.is_number(word) or word.key in rules.units - rules.list_nouns | POINTERS
    return measures or rules.is_function(word.key)


def _is_age(words: Sequence[Word], at: int, rules: Grammar) -> bool:
    """Tell whether the number only says when: "alone at 19", "asleep by 10"."""
    if not words[at].has_digit or at == 0 or words[at - 1].key not in {"at", "by", "since", "until"}:
        return False
    return at + 1 == len(words) or words[at + 1].key not in rules.units


def _is_telling_number(word: Word) -> bool:
    """Tell whether the number counts something: a year only says when."""
    return word.has_digit and not _is_year(word)


def _is_year(word: Word) -> bool:
    return len(word.key) == 4 and word.key.isdecimal() and word.key[:2] in {"19", "20"}


def _is_name(word: Word) -> bool:
    return word.is_capitalised and not word.surface.isupper() and word.key != "i"


def _weight(word: Word, rules: Grammar, *, is_first: bool) -> float:
    if _is_year(word):
        return 0.6
    if word.has_digit or word.surface[:1] in "$€£¥₹":
        return 2.4
    if rules.is_power(word.key):
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
