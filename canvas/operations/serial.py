"""Operations as JSON and back: `{"op": "set_text", "layer": "headline", "text": "7 DAYS"}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from canvas.errors import DocumentError, OperationError
from canvas.operations.operation import Operation
from canvas.operations.registry import OPERATIONS
from canvas.serial import JsonValue, read_record, refuse_too_many, written_record

KEY = "op"


def written_operation(operation: Operation) -> dict[str, JsonValue]:
    """Return an operation as the JSON object that `read_operation` reads back to an equal one."""
    return {KEY: operation.name, **written_record(operation)}


def read_operation(value: object, path: str = "") -> Operation:
    """Return the operation that a JSON value describes.

    Raises `OperationError`, whose `path` names the faulty place, for anything else: an unknown `op`, unknown or missing
    fields, wrong types, values out of range.
    """
    try:
        refuse_too_many(value, path)
        return cast("Operation", read_record(_kind(value, path), _without_name(value), path))
    except DocumentError as error:
        raise OperationError(error.path, error.problem) from error


def _kind(value: object, path: str) -> type[Operation]:
    name = value.get(KEY) if isinstance(value, dict) else None
    kind = OPERATIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise OperationError(f"{path}.{KEY}" if path else KEY, f"is none of {', '.join(OPERATIONS)}")
    return kind


def _without_name(value: object) -> object:
    return {key: item for key, item in value.items() if key != KEY} if isinstance(value, dict) else value


def read_operations(values: Sequence[object], path: str = "operations") -> tuple[Operation, ...]:
    """Return the operations of a list. Raises `OperationError` with a path such as `operations[2].text`."""
    return tuple(read_operation(value, f"{path}[{index}]") for index, value in enumerate(values))
