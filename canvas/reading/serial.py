"""A reading as a JSON value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar, get_args

from canvas.colour import is_hex
from canvas.errors import DocumentError
from canvas.geometry import Box
from canvas.reading.model import (
    Ground,
    GroundKind,
    MarkFound,
    MarkKind,
    Pattern,
    Reading,
    SubjectFound,
    SubjectKind,
    Swatch,
    TypeFound,
    TypeLine,
)

JsonValue = Any
_Part = TypeVar("_Part")
_Check = Callable[[str, object], Any]
_LONGEST_TEXT = 400
_MOST_PARTS = 1000


def to_json(reading: Reading) -> dict[str, JsonValue]:
    """Return the reading as a value that JSON can hold."""
    return {name: _listed(part) for name, part in asdict(reading).items()}


def from_json(value: object) -> Reading:
    """Return the reading that `to_json` made. `DocumentError` with the path of what is missing or wrong."""
    return _object(Reading, _READING)("", value)


def _listed(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(name): _listed(part) for name, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, tuple | list) else value


def _object(made: type[_Part], checks: Mapping[str, _Check]) -> Callable[[str, object], _Part]:
    """Return the check of a dataclass: every field there, none besides, each by its own check."""
    if set(checks) != {field.name for field in fields(made)}:  # type: ignore[arg-type]
        raise TypeError(f"{made.__name__} and its checks have different fields")

    def check(path: str, value: object) -> _Part:
        if not isinstance(value, Mapping):
            raise DocumentError(path, "not an object")
        for name in value:
            if name not in checks:
                raise DocumentError(_join(path, str(name)), "unknown field")
        for name in checks:
            if name not in value:
                raise DocumentError(_join(path, name), "is missing")
        return made(**{name: test(_join(path, name), value[name]) for name, test in checks.items()})

    return check


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _each(test: _Check) -> _Check:
    def check(path: str, value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > _MOST_PARTS:
            raise DocumentError(path, "not a list")
        return tuple(test(f"{path}[{at}]", part) for at, part in enumerate(value))

    return check


def _numbers(count: int) -> _Check:
    def check(path: str, value: object) -> tuple[float, ...]:
        if not isinstance(value, list | tuple) or len(value) != count:
            raise DocumentError(path, f"not {count} numbers")
        return tuple(_number(f"{path}[{at}]", part) for at, part in enumerate(value))

    return check


def _one_of(allowed: tuple[str, ...]) -> _Check:
    def check(path: str, value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise DocumentError(path, f"{value!r} is none of {', '.join(allowed)}")
        return value

    return check


def _number(path: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise DocumentError(path, "not a number")
    return value


def _whole(path: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise DocumentError(path, "not a whole number")
    return value


def _flag(path: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise DocumentError(path, "not true or false")
    return value


def _text(path: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise DocumentError(path, f"not a text of at most {_LONGEST_TEXT} characters")
    return value


def _colour(path: str, value: object) -> str:
    if not isinstance(value, str) or not is_hex(value):
        raise DocumentError(path, "not a colour such as #ff8800")
    return value


def _colour_or_none(path: str, value: object) -> str:
    return "" if value == "" else _colour(path, value)


def _box_or_none(path: str, value: object) -> Box | None:
    return None if value is None else _box(path, value)


_box = _object(Box, dict.fromkeys(("x0", "y0", "x1", "y1"), _number))
_swatch = _object(Swatch, {"colour": _colour, "lab": _numbers(3), "share": _number})
_line = _object(TypeLine, {
    "box": _box, "size": _number, "tilt": _number, "text": _text, "confidence": _number, "words": _whole,
    "colour": _colour, "second_colour": _colour_or_none, "behind": _colour, "is_label": _flag, "weight": _number,
})  # fmt: skip
_type = _object(TypeFound, {"typeface": _text, "likeness": _number, "is_extruded": _flag})
_subject = _object(SubjectFound, {
    "kind": _one_of(get_args(SubjectKind)), "box": _box_or_none, "is_outlined": _flag, "others": _each(_box),
    "focus": _numbers(2),
})  # fmt: skip
_ground = _object(Ground, {
    "kind": _one_of(get_args(GroundKind)), "pattern": _one_of(get_args(Pattern)), "colour": _colour,
    "second_colour": _colour_or_none, "lightness": _number, "is_light": _flag, "detail": _number, "edges": _number,
})  # fmt: skip
_mark = _object(MarkFound, {"kind": _one_of(get_args(MarkKind)), "box": _box})
_READING: Mapping[str, _Check] = {
    "width": _whole, "height": _whole, "swatches": _each(_swatch), "warmth": _number, "contrast": _number,
    "saturation": _number, "brightness": _number, "colourfulness": _number, "clutter": _number, "energy": _whole,
    "lines": _each(_line), "type": _type, "faces": _each(_box), "subject": _subject, "ground": _ground,
    "effects": _each(_text), "marks": _each(_mark), "has_logo": _flag,
}  # fmt: skip
