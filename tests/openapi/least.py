"""The least that a schema takes: a body of required fields only, each as plain as may be."""

from typing import Any

# What a format asks for; a schema can't say that these exist.
_OF_FORMAT = {
    "uuid": "0190a5c8-0000-7000-8000-000000000000",
    "email": "somebody@example.net",
    "uri": "https://example.org/",
    "date": "2026-11-20",
    "date-time": "2026-11-20T00:00:00Z",
}


def least_of(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """Return a value that the schema takes. Patterns are not looked at."""
    if "$ref" in schema:
        return least_of(components[schema["$ref"].rpartition("/")[2]], components)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return least_of(schema[choice][0], components)
    if "allOf" in schema:
        merged: dict[str, Any] = {}
        for part in schema["allOf"]:
            merged |= components[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        return least_of(merged, components)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        wanted = schema.get("required", [])
        return {name: least_of(schema["properties"][name], components) for name in wanted}
    if kind == "array":
        return [least_of(schema["items"], components)] * schema.get("minItems", 0)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return _OF_FORMAT.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
