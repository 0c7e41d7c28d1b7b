"""What must not appear: "no text", "without arrows", «بدون متن», «فلش نداشته باشه»."""

from __future__ import annotations

from collections.abc import Sequence
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
        "sin",
        "sans",
        "ohne",
        "sem",
        "senza",
        "kein",
        "keine",
        "keinen",
        "без",
        "बिना",
        "بدون",
        "هیچ",
    }
)
_AFTER = frozenset(
    {"نباشه", "نباشد", "نداشته", "نذار", "نزار", "نگذار", "نمیخوام", "نمیخواهم", "نباشن", "ندارد", "olmadan", "olmasın"}
)
_ENDS_SCOPE = frozenset({"but", "with", "just", "only", "ولی", "اما", "با", "make", "put", "add"})


@lru_cache(maxsize=1)
def _forbidden() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("marks")["negatives"].items()})


@lru_cache(maxsize=1)
def _colours() -> PhraseTable[str]:
    return PhraseTable({name: phrases(table["words"]) for name, table in lexicon("colours")["names"].items()})


@lru_cache(maxsize=1)
def _in_one_word() -> PhraseTable[str]:
    return PhraseTable({name: phrases(listing) for name, listing in lexicon("marks")["negatives_in_one_word"].items()})


def negated_positions(clause: Sequence[Word]) -> frozenset[int]:
    """Return the positions of words that stand under a negation."""
    negated: set[int] = set()
    inside = False
    for at, word in enumerate(clause):
        if word.key in _BEFORE:
            inside = True
            continue
        if word.key in _ENDS_SCOPE:
            inside = False
        if inside:
            negated.add(at)
    if any(word.key in _AFTER for word in clause):
        negated |= {at for at in range(len(clause)) if clause[at].key not in _AFTER}
    return frozenset(negated)


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
