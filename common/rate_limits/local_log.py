"""The sliding window of one process, for while the shared one is away."""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from common.rate_limits.limits import Decision, Limit

MOST_KEYS = 10_000


class LocalLog:
    """Counts in memory: the times of the requests that passed, for at most `most_keys` who ask.

    When there are more, whoever passed longest ago is forgotten. That takes as many addresses within one window, and
    with so many of them a limit for each holds nobody back anyway.
    """

    def __init__(self, *, most_keys: int = MOST_KEYS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most_keys = most_keys
        self._clock = clock
        self._lock = threading.Lock()
        self._logs: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, key: str, limit: Limit) -> Decision:
        """Enter a request, if it may pass."""
        with self._lock:
            now = self._clock()
            log = self._logs.setdefault(key, deque())
            while log and log[0] <= now - limit.seconds:
                log.popleft()
            is_allowed = len(log) < limit.count
            if is_allowed:
                log.append(now)
                self._logs.move_to_end(key)
                if len(self._logs) > self._most_keys:
                    self._logs.popitem(last=False)
            # The one whose leaving makes room; not the first of all after the limit was lowered.
            leaving = log[0] if is_allowed else log[-limit.count]
            return Decision(
                is_allowed=is_allowed,
                limit=limit.count,
                remaining=max(0, limit.count - len(log)),
                reset_seconds=max(1, math.ceil(leaving + limit.seconds - now)),
            )
