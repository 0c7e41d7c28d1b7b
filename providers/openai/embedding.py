"""Texts embedded by OpenAI: the second space that the bank can move to."""

import base64
import binascii
from collections.abc import Iterator, Sequence

import numpy as np
import openai
from django.conf import settings
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from providers.errors import MisconfiguredError, UnavailableError
from providers.openai.client import NAME, check_settings, client
from providers.openai.failures import failure_of
from providers.vendor_facts import told

_DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}

# The vendor's limits, from the SDK's own description: 2,048 texts and 300,000 tokens a request, 8,192 tokens a text.
# A token is at least one byte of UTF-8, so that counting bytes stays below without knowing the tokeniser.
_MOST_TEXTS = 2_048
_MOST_BYTES = 300_000
_LONGEST_TEXT_BYTES = 8_000


class _Row(BaseModel):
    index: int
    embedding: str | list[float]


class _Answer(BaseModel):
    data: list[_Row]


class OpenAIEmbedding:
    """Embeds with the model of `OPENAI_EMBEDDING_MODEL`."""

    def __init__(self, seconds: float = 20.0) -> None:
        """`MisconfiguredError` without a usable key, or for a model whose dimensions are not known."""
        check_settings()
        self.model: str = settings.OPENAI_EMBEDDING_MODEL
        if self.model not in _DIMENSIONS:
            known = ", ".join(_DIMENSIONS)
            raise MisconfiguredError(NAME, f"OPENAI_EMBEDDING_MODEL is none of {known}")
        self.dimensions = _DIMENSIONS[self.model]
        self._seconds = seconds

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, in order: (n, `dimensions`). As many requests as the vendor's limits ask for.

        Texts are read up to their first 8,000 bytes. `ValueError` when there are none.
        """
        if not texts:
            raise ValueError("there is no text to embed")
        return np.concatenate([self._embed_batch(batch) for batch in _batches([_readable(text) for text in texts])])

    def _embed_batch(self, batch: list[str]) -> NDArray[np.float32]:
        try:
            raw = client(self._seconds).embeddings.with_raw_response.create(
                model=self.model, input=batch, dimensions=self.dimensions
            )
        except openai.OpenAIError as error:
            raise failure_of(error) from None  # the cause quotes the vendor's message, and that a part of the key
        try:
            rows = _Answer.model_validate_json(raw.content).data
        except ValidationError:
            raise UnavailableError(NAME, told("the answer is no list of embeddings", request=raw.request_id)) from None
        if sorted(row.index for row in rows) != list(range(len(batch))):
            raise UnavailableError(NAME, told(f"{len(rows)} embeddings for {len(batch)} texts", request=raw.request_id))
        rows.sort(key=lambda row: row.index)
        return np.stack([self._unit(_numbers(row.embedding), raw.request_id) for row in rows])

    def _unit(self, vector: NDArray[np.float64], request: str | None) -> NDArray[np.float32]:
        if vector.shape != (self.dimensions,):
            # The address leads to another model than the one that is named: asking again would not help.
            raise MisconfiguredError(
                NAME, told(f"{vector.size} dimensions where {self.model} has {self.dimensions}", request=request)
            )
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length) or length == 0:
            raise UnavailableError(NAME, told("an embedding without a direction", request=request))
        return np.asarray(vector / length, np.float32)


def _readable(text: str) -> str:
    """Return the text within the limit of bytes; the vendor refuses an empty one, so that becomes a full stop."""
    start = text.strip()[:_LONGEST_TEXT_BYTES].encode("utf-8", "replace")[:_LONGEST_TEXT_BYTES]
    return start.decode("utf-8", "ignore") or "."


def _batches(texts: list[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    taken = 0
    for text in texts:
        size = len(text.encode())
        if batch and (len(batch) == _MOST_TEXTS or taken + size > _MOST_BYTES):
            yield batch
            batch, taken = [], 0
        batch.append(text)
        taken += size
    yield batch


def _numbers(embedding: str | list[float]) -> NDArray[np.float64]:
    """Return the numbers of an embedding. The SDK asks for base64 (little-endian float32); some servers send a list."""
    if isinstance(embedding, list):
        return np.asarray(embedding, np.float64)
    try:
        return np.frombuffer(base64.b64decode(embedding, validate=True), "<f4").astype(np.float64)
    except (binascii.Error, ValueError):
        raise UnavailableError(NAME, "an embedding that is not base64 of float32") from None
