"""Success is `{"success": true, "data": …, "message": "…"}`. Failures are shaped by the exception handler."""

from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response


class _EscapingRenderer(JSONRenderer):
    ensure_ascii = True


class EnvelopeRenderer(JSONRenderer):
    """Wraps what a view answers. A view sets the message with `Answer(data, message=…)`."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code == 204:
            return b""
        if not getattr(response, "is_enveloped", False):
            data = {"success": True, "data": data, "message": getattr(response, "message", "")}
        try:
            return bytes(super().render(data, accepted_media_type, renderer_context))
        except UnicodeEncodeError:
            # Half a surrogate pair, echoed from a request, has no UTF-8; as an escape it is fine.
            return bytes(_EscapingRenderer().render(data, accepted_media_type, renderer_context))


class Answer(Response):
    """A response with the envelope's message."""

    def __init__(self, data: Any = None, *, message: str = "", status: int = 200, **kwargs: Any) -> None:
        super().__init__(data, status=status, **kwargs)
        self.message = message
