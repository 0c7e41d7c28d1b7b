"""What people say around their topic: greetings, thanks, how many pictures they would like, what their channel is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from canvas.brief.clauses import Clause, split_clauses
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, keys_of

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2, "دو": 2, "سه": 3, "چهار": 4,
    "پنج": 5, "شش": 6,
}  # fmt: skip
_MOST_PICTURES = 12
_OWNING = frozenset({"run", "have", "own", "got", "started", "manage"})
_LONGEST_PREAMBLE = 12


@dataclass(frozen=True)
class Remarks:
    """The words without the remarks, and how many pictures are asked for (None when nothing is said of that)."""

    words: tuple[Word, ...]
    count: int | None = None


@lru_cache(maxsize=16)
def _keys(name: str) -> frozenset[str]:
    tables = lexicon("request")
    return keys_of(tables["english"].get(name, "")) | keys_of(tables["persian"].get(name, ""))


def take_off_remarks(words: Sequence[Word]) -> Remarks:
    """Leave out what speaks to us and not of the picture. A prompt of remarks alone keeps its words."""
    kept: list[Word] = []
    count = None
    for clause in split_clauses(words):
        clause = _without_preamble(_without_opener(clause))
        counted = _counted(clause)
        if counted is not None:
            count, clause = counted
        if clause and not _is_remark(clause):
            kept += clause
    return Remarks(tuple(kept) if kept or count is not None else tuple(words), count)


def _without_opener(clause: Clause) -> Clause:
    """Leave out "hey so", «سلام» at the start; one word stays at least."""
    at = 0
    while at < len(clause) - 1 and clause[at].key in _keys("openers"):
        at += 1
    return clause[at:]


def _without_preamble(clause: Clause) -> Clause:
    """Leave out "i run a small channel about woodworking and", when something stands behind it."""
    keys = [word.key for word in clause]
    opens = len(keys) > 3 and keys[0] in {"i", "we"} and keys[1] in _OWNING
    if not opens or not {"channel", "youtube", "yt"} & set(keys[:_LONGEST_PREAMBLE]):
        return clause
    ends = next((at for at in range(3, len(keys)) if keys[at] in {"and", "so", "where"}), None)
    return clause[ends + 1 :] if ends is not None and ends < len(keys) - 2 else clause


def _counted(clause: Clause) -> tuple[int, Clause] | None:
    """Return the number of pictures asked for and the rest of the clause: "3 options please", «۳ نمونه بده»."""
    for at, word in enumerate(clause[:-1]):
        number = _NUMBERS.get(word.key) or (int(word.key) if word.key.isdecimal() and len(word.key) < 3 else 0)
        follows = at + 1
        while follows < len(clause) - 1 and clause[follows].key in {"different", "more", "تا", "of"}:
            follows += 1
        if not 2 <= number <= _MOST_PICTURES or clause[follows].key not in _keys("options"):
            continue
        around = (*clause[:at], *clause[follows + 1 :])
        if all(rest.key in _keys("chatter") | _keys("make") | _keys("polite") | _keys("want") for rest in clause[:at]):
            is_all = all(rest.key in _keys("chatter") | _keys("polite") for rest in around)
            return number, () if is_all else clause[follows + 1 :]
    return None


def _is_remark(clause: Clause) -> bool:
    keys = {word.key for word in clause}
    return bool(keys & _keys("thanks")) and keys <= _keys("chatter") | _keys("thanks") | _keys("polite")
