"""Every request has an id: the caller's, if it sent a sane one, or ours."""

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bound_contextvars

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Binds the id to the logs, keeps it as `request.request_id` and returns it as `X-Request-ID`."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._answer(request)
        request_id = _bind(request)
        with bound_contextvars(request_id=request_id):
            response: HttpResponseBase = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _bind(request)
        with bound_contextvars(request_id=request_id):
            response: HttpResponseBase = await self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def _bind(request: HttpRequest) -> str:
    sent = request.headers.get("X-Request-ID", "")
    request_id = sent if _SANE.fullmatch(sent) else uuid.uuid4().hex
    request.request_id = request_id  # type: ignore[attr-defined]
    return request_id
