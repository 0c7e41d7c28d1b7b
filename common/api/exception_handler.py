"""One shape for every failure, whoever raised it."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from common.api.envelope import EnvelopeRenderer
from common.api.throttling import count_once
from common.errors import BodyTooLargeError, DomainError, NotFoundError, RateLimitError

_log = structlog.get_logger(__name__)

# DRF's codes, in the contract's words.
_CODES = {
    exceptions.ParseError: "malformed_request",
    exceptions.NotAuthenticated: "not_authenticated",
    exceptions.AuthenticationFailed: "not_authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "rate_limit_exceeded",
}


def error_body(*, code: str, message: str, details: dict[str, Any], request_id: str) -> dict[str, Any]:
    """The contract's failure body."""
    return {
        "success": False,
        "error": {
            "type": code,
            "message": message,
            "details": details,
            "request_id": request_id,
            "timestamp": timezone.now().isoformat(),
        },
        "detail": message,
    }


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook. Unknown errors answer None: they are bugs, and the 500 handler tells the user nothing of them."""
    request = context["request"]
    request_id = getattr(request, "request_id", "")
    # A failure is JSON, also where the view answers pictures or pages, and where what is wanted is not to be had.
    request.accepted_renderer = EnvelopeRenderer()
    request.accepted_media_type = EnvelopeRenderer.media_type
    try:
        # What failed before the view looked at limits, such as a guessed token, counts as well.
        count_once(request, context["view"])
    except RateLimitError as refusal:
        error = refusal
    if isinstance(error, Http404):
        error = NotFoundError()
    if isinstance(error, RequestDataTooBig):
        error = BodyTooLargeError()
    if isinstance(error, DomainError):
        body = error_body(code=error.code, message=error.message, details=error.details, request_id=request_id)
        headers = {}
        if error.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="routix"'
        if error.status == 429 and "retry_after" in error.details:
            headers["Retry-After"] = str(error.details["retry_after"])
        response = Response(body, status=error.status, headers=headers)
        response.is_enveloped = True  # type: ignore[attr-defined]
        return response
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response_or_none = drf_handler(error, context)
    if response_or_none is None or not isinstance(error, exceptions.APIException):
        return None
    response = response_or_none
    if isinstance(error, exceptions.ValidationError):
        response.status_code = 422
        errors = list(_flatten(error.get_full_details()))
        message = errors[0]["message"] if len(errors) == 1 else "Some of the input is not valid."
        code, details = "validation_error", {"validation_errors": errors}
    else:
        code, details = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "internal_error"), {}
        message = str(error.detail)
    response.data = error_body(code=code, message=message, details=details, request_id=request_id)
    response.is_enveloped = True  # type: ignore[attr-defined]
    return response


def _flatten(details: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Turn DRF's nested details into `{field, message, type}` entries with dotted fields."""
    if isinstance(details, list):
        for index, item in enumerate(details):
            is_message = isinstance(item, dict) and set(item) == {"message", "code"}
            yield from _flatten(item, path if is_message else f"{path}[{index}]")
    elif set(details) == {"message", "code"} and isinstance(details["message"], str):
        yield {"field": path or "non_field_errors", "message": details["message"], "type": details["code"]}
    else:
        for name, item in details.items():
            yield from _flatten(item, f"{path}.{name}" if path else str(name))
