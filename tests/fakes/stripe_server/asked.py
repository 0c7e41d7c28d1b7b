"""The parameters of one request, which know what of them was read: silence about the rest would be a lie."""

from collections.abc import Iterator, Mapping
from typing import Any


class Asked(Mapping[str, Any]):
    """Checked parameters. Whatever an answer did not look at is told by `unread`."""

    def __init__(self, values: Mapping[str, Any], at: str = "") -> None:
        self.at = at
        self._values = {name: _wrapped(value, self._below(name)) for name, value in values.items()}
        self._read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        value = self._values[name]
        self._read.add(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def plain(self) -> dict[str, Any]:
        """Return everything as plain dictionaries and lists, and count it as read."""
        return {name: _plain(self[name]) for name in self}

    def plain_of(self, *names: str) -> dict[str, Any]:
        """Return those of `names` that were given, as plain values."""
        return {name: _plain(self[name]) for name in names if name in self}

    def param(self, name: str) -> str:
        """Return the full name of a parameter, as an error tells it."""
        return self._below(name)

    def unread(self) -> Iterator[str]:
        """Yield the full names of the parameters that nobody read."""
        for name, value in self._values.items():
            if name not in self._read:
                yield self._below(name)
            elif isinstance(value, Asked):
                yield from value.unread()
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, Asked):
                        yield from item.unread()

    def _below(self, name: str) -> str:
        return f"{self.at}[{name}]" if self.at else name


def _wrapped(value: Any, at: str) -> Any:
    if isinstance(value, Mapping):
        return Asked(value, at)
    if isinstance(value, list):
        return [_wrapped(item, f"{at}[{number}]") for number, item in enumerate(value)]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Asked):
        return value.plain()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
