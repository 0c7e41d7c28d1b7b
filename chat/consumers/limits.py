"""How much one socket, and one user, may ask for."""

from collections import deque
from time import monotonic

from django.conf import settings

MESSAGES_PER_MINUTE = 100
MOST_SUBSCRIPTIONS = 100


def most_sockets() -> int:
    """How many sockets one user may have open at one server process."""
    return int(settings.SOCKETS_PER_USER)


class MessageCount:
    """Counts a client's messages over the last minute."""

    __slots__ = ("_limit", "_times")

    def __init__(self, *, limit: int = MESSAGES_PER_MINUTE) -> None:
        self._limit = limit
        self._times: deque[float] | None = None  # most sockets only listen

    def allows_another(self) -> bool:
        """Count one more, and say whether it was within the limit."""
        if self._times is None:
            self._times = deque()
        now = monotonic()
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        self._times.append(now)
        return len(self._times) <= self._limit
