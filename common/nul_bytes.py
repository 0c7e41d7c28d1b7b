"""Addresses that name nothing: PostgreSQL's text holds no NUL, so nothing can be looked up by one."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from common.api.errors import bad_request


@sync_and_async_middleware
def refuse_nul_bytes(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Answer 400 where the path bears a NUL."""

    def refused(request: HttpRequest) -> HttpResponse | None:
        return bad_request(request, ValueError("NUL")) if "\x00" in request.path else None

    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            return refused(request) or await get_response(request)

        return answer

    def answer_at_once(request: HttpRequest) -> Any | Awaitable[Any]:
        return refused(request) or get_response(request)

    return answer_at_once
