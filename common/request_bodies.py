"""Bodies within bounds, at the server that has nobody in front: a request is read, to disk at that, before anything
asks who sent it.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from common.api.errors import bad_request

_Receive = Callable[[], Awaitable[Any]]
_Send = Callable[[Any], Awaitable[None]]
_TOO_LARGE = "common.body_too_large"


async def answer_within(
    application: Callable[..., Awaitable[None]], scope: Any, receive: _Receive, send: _Send, *, most: int
) -> None:
    """Let an ASGI application answer a request of which it is given at most about `most` bytes.

    To the application a longer body ends there, or does not begin where its length is told; `refuse_large_bodies`
    knows of it. Where an answer comes before the end of a body the connection is closed after it: the rest is in it.
    """
    scope = {**scope, _TOO_LARGE: _told_length(scope) > most}
    read = 0
    has_ended = False
    is_whole = not _has_body(scope)

    async def receive_within() -> Any:
        nonlocal read, has_ended, is_whole
        if has_ended:
            return await _hang_up(receive)
        if not scope[_TOO_LARGE]:
            message = await receive()
            read += len(message.get("body", b""))
            scope[_TOO_LARGE] = read > most
            if not scope[_TOO_LARGE]:
                is_whole = is_whole or not message.get("more_body", False)
                return message
        has_ended = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send_and_close(message: Any) -> None:
        if message["type"] == "http.response.start" and not is_whole:
            message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
        await send(message)

    await application(scope, receive_within, send_and_close)


@sync_and_async_middleware
def refuse_large_bodies(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Answer 413 where `answer_within` cut the body off."""

    def refused(request: HttpRequest) -> HttpResponse | None:
        is_too_large = getattr(request, "scope", {}).get(_TOO_LARGE, False)
        return bad_request(request, RequestDataTooBig()) if is_too_large else None

    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            return refused(request) or await get_response(request)

        return answer

    def answer_at_once(request: HttpRequest) -> Any | Awaitable[Any]:
        return refused(request) or get_response(request)

    return answer_at_once


async def _hang_up(receive: _Receive) -> Any:
    """Pass over the rest of a body, until the sender is gone or the answer is sent."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return message


def _has_body(scope: Any) -> bool:
    return _told_length(scope) > 0 or b"transfer-encoding" in dict(scope["headers"])


def _told_length(scope: Any) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told) if told.isdigit() else 0
