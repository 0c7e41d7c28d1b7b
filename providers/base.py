"""What we call a provider for, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Capabilities:
    """`paints` says whether the provider makes pictures of its own; if not, the canvas draws the background itself."""

    paints: bool


@dataclass(frozen=True)
class CallContext:
    """Whose call this is: the work it belongs to and the attempt, for logs, cost and the vendor's idempotency key."""

    reference: str
    attempt: int


@dataclass(frozen=True)
class ImageRequest:
    """A background without text. Width and height in pixels."""

    prompt: str
    width: int
    height: int
    seed: int
    negative: str = ""


@dataclass(frozen=True)
class ImageResult:
    """An encoded picture (PNG, JPEG or WebP), and who made it."""

    data: bytes
    provider: str
    model: str


class ImageProvider(Protocol):
    """Makes backgrounds. Raises `providers.errors.ProviderError` and nothing else on purpose."""

    name: str

    def capabilities(self) -> Capabilities: ...

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult: ...


@dataclass(frozen=True)
class VisionTags:
    """What a vendor sees in a picture, and who looked.

    `tags` are at most 12 words or short phrases, lower case, each once and at most 40 characters. `category` is one of
    `canvas.catalogue.CATEGORIES`, `mood` one of the moods that a brief knows; both are "" when none fits. The tokens
    are what the vendor bills, None where it does not say.
    """

    tags: tuple[str, ...]
    category: str
    mood: str
    provider: str
    model: str
    input_tokens: int | None
    output_tokens: int | None


class VisionProvider(Protocol):
    """Says what a picture shows. Raises `providers.errors.ProviderError` and nothing else on purpose."""

    name: str
    model: str

    def describe(self, picture: bytes, mime: str, context: CallContext) -> VisionTags:
        """Look at an encoded picture; `mime` is its type, such as "image/png"."""
        ...


class EmbeddingProvider(Protocol):
    """Turns texts into vectors. Vectors of two models are never compared, whatever their dimensions."""

    model: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, in order: (n, `dimensions`).

        Raises `ValueError` when there are no texts, otherwise `providers.errors.ProviderError` and nothing else on
        purpose.
        """
        ...
