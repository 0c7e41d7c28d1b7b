"""What operations ask of words."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.drawing.marks.words import number_in
from canvas.errors import OperationError, UnsupportedTextError
from canvas.typesetting.cleaning import clean

_COUNTING_MARKS = frozenset({"progress", "stars"})
_WORDED_MARKS = frozenset(
    {
        "badge", "burst", "price_tag", "seal", "ribbon", "speech", "number_badge", "versus", "question", "exclamation",
        "rec", "live",
    }
)  # fmt: skip
_FONT_OF_MARKS = "anton"  # what it lacks is taken from the faces that all of them share


def refuse_undrawable(text: str, font: str, *, at: str = "text") -> None:
    """Raise `OperationError` for words of which nothing would be seen, in that font or what stands in for it."""
    try:
        words = clean(text, font).words
    except UnsupportedTextError as error:
        raise OperationError(at, str(error)) from error
    if not words:
        raise OperationError(at, "has nothing that can be drawn")


def refuse_missing_words(indices: Sequence[int], text: str, *, at: str) -> None:
    """Raise `OperationError` at the first of some indices that no word of a text has, such as `words[1]`."""
    count = len(text.split())
    for place, index in enumerate(indices):
        if not 0 <= index < count:
            raise OperationError(f"{at}[{place}]", f"is none of the {count} words, which count from 0")


def is_worded(mark: str) -> bool:
    """Tell whether a mark shows words, or a number."""
    return mark in _WORDED_MARKS or mark in _COUNTING_MARKS


def refuse_unwritten(mark: str, text: str, *, at: str = "text") -> None:
    """Raise `OperationError` for what a mark can't say: words where it shows none or a number, or words that can't
    be seen. Without any it says what is usual."""
    if not text:
        return
    if not is_worded(mark):
        raise OperationError(at, f"is for marks with words, and {mark!r} has none")
    if mark in _COUNTING_MARKS and number_in(text) is None:
        raise OperationError(at, "holds no number")
    refuse_undrawable(text, _FONT_OF_MARKS, at=at)
