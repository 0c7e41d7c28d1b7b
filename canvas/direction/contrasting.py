"""What a brief sets against what: "A vs B" by its two names, or one thing before and after."""

from __future__ import annotations

from canvas.brief.model import Brief
from canvas.brief.versus import versus_at
from canvas.brief.words import split_words

_LONGEST_NAME = 16  # letters that still read well in half of the width
_BEFORE_AFTER = (
    ("before", "after"), ("قبل", "بعد"), ("avant", "après"), ("antes", "después"), ("antes", "depois"),
    ("vorher", "nachher"), ("prima", "dopo"), ("до", "после"), ("önce", "sonra"),
)  # fmt: skip


def rivals(brief: Brief) -> tuple[str, str] | None:
    """Return the two names of a headline that is nothing but "A vs B", or None where they are too long to stand
    above their sides."""
    words = split_words(brief.headline)
    found = versus_at(words)
    if found is None:
        return None
    start, end = found
    names = tuple(" ".join(word.surface for word in side) for side in (words[:start], words[end:]))
    left, right = names
    return (left, right) if max(map(len, names)) <= _LONGEST_NAME else None


def before_and_after(brief: Brief) -> tuple[str, str] | None:
    """Return the prompt's own words for before and after, where it says both."""
    said = {word.key: word.surface for word in split_words(brief.topic)}
    for before, after in _BEFORE_AFTER:
        if before in said and after in said:
            return said[before], said[after]
    return None
