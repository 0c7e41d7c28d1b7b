"""The case of a headline: briefs write it in capitals, a look may want it as people write."""

from __future__ import annotations

from canvas.brief.model import Brief
from canvas.brief.words import split_words
from canvas.dna import DesignDNA

_LITERAL = frozenset({"quoted", "option"})


def as_cased(text: str, brief: Brief, dna: DesignDNA) -> str:
    """Return the text in the look's case. What the prompt quotes is left as it is.

    In mixed case each word is written as the prompt writes it ("iPhone", "AI"), the others small, the first one with
    a capital. Scripts without case are left alone.
    """
    evidence = brief.evidence.get("headline")
    if dna.text_case == "upper" or (evidence is not None and evidence.source in _LITERAL):
        return text
    shouted = brief.topic.isupper()
    written = {} if shouted else {word.surface.upper(): word.surface for word in reversed(split_words(brief.topic))}
    words = [_word(word, written) for word in text.split()]
    cased = " ".join(words)
    return cased if any(letter.isupper() for letter in words[0]) else cased[:1].upper() + cased[1:]


def _word(word: str, written: dict[str, str]) -> str:
    bare = word.strip("!?.,:;…\"'()")
    known = written.get(bare.upper())
    return word.replace(bare, known) if bare and known else word.lower()
