"""Lists: `{"items", "total", "limit", "offset", "has_more"}`."""

import re
from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import ValidationFailedError

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100
LARGEST_OFFSET = 1_000_000
_DIGITS = re.compile(r"[0-9]{1,10}")


class LimitOffset(BasePagination):
    """`limit` 1..100 and `offset`; out of range is refused rather than bent."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.limit = _whole_number(request, "limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT)
        self.offset = _whole_number(request, "offset", 0, 0, LARGEST_OFFSET)
        rows = list(queryset[self.offset : self.offset + self.limit])
        # A page that is not full is the last one, and says how many there are.
        is_last = len(rows) < self.limit and (rows or not self.offset)
        self.total = self.offset + len(rows) if is_last else queryset.count()
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "items": data,
                "total": self.total,
                "limit": self.limit,
                "offset": self.offset,
                "has_more": self.offset + len(data) < self.total,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        whole = {"type": "integer", "minimum": 0}
        return {
            "type": "object",
            "required": ["items", "total", "limit", "offset", "has_more"],
            "properties": {
                "items": schema,
                "total": whole,
                "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
                "offset": whole,
                "has_more": {"type": "boolean"},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("limit", f"How many rows, 1 to {LARGEST_LIMIT}.", DEFAULT_LIMIT, 1, LARGEST_LIMIT),
            _parameter("offset", "How many rows to pass over.", 0, 0, LARGEST_OFFSET),
        ]


def _parameter(name: str, description: str, default: int, least: int, most: int) -> dict[str, Any]:
    schema = {"type": "integer", "default": default, "minimum": least, "maximum": most}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _whole_number(request: Request, name: str, default: int, least: int, most: int) -> int:
    sent = request.query_params.get(name)
    if sent is None:
        return default
    # `int` would also take `1_0`, `+5` and digits of other scripts, which the schema does not.
    value = int(sent) if _DIGITS.fullmatch(sent) else least - 1
    if not least <= value <= most:
        raise ValidationFailedError(fields={name: f"Must be a whole number from {least} to {most}."})
    return value
