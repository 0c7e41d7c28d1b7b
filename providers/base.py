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


class EmbeddingProvider(Protocol):
    """Turns texts into unit vectors (n, d). Vectors of two models are never compared."""

    model: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...
