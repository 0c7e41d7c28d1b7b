"""OpenAPI that tells the truth: the envelope around every answer, and the failures each operation can have."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from common.api.failures import failure_response
from common.api.throttling import RATE_LIMIT_HEADERS

_REQUEST_ID = {
    "X-Request-ID": {
        "description": "Names the request in our logs: the caller's, if it sent a sane one.",
        "schema": {"type": "string"},
    }
}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}


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
            operation["responses"].setdefault(status, failure_response(status))
        for status, response in operation["responses"].items():
            headers = response.setdefault("headers", {})
            headers.update(_REQUEST_ID | RATE_LIMIT_HEADERS | (_RETRY_AFTER if status == "429" else {}))
        if {} in operation.get("security", ()):
            operation["security"] = []  # who may stay away need not bring anything; generated clients ask for it else
        return operation

    def _failure_statuses(self, operation: dict[str, Any]) -> set[str]:
        # Whatever is asked can be malformed, wanted in a media type that there is not, or asked too often.
        statuses = {"400", "406", "429", *getattr(self.view, "failure_statuses", ())}
        if any(operation.get("security", ())):
            statuses |= {"401", "403"}
        if "requestBody" in operation:
            statuses |= {"413", "415", "422"}
        parameters = {parameter["in"] for parameter in operation.get("parameters", [])}
        if "path" in parameters:
            statuses.add("404")
        if parameters & {"query", "header"}:
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
