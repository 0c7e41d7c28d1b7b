"""Which category a title resembles: the nearest of many example titles and of the lexicons' own phrases vote.

They are embedded once for an embedder, in a few tenths of a second, and are there for what no lexicon lists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from canvas.brief.grammar import grammar
from canvas.brief.lexicons import lexicon
from canvas.brief.words import phrases, split_words

Embedder = Callable[[Sequence[str]], NDArray[np.float32]]
_NEAREST = 15
_DOUBLINGS = 3  # a similarity is raised to the power of eight: the nearer, the louder
_OF_A_TITLE = 1.0
_OF_PHRASES = {"strong": 0.5, "medium": 0.25}
_OF_A_NAME = 0.3


@dataclass(frozen=True)
class _Examples:
    """`rows` of unit vectors; `owners` index the categories; `weights` count every category alike."""

    rows: NDArray[np.float32]
    owners: NDArray[np.intp]
    weights: NDArray[np.float32]


def resemblances(text: str, embed: Embedder) -> dict[str, float]:
    """Return for each category its share (0..1) in the votes of the examples nearest to the text."""
    examples = _embedded(embed)
    row = embed([content_of(text)])[0]
    # Not by a matrix product: its threads wait for each other when the cores are busy, ten times as long as this takes.
    votes = np.maximum(np.einsum("ij,j->i", examples.rows, row), 0.0)
    for _ in range(_DOUBLINGS):
        votes *= votes
    votes *= examples.weights
    nearest = np.argpartition(-votes, min(_NEAREST, len(votes) - 1))[:_NEAREST]
    shares = np.bincount(examples.owners[nearest], votes[nearest], minlength=len(lexicon("categories")))
    total = max(float(shares.sum()), 1e-9)
    return {name: float(share) / total for name, share in zip(lexicon("categories"), shares, strict=True)}


def content_of(text: str) -> str:
    """Return the words that tell what a text is about, lower case: they alone are embedded."""
    rules = grammar("en")
    keys = [word.key for word in split_words(text)]
    telling = [key for key in keys if not (rules.is_function(key) or key in rules.pronouns or key.isdecimal())]
    return " ".join(telling or keys)


@lru_cache(maxsize=4)
def _embedded(embed: Embedder) -> _Examples:
    texts: list[str] = []
    owners: list[int] = []
    weights: list[float] = []
    for owner, (name, table) in enumerate(lexicon("categories").items()):
        own = [(title, _OF_A_TITLE) for title in lexicon("examples")[name].strip().splitlines()]
        listed = [(table[grade], weight) for grade, weight in _OF_PHRASES.items()]
        listed += [(listing, _OF_A_NAME) for listing in lexicon("names")[name].values()]
        own += [(phrase, weight) for text, weight in listed for phrase in phrases(text) if phrase.isascii()]
        texts += [content_of(text) for text, _ in own]
        owners += [owner] * len(own)
        total = sum(weight for _, weight in own)
        weights += [weight / total for _, weight in own]
    return _Examples(embed(texts), np.asarray(owners, np.intp), np.asarray(weights, np.float32))
