"""Cuts a prompt into clauses and tells the subject matter from the art direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from canvas.brief.art_words import ArtWords, art_words
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, keys_of

Clause = tuple[Word, ...]
_CONNECTORS = frozenset({
    "with", "without", "no", "using", "in", "on", "featuring", "against", "and", "make", "put", "show", "add",
    "include", "use", "please", "but", "over", "con", "mit", "avec", "com", "sin", "ohne", "sans", "sem", "senza", "с",
    "без", "مع", "با", "بدون", "و", "روی", "در", "به",
})  # fmt: skip
_SUPPLEMENTS = frozenset({
    "put", "add", "include", "place", "with", "featuring", "use", "using", "insert", "make it", "show", "have",
    "highlight", "emphasize", "keep", "avoid", "remove", "exclude", "don't", "dont", "no", "without",
    "با", "بدون", "بذار", "اضافه",
})  # fmt: skip
_OF_PICTURES = frozenset({"noun", "face", "colour", "place"})
_LONGEST_DIRECTION = 14
_SHORT_DIRECTION = 4
_LONGEST_PLAIN = 12
_PERSIAN_OPENERS = frozenset({"رنگ", "رنگش", "پسزمینه", "بکگراند", "استایل", "سبک", "فونت"})
_SEAMS = frozenset({"and", "but", "so", "then", "because"})
_ASKING = frozenset({"how", "why", "what", "where"})
_SUBJECTS = frozenset({"i", "we", "it", "he", "she", "they", "this", "my", "then", "tried", "ended", "maybe"})
_ASKS_US = frozenset({
    "can you", "could you", "would you", "please make", "please use", "please put", "i'd like", "i want", "i need",
    "make it", "make the", "give it", "make sure", "give me", "keep it", "keep the",
})  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """Clauses of the subject matter and of the art direction, each in the order they were written.

    A supplement ("with a polar bear behind me") is direction that names things of its own.
    """

    subject: tuple[Clause, ...]
    direction: tuple[Clause, ...]

    @property
    def subject_words(self) -> tuple[Word, ...]:
        return tuple(word for clause in self.subject for word in clause)


def split_clauses(words: Sequence[Word]) -> tuple[Clause, ...]:
    """Cut behind every word that ends a clause. The ending stays on the last word."""
    clauses: list[Clause] = []
    current: list[Word] = []
    for word in words:
        current.append(word)
        if word.ending:
            clauses.append(tuple(current))
            current = []
    if current:
        clauses.append(tuple(current))
    return tuple(clauses)


def _split_long(clause: Clause) -> tuple[Clause, ...]:
    """Cut a rambling clause before "and i …", "but it …": each tells something of its own."""
    is_long = len(clause) > _LONGEST_PLAIN
    seams = [
        at
        for at in range(4, len(clause) - 2)
        if clause[at].key in _SEAMS and clause[at + 1].key in (_SUBJECTS | _ASKING if is_long else _ASKING)
    ]
    pieces: list[Clause] = []
    start = 0
    for seam in seams:
        pieces.append((*clause[start : seam - 1], replace(clause[seam - 1], ending=",")))
        start = seam + 1
    return (*pieces, clause[start:])


def part(words: Sequence[Word], *, has_subject: bool = False) -> Parts:
    """Tell subject matter from direction.

    When every clause directs, the first one is the subject, unless `has_subject` (dictated text is one) or unless it
    can only be direction, such as "red arrow".
    """
    clauses = tuple(piece for clause in split_clauses(words) for piece in _split_long(clause))
    directs = [_directs(clause, is_first=at == 0) for at, clause in enumerate(clauses)]
    if clauses and all(directs) and not has_subject:
        directs[0] = any(ArtWords.is_telling(kinds) for kinds in art_words().kinds(clauses[0]))
    subject: list[Clause] = []
    direction: list[Clause] = []
    for clause, is_direction in zip(clauses, directs, strict=True):
        if is_direction:
            direction.append(clause)
            continue
        kept, tail = _cut_tail(clause, may_vanish=bool(subject))
        if kept:
            subject.append(kept)
        if tail:
            direction.append(tail)
    return Parts(tuple(subject), tuple(direction))


def _directs(clause: Clause, *, is_first: bool) -> bool:
    kinds = art_words().kinds(clause)
    pair = " ".join(word.key for word in clause[:2])
    if is_first and pair in {"make it", "keep it", "give it"} and len(clause) <= _SHORT_DIRECTION:
        return True
    if is_first and any(word.key in {"vs", "versus"} for word in clause):
        return False  # "gold vs silver" are no colours
    if all(kinds) and any(kind - {"glue"} for kind in kinds):
        return True
    if is_first or len(clause) > _LONGEST_DIRECTION:
        return False
    opening = clause[0].key
    if opening in _SUPPLEMENTS or pair in _ASKS_US:
        return True
    telling = sum(ArtWords.is_telling(kind) for kind in kinds)
    known = sum(bool(kind) for kind in kinds)
    return telling >= 1 and known >= len(clause) - 2 and known / len(clause) >= 0.6


def _cut_tail(clause: Clause, *, may_vanish: bool) -> tuple[Clause, Clause]:
    """Cut a tail such as "with a red background" off a clause of subject matter."""
    kinds = art_words().kinds(clause)
    earliest = len(clause)
    while earliest > 0 and kinds[earliest - 1]:
        earliest -= 1
    for start in range(earliest, len(clause)):
        tail_kinds = kinds[start:]
        is_connected = clause[start].key in _CONNECTORS
        if not (is_connected or ArtWords.can_open(kinds[start]) or clause[start].key in _PERSIAN_OPENERS):
            continue
        colours = sum("colour" in kind for kind in tail_kinds)
        telling = any(ArtWords.is_telling(kind) for kind in tail_kinds)
        if clause[start].key in {"in", "on"} and not any(kind & _OF_PICTURES for kind in tail_kinds):
            continue  # "100 days in one circle"
        if not (telling or (is_connected and colours >= 2)):
            continue
        if len(clause) - start < 2:
            continue
        kept = clause[:start]
        if (not kept and not may_vanish) or (kept and not _stands_alone(kept)):
            continue
        if kept:
            kept = (*kept[:-1], replace(kept[-1], ending=","))
        return kept, clause[start:]
    return clause, ()


@lru_cache(maxsize=1)
def _unfinished() -> frozenset[str]:
    english, persian = lexicon("grammar")["english"], lexicon("grammar")["persian"]
    names = ("prepositions", "conjunctions", "articles", "possessives", "questions", "auxiliaries", "verbs")
    return frozenset().union(
        *(keys_of(english[name]) for name in names),
        keys_of(persian["prepositions"]),
        {"to", "how", "best", "very", "more", "most"},
    ) - {"work", "works", "won", "lost", "up", "down"}


def _stands_alone(words: Clause) -> bool:
    return words[-1].key not in _unfinished()
