"""Whose code brought a visitor here: `?ref=CODE` in an address, kept in a cookie until they sign up.

Not in the session: every visitor with a code would cost a row in the database.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from accounts.services.registration import read_referral_code

_COOKIE = "referral_code"
_KEPT_SECONDS = 14 * 24 * 3600
_NEW = "new_referral_code"


def remembered_referral_code(request: HttpRequest) -> str:
    """The code that came along, by address or form, or else the last one that did in this browser; empty without any.

    The forms of our pages send it as `referral_code`, a field that people don't see: nonsense in it is passed over.
    """
    kept = read_referral_code(request.COOKIES.get(_COOKIE, ""))
    sent = read_referral_code(request.POST.get("referral_code") or request.GET.get("ref", ""))
    if sent and sent != kept:
        setattr(request, _NEW, sent)
    return sent or kept


def forget_referral_code(request: HttpRequest) -> None:
    """Forget the code: it has served."""
    setattr(request, _NEW, "")


@sync_and_async_middleware
def keep_referral_codes(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Give the browser the code that a page remembered, and take it back once that is forgotten."""
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> Any:
            response = await get_response(request)
            _tell_browser(request, response)
            return response

        return answer

    def answer_at_once(request: HttpRequest) -> Any | Awaitable[Any]:
        response = get_response(request)
        _tell_browser(request, response)
        return response

    return answer_at_once


def _tell_browser(request: HttpRequest, response: HttpResponse) -> None:
    code: str | None = getattr(request, _NEW, None)
    if code:
        response.set_cookie(
            _COOKIE,
            code,
            max_age=_KEPT_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif code is not None and _COOKIE in request.COOKIES:
        response.delete_cookie(_COOKIE, samesite="Lax")
