"""Which texts are taken. What can't be stored or read is refused; what can't be seen is turned into spaces."""

import unicodedata

from django.utils.translation import gettext, gettext_noop

LONGEST_PROMPT = 2_000
LONGEST_CUSTOM_TEXT = 200

# Letters, numbers and symbols: emoji are symbols, and a prompt may be nothing else.
_READABLE = ("L", "N", "S")


def clean_prompt(text: str) -> str:
    """Return the prompt, trimmed; `ValueError` says what is wrong with it."""
    cleaned = _clean(text, LONGEST_PROMPT)
    if not cleaned:
        raise ValueError(gettext_noop("Describe the video, in a few words at least."))
    if not any(unicodedata.category(character)[0] in _READABLE for character in cleaned):
        raise ValueError(gettext_noop("There is nothing to read in it."))
    return cleaned


def clean_custom_text(text: str) -> str:
    """Return the headline the user wants, trimmed, or "" for none; `ValueError` says what is wrong with it."""
    return _clean(text, LONGEST_CUSTOM_TEXT)


def _clean(text: str, longest: int) -> str:
    if "\x00" in text:
        raise ValueError(gettext_noop("It contains a NUL character."))
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise ValueError(gettext_noop("It contains half a character (a lone surrogate)."))
    visible = "".join(
        " " if unicodedata.category(character) == "Cc" and character != "\n" else character for character in text
    ).strip()
    if len(visible) > longest:
        raise ValueError(gettext("It is longer than %(most)d characters.") % {"most": longest})
    return visible
