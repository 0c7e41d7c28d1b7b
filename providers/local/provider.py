"""The provider that is always there."""

from providers.base import CallContext, Capabilities, ImageRequest, ImageResult
from providers.errors import RejectedError


class LocalProvider:
    """Buys nothing: it leaves the background to the canvas, which relights its own scenes."""

    name = "local"

    def capabilities(self) -> Capabilities:
        """It does not paint."""
        return Capabilities(paints=False)

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        """Refuse: whoever asks has not read the capabilities."""
        raise RejectedError(self.name, "the local provider does not paint; the canvas draws")
