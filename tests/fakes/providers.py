"""Providers that behave badly, put in place by settings."""

import io
import time

from PIL import Image

from providers.base import CallContext, Capabilities, ImageRequest, ImageResult
from providers.errors import RejectedError

_SECONDS = 4.0


class SlowProvider:
    """Paints a plain background, after long enough to be interrupted."""

    name = "slow"

    def capabilities(self) -> Capabilities:
        return Capabilities(paints=True)

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        time.sleep(_SECONDS)
        output = io.BytesIO()
        Image.new("RGB", (request.width, request.height), "#335577").save(output, "PNG")
        return ImageResult(data=output.getvalue(), provider=self.name, model="slow-1")


class BrokenProvider:
    """Refuses, with details that no user may see."""

    name = "broken"

    def capabilities(self) -> Capabilities:
        return Capabilities(paints=True)

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        raise RejectedError(self.name, "secret detail of the vendor")
