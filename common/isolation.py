"""Figures and foreign names inside a right-to-left text, which would otherwise pull at what stands beside them."""

from django.utils.translation import get_language_bidi

_BEGIN, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text between Unicode's marks "first strong isolate" and "pop isolate" where the page runs right to left.

    Without them "$9.99" after a Persian word is drawn as "9.99$": https://www.unicode.org/reports/tr9/#W2.
    """
    return f"{_BEGIN}{text}{_END}" if get_language_bidi() else text
