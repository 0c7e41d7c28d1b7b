"""Place, mood, energy, expression and number of people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.clauses import Clause
from canvas.brief.lexicons import lexicon
from canvas.brief.model import Evidence
from canvas.brief.words import PhraseTable, Word, phrases

DEFAULT_MOOD = "bold"
_SPOKEN, _TOLD = 2.0, 1.0
_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "couple": 2, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5,
}  # fmt: skip
_TIMES = frozenset({"night"})
_HARDLY_A_PLACE = 0.3
_SAID_WHERE = 2.0
_WHERE = frozenset({"in", "at", "across", "through", "inside", "into", "to", "در", "توی", "داخل", "به"})
_PEOPLE = frozenset({
    "people", "person", "men", "women", "man", "woman", "girls", "boys", "girl", "boy", "guys", "guy", "friends",
    "brothers", "sisters", "persons", "kids", "children", "humans", "faces", "face", "نفر", "آدم", "مرد", "زن", "دختر",
    "پسر", "دوست", "چهره", "صورت",
})  # fmt: skip
_SOMEBODY = frozenset({"person", "man", "woman", "girl", "boy", "guy", "face", "kid", "teenager", "couple", "youtuber"})
_ONE = frozenset({
    "face", "selfie", "portrait", "me", "myself", "man", "woman", "guy", "girl", "boy", "person", "lady", "چهره",
    "صورت", "صورتم", "چهرم", "عکسم", "خودم",
})  # fmt: skip
_COMPANIONS = frozenset({
    "friend", "bestie", "partner", "fiance", "wife", "husband", "girlfriend", "boyfriend", "brother", "sister",
    "mom", "dad", "mother", "father", "son", "daughter", "grandma", "grandpa", "همسرم", "مادرم", "پدرم", "برادرم",
    "خواهرم", "دوستم", "مامانم", "بابام",
})  # fmt: skip


@lru_cache(maxsize=1)
def _places() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("places")["places"].items()})


@lru_cache(maxsize=2)
def _moods(kind: str) -> PhraseTable[str]:
    return PhraseTable({name: phrases(table[kind]) for name, table in lexicon("moods").items()})


@lru_cache(maxsize=1)
def _expressions() -> PhraseTable[str]:
    table = lexicon("marks")["expressions"]
    return PhraseTable({name: phrases(entry["words"]) for name, entry in table.items()})


@lru_cache(maxsize=1)
def _effects() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("marks")["effects"].items()})


def choose_place(subject: Sequence[Word], direction: Sequence[Word]) -> str:
    """Return the place that is named most often, direction counting double; empty when none is."""
    votes: dict[str, float] = {}
    for words, weight in ((subject, 1.0), (direction, 2.0)):
        for match in _places().find(words):
            if _is_model(words, match.end):
                continue
            first_word = words[match.start].key
            literal = 1.0 if first_word.startswith(match.value[:4]) else 0.0
            literal = max(literal, _SAID_WHERE if _is_where(words, match.start) else 0.0)
            share = _HARDLY_A_PLACE if match.value in _TIMES else 1.0
            votes[match.value] = votes.get(match.value, 0.0) + share * (weight + literal)
    if not votes:
        return ""
    order = list(lexicon("places")["places"])
    return max(votes, key=lambda name: (votes[name], -order.index(name)))


def _is_model(words: Sequence[Word], after: int) -> bool:
    """Tell whether a number of letters and digits follows, so that a product is named: "Galaxy S26"."""
    if after >= len(words) or words[after - 1].ending:
        return False
    key = words[after].key
    return key[:1].isalpha() and key[-1:].isdigit()


def _is_where(words: Sequence[Word], at: int) -> bool:
    """Tell whether the words say where: "in the desert", «در جنگل»."""
    return any(word.key in _WHERE for word in words[max(0, at - 2) : at])


def choose_mood(subject: Sequence[Word], direction: Sequence[Word]) -> tuple[str, Evidence]:
    """Return the mood: what the direction says, else what the subject tells, else `bold`."""
    votes: dict[str, float] = {}
    for match in _moods("spoken").find(direction):
        votes[match.value] = votes.get(match.value, 0.0) + _SPOKEN
    told = {match.value for match in (*_moods("told").find(subject), *_moods("told").find(direction))}
    for mood in told:
        votes[mood] = votes.get(mood, 0.0) + _TOLD
    if not votes:
        return DEFAULT_MOOD, Evidence(0.3, "default")
    order = list(lexicon("moods"))
    best = max(votes, key=lambda name: (votes[name], -order.index(name)))
    return best, Evidence(0.9 if votes[best] >= _SPOKEN else 0.6, "lexicon")


def choose_energy(mood: str, prompt: str, category: str) -> int:
    """Return 1..10: the mood's own energy, more for shouting, less for quiet categories."""
    energy = int(lexicon("moods")[mood]["energy"])
    energy += {"gaming": 1, "entertainment": 1, "sports": 1, "lifestyle": -1}.get(category, 0)
    letters = [letter for letter in prompt if letter.isalpha()]
    if "!" in prompt or (len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)):
        energy += 1
    return max(1, min(10, energy))


def find_expression(direction: Sequence[Clause]) -> str:
    """Return the expression asked for. Mood words such as "happy" count only beside a face or on their own."""
    faces = frozenset(phrases(lexicon("marks")["faces"]["words"]))
    for clause in direction:
        matches = _expressions().find(clause)
        if not matches:
            continue
        near_face = any(word.key in faces or word.key.rstrip("ی") in faces for word in clause)
        speaks_of_self = any(word.key in {"i", "me", "i'm", "looking", "look", "man", "woman", "person", "guy", "girl"}
                             for word in clause)  # fmt: skip
        strong = matches[0].value not in {"cool", "serious", "cold", "love", "happy", "sad"}
        if near_face or speaks_of_self or strong:
            return matches[0].value
    return ""


def worn_expression(subject: Sequence[Word]) -> str:
    """Return the expression of somebody in the topic: "shocked man looking at …"; empty for none."""
    for match in _expressions().find(subject):
        follows = subject[match.end].key if match.end < len(subject) else ""
        if follows in _SOMEBODY and not subject[match.end - 1].ending:
            return match.value
    return ""


def expression_prop(expression: str) -> str:
    """Return the face prop of an expression, empty for none."""
    return str(lexicon("marks")["expressions"][expression]["prop"]) if expression else ""


def find_effects(direction: Sequence[Word]) -> tuple[str, ...]:
    """Return the effects that the art direction asks for."""
    return _effects().values(direction)


def count_people(subject: Sequence[Word], direction: Sequence[Word], *, forbids: bool, expression: str) -> int | None:
    """Return how many people are asked for, None when nothing is said of them."""
    if forbids:
        return 0
    for words in (direction, subject):
        for at, word in enumerate(words):
            following = {other.key for other in words[at + 1 : at + 3]}
            if word.key in _COUNTS and following & _PEOPLE:
                return _COUNTS[word.key]
    keys = [word.key for word in (*subject, *direction)]
    if "friends" in keys and {"me", "my", "i", "we"} & {word.key for word in direction}:
        return 3
    if any(key in _COMPANIONS for key in keys) and {"me", "my", "i", "we", "من"} & set(keys):
        return 2
    if expression or _ONE & {word.key for word in direction}:
        return 1
    return None
