"""Failures that happen outside any view: unknown addresses, server errors, bad requests."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from common.api.exception_handler import error_body


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found", "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500, "internal_error", "Something broke on our side. Nothing of yours was lost.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, "malformed_request", "The request could not be understood.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, "forbidden", "You are not allowed to do that.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, "csrf_failed", "The form is too old or came from another site. Reload and try again.")


def _answer(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    request_id = getattr(request, "request_id", "")
    if request.path.startswith("/api/"):
        body: dict[str, Any] = error_body(code=code, message=message, details={}, request_id=request_id)
        return JsonResponse(body, status=status)
    context = {"status": status, "message": message, "request_id": request_id}
    return render(request, "error.html", context, status=status)
