"""Wishes about the whole picture: its shape, its style, and on which side the face stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from canvas.brief.clauses import Clause
from canvas.brief.lexicons import lexicon
from canvas.brief.model import Side
from canvas.brief.words import PhraseTable, Word, phrases

_SELF = frozenset({
    "face", "faces", "me", "myself", "i", "him", "her", "she", "he",
    "selfie", "photo", "pic", "person", "guy", "man", "woman", "girl", "boy",
    "صورت", "صورتم", "چهره", "چهرم", "عکسم", "عکس", "خودم", "من",
})  # fmt: skip
_SIDES: dict[str, Side] = {
    "left": "left", "right": "right", "چپ": "left", "راست": "right", "center": "centre", "centre": "centre",
    "middle": "centre", "وسط": "centre",
}  # fmt: skip
_BESIDE_TEXT = frozenset({"text", "title", "headline", "متن", "نوشته"})


@lru_cache(maxsize=2)
def _table(name: str) -> PhraseTable[str]:
    return PhraseTable({value: phrases(listing) for value, listing in lexicon("marks")[name].items()})


def find_aspect(words: Sequence[Word]) -> str:
    """Return the aspect ratio that the words name ("for shorts", "square"), empty when they name none."""
    return next(iter(_table("aspects").values(words)), "")


def find_style(direction: Sequence[Word]) -> str:
    """Return the style that the art direction asks for, the first of several; empty when it asks for none."""
    return next(iter(_table("styles").values(direction)), "")


def find_side(direction: Sequence[Clause]) -> Side | None:
    """Return where the face is to stand: the side named in the same clause, the nearest to it of several."""
    for clause in direction:
        faces = [at for at, word in enumerate(clause) if word.key in _SELF]
        sides = [at for at, word in enumerate(clause) if word.key in _SIDES]
        sides = [at for at in sides if not (at and clause[at - 1].key in _BESIDE_TEXT)]
        if faces and sides:
            nearest = min(sides, key=lambda at: min(abs(at - face) for face in faces))
            return _SIDES[clause[nearest].key]
    return None
