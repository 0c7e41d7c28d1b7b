"""What people say around their topic: greetings, thanks, how many pictures they would like, what their channel is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from canvas.brief.clauses import Clause, split_clauses
from canvas.brief.lexicons import lexicon
from canvas.brief.words import Word, keys_of

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2, "دو": 2, "سه": 3, "چهار": 4,
    "پنج": 5, "شش": 6,
}  # fmt: skip
_MOST_PICTURES = 12
_DRAWN_OUT = re.compile(r"(.)\1+$")  # "heyyy"
_OWNING = frozenset({"run", "have", "own", "got", "started", "manage"})
_LONGEST_PREAMBLE = 12
_SHORTEST_LEAD = 3
_TOPIC_SEAMS = frozenset({"and", "so", "where"})
_THIS_VIDEO = frozenset({"video", "vid", "vlog", "clip", "episode", "tutorial"})
_SHOWS = frozenset({"shows", "explains", "covers", "teaches", "features"})
_SHOWING = frozenset({"show", "explain", "teach", "cover", "share", "showing", "explaining", "teaching", "sharing"})
_WILL = frozenset({"i", "we", "i'll", "we'll", "i'm", "im", "we're", "am", "are", "will", "going", "to", "gonna"})


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
    for clause in split_clauses(_with_its_lead(words)):
        clause = _without_preamble(_without_opener(clause))
        counted = _counted(clause)
        if counted is not None:
            count, clause = counted
        clause = _topic_first(clause)
        if clause and not _is_remark(clause):
            kept += clause
    return Remarks(tuple(kept) if kept or count is not None else tuple(words), count)


def _without_opener(clause: Clause) -> Clause:
    """Leave out "hey so", «سلام» at the start; one word stays at least."""
    at = 0
    while at < len(clause) - 1 and {clause[at].key, _DRAWN_OUT.sub(r"\1", clause[at].key)} & _keys("openers"):
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


def _with_its_lead(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without the comma of "in this video, i show …"."""
    keys = [word.key for word in words[:_SHORTEST_LEAD]]
    leads = keys[:2] == ["in", "this"] and keys[2:] and keys[2] in _THIS_VIDEO and words[2].ending == ","
    return (*words[:2], replace(words[2], ending=""), *words[3:]) if leads else tuple(words)


def _topic_first(clause: Clause) -> Clause:
    """Leave out "this video shows", "in this video i show you"; what stood before goes behind, a clause of its own."""
    for at in range(len(clause) - _SHORTEST_LEAD):
        start = _behind_this_video(clause, at)
        if not start or (at and clause[at - 1].key not in _TOPIC_SEAMS):
            continue
        before = clause[: max(0, at - 1)]
        topic = (*clause[start:-1], replace(clause[-1], ending=clause[-1].ending or ","))
        return (*topic, *before[:-1], replace(before[-1], ending=",")) if before else clause[start:]
    return clause


def _behind_this_video(clause: Clause, at: int) -> int:
    """Return where the topic starts behind a lead-in that opens at the word, 0 when none does."""
    inside = clause[at].key == "in"
    at += inside
    keys = [word.key for word in clause]
    if keys[at] not in {"this", "today's", "todays"} or keys[at + 1] not in _THIS_VIDEO or clause[at + 1].ending:
        return 0
    start = at + 2
    if inside:
        shows = start
        while shows < len(keys) - 1 and keys[shows] in _WILL:
            shows += 1
        start = shows + 1 if shows > start and keys[shows] in _SHOWING else start
    elif start < len(keys) and keys[start] in _SHOWS:
        start += 1
    else:
        return 0
    start += start < len(keys) and keys[start] in {"you", "us"}
    return start if len(keys) - start >= _SHORTEST_LEAD - 1 else 0


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
