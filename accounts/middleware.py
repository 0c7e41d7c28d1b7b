"""What happens around every request of somebody's browser."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware

from accounts.services.sessions import is_seen_again, touch


@sync_and_async_middleware
def note_browsers(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Note when each signed-in browser was last seen, so that its owner recognises it."""
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            response = await get_response(request)
            if is_seen_again(request):
                await sync_to_async(touch)(request)
            return response

        return answer

    def answer_at_once(request: HttpRequest) -> Any | Awaitable[Any]:
        response = get_response(request)
        if is_seen_again(request):
            touch(request)
        return response

    return answer_at_once
