"""Faults on order: what a test wants to go wrong, and after which requests."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.fakes.stripe_server.answers import Answer, as_problem
from tests.fakes.stripe_server.problems import StripeProblem

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_LONGEST_HOLD = 60.0


@dataclass(frozen=True)
class Fault:
    """A failure. `after_work` lets the request be carried out first, so that only its answer is lost."""

    answer: Answer
    path: str | None = None
    method: str | None = None
    after_work: bool = False


class Faults:
    """The failures that are still to come, and the requests that are held back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: deque[Fault] = deque()
        self._held: dict[str, threading.Event] = {}
        self._waiting = threading.Condition(self._lock)
        self._at_gates: dict[str, int] = {}

    def add(self, count: int, fault: Fault) -> None:
        """Let the next `count` requests that the fault is for fail."""
        with self._lock:
            self._faults.extend([fault] * count)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the failure of a request, which is then used up."""
        with self._lock:
            for fault in self._faults:
                if fault.path in (None, path) and fault.method in (None, method):
                    self._faults.remove(fault)
                    return fault
            return None

    @contextmanager
    def holding(self, path: str) -> Iterator[None]:
        """Hold requests to a path back, once begun, until the block ends."""
        gate = threading.Event()
        with self._lock:
            self._held[path] = gate
            self._at_gates[path] = 0
        try:
            yield
        finally:
            with self._lock:
                del self._held[path]
            gate.set()

    def wait_at_gate(self, path: str) -> None:
        """Wait here if requests to the path are held back."""
        with self._waiting:
            gate = self._held.get(path)
            if gate is None:
                return
            self._at_gates[path] += 1
            self._waiting.notify_all()
        gate.wait(_LONGEST_HOLD)

    def wait_until_held(self, path: str, count: int = 1, *, timeout: float = 10.0) -> bool:
        """Wait until that many requests to a path are held back. Returns whether they are."""
        with self._waiting:
            return self._waiting.wait_for(lambda: self._at_gates.get(path, 0) >= count, timeout)


def answer_of(status: int | str) -> Answer:
    """Return what a failure looks like: a status of Stripe's, `html`, `reset` or `timeout`."""
    if status == "html":
        return Answer(502, _HTML, content_type="text/html")
    if status in ("reset", "timeout"):
        return Answer(200, b"", breaks=str(status))
    if status in _PROBLEMS:
        return as_problem(_PROBLEMS[int(status)])
    raise ValueError(f"no such fault: {status!r}")


_PROBLEMS = {
    401: StripeProblem("Expired API Key provided: sk_test_***", status=401, code="api_key_expired"),
    403: StripeProblem("The provided key does not have the required permissions.", status=403),
    409: StripeProblem(
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing "
        "it.",
        status=409,
        code="lock_timeout",
    ),
    429: StripeProblem(
        "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
        status=429,
        code="rate_limit",
    ),
    500: StripeProblem("An unknown error occurred", status=500, kind="api_error"),
    503: StripeProblem("Stripe is temporarily unavailable", status=503, kind="api_error"),
}
