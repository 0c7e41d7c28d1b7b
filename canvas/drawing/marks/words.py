"""Type on marks: heavy, fitted, in any script that we ship."""

from __future__ import annotations

import re
from unicodedata import decimal

from canvas.document import Shadow, Text
from canvas.drawing.lettering import Lettering
from canvas.drawing.marks.job import MarkJob
from canvas.errors import DocumentError


def lettering(
    job: MarkJob,
    words: str,
    *,
    font: str = "anton",
    colour: str | None = None,
    lines: int = 2,
    tilt: float = 0.0,
    stroke: float = 0.0,
    **styles: object,
) -> Text:
    """Return the text layer of a mark's words, in a colour that reads on the mark's own."""
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
        **styles,  # type: ignore[arg-type]
    )


def number_in(words: str) -> float | None:
    """Return the first number in some words, in digits of any script, or None."""
    plain = "".join(str(digit) if (digit := decimal(character, None)) is not None else character for character in words)
    found = re.search(r"\d+(?:[.,\u066b/]\d+)?", plain)
    if found is None:
        return None
    return float(re.sub(r"[,\u066b]", ".", found[0].partition("/")[0]))


def require_drawn(drawn: Lettering | None) -> Lettering:
    """Return a mark's words as drawn; `DocumentError` when nothing of them can be."""
    if drawn is None:
        raise DocumentError("mark.text", "has nothing that can be drawn")
    return drawn


SOFT_SHADOW = Shadow(dx=0.004, dy=0.010, blur=0.02, strength=0.6)
