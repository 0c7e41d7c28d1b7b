"""The figure that opens a headline, where it can be set as large as the picture."""

from __future__ import annotations

from canvas.brief.grammar import grammar
from canvas.brief.model import Brief

_MOST_WORDS = 7
_LONGEST = 11  # letters


def number_group(brief: Brief, *, is_bold: bool) -> tuple[int, int] | None:
    """Return where the figure that opens the headline stands with what it counts, when it can be set large.

    A sum, a percentage or a figure with its unit can; with `is_bold` a figure with any other noun too ("10 HABITS").
    """
    words = brief.headline.split()
    rules = grammar(brief.language)
    if not 2 <= len(words) <= _MOST_WORDS or not any(letter.isdigit() for letter in words[0]):
        return None
    following = words[1].lower().strip("!?:,")
    is_unit = following in rules.units
    alone = words[0][:1] in "$€£" or words[0].endswith("%")
    is_noun = is_bold and not rules.is_function(following) and not following[:1].isdigit()
    if not (is_unit or alone or is_noun):
        return None
    is_counted = is_unit or (len(words) == 2 and not alone)  # "7 psychology tricks" counts its last word
    end = 2 if is_counted else 1
    return (0, end) if sum(map(len, words[:end])) <= _LONGEST else None
