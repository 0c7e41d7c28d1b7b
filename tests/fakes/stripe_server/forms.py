"""Form encoding with nested brackets, as Stripe's clients write it: `line_items[0][price]=price_1`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.stripe_server.problems import invalid

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(encoded: str) -> dict[str, Any]:
    """Return the tree of strings: mappings, and lists where all keys are the numbers from 0 on. Raises a 400."""
    tree: dict[str, Any] = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True, errors="strict"):
        match = _KEY.match(key)
        if match is None:
            raise invalid(f"Invalid parameter name: {key}", param=key)
        _put(tree, [match[1], *_PART.findall(match[2])], value, key)
    return {name: _with_lists(value) for name, value in tree.items()}


def _put(tree: dict[str, Any], path: list[str], value: str, key: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise invalid(f"Invalid object: {key} is also given as a string", param=key)
    last = path[-1] or str(len(tree))
    if isinstance(tree.get(last), dict):
        raise invalid(f"Invalid string: {key} is also given as an object", param=key)
    tree[last] = value


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(child) for name, child in value.items()}
    if set(inner) == {str(number) for number in range(len(inner))}:
        return [inner[str(number)] for number in range(len(inner))]
    return inner
