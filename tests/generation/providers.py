"""Providers for the pipeline's tests, put in place by settings."""

import io

from PIL import Image

from providers.base import CallContext, Capabilities, ImageRequest, ImageResult
from providers.errors import UnavailableError


class _Painting:
    name = "painting"

    def capabilities(self) -> Capabilities:
        return Capabilities(paints=True)


class Painter(_Painting):
    """Paints a plain background."""

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        output = io.BytesIO()
        Image.new("RGB", (request.width, request.height), "#335577").save(output, "PNG")
        return ImageResult(data=output.getvalue(), provider=self.name, model="plain-1")


class AbsentProvider(_Painting):
    """Never answers."""

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        raise UnavailableError(self.name, "secret address refused the connection")


class BuggyProvider(_Painting):
    """Breaks in a way that nobody foresaw."""

    def paint(self, request: ImageRequest, context: CallContext) -> ImageResult:
        raise KeyError("secret")
