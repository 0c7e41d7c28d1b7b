"""Whose servers answer slowly, so that they share a few places instead of taking all of them."""

import threading
import uuid
from collections import OrderedDict

# A server that does its work after it answered is far quicker.
_SLOW_SECONDS = 2.0
_MOST_REMEMBERED = 1000


class Slowness:
    """The users whose last call was slow, as far as this process knows: it forgets whoever was slow the longest ago."""

    def __init__(self) -> None:
        self._slow: OrderedDict[uuid.UUID, None] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, user_id: uuid.UUID, *, seconds: float) -> None:
        """Remember how long a call of the user took."""
        with self._lock:
            self._slow.pop(user_id, None)
            if seconds >= _SLOW_SECONDS:
                self._slow[user_id] = None
            if len(self._slow) > _MOST_REMEMBERED:
                self._slow.popitem(last=False)

    def users(self) -> set[uuid.UUID]:
        """Who is slow."""
        with self._lock:
            return set(self._slow)
