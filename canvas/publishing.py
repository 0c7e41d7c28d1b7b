"""Writes down for others what documents and operations are: `python -m canvas.publishing docs`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from canvas.colour import ROLES
from canvas.operations import OPERATIONS, Operation
from canvas.operations.schema import describe, operation_schema, operations_schema
from canvas.schema import HEX_PATTERN, Schema, json_schema
from canvas.serial import NAME_PATTERN, SOURCE_PATTERN, JsonValue

PAGE = "operations-of-documents.md"
# What a string of each pattern is, in words.
_KINDS = {
    f"^{NAME_PATTERN}$": "the id of a layer",
    f"^{SOURCE_PATTERN}$": "a source",
    f"^{HEX_PATTERN}$": "`#rrggbb`",
    f"^({HEX_PATTERN}|{'|'.join(ROLES)})$": "a colour",
}
MARKER = "<!-- What follows is written by `python -m canvas.publishing docs`. -->"


def published(page: str) -> Mapping[str, str]:
    """Return the files by their path below the folder of documents. `page` is the page on operations as it is: what
    stands in it above the marker stays. `ValueError` when it has no marker."""
    above, marker, _ = page.partition(MARKER)
    if not marker:
        raise ValueError("the page on operations has no marker")
    return {
        "schemas/document.json": _as_text(json_schema()),
        "schemas/operations.json": _as_text(operations_schema()),
        PAGE: f"{above}{MARKER}\n\n{''.join(_sections())}".rstrip() + "\n",
    }


def _as_text(schema: Schema) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _sections() -> Iterator[str]:
    for operation in OPERATIONS.values():
        yield f"### `{operation.name}`\n\n{describe(operation)}\n\n{_table(operation)}\n"


def _table(operation: type[Operation]) -> str:
    schema = operation_schema(operation)
    required = cast("list[str]", schema["required"])
    rows = [
        f"| `{name}` | {_values(cast('Schema', rule))} | {'yes' if name in required else ''} |\n"
        for name, rule in cast("dict[str, JsonValue]", schema["properties"]).items()
        if name != "op"
    ]
    return "".join(["| field | values | required |\n|---|---|---|\n", *rows])


def _values(rule: Schema) -> str:
    """What a field may hold, in a few words."""
    if "anyOf" in rule:
        return _values(cast("Schema", cast("list[JsonValue]", rule["anyOf"])[0]))
    if "enum" in rule:
        return ", ".join(f"`{value}`" for value in cast("list[JsonValue]", rule["enum"]))
    if "$ref" in rule:
        return f"a {str(rule['$ref']).rpartition('/')[2].lower()}"
    if "oneOf" in rule:
        return "a layer"
    if rule.get("type") in ("number", "integer"):
        return f"{rule['minimum']:g} to {rule['maximum']:g}" if "minimum" in rule else "numbers"
    if rule.get("type") == "array":
        return _list_of(rule)
    if rule.get("type") == "object":
        return f"by name: {_values(cast('Schema', rule['additionalProperties']))}"
    if rule.get("type") == "string":
        return _KINDS[str(rule["pattern"])] if "pattern" in rule else f"up to {rule['maxLength']} characters"
    return "true or false"


def _list_of(rule: Schema) -> str:
    if "prefixItems" in rule:
        items = cast("list[JsonValue]", rule["prefixItems"])
        return f"{len(items)} numbers, each {_values(cast('Schema', items[0]))}"
    return f"a list: {_values(cast('Schema', rule['items']))}"


def main() -> int:
    folder = Path(sys.argv[1])
    for name, text in published((folder / PAGE).read_text()).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
