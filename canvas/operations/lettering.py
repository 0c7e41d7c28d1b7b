"""What operations ask of words."""

from __future__ import annotations

from canvas.errors import OperationError, UnsupportedTextError
from canvas.typesetting.cleaning import clean


def refuse_undrawable(text: str, font: str, *, at: str = "text") -> None:
    """Raise `OperationError` for words of which nothing would be seen, in that font or what stands in for it."""
    try:
        words = clean(text, font).words
    except UnsupportedTextError as error:
        raise OperationError(at, str(error)) from error
    if not words:
        raise OperationError(at, "has nothing that can be drawn")
