"""What each operation does and takes, made from the same classes that carry it out."""

from __future__ import annotations

import inspect
from typing import cast

from canvas.operations.operation import Operation
from canvas.operations.registry import OPERATIONS
from canvas.operations.serial import KEY
from canvas.schema import Schema, record_schema
from canvas.serial import JsonValue


def describe(operation: type[Operation]) -> str:
    """Return what an operation does, in a sentence or two."""
    return " ".join((inspect.getdoc(operation) or "").split())


def operation_schema(operation: type[Operation]) -> Schema:
    """Return the JSON Schema (draft 2020-12) of one operation, whole in itself."""
    records: dict[str, Schema] = {}
    body = _body(operation, records)
    return {**body, "$defs": cast("JsonValue", records)} if records else body


def operations_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a list of operations."""
    records: dict[str, Schema] = {}
    bodies: list[JsonValue] = [_body(operation, records) for operation in OPERATIONS.values()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Routix operations",
        "type": "array",
        "items": {"oneOf": bodies},
        "$defs": cast("JsonValue", records),
    }


def _body(operation: type[Operation], records: dict[str, Schema]) -> Schema:
    body = record_schema(operation, records)
    properties = {KEY: {"const": operation.name}, **cast("dict[str, JsonValue]", body["properties"])}
    required = [KEY, *cast("list[JsonValue]", body["required"])]
    return {
        "title": operation.name,
        "description": describe(operation),
        **body,
        "properties": cast("JsonValue", properties),
        "required": required,
    }
