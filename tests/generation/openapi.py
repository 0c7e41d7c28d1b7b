"""Holds answers against the OpenAPI schema: nothing missing, nothing that it does not describe."""

import re
from functools import lru_cache
from typing import Any

import jsonschema
from drf_spectacular.generators import SchemaGenerator


def assert_described(response: Any, path: str) -> Any:
    """Check status and JSON body of a GET, POST or DELETE against the operation of that path; return its `data`."""
    method = response.wsgi_request.method.lower()
    operation = _schema()["paths"][f"/api/v1/{path}"][method]
    assert str(response.status_code) in operation["responses"], (response.status_code, response.content[:500])
    described = operation["responses"][str(response.status_code)]["content"]["application/json"]["schema"]
    body = response.json()
    jsonschema.validate(body, _strict(described), format_checker=jsonschema.FormatChecker())
    return body.get("data")


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return dict(SchemaGenerator().get_schema(request=None, public=True))


def _strict(schema: Any) -> Any:
    """Turn OpenAPI 3.0 into JSON Schema, with references put in place and unknown properties refused."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _strict(_schema()["components"]["schemas"][re.sub(".*/", "", schema["$ref"])])
    result = {key: _strict(value) for key, value in schema.items() if key not in ("nullable", "readOnly")}
    if "properties" in schema:
        result.setdefault("additionalProperties", False)
    if schema.get("nullable"):
        return {"anyOf": [result, {"type": "null"}]}
    return result
