"""Which texts are taken. What can't be stored is refused; what can't be seen is turned into spaces."""

import unicodedata

from django.utils.translation import gettext as _

from chat.models.conversation import LONGEST_TITLE
from chat.models.message import LONGEST_MESSAGE

_NAMED_BY = 60
# Categories: signs that steer or join what stands around them, and spaces. Alone they are nothing to read.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def clean_message(text: str) -> str:
    """Return what is said, trimmed, its lines kept; `ValueError` says what is wrong with it."""
    cleaned = _clean(text, keeps="\n\t")
    if not cleaned:
        raise ValueError(_("Say something."))
    if len(cleaned) > LONGEST_MESSAGE:
        raise ValueError(_("It is longer than %(most)d characters.") % {"most": LONGEST_MESSAGE})
    return cleaned


def clean_line(text: str) -> str:
    """Return what has to be said on one line, trimmed; `ValueError` says what is wrong with it."""
    cleaned = _on_one_line(text)
    if not cleaned:
        raise ValueError(_("Say something."))
    return cleaned


def clean_title(text: str) -> str:
    """Return a title, trimmed and on one line, "" for none; `ValueError` says what is wrong with it."""
    cleaned = _on_one_line(text)
    if len(cleaned) > LONGEST_TITLE:
        raise ValueError(_("It is longer than %(most)d characters.") % {"most": LONGEST_TITLE})
    return cleaned


def title_of(message: str) -> str:
    """Return the first words of a message, to name a conversation by."""
    words = " ".join(message.split())
    if len(words) <= _NAMED_BY:
        return words
    cut = words[:_NAMED_BY]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:،؛-–—") + "…"


def _on_one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str, *, keeps: str = "") -> str:
    categories = [unicodedata.category(character) for character in text]
    if "\x00" in text:
        raise ValueError(_("It contains a NUL character."))
    if "Cs" in categories:
        raise ValueError(_("It contains half a character (a lone surrogate)."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if keeps else text
    if all(category in _UNSEEN for category in categories):
        return ""
    return "".join(
        " " if unicodedata.category(character) == "Cc" and character not in keeps else character for character in lines
    ).strip()
