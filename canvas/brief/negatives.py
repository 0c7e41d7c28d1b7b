"""What must not appear: "no text", "without arrows", «بدون متن», «فلش نداشته باشه»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from canvas.brief.clauses import Clause
from canvas.brief.lexicons import lexicon
from canvas.brief.words import PhraseTable, Word, phrases

_BEFORE = frozenset(
    {
        "no",
        "without",
        "avoid",
        "don't",
        "dont",
        "not",
        "never",
        "remove",
        "exclude",
        "zero",
        "bedoone",
        "bedune",
        "bedon",
        "بدون",
        "هیچ",
    }
)
_AFTER = frozenset({
    "نباشه", "نباشد", "نداشته", "نذار", "نزار", "نگذار", "نمیخوام", "نمیخواهم", "نباشن", "ندارد", "نکن", "نکنید", "نزن",
})  # fmt: skip
# What is wanted ends with these: «رنگ قهوه‌ای باشه و فلش نذار» forbids the arrow alone.
_AFFIRMS = frozenset({"باشه", "باشد", "بذار", "بزار", "بگذار", "بزن", "کن", "بکن", "میخوام", "میخواهم"})
_ENDS_SCOPE = frozenset({
    "but", "with", "just", "only", "ولی", "اما", "با", "make", "put", "add", "pero", "mas", "mais", "ma", "aber",
    "maar", "ale", "ama", "tapi", "но", "لكن", "लेकिन", "con", "com", "avec", "mit", "met", "dengan", "с", "مع", "solo",
    "nur",
})  # fmt: skip
_NEXT, _BEFORE_IT = "denies_next", "denies_before"  # listings of words that deny, and forbid nothing themselves
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")  # and Chinese
_PERSIAN = re.compile("[پچژگکی]")
_OF_PICTURES = ("text", "arrows", "circles", "emoji", "logo", "effects")


@lru_cache(maxsize=1)
def _forbidden() -> PhraseTable[str]:
    listings = lexicon("marks")["negatives"]
    return PhraseTable({name: phrases(listings[name]) for name in listings if name not in {_NEXT, _BEFORE_IT}})


@lru_cache(maxsize=1)
def _denials() -> PhraseTable[str]:
    """What denies in languages other than English and Persian: what follows it, or what stands before it."""
    return PhraseTable({name: phrases(lexicon("marks")["negatives"][name]) for name in (_NEXT, _BEFORE_IT)})


@lru_cache(maxsize=1)
def _colours() -> PhraseTable[str]:
    return PhraseTable({name: phrases(table["words"]) for name, table in lexicon("colours")["names"].items()})


@lru_cache(maxsize=1)
def _in_one_word() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("marks")["negatives_in_one_word"].items()})


def negated_positions(clause: Sequence[Word]) -> frozenset[int]:
    """Return the positions of words that stand under a negation."""
    negated: set[int] = set()
    denials = _denials().find(clause)
    next_at = {at for match in denials if match.value == _NEXT for at in range(match.start, match.end)}
    before_at = {at for match in denials if match.value == _BEFORE_IT for at in range(match.start, match.end)}
    inside = False
    for at, word in enumerate(clause):
        if word.key in _BEFORE or at in next_at:
            inside = True
            continue
        if word.key in _ENDS_SCOPE and not (at and clause[at - 1].key in _BEFORE):  # "don't put": it goes on
            inside = False
        if inside:
            negated.add(at)
    start = 0
    for at, word in enumerate(clause):
        if word.key in _AFTER:
            negated |= set(range(start, at))
        if word.key in _AFTER | _AFFIRMS:
            start = at + 1
    if before_at:
        negated |= set(range(max(before_at))) - before_at
    return frozenset(negated)


def set_apart(text: str) -> str:
    """Return the prompt with what it forbids cut off by commas, where it has none: "… the boss no text pls".

    Japanese and Chinese are given the spaces that words are split at: 「…解説、文字なし」 becomes "…解説, 文字 なし".
    """
    if _PERSIAN.search(text):
        return _persian_denials().sub("، \\g<denied>", text)
    if _JAPANESE.search(text):
        for pattern in _unspaced_denials():
            text = pattern.sub(r", \g<first> \g<last>, ", text)
        return text.strip(" ,") if ", " in text else text
    for pattern in _spaced_denials():
        text = pattern.sub(r", \g<denied>", text)
    return _english_denials().sub(r", \g<denied>, ", text).strip(" ,") if _english_denials().search(text) else text


@lru_cache(maxsize=1)
def _unspaced_denials() -> tuple[re.Pattern[str], ...]:
    """Return what finds 文字なし and 不要文字, with the stops around it."""
    listings = lexicon("marks")["negatives"]
    things = _any_of(phrase for name in listings if name not in {_NEXT, _BEFORE_IT} for phrase in _ideographic(name))
    colours = _any_of(
        phrase
        for table in lexicon("colours")["names"].values()
        for phrase in phrases(table["words"])
        if _JAPANESE.match(phrase)
    )
    last, first = (_any_of(_ideographic(name)) for name in (_BEFORE_IT, _NEXT))
    stops = "[、，,。\\s]*"
    return (
        re.compile(f"{stops}(?P<first>{things}|{colours})(?:は|を|も)?\\s?(?P<last>{last}){stops}"),
        re.compile(f"{stops}(?P<first>{first})\\s?(?P<last>{things}|{colours}){stops}"),
    )


def _ideographic(name: str) -> list[str]:
    return [phrase for phrase in phrases(lexicon("marks")["negatives"][name]) if _JAPANESE.match(phrase)]


@lru_cache(maxsize=1)
def _spaced_denials() -> tuple[re.Pattern[str], ...]:
    """Return what finds "sin flechas", "emoji kullanma" behind other words. People may be missing in a topic."""
    listings = lexicon("marks")["negatives"]
    things = _any_of(phrase for name in _OF_PICTURES for phrase in phrases(listings[name]))
    following, leading = (_any_of(phrases(listings[name])) for name in (_NEXT, _BEFORE_IT))
    start, end = r"(?<=[^\s,;:.!?،|–-])\s+", r"(?=[\s,;.!?،।]|$)"
    return (
        re.compile(f"{start}(?P<denied>(?:{following})\\s+(?:{things}){end})", re.I),
        re.compile(f"{start}(?P<denied>(?:{things})\\s+(?:{leading}){end})", re.I),
    )


@lru_cache(maxsize=1)
def _english_denials() -> re.Pattern[str]:
    """Return what finds "no text" at the end of a prompt or before a plea. "With no arrows" may be the topic."""
    listings = lexicon("marks")["negatives"]
    things = _any_of(phrase for name in _OF_PICTURES for phrase in phrases(listings[name]) if phrase.isascii())
    topical = "".join(rf"(?<!\b{word})" for word in ("with", "but", "has", "have", "is", "are", "was", "there", "and"))
    plea = r"(?=\s*(?:[,.;!]|$|\b(?:pls|plz|please|just|thx|thanks|on it|in it)\b))"
    return re.compile(
        rf"(?<=[^\s,;:.!?|–-]){topical}\s+(?P<denied>(?:no|without)\s+(?:any\s+)?(?:{things}){plea})", re.I
    )


@lru_cache(maxsize=1)
def _persian_denials() -> re.Pattern[str]:
    """Return what finds «متن نداشته باشه» behind other words."""
    listings = lexicon("marks")["negatives"]
    things = _any_of(phrase for name in _OF_PICTURES for phrase in phrases(listings[name]) if not phrase.isascii())
    return re.compile(rf"(?<=[^\s،,؛:.!?؟])\s+(?P<denied>(?:{things})\s+(?:{'|'.join(_AFTER)})(?=[\s،,.!]|$))")


def _any_of(listed: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(set(listed), key=lambda phrase: (-len(phrase), phrase)))


def find_negatives(direction: Sequence[Clause]) -> tuple[str, ...]:
    """Return what the art direction forbids: names of the `negatives` and of the colours' lexicon."""
    found: list[str] = []
    for clause in direction:
        negated = negated_positions(clause)
        for table in (_forbidden(), _colours()):
            found += [match.value for match in table.find(clause) if match.start in negated]
        found += _in_one_word().values(clause)
    return tuple(dict.fromkeys(found))


def affirmed(direction: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses without what they negate. Words that become neighbours by that end a clause."""
    kept: list[Clause] = []
    for clause in direction:
        negated = negated_positions(clause)
        rest = tuple(word for at, word in enumerate(clause) if at not in negated)
        if rest:
            kept.append(rest)
    return tuple(kept)
