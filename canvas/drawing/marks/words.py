"""Type on marks: heavy, fitted, in any script that we ship."""

from __future__ import annotations

import re
from unicodedata import decimal

from canvas.document import Shadow, Text
from canvas.drawing.marks.job import MarkJob
from canvas.errors import DocumentError
from canvas.typesetting.cleaning import clean


def lettering(
    job: MarkJob,
    words: str,
    *,
    font: str = "anton",
    colour: str | None = None,
    lines: int = 2,
    tilt: float = 0.0,
    stroke: float = 0.0,
) -> Text:
    """Return the text layer of a mark's words, in a colour that reads on the mark's own. `DocumentError` when nothing
    of them can be drawn."""
    if not clean(words, font).words:
        raise DocumentError("mark.text", "has nothing that can be drawn")
    return Text(
        id=job.mark.id,
        text=words,
        font=font,
        colour=colour or job.on_colour,
        align="centre",
        max_lines=lines,
        size_contrast=1.6,
        gradient=0.0,
        stroke=stroke,
        shadow=None,
        tilt=tilt,
    )


def number_in(words: str) -> float | None:
    """Return the first number in some words, in digits of any script, or None."""
    plain = "".join(str(digit) if (digit := decimal(character, None)) is not None else character for character in words)
    found = re.search(r"\d+(?:[.,\u066b/]\d+)?", plain)
    if found is None:
        return None
    return float(re.sub(r"[,\u066b]", ".", found[0].partition("/")[0]))


SOFT_SHADOW = Shadow(dx=0.004, dy=0.010, blur=0.02, strength=0.6)
