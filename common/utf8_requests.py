"""Requests that are UTF-8, whatever they say: Django would read addresses by a charset that the sender names, and some
that Python knows, such as `base64`, read no text at all. It does so before any middleware, so nobody could answer."""

from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8WSGIRequest(WSGIRequest):
    def _set_content_type_params(self, meta: Any) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Utf8ASGIRequest(ASGIRequest):
    def _set_content_type_params(self, meta: Any) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
