"""Not asking again and again what does not answer."""

import threading
import time
from collections.abc import Callable


class Circuit:
    """Opens after `patience` failures on end. Then one caller in `rest_seconds` may try; a success closes it."""

    def __init__(self, *, patience: int, rest_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until: float | None = None

    def may_try(self) -> bool:
        """Whether to ask. Whoever is told so says afterwards how it went; others stay away meanwhile."""
        with self._lock:
            if self._open_until is None:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self._rest_seconds
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0
            self._open_until = None

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._patience:
                self._open_until = self._clock() + self._rest_seconds
