"""Word classes and phrases: where a clause may be cut so that what remains reads as language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from canvas.brief.language import function_words
from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, keys_of, phrases

_MONEY = frozenset("$€£¥₹")
# Verbs that go on with a gerund: "stop using", "try cooking".
_TAKE_GERUND = frozenset({
    "stop", "stopped", "quit", "start", "started", "try", "tried", "love", "loves", "hate", "hates", "learn", "learned",
    "go", "went", "get", "got", "need", "needs", "want", "mean", "means", "do", "did", "does", "is", "keep", "use",
    "used", "become", "became", "make", "made", "beat",
})  # fmt: skip
_NO_SUPERLATIVES = frozenset({
    "forest", "honest", "interest", "latest", "contest", "request", "harvest", "protest", "arrest", "invest",
    "budapest", "modest", "suggest", "everest", "manifest", "rainforest", "conquest", "digest", "closest",
    "pinterest", "bucharest",
})  # fmt: skip
_NO_PAST_FORMS = frozenset({
    "hundred", "speed", "breed", "indeed", "succeed", "exceed", "proceed", "naked", "wicked", "sacred", "rugged",
    "weed", "seaweed", "unlimited", "united", "limited", "advanced", "animated", "haunted", "abandoned", "baked",
    "fried", "iced", "smoked", "grilled", "roasted", "moped", "biped", "flatbed",
})  # fmt: skip
# Open the verb of the noun before them: a cut between the two tears a subject off.
FINITE = frozenset({
    "don't", "dont", "doesn't", "doesnt", "didn't", "didnt", "can't", "cant", "won't", "wont", "isn't", "isnt",
    "aren't", "wasn't", "weren't", "shouldn't", "couldn't", "wouldn't", "haven't", "hasn't", "is", "are", "was",
    "were", "has", "will", "would", "should", "can", "could", "must",
})  # fmt: skip
_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii"})
# Nouns that a number behind them tells from others of their kind; what follows is told of them.
_NUMBERED = frozenset({
    "part", "episode", "season", "chapter", "unit", "lesson", "paper", "task", "volume", "module", "section", "round",
    "level", "phase", "stage", "lecture", "week", "day",
})  # fmt: skip
_SUBJECT_AND_VERB = 2
_FIRST_OR_LAST = frozenset({"first", "last"})
_THIRD_PERSONS = frozenset({
    "reacts", "wins", "explains", "answers", "rates", "tries", "tests", "reveals", "breaks", "shows", "says",
    "becomes", "happens", "beats", "gets", "goes", "does", "keeps",
})  # fmt: skip
_PLURALS = frozenset({
    "works", "plays", "fights", "changes", "runs", "needs", "loves", "moves", "walks", "starts", "visits",
    "crashes", "mistakes",
})  # fmt: skip
# Ask of the noun behind "which" and "what" when they stand behind that noun.
DO_FORMS = frozenset({"do", "does", "did", "will", "can", "could", "would", "should", "have", "has", "must"})
_LONGEST_ASKED = 4
ANYBODY = frozenset({"everyone", "everybody", "nobody", "someone", "somebody", "no-one"})
# Words that need their "of": a cut before it would tear them off.
_BEFORE_OF = frozenset({
    "one", "kind", "type", "sort", "out", "lot", "lots", "hundreds", "thousands", "millions", "full", "because",
    "instead", "most", "all", "some", "none", "both", "each", "any", "best", "worst", "end", "side", "king", "world",
    "god", "lord", "game", "call", "league", "rest", "top", "front", "state", "go", "made", "rid",
})  # fmt: skip


class Grammar:
    """The closed word classes of one language. Languages without a table know only their function words."""

    def __init__(self, language: str) -> None:
        tables: dict[str, Any] = lexicon("grammar")
        name = {"fa": "persian", "ar": "persian"}.get(language, "english" if language == "en" else "")
        table: dict[str, str] = tables.get(name, {}) if name else {}
        self.language = language
        self.prepositions = keys_of(table.get("prepositions", ""))
        self.conjunctions = keys_of(table.get("conjunctions", ""))
        self.articles = keys_of(table.get("articles", ""))
        self.possessives = keys_of(table.get("possessives", ""))
        self.pronouns = keys_of(table.get("pronouns", ""))
        self.questions = keys_of(table.get("questions", ""))
        self.auxiliaries = keys_of(table.get("auxiliaries", ""))
        self.light_verbs = keys_of(table.get("light_verbs", ""))
        self.adverbs = keys_of(table.get("adverbs", ""))
        self.soft_nouns = keys_of(table.get("soft_nouns", ""))
        self.negations = keys_of(table.get("negations", "")) or keys_of(tables["negations"].get(language, ""))
        self.units = keys_of(table.get("units", ""))
        self.list_nouns = keys_of(table.get("list_nouns", ""))
        self.number_words = keys_of(table.get("number_words", ""))
        self.power = keys_of(table.get("power", ""))
        self.weak_starts = keys_of(table.get("weak_starts", ""))
        self.verbs = keys_of(table.get("verbs", "")) | keys_of(table.get("final_verbs", ""))
        self.final_verbs = keys_of(table.get("final_verbs", ""))
        self.foreign = function_words(language)

    def is_function(self, key: str) -> bool:
        """Tell whether a title must not end on the word."""
        return (
            key in self.prepositions
            or key in self.conjunctions
            or key in self.articles
            or key in self.possessives
            or key in self.auxiliaries
            or key in self.foreign
            or key
            in {"to", "of", "i", "we", "you", "he", "she", "they", "how", "why", "what", "who", "which", "رو", "را"}
        )

    def is_power(self, key: str) -> bool:
        """Tell whether the word carries a title: listed, or an English superlative ("greatest")."""
        is_superlative = self.language == "en" and len(key) > 5 and key.endswith("est") and key not in _NO_SUPERLATIVES
        return key in self.power or is_superlative

    def is_verb(self, key: str) -> bool:
        """Tell whether the word is a verb: listed, or an English past form ("replaced")."""
        is_past = self.language == "en" and len(key) > 4 and key.endswith("ed") and key not in _NO_PAST_FORMS
        return is_past or key in self.verbs or key in self.light_verbs

    def is_number(self, word: Word) -> bool:
        return word.has_digit or word.surface[:1] in _MONEY or word.key in self.number_words

    def opens_phrase(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether a new phrase starts at the word: a preposition, conjunction or inner subject does."""
        key = words[at].key
        if self._is_stranded(words, at):
            return False
        if key in {"and", "و"} and any(word.key in {"between", "بین"} for word in words[:at]):
            return False
        if at > 1 and words[at - 1].has_digit and words[at - 2].key in _NUMBERED and key not in self.units:
            return True  # "IELTS speaking part 2 | sample answer"
        is_seam = key in self.prepositions or key in self.conjunctions
        if is_seam or self._opens_count(words, at) or self.opens_what_all_do(words, at):
            return True
        if self.language == "en":
            return self._opens_english_phrase(words, at)
        return key in self.foreign and at > 0 and words[at - 1].key not in self.foreign

    def _opens_english_phrase(self, words: Sequence[Word], at: int) -> bool:
        key = words[at].key
        if key == "of":
            return words[at - 1].key not in _BEFORE_OF and not words[at - 1].has_digit
        if key.endswith("ing") and words[at - 1].key in self.verbs and len(key) > 4:
            return words[at - 1].key not in _TAKE_GERUND
        if key in {"every", "each"}:
            return self._stands_behind_noun(words[at - 1].key)
        if key == "ever" and at == len(words) - _SUBJECT_AND_VERB and self.is_verb(words[-1].key):
            return any(word.key == "every" for word in words[:at])  # "every flavour of oreo | ever made"
        if at > _SUBJECT_AND_VERB and self.is_third_person(key) and self.tells_of_the_first(words):
            return True
        if key == "no":
            return self._denies_apart(words[at - 1])
        if key == "to":
            leads = {"how", "want", "need", "have", "going", "trying"}
            return words[at - 1].key not in leads and not self._ends_a_way(words, at)
        if key == "you" or key in ANYBODY or self.is_somebody_who(words, at):
            return self._opens_relative(words, at)
        if key in {"i", "we", "he", "she", "they"}:
            return words[at - 1].key not in self.questions and words[at - 1].key not in {"if", "how"}
        return key in {"how", "why", "what", "who", "where"} and at > 0

    def is_third_person(self, key: str) -> bool:
        return key in _THIRD_PERSONS or (key.endswith("s") and key[:-1] in self.verbs and key not in _PLURALS)

    def tells_of_the_first(self, words: Sequence[Word]) -> bool:
        """Tell whether the subject is "last to …", "first one to …"; its verb opens a phrase: "… | wins $10,000"."""
        return words[0].key in _FIRST_OR_LAST and any(word.key == "to" for word in words[1:3])

    def asked_noun(self, words: Sequence[Word]) -> int:
        """Return where the noun ends that "which golf ball should …" asks for; 0 when no such question stands here."""
        if self.language != "en" or words[0].key not in {"which", "what"}:
            return 0
        end = next((at for at, word in enumerate(words[: _LONGEST_ASKED + 1]) if word.key in DO_FORMS), 0)
        noun = words[1:end]
        told = any(self.is_function(word.key) or self.is_verb(word.key) or word.key in self.pronouns for word in noun)
        return 0 if told or not noun else end

    def _ends_a_way(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether "to" says where a way ends that began "from": "the train from Paris to Istanbul"."""
        start = next((place for place in range(at - 1, max(0, at - 4), -1) if words[place].key == "from"), None)
        if start is None or start == at - 1 or at + 1 >= len(words):
            return False
        between = {word.key for word in words[start + 1 : at]} | {words[at + 1].key}
        return not between & (self.prepositions | self.conjunctions | self.verbs | self.articles)

    def _denies_apart(self, before: Word) -> bool:
        """Tell whether "no …" behind the word is a phrase of its own: "abs | no equipment", not "7 days no phone"."""
        leads = self.verbs | self.light_verbs | self.auxiliaries | self.units
        return before.key not in leads and not before.has_digit

    def _opens_relative(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether the word is the subject of a clause about the noun before it: "games | you missed"."""
        if at + 1 >= len(words):
            return False
        before, follows = words[at - 1].key, words[at + 1].key
        if before in self.questions or before in {"if", "that", "than"} or not self._stands_behind_noun(before):
            return False
        return follows not in self.prepositions and follows not in self.conjunctions

    def opens_what_all_do(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether the word opens what others do with the things listed: "5 mistakes | even experts make"."""
        if (
            self.language != "en"
            or at < 1
            or words[at - 1].key not in self.list_nouns
            or len(words) - at < _SUBJECT_AND_VERB
        ):
            return False
        key = words[at].key
        leads = self.prepositions | self.conjunctions | self.auxiliaries | self.questions | self.soft_nouns
        is_subject = not (key in leads or self.is_function(key) or self.is_verb(key) or key.endswith("ing"))
        return is_subject and words[-1].key in self.verbs

    def is_somebody_who(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether a noun with its negated verb follows a noun of several words: "5 settings | pros don't tell"."""
        noun = at + 1 if words[at].key in self.articles | self.possessives else at
        follows = words[noun + 1].key if noun + 1 < len(words) else ""
        return at > 1 and follows in FINITE and follows.endswith("n't") and not self.is_verb(words[noun].key)

    def _stands_behind_noun(self, before: str) -> bool:
        """Tell whether "every …" behind the word opens a phrase of its own: "pancakes | every time"."""
        leads = self.verbs | self.light_verbs | self.auxiliaries | self.adverbs | self.negations
        return not (before in leads or self.is_function(before) or before.endswith("ing"))

    def _is_stranded(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether a preposition belongs to the infinitive before it: "places to work from in Berlin"."""
        follows = words[at + 1].key if at + 1 < len(words) else ""
        if at > 1 and words[at - 2].key == "to" and self._ends_a_way(words, at - 2):
            return False
        after_infinitive = at > 1 and words[at - 2].key == "to" and words[at].key in self.prepositions
        return after_infinitive and follows in self.prepositions

    def _opens_count(self, words: Sequence[Word], at: int) -> bool:
        """Tell whether a count ("20 minutes") stands at the word as a phrase of its own."""
        if at == 0 or at + 1 >= len(words) or not words[at].has_digit or words[at + 1].key not in self.units:
            return False
        before = words[at - 1].key
        leads = self.prepositions | self.light_verbs | self.verbs | self.articles | self.possessives | self.adverbs
        leads |= self.negations | self.number_words | self.power | self.questions | self.auxiliaries
        return not (before in leads or words[at - 1].has_digit or before in {"top", "these", "my"})


@lru_cache(maxsize=64)
def grammar(language: str) -> Grammar:
    return Grammar(language)


@lru_cache(maxsize=1)
def _names() -> PhraseTable[str]:
    """Names and compounds of several words that no cut may go through: "elden ring", "black hole", «سیاه چاله»."""
    listed: set[str] = set()
    props = lexicon("props")
    for group in ("things", "themes"):
        for listing in props[group].values():
            listed.update(phrase for phrase in phrases(listing) if " " in phrase)
    for table in lexicon("categories").values():
        listed.update(phrase for phrase in phrases(table["strong"]) if " " in phrase)
    for names in lexicon("names").values():
        for listing in names.values():
            listed.update(phrase for phrase in phrases(listing) if " " in phrase)
    function = Grammar("en").is_function
    listed = {phrase for phrase in listed if not function(phrase.split()[0]) and not function(phrase.split()[-1])}
    listed -= {"i survived", "i spent", "made $", "vs $"}
    return PhraseTable({"name": sorted(listed)})


@dataclass(frozen=True)
class Bonds:
    """`after[i]` tells that word i and word i + 1 belong together; `loose` bonds may be cut at a price."""

    after: tuple[bool, ...]
    loose: tuple[bool, ...]

    def holds(self, at: int) -> bool:
        return 0 <= at < len(self.after) and self.after[at]

    def is_loose(self, at: int) -> bool:
        return 0 <= at < len(self.loose) and self.loose[at]

    def touches(self, at: int) -> bool:
        """Tell whether the word is bound to either neighbour."""
        return any(self.holds(place) or self.is_loose(place) for place in (at - 1, at))


def bonds(words: Sequence[Word], rules: Grammar) -> Bonds:
    """Find the places that no cut may go through: inside names, between a number and its noun, behind a negation."""
    held = [False] * len(words)
    loose = [False] * len(words)
    for match in _names().find(words):
        for at in range(match.start, match.end - 1):
            held[at] = True
    shouting = sum(word.surface.isupper() for word in words) > len(words) / 2
    for at in range(len(words) - 1):
        word, following = words[at], words[at + 1]
        if word.ending:
            continue
        cuts = following.key in rules.prepositions or following.key in rules.conjunctions
        is_model_number = at > 0 and held[at - 1] and word.has_digit and not rules.is_number(words[at - 1])
        is_model_number = is_model_number and following.key not in rules.units
        if (rules.is_number(word) and not cuts and not is_model_number) or word.key in rules.negations:
            held[at] = True
        unit = words[at + 2].key if at + 2 < len(words) and not following.ending else ""
        if (
            following.has_digit
            and following.surface[:1] not in _MONEY
            and unit not in rules.units
            and _can_be_a_name(word, rules)
        ):
            held[at] = True
        if following.has_digit and word.key in {"top", "s", "part", "episode", "under", "season", "level", "day"}:
            held[at] = True
        both_names = word.is_capitalised and following.is_capitalised and not shouting and at > 0
        if both_names and not word.surface.endswith("'s") and not rules.is_function(word.key):
            loose[at] = True
        if word.has_digit and following.key in _ROMAN:
            held[at] = True  # "Z6 III"
        if "&" in {word.surface, following.surface}:
            held[at] = True  # "Ben & Jerry's"
        if following.key in {"s", "'s"} or word.key in {"o'clock"}:
            held[at] = True
    return Bonds(tuple(held), tuple(loose))


def _can_be_a_name(word: Word, rules: Grammar) -> bool:
    """Tell whether a number behind the word can be its model number: "iPhone 17", "Mario 64"."""
    key = word.key
    ordinary = rules.verbs | rules.light_verbs | rules.adverbs | rules.number_words | rules.negations | rules.pronouns
    pointing = {"this", "these", "those", "all", "every", "about", "almost", "another", "only", "top"}
    return not (
        rules.is_function(key) or rules.is_power(key) or key in ordinary | pointing or word.has_digit
    ) and not key.endswith("ing")


def phrase_starts(words: Sequence[Word], rules: Grammar, held: Bonds) -> tuple[int, ...]:
    """Return where phrases start, 0 first. A name is never split."""
    starts = [0]
    starts += [at for at in range(1, len(words)) if rules.opens_phrase(words, at) and not held.holds(at - 1)]
    return tuple(starts)
