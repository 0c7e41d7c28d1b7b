"""What the stand-in knows: rows by their ids, events, and a clock of its own that can be moved forward."""

import copy
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stripe._api_version import _ApiVersion

from tests.fakes.stripe_server.cards import Decline
from tests.fakes.stripe_server.problems import StripeProblem, no_such

Row = dict[str, Any]
API_VERSION: str = _ApiVersion.CURRENT


class State:
    """All rows. A row is never changed in place: `change` puts a new one, and an exception takes everything back.

    What stands in a row under a name that begins with an underscore is the stand-in's own and never leaves it.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.events: list[Row] = []
        # By customer. Not in a row, since a decline is used up even where what it led to is taken back.
        self.next_declines: dict[str, Decline] = {}
        self.request: Row = {"id": None, "idempotency_key": None}
        self._tables: dict[str, dict[str, Row]] = {}
        self._object_of: dict[str, str] = {}
        self._journal: list[tuple[str, Row | None]] = []
        self._depth = 0
        self._ahead = 0.0

    @property
    def now(self) -> int:
        """Seconds since the epoch, by this server's clock."""
        return int(time.time() + self._ahead)

    def move_clock_to(self, moment: int) -> None:
        """Let the clock show `moment`; it never goes back."""
        self._ahead = max(self._ahead, moment - time.time())

    @contextmanager
    def transaction(self, request: Row | None = None) -> Iterator[None]:
        """All or nothing, one at a time. `request` is what the events say they come from."""
        with self.lock:
            outermost = self._depth == 0
            mark, events = len(self._journal), len(self.events)
            before, self.request = self.request, request or self.request
            self._depth += 1
            try:
                yield
            except BaseException as problem:
                if not (isinstance(problem, StripeProblem) and problem.keeps_changes):
                    self._take_back(mark, events)
                raise
            finally:
                self._depth -= 1
                self.request = before
                if outermost:
                    self._journal.clear()

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing else has, here or on another server."""
        return f"{prefix}_{secrets.token_hex(12)}"

    def add(self, row: Row) -> Row:
        """Keep a new row. Its id may not be taken."""
        if row["id"] in self._object_of:
            raise StripeProblem(f"{row['object'].title()} already exists.", code="resource_already_exists", param="id")
        self._put(row["id"], row)
        return row

    def change(self, row_id: str, **fields: Any) -> Row:
        """Return the row with other values in some fields, kept in place of the old one."""
        row = {**self.row(row_id), **fields}
        self._put(row_id, row)
        return row

    def update(self, row_id: str, event: str, **fields: Any) -> Row:
        """Change a row and tell it, unless that changes nothing. Returns the row."""
        before = self.row(row_id)
        after = self.change(row_id, **fields)
        if previous := _previous(public(before), public(after)):
            self.emit(event, after, previous=previous)
        return after

    def remove(self, row_id: str) -> None:
        """Forget a row."""
        self._put(row_id, None)

    def row(self, row_id: str) -> Row:
        """Return the row with an id that is known to exist. Raises `KeyError`."""
        return self._tables[self._object_of[row_id]][row_id]

    def find(self, row_id: str) -> Row | None:
        """Return the row with an id, whatever it is."""
        kind = self._object_of.get(row_id)
        return self._tables[kind][row_id] if kind else None

    def get(self, kind: str, row_id: str, *, param: str = "id", in_path: bool = False) -> Row:
        """Return a row of a kind. Raises Stripe's refusal of an id that no such row has."""
        row = self.find(row_id)
        if row is None or row["object"] != kind:
            raise no_such(kind, row_id, param=param, status=404 if in_path else 400)
        return row

    def all(self, kind: str) -> list[Row]:
        """Return the rows of a kind, the newest first."""
        return list(reversed(self._tables.get(kind, {}).values()))

    def emit(self, kind: str, row: Row, *, previous: Row | None = None) -> Row:
        """Note that something has happened, with the row as it is now. Returns the event."""
        data: Row = {"object": public(row)}
        if previous is not None:
            data["previous_attributes"] = previous
        event = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": 1,
            "request": dict(self.request),
            "type": kind,
        }
        self.events.append(event)
        return event

    def _put(self, row_id: str, row: Row | None) -> None:
        self._journal.append((row_id, self.find(row_id)))
        self._set(row_id, row)

    def _set(self, row_id: str, row: Row | None) -> None:
        if row is None:
            kind = self._object_of.pop(row_id)
            del self._tables[kind][row_id]
        else:
            self._object_of[row_id] = row["object"]
            self._tables.setdefault(row["object"], {})[row_id] = row

    def _take_back(self, mark: int, events: int) -> None:
        while len(self._journal) > mark:
            self._set(*self._journal.pop())
        del self.events[events:]


def public(value: Any) -> Any:
    """Return a copy without what is the stand-in's own."""
    if isinstance(value, dict):
        is_row = "object" in value
        return {name: public(inner) for name, inner in value.items() if not (is_row and name.startswith("_"))}
    if isinstance(value, list):
        return [public(inner) for inner in value]
    return copy.deepcopy(value)


def _previous(before: Row, after: Row) -> Row:
    """What `previous_attributes` tells: the old values of what is different, key by key inside of objects."""
    previous = {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        previous[name] = _previous(old, new) if isinstance(old, dict) and isinstance(new, dict) else old
    return previous
