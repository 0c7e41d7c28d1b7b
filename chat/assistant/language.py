"""In which language somebody is answered."""

from typing import Literal

from canvas.brief.language import detect
from canvas.brief.words import split_words


def language_of(text: str) -> Literal["en", "fa"]:
    """Return Persian for what is written in Persian, else English."""
    return "fa" if detect(text, split_words(text)) == "fa" else "en"
