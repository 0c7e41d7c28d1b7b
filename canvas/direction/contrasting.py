"""What a brief sets against what: "A vs B" by its two names, or one thing before and after."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.brief.model import Brief
from canvas.brief.props import named_things
from canvas.brief.spelling import respelled
from canvas.brief.versus import versus_at
from canvas.brief.words import Word, split_words

_LOOKED_UP = frozenset({"en", "fa"})
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


def shown_sides(brief: Brief, sources: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what stands for each side of a headline "A vs B", or None where a side would get what is not its own.

    Photos go before things. Things are those that the words of their side name; where only B names one, it is what both
    are kinds of: "cheap vs expensive sushi". In languages whose words are not looked up the first two stand.
    """
    words = split_words(brief.headline)
    found = versus_at(words)
    if found is None:
        return None
    two = (sources[0], sources[1]) if len(sources) > 1 else None
    if sources and sources[0].startswith("photo:"):
        return two
    named = [_first_shown(side, sources) for side in (words[: found[0]], words[found[1] :])]
    left, right = named
    if left and right:
        return left, right
    if right:
        return right, right
    return two if not left and brief.language not in _LOOKED_UP else None


def _first_shown(side: Sequence[Word], sources: tuple[str, ...]) -> str:
    """Return the first of the sources that the words name, empty when they name none."""
    names = named_things(respelled(side))
    return next((source for source in (f"prop:{name}" for name in names) if source in sources), "")


def before_and_after(brief: Brief) -> tuple[str, str] | None:
    """Return the prompt's own words for before and after, where it says both."""
    said = {word.key: word.surface for word in split_words(brief.topic)}
    for before, after in _BEFORE_AFTER:
        if before in said and after in said:
            return said[before], said[after]
    return None
