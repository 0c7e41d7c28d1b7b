"""Reading request bodies."""

import codecs
import json
import math
from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

from common.errors import BodyTooLargeError


class BoundedJSONParser(JSONParser):
    """JSON within bounds: huge bodies, endless nesting and numbers beyond all numbers are refused, and are no 500."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        context = parser_context or {}
        length = context["request"].META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLargeError
        read = codecs.getreader(context.get("encoding", settings.DEFAULT_CHARSET))
        try:
            return json.load(read(stream), parse_constant=strict_constant, parse_float=_finite)
        except ValueError as error:
            raise ParseError(f"JSON parse error - {error}") from None
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


def _finite(written: str) -> float:
    """`1e400` is a number in JSON, but Python makes it infinite, which no JSON column takes."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("A number is too large.")
    return number
