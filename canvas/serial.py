"""Documents as JSON and back. What comes in is validated: types, names, ranges, sizes; unknown fields are refused."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, cast, get_args, get_origin, get_type_hints

from canvas import document as model
from canvas.colour import ROLES, is_hex
from canvas.document import DOCUMENT_VERSION, Document, Layer
from canvas.errors import DocumentError

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None

MAX_LAYERS = 60
MAX_TEXT = 300
MAX_STRING = 200
MAX_ITEMS = 64
MAX_NUMBER = 10_000.0  # of a number without limits of its own, such as a parameter of an effect
MAX_VALUES = 6_000
SIDES = (64, 2560)
MAX_PIXELS = 4_200_000  # a little more than 2560 x 1440: a drawing takes about 100 bytes a pixel

LAYER_KINDS: Mapping[str, type] = {
    "plate": model.Plate,
    "effect": model.Effect,
    "subject": model.Subject,
    "text": model.Text,
    "mark": model.Mark,
    "logo": model.Logo,
}
NAME_PATTERN = r"[A-Za-z0-9_.-]{1,80}"
SOURCE_PATTERN = r"(scene|paint|picture|prop|photo):[A-Za-z0-9_.-]{1,120}"
# What a drawing can use, by field or by record and field: beyond it lie windows of gigabytes and loops of hours.
LIMITS: Mapping[str, tuple[float, float]] = {
    "opacity": (0.0, 1.0),
    "amount": (0.0, 4.0),
    "strength": (0.0, 4.0),
    "angle": (-360.0, 360.0),
    "rotation": (-360.0, 360.0),
    "tilt": (-60.0, 60.0),
    "line_art": (0.0, 1.0),
    "max_lines": (1, 12),
    "size_contrast": (1.0, 6.0),
    "gradient": (0.0, 1.0),
    "stroke": (0.0, 0.3),
    "outer_stroke": (0.0, 0.3),
    "bevel": (0.0, 1.0),
    "lit": (0.0, 1.0),
    "seed": (0, 2**31 - 1),
    "highlight": (0, MAX_TEXT),
    "centre": (-4.0, 4.0),
    "Frame.x": (-4.0, 4.0),
    "Frame.y": (-4.0, 4.0),
    "Frame.width": (0.001, 6.0),
    "Frame.height": (0.001, 6.0),
    "Outline.width": (0.0, 0.1),
    "Glow.radius": (0.0, 0.3),
    "Shadow.dx": (-0.3, 0.3),
    "Shadow.dy": (-0.3, 0.3),
    "Shadow.blur": (0.0, 0.3),
    "Extrude.depth": (0.0, 0.3),
    "Light.gain": (0.0, 20.0),
    "Plate.exposure": (0.0, 10.0),
    "Plate.blur": (0.0, 0.3),
    "Mark.width": (0.004, 0.15),
    "Mark.bend": (-1.5, 1.5),
}
HEX_FIELDS = frozenset({"primary", "secondary", "accent", "light", "dark"})
NAME_FIELDS = frozenset({"id", "slot", "font", "effect", "mark", "target", "layout", "layer"})


def to_json(document: Document) -> dict[str, JsonValue]:
    """Return a document as a JSON object that `from_json` reads back to an equal document."""
    return cast("dict[str, JsonValue]", _dumped(document))


def from_json(value: object) -> Document:
    """Return the document that a JSON value describes.

    Raises `DocumentError`, whose `path` names the faulty place, for anything that is not a document of ours: unknown
    or missing fields, wrong types, values out of range, more than 60 layers, or layers that share an id.
    """
    refuse_too_many(value)
    document = cast("Document", _loaded(Document, value, ""))
    if document.version != DOCUMENT_VERSION:
        raise DocumentError("version", f"is not {DOCUMENT_VERSION}")
    for side in ("width", "height"):
        _in_range(getattr(document, side), SIDES, side)
    if document.width * document.height > MAX_PIXELS:
        raise DocumentError("width", f"times height is more than {MAX_PIXELS} pixels")
    if len(document.layers) > MAX_LAYERS:
        raise DocumentError("layers", f"holds more than {MAX_LAYERS} layers")
    seen: set[str] = set()
    for index, layer in enumerate(document.layers):
        if layer.id in seen:
            raise DocumentError(f"layers[{index}].id", f"{layer.id!r} is taken already")
        seen.add(layer.id)
    return document


def refuse_too_many(value: object, path: str = "") -> None:
    """Raise `DocumentError` for a JSON value of more parts than any of ours has."""
    if sum(1 for _ in _walk(value)) >= MAX_VALUES:
        raise DocumentError(path, f"holds more than {MAX_VALUES} values")


def read_record(kind: type, value: object, path: str) -> object:
    """Return a dataclass made of the document's own types from a JSON object, as `from_json` reads a document.

    Beside the rules that go by a field's name, the class may have `limits` (field to its least and most) and `choices`
    (field to the names it may hold). Raises `DocumentError`.
    """
    return _record(kind, value, path)


def written_record(value: object) -> dict[str, JsonValue]:
    """Return a dataclass as the JSON object that `read_record` reads."""
    return cast("dict[str, JsonValue]", _dumped(value))


def _dumped(value: object) -> JsonValue:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _dumped(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _dumped(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_dumped(item) for item in value]
    return cast("JsonValue", value)


def _walk(value: object) -> Iterator[None]:
    """Count nested values without recursion, and no further than the limit: the input may be hostile."""
    waiting = [value]
    for _ in range(MAX_VALUES):
        if not waiting:
            return
        yield None
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


@lru_cache(maxsize=128)
def field_types(kind: type) -> Mapping[str, Any]:
    """Return the resolved type of each field of a dataclass of the document, or of one made of its types."""
    names = {**vars(model), **vars(sys.modules[kind.__module__]), "ClassVar": ClassVar, "Mapping": Mapping}
    hints = get_type_hints(kind, names)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}


def _loaded(kind: Any, value: object, path: str) -> object:
    if kind == Layer:
        return _layer(value, path)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind, value, path)
    if origin is tuple:
        return _sequence(kind, value, path)
    if origin is dict:
        return _mapping(kind, value, path)
    if origin is Literal:
        return _choice(get_args(kind), value, path)
    if is_dataclass(kind):
        return _record(cast("type", kind), value, path)
    return _scalar(kind, value, path)


def _layer(value: object, path: str) -> object:
    kind = value.get("kind") if isinstance(value, dict) else None
    record = LAYER_KINDS.get(kind) if isinstance(kind, str) else None
    if record is None:
        raise DocumentError(f"{path}.kind", f"is none of {', '.join(LAYER_KINDS)}")
    return _record(record, value, path)


def _record(kind: type, value: object, path: str) -> object:
    if not isinstance(value, dict):
        raise DocumentError(path, "is not an object")
    types = field_types(kind)
    for name in value:
        if name not in types:
            raise DocumentError(_below(path, str(name)[:40]), "is not a field")
    given: dict[str, object] = {}
    for field in fields(kind):
        below = _below(path, field.name)
        if field.name in value:
            given[field.name] = _checked(kind, field.name, _loaded(types[field.name], value[field.name], below), below)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise DocumentError(below, "is missing")
    return kind(**given)


def _optional(kind: Any, value: object, path: str) -> object:
    if value is None:
        return None
    (inner,) = (member for member in get_args(kind) if member is not NoneType)
    return _loaded(inner, value, path)


def _sequence(kind: Any, value: object, path: str) -> object:
    members = get_args(kind)
    if not isinstance(value, list):
        raise DocumentError(path, "is not a list")
    if members[-1] is Ellipsis:
        if len(value) > MAX_ITEMS:
            raise DocumentError(path, f"holds more than {MAX_ITEMS} items")
        members = (members[0],) * len(value)
    elif len(value) != len(members):
        raise DocumentError(path, f"does not hold {len(members)} items")
    return tuple(
        _loaded(member, item, f"{path}[{index}]")
        for index, (member, item) in enumerate(zip(members, value, strict=True))
    )


def _mapping(kind: Any, value: object, path: str) -> object:
    if not isinstance(value, dict):
        raise DocumentError(path, "is not an object")
    if len(value) > MAX_ITEMS:
        raise DocumentError(path, f"holds more than {MAX_ITEMS} items")
    loaded: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str) or not re.fullmatch(NAME_PATTERN, key):
            raise DocumentError(path, f"{str(key)[:40]!r} is not a name")
        below = f"{path}.{key}"
        loaded[key] = _loaded(get_args(kind)[1], item, below)
        if isinstance(loaded[key], float):
            _in_range(cast("float", loaded[key]), (-MAX_NUMBER, MAX_NUMBER), below)
    return loaded


def _choice(allowed: tuple[object, ...], value: object, path: str) -> object:
    if not isinstance(value, str) or value not in allowed:
        raise DocumentError(path, f"is none of {', '.join(map(str, allowed))}")
    return value


def _scalar(kind: Any, value: object, path: str) -> object:
    if kind is bool:
        if not isinstance(value, bool):
            raise DocumentError(path, "is neither true nor false")
        return value
    if kind is str:
        if not isinstance(value, str):
            raise DocumentError(path, "is not a string")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DocumentError(path, "is not a number")
    if kind is int and not isinstance(value, int):
        raise DocumentError(path, "is not a whole number")
    try:
        number = float(value)
    except OverflowError:  # a whole number of hundreds of digits
        number = math.inf
    if not math.isfinite(number):
        raise DocumentError(path, "is not a finite number")
    return value if kind is int else number


def _checked(kind: type, name: str, value: object, path: str) -> object:
    """Refuse values of the right type that no drawing could use."""
    if isinstance(value, str):
        _check_string(kind, name, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _in_range(value, limits_of(kind, name), path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _checked(kind, name, item, f"{path}[{index}]")
    return value


def limits_of(kind: type, name: str) -> tuple[float, float]:
    """Return the least and the most that a number field of a record, or each number in a list there, may hold."""
    own: Mapping[str, tuple[float, float]] = getattr(kind, "limits", {})
    return own.get(name) or LIMITS.get(f"{kind.__name__}.{name}", LIMITS.get(name, (-MAX_NUMBER, MAX_NUMBER)))


def choices_of(kind: type, name: str) -> tuple[str, ...]:
    """Return the names that a field of a record may hold; empty where it is free."""
    own: Mapping[str, tuple[str, ...]] = getattr(kind, "choices", {})
    return own.get(name, ())


def is_colour(name: str) -> bool:
    """Tell whether a field of that name holds `#rrggbb` or a role of the palette."""
    return name == "colour" or name.endswith("_colour")


def _check_string(kind: type, name: str, value: str, path: str) -> None:
    limit = MAX_TEXT if name == "text" else MAX_STRING
    if len(value) > limit:
        raise DocumentError(path, f"is longer than {limit} characters")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
        raise DocumentError(path, "holds a character that no text has")
    choices = choices_of(kind, name)
    if choices:
        if value not in choices:
            raise DocumentError(path, f"is none of {', '.join(choices)}")
    elif name in HEX_FIELDS:
        if not is_hex(value):
            raise DocumentError(path, "is not a colour written #rrggbb")
    elif is_colour(name):
        if not is_hex(value) and value not in ROLES:
            raise DocumentError(path, "is neither #rrggbb nor a role of the palette")
    elif name in NAME_FIELDS:
        if not re.fullmatch(NAME_PATTERN, value):
            raise DocumentError(path, "is not a name")
    elif name == "source" and not re.fullmatch(SOURCE_PATTERN, value):
        raise DocumentError(path, "is not a source such as scene:neon or photo:me")


def _in_range(value: float, limits: tuple[float, float], path: str) -> None:
    low, high = limits
    if not low <= value <= high:
        raise DocumentError(path, f"is not within {low:g} and {high:g}")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
