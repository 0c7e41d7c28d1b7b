"""Every request has an id, the caller's or ours, and is UTF-8; a counted one is told how its limit stands."""

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from structlog.contextvars import bound_contextvars

from common.api.errors import unknown_charset
from common.rate_limits.requests import tell_limits

_CHARSETS = ("", "utf-8", "utf8", "us-ascii", "ascii")
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


@sync_and_async_middleware
def tell_rate_limits(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Set `X-RateLimit-*` on whatever is answered to a request that was counted, be it a success or a failure."""
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            response = await get_response(request)
            tell_limits(request, response)
            return response

        return answer

    def answer_at_once(request: HttpRequest) -> Any:
        response = get_response(request)
        tell_limits(request, response)
        return response

    return answer_at_once


@sync_and_async_middleware
def refuse_other_charsets(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Answer 415 to a charset beside UTF-8: Python knows some, such as `idna`, that can't read every text."""

    def refused(request: HttpRequest) -> HttpResponseBase | None:
        # Not `request.encoding`: Django leaves out what it does not know.
        named = (request.content_params or {}).get("charset", "")
        return None if named.lower() in _CHARSETS else unknown_charset(request)

    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            return refused(request) or await get_response(request)

        return answer

    def answer_at_once(request: HttpRequest) -> Any:
        return refused(request) or get_response(request)

    return answer_at_once


def _bind(request: HttpRequest) -> str:
    sent = request.headers.get("X-Request-ID", "")
    request_id = sent if _SANE.fullmatch(sent) else uuid.uuid4().hex
    request.request_id = request_id  # type: ignore[attr-defined]
    return request_id
