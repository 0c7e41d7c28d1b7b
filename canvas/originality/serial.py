"""Fingerprints as a JSON value and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, fields
from typing import Any

from canvas.errors import DocumentError
from canvas.geometry import Box
from canvas.originality.descriptors import COLOUR_NUMBERS, EDGE_NUMBERS
from canvas.originality.hashing import BITS
from canvas.originality.model import Fingerprint

JsonValue = Any

VERSION = 1  # of how the numbers are made: fingerprints of another version can't be compared
_MOST_BOXES = 64
_LARGEST_NUMBER = 255
_NAMES = frozenset({"version", *(field.name for field in fields(Fingerprint))})


def to_json(taken: Fingerprint) -> dict[str, JsonValue]:
    """Return the fingerprint as a value that JSON can hold; the hash as 16 hexadecimal digits."""
    return {
        "version": VERSION,
        "hash": f"{taken.hash:016x}",  # JSON numbers of 64 bits lose their last digits in many readers
        "faces": [_numbers(box) for box in taken.faces[:_MOST_BOXES]],
        "lines": [_numbers(box) for box in taken.lines[:_MOST_BOXES]],
        "colours": list(taken.colours),
        "edges": list(taken.edges),
    }


def from_json(value: object) -> Fingerprint:
    """Return the fingerprint that `to_json` made. `DocumentError` with the path of what is missing or malformed."""
    if not isinstance(value, Mapping):
        raise DocumentError("", "not an object")
    for name in value:
        if name not in _NAMES:
            raise DocumentError(str(name), "unknown field")
    for name in sorted(_NAMES):
        if name not in value:
            raise DocumentError(name, "is missing")
    if value["version"] != VERSION:
        raise DocumentError("version", f"not {VERSION}: the fingerprint must be taken anew")
    return Fingerprint(
        hash=_hash(value["hash"]),
        faces=_boxes("faces", value["faces"]),
        lines=_boxes("lines", value["lines"]),
        colours=_small_numbers("colours", value["colours"], COLOUR_NUMBERS),
        edges=_small_numbers("edges", value["edges"], EDGE_NUMBERS),
    )


def _numbers(box: Box) -> list[float]:
    return [round(number, 4) for number in astuple(box)]


def _hash(value: object) -> int:
    digits = BITS // 4
    if not isinstance(value, str) or len(value) != digits or not set(value) <= set("0123456789abcdef"):
        raise DocumentError("hash", f"not {digits} hexadecimal digits")
    return int(value, 16)


def _boxes(name: str, value: object) -> tuple[Box, ...]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_BOXES:
        raise DocumentError(name, f"not a list of at most {_MOST_BOXES} boxes")
    return tuple(_box(f"{name}[{at}]", box) for at, box in enumerate(value))


def _box(path: str, value: object) -> Box:
    if not isinstance(value, list | tuple) or len(value) != 4 or not all(map(_is_ratio, value)):
        raise DocumentError(path, "not four ratios")
    return Box(*(float(number) for number in value))


def _is_ratio(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _small_numbers(name: str, value: object, count: int) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or len(value) != count or not all(map(_is_small, value)):
        raise DocumentError(name, f"not {count} whole numbers of 0 to {_LARGEST_NUMBER}")
    return tuple(value)


def _is_small(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_NUMBER
