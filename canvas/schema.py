"""The JSON Schema of documents, made from the same dataclasses that `canvas.serial` reads."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

from canvas.colour import ROLES
from canvas.document import DOCUMENT_VERSION, Document, Layer
from canvas.serial import (
    HEX_FIELDS,
    LAYER_KINDS,
    MAX_ITEMS,
    MAX_LAYERS,
    MAX_STRING,
    MAX_TEXT,
    NAME_FIELDS,
    NAME_PATTERN,
    SIDES,
    SOURCE_PATTERN,
    JsonValue,
    choices_of,
    field_types,
    is_colour,
    limits_of,
)

HEX_PATTERN = "#[0-9a-fA-F]{6}"
Schema = dict[str, JsonValue]


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a document."""
    records: dict[str, Schema] = {}
    body = _record(Document, records)
    properties = cast("dict[str, Schema]", body["properties"])
    properties["version"] = {"const": DOCUMENT_VERSION}
    properties["layers"]["maxItems"] = MAX_LAYERS
    for side in ("width", "height"):
        properties[side] |= {"minimum": SIDES[0], "maximum": SIDES[1]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Routix document",
        **body,
        "$defs": cast("JsonValue", records),
    }


def record_schema(kind: type, records: dict[str, Schema]) -> Schema:
    """Return the JSON Schema of a dataclass that `canvas.serial.read_record` reads.

    The records that it holds are added to `records`, which belong below `$defs` of the whole.
    """
    return _record(kind, records)


def _record(kind: type, records: dict[str, Schema]) -> Schema:
    properties: dict[str, JsonValue] = {}
    required: list[JsonValue] = []
    types = field_types(kind)
    for field in fields(kind):
        properties[field.name] = _with_rules(kind, field.name, _of(types[field.name], records))
        if (field.default is MISSING and field.default_factory is MISSING) or field.name == "kind":
            required.append(field.name)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of(kind: Any, records: dict[str, Schema]) -> Schema:
    if kind == Layer:
        return {"oneOf": [_reference(layer, records) for layer in LAYER_KINDS.values()]}
    origin, members = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        inner = next(member for member in members if member is not NoneType)
        return {"anyOf": [_of(inner, records), {"type": "null"}]}
    if origin is tuple:
        if members[-1] is Ellipsis:
            return {"type": "array", "items": _of(members[0], records), "maxItems": MAX_ITEMS}
        items: list[JsonValue] = [_of(member, records) for member in members]
        return {"type": "array", "prefixItems": items, "minItems": len(members), "maxItems": len(members)}
    if origin is dict:
        return {
            "type": "object",
            "additionalProperties": _of(members[1], records),
            "propertyNames": {"pattern": f"^{NAME_PATTERN}$"},
            "maxProperties": MAX_ITEMS,
        }
    if origin is Literal:
        return {"enum": list(members)}
    if is_dataclass(kind):
        return _reference(cast("type", kind), records)
    return {"type": {bool: "boolean", str: "string", int: "integer", float: "number"}[kind]}


def _reference(kind: type, records: dict[str, Schema]) -> Schema:
    if kind.__name__ not in records:
        records[kind.__name__] = {}
        records[kind.__name__] = _record(kind, records)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _with_rules(kind: type, name: str, schema: Schema) -> Schema:
    if "anyOf" in schema:
        first, *others = cast("list[Schema]", schema["anyOf"])
        return {"anyOf": [_with_rules(kind, name, first), *others]}
    if schema.get("type") == "string":
        return schema | _string_rules(kind, name)
    if schema.get("type") in ("number", "integer"):
        low, high = limits_of(kind, name)
        return schema | {"minimum": low, "maximum": high}
    if "prefixItems" in schema:
        items = cast("list[Schema]", schema["prefixItems"])
        return schema | {"prefixItems": [_with_rules(kind, name, item) for item in items]}
    if schema.get("type") == "array":
        return schema | {"items": _with_rules(kind, name, cast("Schema", schema["items"]))}
    return schema


def _string_rules(kind: type, name: str) -> Schema:
    if choices_of(kind, name):
        return {"enum": list(choices_of(kind, name))}
    if name in HEX_FIELDS:
        return {"pattern": f"^{HEX_PATTERN}$"}
    if is_colour(name):
        return {"pattern": f"^({HEX_PATTERN}|{'|'.join(ROLES)})$"}
    if name in NAME_FIELDS:
        return {"pattern": f"^{NAME_PATTERN}$"}
    if name == "source":
        return {"pattern": f"^{SOURCE_PATTERN}$"}
    return {"maxLength": MAX_TEXT if name == "text" else MAX_STRING}
