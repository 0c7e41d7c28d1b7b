"""Whether what is left of a clause reads as a whole title: short enough, nothing torn off at either end."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.brief.grammar import DO_FORMS, FINITE, Bonds, Grammar
from canvas.brief.words import Word

FEWEST_WORDS = 2
MOST_WORDS = 5
LONGEST_OF_FEW = 42  # letters, for titles of four or five words
SHORT_ENOUGH, LONGEST_REST = 22, 32  # letters: a title that is told on by a line below, and that line
LONGEST_TITLE = 42  # letters, for titles of more words than that
POINTERS = frozenset({"this", "these", "those"})
_MOST_SHORT_WORDS = 6.0  # words of one or two letters count half
RELATIVES = frozenset({"that", "which", "who", "whose", "when", "where", "if", "because", "while", "که", "وقتی", "اگر"})
_FEWEST_IN_RELATIVE = 3
# Prepositions that open a title as well as a verb would: "ACROSS AMERICA IN A $300 VAN".
_OPENERS = frozenset({"across", "inside", "before", "behind", "around", "through", "against"})
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
_PAIRED_BY = frozenset({"with", "into", "for", "from", "in", "to"})
_HOW = frozenset({"much", "many", "long", "often", "far"})
COMPLETING = frozenset({"for", "to", "with", "about", "into", "like", "from"})  # "ask | for a raise"
# Verbs that say nothing without what follows them, whatever stands before them.
_TORN_VERBS = frozenset({
    "looking", "standing", "sitting", "pointing", "holding", "staring", "wearing", "living", "doing", "going",
    "making", "getting", "taking", "trying", "being", "worth", "stay", "stays", "become", "becomes", "seem", "put",
    "puts", "remain", "remains", "belong",
})  # fmt: skip
# Say of what something is true: "everything wrong [with]", "everything different [about]".
SHORT_OF = frozenset({"wrong", "right", "different", "better", "worse", "ready", "addicted", "allergic", "obsessed"})
_SOMETHING = frozenset({"it", "he", "she", "they", "this", "that"})
# Halves of Persian verbs: «یاد گرفتن» can't lose its second half.
_VERB_NOUNS = frozenset({"یاد", "درست", "پیدا", "اتفاق", "شروع", "تمام", "تموم", "گیر"})
# Function words of other languages at which a title may open.
FOREIGN_ARTICLES = frozenset({
    "el", "la", "los", "las", "un", "una", "der", "die", "das", "ein", "eine", "einen", "le", "les", "une", "mon",
    "ma", "mes", "mi", "mis", "mein", "meine", "o", "os", "as", "um", "uma", "il", "i", "gli", "bir",
})  # fmt: skip
# Words of other languages before which no title closes: what they open belongs to the noun or verb before them.
FOREIGN_OF = frozenset({
    "de", "del", "des", "du", "d", "di", "da", "do", "dos", "das", "dello", "della", "dei", "degli", "delle",
})  # fmt: skip
# Verbs that wait for an object: a title that ends on one is torn off.
_OPEN_VERBS = frozenset({
    "keep", "keeps", "make", "makes", "made", "let", "lets", "get", "gets", "got", "have", "take", "takes", "took",
    "give", "gave", "find", "found", "need", "needs", "want", "wants", "use", "used", "buy", "bought", "built",
})  # fmt: skip


def asks_what_happens(words: Sequence[Word], before: int) -> bool:
    return words[0].key == "what" and any(word.key.startswith("happen") for word in words[:before])


def asks_inverted(words: Sequence[Word], start: int, rules: Grammar) -> bool:
    """Tell whether the question that starts here needs its first word: "how much does …", "why do …"."""
    if start == 0 and rules.asked_noun(words):
        return True
    follows = {word.key for word in words[start + 1 : start + 3]}
    if len(words) > start + 1 and words[start + 1].key in rules.pronouns:
        return False  # "why you should never …" tells
    return words[start].key in rules.questions and bool(follows & DO_FORMS or follows & _HOW)


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


def _is_cut_short(words: Sequence[Word], positions: Sequence[int], rules: Grammar) -> bool:
    """Tell whether a question lacks its verb, or a relative clause what it goes on to say."""
    after = positions[-1] + 1
    if after >= len(words):
        strands_verb = words[-1].key in rules.verbs and asks_inverted(words, 0, rules)
        return strands_verb and positions[0] > 0
    if words[after].key == "than" and not (below(words, positions) or _is_expected(words, after)):
        return True
    keys = [words[at].key for at in positions]
    asks = keys[0] in DO_FORMS or (keys[0] in rules.questions and any(key in DO_FORMS for key in keys[1:3]))
    asks = asks or (positions[0] == 0 and rules.asked_noun(words) > 0)
    if asks and words[-1].key in rules.verbs | rules.light_verbs:
        return True
    relative = max((at for at, key in enumerate(keys) if at and key in RELATIVES), default=0)
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


def reads_well(words: Sequence[Word], positions: Sequence[int], rules: Grammar, held: Bonds) -> bool:
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
    if words[after].key in rules.foreign & FOREIGN_OF:
        return not any(words[at].key in FOREIGN_OF for at in positions[1:])  # "recettes de pâtes | de ma grand-mère"
    return words[after].key in rules.foreign & FOREIGN_ARTICLES


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
    if first > 0 and opening in rules.foreign and opening not in FOREIGN_ARTICLES:
        return False
    if first > 1 and words[first - 1].key in rules.foreign & FOREIGN_ARTICLES:
        return False
    if _lost_its_head(words, first, rules):
        return False
    came_from = any(word.key == "from" for word in words[max(0, first - 4) : first])
    if first > 1 and words[first - 1].key == "to" and came_from:
        return False  # "[from couch to] marathon"
    if first > 0 and (words[first - 1].key in _FIRST_OR_LAST or _needs_its_head(words, first)):
        return False
    if opening in {"when", "if"} and first > 0:
        return asks_what_happens(words, first) and positions[-1] == len(words) - 1
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
    return words[first].key in SHORT_OF and follows in COMPLETING
