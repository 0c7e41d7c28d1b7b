"""OpenAPI that tells the truth: the envelope around every answer, and the failures each operation can have."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["success", "error", "detail"],
    "properties": {
        "success": {"type": "boolean", "enum": [False]},
        "error": {
            "type": "object",
            "required": ["type", "message", "details", "request_id", "timestamp"],
            "properties": {
                "type": {"type": "string"},
                "message": {"type": "string"},
                "details": {"type": "object", "additionalProperties": {}},
                "request_id": {"type": "string"},
                "timestamp": {"type": "string", "format": "date-time"},
            },
        },
        "detail": {"type": "string"},
    },
}

_FAILURES = {
    "400": "The request could not be understood.",
    "401": "Not signed in.",
    "402": "Not enough credits.",
    "403": "Not allowed.",
    "404": "There is no such thing, or it is somebody else's.",
    "409": "It does not fit the present state.",
    "413": "Too large.",
    "415": "The media type is not supported.",
    "422": "Some of the input is not valid.",
    "429": "Too often; see `Retry-After`.",
    "503": "What this needs is not there at the moment.",
}


class EnvelopeSchema(AutoSchema):
    """Wraps success answers and adds failures. A view lists further ones in `failure_statuses`."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                self._wrap(response)
        for status in sorted(self._failure_statuses(operation)):
            operation["responses"].setdefault(
                status,
                {"description": _FAILURES[status], "content": {"application/json": {"schema": ERROR_SCHEMA}}},
            )
        return operation

    def _failure_statuses(self, operation: dict[str, Any]) -> set[str]:
        statuses = set(getattr(self.view, "failure_statuses", ()))
        if self.view.permission_classes and self.get_auth():
            statuses |= {"401", "403"}
        if "requestBody" in operation:
            statuses |= {"400", "415", "422"}
        parameters = {parameter["in"] for parameter in operation.get("parameters", [])}
        if "path" in parameters:
            statuses.add("404")
        if "query" in parameters:
            statuses.add("422")
        return statuses

    @staticmethod
    def _wrap(response: dict[str, Any]) -> None:
        for media_type, content in response.get("content", {}).items():
            if media_type != "application/json":
                continue
            content["schema"] = {
                "type": "object",
                "required": ["success", "data", "message"],
                "properties": {
                    "success": {"type": "boolean", "enum": [True]},
                    "data": content.get("schema", {}),
                    "message": {"type": "string"},
                },
            }
