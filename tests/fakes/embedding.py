"""Embedding providers of our own, put in place by settings: other models than the local one, and ones that fail."""

import hashlib
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from providers.errors import UnavailableError


class HashedEmbedding:
    """A model of 48 dimensions: each word has a direction of its own, a text the sum of its words'."""

    model = "hashed-48"
    dimensions = 48

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            raise ValueError("there is no text to embed")
        return np.stack([self._unit(text) for text in texts])

    def _unit(self, text: str) -> NDArray[np.float32]:
        words = text.lower().replace(",", " ").replace(".", " ").split() or [""]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _direction(self, word: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=self.dimensions)


class CountedEmbedding(HashedEmbedding):
    """The same as another model, that counts what it is asked and can be told to fail after so many texts."""

    model = "counted-48"
    asked: ClassVar[list[str]] = []
    fails_after: ClassVar[int | None] = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.fails_after is not None and len(self.asked) + len(texts) > self.fails_after:
            raise UnavailableError("counted", "told to fail")
        self.asked.extend(texts)
        return super().embed(texts)
