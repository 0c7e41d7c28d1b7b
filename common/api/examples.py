"""Examples in the OpenAPI schema: answers that a running Routix gave, kept in `examples.json` by `make walk`."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_KEPT = Path(__file__).with_name("examples.json")


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: add what is kept to the answers of the operations."""
    kept = kept_examples()
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            for status, body in kept.get(operation.get("operationId"), {}).items():
                content = operation["responses"].get(status, {}).get("content", {}).get("application/json")
                if content is not None:
                    content["example"] = body
    return result


@lru_cache(maxsize=1)
def kept_examples() -> dict[str, dict[str, Any]]:
    """Return `{operationId: {status: body}}`."""
    return dict(json.loads(_KEPT.read_text(encoding="utf-8")))
