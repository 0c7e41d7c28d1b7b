"""What stands in PostgreSQL, read past the product."""

import re
from pathlib import Path
from typing import Any

import psycopg

from routix.embedded.paths import Home

_UUID = re.compile(r"([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Rows:
    """The database of a running stack, read only. Each question sees what is committed by now."""

    def __init__(self, home: Path) -> None:
        self._connection = psycopg.connect(Home(home).database_url, autocommit=True)
        self._connection.execute("SET default_transaction_read_only = on")

    def close(self) -> None:
        self._connection.close()

    def value(self, query: str, *parameters: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._connection.execute(query, parameters).fetchone()
        return None if row is None else row[0]

    def all(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, parameters).fetchall()

    def same(self, what: str, reported: Any, query: str, *parameters: Any) -> str:
        """Raise `AssertionError` unless a query finds what was reported; return a sentence that says it did."""
        found = self.value(query, *parameters)
        assert found == reported, f"{what}: {reported!r} was expected and {found!r} stands in PostgreSQL"
        return f"{what} = {_said(found)}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:g}" if isinstance(value, float) else _UUID.sub(r"\1…", str(value))
    return text if len(text) <= 40 else f"{text[:37]}…"
