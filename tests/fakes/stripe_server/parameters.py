"""Parameters against the SDK's own parameter types: what those do not allow, Stripe refuses."""

import re
import types
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, NamedTuple, NotRequired, Required, Union, get_args, get_origin

from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import get_type_hints, is_typeddict

from tests.fakes.stripe_server.problems import (
    StripeProblem,
    empty_parameter,
    invalid,
    invalid_integer,
    missing_parameter,
    unknown_parameter,
)

_INTEGER = re.compile(r"-?[0-9]+")
# What the types of the options are made of, which the SDK imports for type checkers only.
_NAMES_OF_OPTIONS = {"StripeContext": object, "Mapping": Mapping, "Dict": dict}
_METADATA_KEYS, _METADATA_NAME, _METADATA_VALUE = 50, 40, 500


class Field(NamedTuple):
    """A parameter as the SDK declares it."""

    kind: Any
    is_required: bool


def check(tree: Any, kind: type, at: str = "") -> dict[str, Any]:
    """Return the tree with numbers and booleans in place of their strings. Raises what Stripe answers otherwise."""
    if not isinstance(tree, Mapping):
        raise invalid(f"Invalid object: {tree}", param=at)
    fields = fields_of(kind)
    for name in tree:
        if name not in fields:
            raise unknown_parameter(_below(at, name))
    for name, field in fields.items():
        if field.is_required and name not in tree:
            raise missing_parameter(_below(at, name))
    return {name: _value(raw, fields[name].kind, _below(at, name)) for name, raw in tree.items()}


@cache
def fields_of(kind: type) -> dict[str, Field]:
    """Return the parameters of an SDK type by name; options of the request, which its types inherit, are none."""
    hints = get_type_hints(kind, localns=_NAMES_OF_OPTIONS, include_extras=True)
    return {name: _field(hint) for name, hint in hints.items() if name not in RequestOptions.__annotations__}


def _field(hint: Any) -> Field:
    if get_origin(hint) is NotRequired:
        return Field(get_args(hint)[0], is_required=False)
    if get_origin(hint) is Required:
        return Field(get_args(hint)[0], is_required=True)
    return Field(hint, is_required=True)


def _below(at: str, name: object) -> str:
    return f"{at}[{name}]" if at else str(name)


def _value(raw: Any, kind: Any, at: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(raw, get_args(kind), at)
    if origin is Literal:
        return _one_of(raw, (kind,), at)
    if origin is list:
        return _list(raw, get_args(kind)[0], at)
    if origin in (dict, UntypedStripeObject):
        return _mapping(raw, get_args(kind)[-1], at)
    if raw == "" and not (kind is str or origin is list):
        raise empty_parameter(at)
    if is_typeddict(kind):
        return check(_without_lists(raw) if raw else raw, kind, at)
    return _scalar(raw, kind, at)


def _one_of(raw: Any, kinds: tuple[Any, ...], at: str) -> Any:
    """The SDK writes each enumeration as `Literal[...] | str`, to outlive new values; the server knows only its own."""
    literals = [value for kind in kinds if get_origin(kind) is Literal for value in get_args(kind)]
    others = [kind for kind in kinds if get_origin(kind) not in (Literal, UntypedStripeObject)]
    if isinstance(raw, str):
        if raw in literals:
            return raw
        if raw == "":
            raise empty_parameter(at)
        plain = [kind for kind in others if not _is_nested(kind)]
        named = [value for value in literals if value != ""]
        if named:
            plain = [kind for kind in plain if kind is not str and _fits(raw, kind)]
            if not plain:
                raise invalid(f"Invalid {at}: must be one of {_sentence(named)}", param=at)
    else:
        plain = [kind for kind in others if _is_nested(kind)]
    if not plain:
        raise invalid(f"Invalid {'object' if isinstance(raw, str) else 'string'}: {raw}", param=at)
    problem: StripeProblem | None = None
    for kind in plain:
        try:
            return _value(raw, kind, at)
        except StripeProblem as refusal:
            problem = problem or refusal
    assert problem is not None
    raise problem


def _fits(raw: str, kind: Any) -> bool:
    try:
        _scalar(raw, kind, "")
    except StripeProblem:
        return False
    return True


def _is_nested(kind: Any) -> bool:
    return get_origin(kind) in (list, dict) or is_typeddict(kind)


def _sentence(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])}, or {values[-1]}"


def _list(raw: Any, kind: Any, at: str) -> list[Any]:
    if raw == "":
        raise empty_parameter(at)
    if not isinstance(raw, list):
        raise invalid("Invalid array", param=at)
    return [_value(item, kind, _below(at, number)) for number, item in enumerate(raw)]


def _mapping(raw: Any, kind: Any, at: str) -> dict[str, Any]:
    raw = _without_lists(raw)
    if not isinstance(raw, Mapping):
        raise invalid(f"Invalid object: {raw}", param=at)
    if kind is not str:
        return {name: _value(value, kind, _below(at, name)) for name, value in raw.items()}
    if len(raw) > _METADATA_KEYS:
        raise invalid(f"Metadata can have up to {_METADATA_KEYS} keys.", param=at)
    for name, value in raw.items():
        if not isinstance(value, str):
            raise invalid("Metadata values must be strings", param=_below(at, name))
        if len(name) > _METADATA_NAME:
            raise invalid(f"Metadata keys can be up to {_METADATA_NAME} characters long", param=at)
        if len(value) > _METADATA_VALUE:
            raise invalid(f"Metadata values can have up to {_METADATA_VALUE} characters", param=_below(at, name))
    return dict(raw)


def _without_lists(raw: Any) -> Any:
    """A mapping whose keys happen to be numbers has come out of the form as a list."""
    return {str(number): item for number, item in enumerate(raw)} if isinstance(raw, list) else raw


def _scalar(raw: Any, kind: Any, at: str) -> Any:
    if not isinstance(raw, str):
        raise invalid(f"Invalid {'integer' if kind is int else 'string'}: {raw}", param=at)
    if raw == "":
        raise empty_parameter(at)
    if kind is str:
        return raw
    if kind is int:
        if not _INTEGER.fullmatch(raw):
            raise invalid_integer(raw, at)
        return int(raw)
    if kind is bool:
        if raw not in ("true", "false"):
            raise invalid(f"Invalid boolean: {raw}", param=at)
        return raw == "true"
    if kind in (float, Decimal):
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise invalid(f"Invalid decimal: {raw}", param=at) from None
        return number if kind is Decimal else float(number)
    raise TypeError(f"the SDK declares {at} as {kind!r}, which this reader of its types does not know")
