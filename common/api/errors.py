"""Failures that happen outside any view: unknown addresses, server errors, bad requests."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop, ngettext

from common.api.exception_handler import error_body
from common.errors import BodyTooLargeError, RateLimitError


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found", gettext_noop("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(
        request, 500, "internal_error", gettext_noop("Something broke on our side. Nothing of yours was lost.")
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, BodyTooLargeError.status, BodyTooLargeError.code, BodyTooLargeError.message)
    return _answer(request, 400, "malformed_request", gettext_noop("The request could not be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, "forbidden", gettext_noop("You are not allowed to do that."))


def unknown_charset(request: HttpRequest) -> HttpResponse:
    return _answer(request, 415, "unsupported_media_type", gettext_noop("What is sent here is UTF-8."))


def too_many_requests(request: HttpRequest, error: RateLimitError) -> HttpResponse:
    """Refuse what is sent to a page, and say how long to wait."""
    seconds = error.retry_after
    message = ngettext(
        "That was too often. Wait %(seconds)d second and try again.",
        "That was too often. Wait %(seconds)d seconds and try again.",
        seconds,
    ) % {"seconds": seconds}
    response = _answer(request, error.status, error.code, message)
    response.headers["Retry-After"] = str(seconds)
    # A script that asked for a part of a page gets the whole one, so it takes the place of the whole one.
    if request.headers.get("HX-Request"):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "csrf_failed",
        gettext_noop("The form is too old or came from another site. Reload and try again."),
    )


def _answer(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    request_id = getattr(request, "request_id", "")
    if request.path == "/api" or request.path.startswith("/api/"):
        body: dict[str, Any] = error_body(code=code, message=message, details={}, request_id=request_id)
        return JsonResponse(body, status=status)
    context = {"status": status, "message": gettext(message), "request_id": request_id}
    return render(request, "error.html", context, status=status)
