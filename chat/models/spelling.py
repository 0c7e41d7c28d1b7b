"""One spelling of words, so that messages are found however their letters were typed.

Keyboards write the Persian ی and ک as the Arabic ي and ك, digits in three scripts, and the joint in «می‌خواهم» as a
zero-width non-joiner, as a space or not at all. The database folds what is said by the same tables as `fold` does what
is asked for.
"""

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat

_JOINER = "\u200c"
_LETTERS = {"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "أ": "ا", "إ": "ا", "ؤ": "و"}
_DIGITS = {chr(zero + digit): str(digit) for zero in (0x06F0, 0x0660) for digit in range(10)}
# The stroke that stretches a word, and the vowel signs.
_DROPPED = ["ـ", *(chr(mark) for mark in range(0x064B, 0x0653))]

_FOLDED = {**_LETTERS, **_DIGITS}
_FROM = "".join(_FOLDED)
_TO = "".join(_FOLDED.values())
# What `translate` finds no counterpart for it leaves out.
_ALL = _FROM + _JOINER + "".join(_DROPPED)
_JOINED_TABLE = str.maketrans({**_FOLDED, **dict.fromkeys([_JOINER, *_DROPPED], "")})
_SPLIT_TABLE = str.maketrans({**_FOLDED, **dict.fromkeys(_DROPPED, ""), _JOINER: " "})


def fold(text: str) -> str:
    """Return the text in lower case and one spelling, what a zero-width non-joiner holds together as one word."""
    return text.translate(_JOINED_TABLE).lower()


def fold_apart(text: str) -> str:
    """The same with a space for each zero-width non-joiner."""
    return text.translate(_SPLIT_TABLE).lower()


def searched(field: str) -> SearchVector:
    """Return the words that a text is found by: each as one, and its parts apart."""
    content = F(field)
    joined = Func(content, Value(_ALL), Value(_TO), function="translate", output_field=TextField())
    split = Func(content, Value(_ALL), Value(_TO + " "), function="translate", output_field=TextField())
    return SearchVector(Concat(joined, Value(" "), split, output_field=TextField()), config="simple")
