"""Failures in the OpenAPI schema: one component per status, with the codes that it can have."""

from collections.abc import Iterator
from typing import Any

from common.errors import DomainError

MEANINGS = {
    "400": "The request could not be understood.",
    "401": "Not signed in, or with the wrong secret.",
    "402": "Not enough credits, or a refused payment.",
    "403": "Not allowed.",
    "404": "There is no such thing, or it is somebody else's.",
    "405": "The address does not take this method.",
    "406": "There is no answer of the media type that was asked for.",
    "409": "It does not fit the present state.",
    "410": "It is over.",
    "413": "Too large.",
    "415": "The media type is not supported.",
    "422": "Some of the input is not valid.",
    "429": "Too often; see `Retry-After`.",
    "500": "A fault of ours.",
    "503": "What this needs is not there at the moment.",
}

# What the framework answers by itself; the exception handler gives it these codes.
_FRAMEWORK = {
    "malformed_request": ("400", "The request could not be understood."),
    "not_authenticated": ("401", "Authentication credentials were not provided."),
    "csrf_failed": ("403", "The CSRF token is missing or wrong."),
    "method_not_allowed": ("405", 'Method "PUT" not allowed.'),
    "not_acceptable": ("406", "Could not satisfy the request Accept header."),
    "unsupported_media_type": ("415", 'Unsupported media type "text/plain" in request.'),
    "internal_error": ("500", "Something broke on our side. Nothing of yours was lost."),
}
_VALIDATION_ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["field", "message", "type"],
        "properties": {"field": {"type": "string"}, "message": {"type": "string"}, "type": {"type": "string"}},
    },
}


def component_name(status: str) -> str:
    """Return the name of the component that describes the failures of a status, such as `Failure404`."""
    return f"Failure{status}"


def failure_response(status: str) -> dict[str, Any]:
    """Return the response object of a failure status."""
    schema = {"$ref": f"#/components/schemas/{component_name(status)}"}
    return {"description": MEANINGS[status], "content": {"application/json": {"schema": schema}}}


def add_failures(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: add the components that the operations refer to."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for status, codes in _codes_by_status().items():
        schemas[component_name(status)] = _component(status, codes)
    return result


def _codes_by_status() -> dict[str, dict[str, str]]:
    """Return the codes of each status with a message for the example, as the errors of all apps have them."""
    found: dict[str, dict[str, str]] = {status: {} for status in MEANINGS}
    for code, (status, message) in _FRAMEWORK.items():
        found[status][code] = message
    for error in _all_errors(DomainError):
        found[str(error.status)].setdefault(error.code, str(error.message))
    return {status: dict(sorted(codes.items())) for status, codes in found.items() if codes}


def _all_errors(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    for error in parent.__subclasses__():
        if not error.__module__.startswith("tests."):
            yield error
        yield from _all_errors(error)


def _component(status: str, codes: dict[str, str]) -> dict[str, Any]:
    code, message = next(iter(codes.items()))
    details: dict[str, Any] = {"type": "object", "additionalProperties": {}}
    example_details: dict[str, Any] = {}
    if status == "422":
        code, message = "validation_error", codes["validation_error"]
        details["properties"] = {"validation_errors": _VALIDATION_ERRORS}
        example_details = {
            "validation_errors": [{"field": "prompt", "message": "This field is required.", "type": "required"}]
        }
    return {
        "type": "object",
        "description": MEANINGS[status],
        "required": ["success", "error", "detail"],
        "properties": {
            "success": {"type": "boolean", "enum": [False]},
            "error": {
                "type": "object",
                "required": ["type", "message", "details", "request_id", "timestamp"],
                "properties": {
                    "type": {"type": "string", "enum": list(codes), "description": "Stable; see `docs/errors.md`."},
                    "message": {"type": "string"},
                    "details": details,
                    "request_id": {"type": "string"},
                    "timestamp": {"type": "string", "format": "date-time"},
                },
            },
            "detail": {"type": "string", "description": "The message once more."},
        },
        "example": {
            "success": False,
            "error": {
                "type": code,
                "message": message,
                "details": example_details,
                "request_id": "0f9d3c0e7a5b4f8e9a1d2c3b4a596877",
                "timestamp": "2026-11-28T09:00:00Z",
            },
            "detail": message,
        },
    }
