"""Idempotency keys: the first answer is kept for a day and given again, to the same request only."""

import threading
from dataclasses import dataclass

from tests.fakes.stripe_server.answers import Answer
from tests.fakes.stripe_server.problems import StripeProblem

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class _Use:
    path: str
    body: str
    at: int
    answer: Answer | None


class IdempotencyKeys:
    """The keys in use and those that were. Times are the server's, in seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._uses: dict[str, _Use] = {}

    def begin(self, key: str, path: str, body: str, *, at: int) -> Answer | None:
        """Take a key for a request. Returns the answer that it had before, if it had. Raises a 400 or a 409."""
        with self._lock:
            use = self._uses.get(key)
            if use is None or at - use.at > _KEPT_SECONDS:
                self._uses[key] = _Use(path, body, at, None)
                return None
            if use.path != path:
                raise _misused(
                    f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
                    f"('{use.path}' vs '{path}'). Try using a key other than '{key}' if you meant to execute a "
                    f"different request."
                )
            if use.body != body:
                raise _misused(
                    "Keys for idempotent requests can only be used with the same parameters they were first used "
                    f"with. Try using a key other than '{key}' if you meant to execute a different request."
                )
            if use.answer is None:
                raise StripeProblem(
                    f"There is currently another in-progress request using this Idempotent Key ('{key}'). This "
                    "probably means you submitted twice, and the first request is still being processed.",
                    status=409,
                    code="idempotency_key_in_use",
                )
            return use.answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep what was answered."""
        with self._lock:
            use = self._uses[key]
            self._uses[key] = _Use(use.path, use.body, use.at, answer)

    def release(self, key: str) -> None:
        """Forget a key whose request was not begun: nothing of it is to be repeated."""
        with self._lock:
            self._uses.pop(key, None)


def _misused(message: str) -> StripeProblem:
    return StripeProblem(message, kind="idempotency_error")
