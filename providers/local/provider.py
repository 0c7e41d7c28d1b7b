"""The provider that is always there: no picture, but an embedding."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from providers.base import CallContext, Capabilities, ImageRequest, ImageResult
from providers.errors import RejectedError
from providers.local import embedding


class LocalProvider:
    """Buys nothing: it leaves the background to the canvas, which relights its own scenes."""

    name = "local"

    def capabilities(self) -> Capabilities:
        """It does not paint."""
        return Capabilities(paints=False)

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        """Refuse: whoever asks has not read the capabilities."""
        raise RejectedError(self.name, "the local provider does not paint; the canvas draws")


class LocalEmbedding:
    """Embeds on this machine, without a key: the space that the bank starts in."""

    model = embedding.MODEL_NAME
    dimensions = embedding.DIMENSIONS

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, 256). `ValueError` when there are none."""
        return embedding.embed(texts)
