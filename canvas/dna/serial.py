"""Design DNA as a JSON value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, get_args

from canvas.colour import is_hex
from canvas.dna.model import Background, DesignDNA, FacePlace, TextPlace, TypeCase, TypeColour
from canvas.document import Palette
from canvas.errors import DocumentError

JsonValue = Any
_CHOICES = {
    "face_place": get_args(FacePlace), "text_place": get_args(TextPlace), "background": get_args(Background),
    "subject_place": get_args(FacePlace), "text_case": get_args(TypeCase), "text_colour": get_args(TypeColour),
    "origin": ("designed", "measured"),
}  # fmt: skip
_WORDS = frozenset({"layout", "plate", "font", "mood"})
_FLAGS = frozenset({"outline", "extrude", "has_logo", "text_label", "has_highlight", "is_light"})
_COUNTS = frozenset({"text_words", "energy", "supports"})
_OPTIONAL = frozenset({"supports"})
_LONGEST_WORD = 80
_MOST_EFFECTS = 12


def to_json(dna: DesignDNA) -> dict[str, JsonValue]:
    """Return the DNA as a value that JSON can hold."""
    value = asdict(dna)
    value["effects"] = list(dna.effects)
    return value


def from_json(value: object) -> DesignDNA:
    """Return the DNA that `to_json` made. `DocumentError` with the path of what is missing, unknown or malformed."""
    if not isinstance(value, Mapping):
        raise DocumentError("", "not an object")
    known = {field.name for field in fields(DesignDNA)}
    for name in value:
        if name not in known:
            raise DocumentError(str(name), "unknown field")
    for name in ("palette", "layout", "plate", "font"):
        if name not in value:
            raise DocumentError(name, "is missing")
    given: dict[str, Any] = {name: _checked(name, part) for name, part in value.items()}
    return DesignDNA(**given)


def _checked(name: str, value: object) -> Any:
    if name == "palette":
        return _palette(value)
    if name == "extras":
        if not isinstance(value, Mapping):
            raise DocumentError(name, "not an object")
        return dict(value)
    if name == "effects":
        if not isinstance(value, list | tuple) or len(value) > _MOST_EFFECTS:
            raise DocumentError(name, f"not a list of at most {_MOST_EFFECTS} effects")
        return tuple(_word(f"effects[{at}]", effect) for at, effect in enumerate(value))
    if name in _OPTIONAL and value is None:
        return None
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise DocumentError(name, f"{value!r} is none of {', '.join(_CHOICES[name])}")
        return value
    if name in _WORDS:
        return _word(name, value)
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise DocumentError(name, "not true or false")
        return value
    return _number(name, value)


def _number(name: str, value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DocumentError(name, "not a number")
    if name in _COUNTS and not isinstance(value, int):
        raise DocumentError(name, "not a whole number")
    return value


def _word(path: str, value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_WORD:
        raise DocumentError(path, f"not a text of 1 to {_LONGEST_WORD} characters")
    return value


def _palette(value: object) -> Palette:
    if not isinstance(value, Mapping):
        raise DocumentError("palette", "not an object")
    roles = {field.name for field in fields(Palette)}
    for role, colour in value.items():
        if role not in roles:
            raise DocumentError(f"palette.{role}", "unknown field")
        if not isinstance(colour, str) or not is_hex(colour):
            raise DocumentError(f"palette.{role}", "not a colour such as #ff8800")
    for role in ("primary", "secondary", "accent"):
        if role not in value:
            raise DocumentError(f"palette.{role}", "is missing")
    return Palette(**{str(role): str(colour) for role, colour in value.items()})
