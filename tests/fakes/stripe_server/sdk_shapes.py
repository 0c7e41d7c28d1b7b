"""What is answered, against the SDK's resource classes: what those do not know, Stripe does not send."""

import typing
from collections.abc import Iterator
from typing import Any

from stripe import StripeObject
from stripe._object_classes import get_object_class


def misshapen(value: Any, kind: type | None = None, at: str = "") -> Iterator[str]:
    """Yield what the SDK would not expect of a row: unknown fields, and missing or empty ones that it needs."""
    if isinstance(value, list):
        for item in value:
            yield from misshapen(item, kind, at)
    if not isinstance(value, dict):
        return
    name = value.get("object")
    if name == "list":
        yield from misshapen(value["data"], None, at)
        return
    if isinstance(name, str):
        kind, at = get_object_class("V1", name), name
    fields = _fields(kind)
    if kind is None or not fields:
        return
    yield from (f"{at}.{field} is not known" for field in value if field not in fields)
    for field, hint in fields.items():
        if value.get(field) is None and type(None) not in typing.get_args(hint):
            yield f"{at}.{field} is missing"
        yield from misshapen(value.get(field), _part(hint), f"{at}.{field}")


def _fields(kind: type | None) -> dict[str, Any]:
    hints = vars(kind).get("__annotations__", {}) if kind else {}
    return {name: hint for name, hint in hints.items() if typing.get_origin(hint) is not typing.ClassVar}


def _part(hint: Any) -> type | None:
    """The class of a part that has no type of its own, itself or in a list, if it may not be absent or if it may."""
    for member in (hint, *typing.get_args(hint)):
        if typing.get_origin(member) is list:
            return _part(typing.get_args(member)[0])
        if isinstance(member, type) and issubclass(member, StripeObject):
            return member
    return None
