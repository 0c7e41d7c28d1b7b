"""What goes over a socket: events with their data, and what clients send."""

import json
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from common.errors import DomainError, ValidationFailedError

LARGEST_MESSAGE_BYTES = 64 * 1024
_LONGEST_NAME = 60
# Each carries the whole snapshot, so the newest says all that those before it said.
_HINTS = frozenset({"generation_progress", "queue_position"})
_ENDS = frozenset({"generation_completed", "generation_failed", "generation_cancelled"})


class Frame:
    """One event for clients. It is encoded once, however many sockets it goes to."""

    def __init__(self, event: str, data: Mapping[str, Any]) -> None:
        self.event = event
        self.data = data

    @cached_property
    def text(self) -> str:
        """The frame as `/ws/` sends it: `{"event": name, "data": {…}}`."""
        return _compact({"event": self.event, "data": self.data})

    @cached_property
    def pair(self) -> str:
        """The frame as Socket.IO sends it: `[name, {…}]`."""
        return _compact([self.event, self.data])

    @property
    def generation_id(self) -> str | None:
        return self.data.get("generation_id")

    @property
    def sequence(self) -> int:
        """Which change of its generation it tells; 0 for other frames."""
        sequence = self.data.get("sequence")
        return sequence if isinstance(sequence, int) else 0

    @property
    def is_hint(self) -> bool:
        """Whether a newer snapshot of the same generation may take its place."""
        return self.event in _HINTS

    @property
    def is_place(self) -> bool:
        """Whether it tells a place in the queue, which moves while the row does not change."""
        return self.event == "queue_position"

    @property
    def is_final(self) -> bool:
        """Whether it tells the end of a generation."""
        return self.event in _ENDS

    @property
    def is_snapshot(self) -> bool:
        return "sequence" in self.data and self.generation_id is not None


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def error_frame(error: DomainError, *, about: str) -> Frame:
    """Return the `error` event for what a client asked for in vain."""
    # What the client called it goes back to it; half a surrogate pair could not be sent.
    named = about[:_LONGEST_NAME].encode(errors="replace").decode()
    return Frame("error", {"type": error.code, "message": error.message, "details": error.details, "about": named})


def read_message(text: str | None) -> tuple[str, Mapping[str, Any]]:
    """Read a client's frame. Raises `ValidationFailedError` for what is not `{"event": name, "data": {…}}`."""
    try:
        message = json.loads(text or "")
    except (ValueError, RecursionError):
        raise ValidationFailedError("A message must be JSON text.") from None
    if not isinstance(message, dict):
        raise ValidationFailedError("A message must be a JSON object.")
    name, data = message.get("event"), message.get("data", {})
    if not isinstance(name, str) or not isinstance(data, dict):
        raise ValidationFailedError('A message must look like {"event": "…", "data": {…}}.')
    return name, data


def id_in(data: Mapping[str, Any], field: str) -> uuid.UUID:
    """Return the id that a client named. Raises `ValidationFailedError`."""
    try:
        return uuid.UUID(str(data.get(field)))
    except ValueError:
        raise ValidationFailedError(fields={field: "Must be a UUID."}) from None
