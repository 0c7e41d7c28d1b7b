"""What the running product's own OpenAPI schema says of each answer."""

import re
from functools import lru_cache
from typing import Any

import jsonschema


class Described:
    """A schema as `/api/schema/` serves it."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._components = schema["components"]["schemas"]
        self._operations = {
            shape_of(f"{method.upper()} {path}"): operation
            for path, operations in schema["paths"].items()
            for method, operation in operations.items()
        }
        self._strictly = lru_cache(maxsize=None)(self._strict_of)

    @property
    def endpoints(self) -> set[str]:
        """`METHOD /api/v1/…` with `{}` for each parameter of the path."""
        return set(self._operations)

    def operation_id(self, endpoint: str) -> str:
        return str(self._operations[shape_of(endpoint)]["operationId"])

    def require(self, endpoint: str, status: int, body: Any) -> None:
        """Raise `AssertionError` unless the schema describes this answer: nothing missing, nothing besides."""
        responses = self._operations[shape_of(endpoint)]["responses"]
        assert str(status) in responses, f"the schema knows no {status} of {endpoint}"
        if body is None or "application/json" not in responses[str(status)].get("content", {}):
            return
        try:
            self._strictly(shape_of(endpoint), str(status)).validate(body)
        except jsonschema.ValidationError as error:
            where = "".join(f"[{part!r}]" for part in error.absolute_path)
            raise AssertionError(f"not as the schema says: {where}: {error.message[:200]}") from error

    def _strict_of(self, endpoint: str, status: str) -> Any:
        described = self._operations[endpoint]["responses"][status]["content"]["application/json"]["schema"]
        return jsonschema.Draft7Validator(self._strict(described), format_checker=jsonschema.FormatChecker())

    def _strict(self, schema: Any) -> Any:
        """Turn OpenAPI 3.0 into JSON Schema, with references put in place and unknown properties refused."""
        if isinstance(schema, list):
            return [self._strict(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._strict(self._components[schema["$ref"].rpartition("/")[2]])
        result = {name: self._strict(value) for name, value in schema.items() if name not in ("nullable", "readOnly")}
        if "properties" in schema:
            result["additionalProperties"] = False
        return {"anyOf": [result, {"type": "null"}]} if schema.get("nullable") else result


def shape_of(endpoint: str) -> str:
    """`GET users/{id}` or `GET /api/v1/users/{user_id}` → `GET /api/v1/users/{}`."""
    method, _, path = endpoint.partition(" ")
    return f"{method} {re.sub('{[^}]*}', '{}', path if path.startswith('/') else f'/api/v1/{path}')}"
