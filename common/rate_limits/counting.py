"""Counting a request, whether or not Redis is there."""

from functools import lru_cache

import structlog
from django.conf import settings
from redis.exceptions import RedisError

from common.rate_limits.circuit import Circuit
from common.rate_limits.limits import Decision, Limit, find_limit
from common.rate_limits.local_log import LocalLog
from common.rate_limits.shared_log import SharedLog

# One slow answer is a hiccup, of which only its own request hears; three on end are a Redis that is away.
_PATIENCE = 3
# Then one request a second finds out whether it is back; it alone waits, and no longer than the timeout.
_REST_SECONDS = 1.0
# Each process counts for itself then. A third is less than the full limit up to three of them, and bounded beyond.
_STRICTNESS = 3

_log = structlog.get_logger(__name__)


class Limiter:
    """Counts in the Redis at `url`, and strictly by itself while that does not answer."""

    def __init__(self, url: str, *, timeout_seconds: float) -> None:
        self._shared = SharedLog(url, timeout_seconds=timeout_seconds)
        self._circuit = Circuit(patience=_PATIENCE, rest_seconds=_REST_SECONDS)
        self._local = LocalLog()

    def count(self, key: str, limit: Limit, *, passes_uncounted: bool) -> Decision | None:
        """Count a request. While Redis is away: None for what then `passes_uncounted`, else by a third of the limit."""
        decision = self._count_shared(key, limit)
        if decision is not None:
            return decision
        if passes_uncounted:
            return None
        return self._local.count(key, Limit(max(1, limit.count // _STRICTNESS), limit.seconds))

    def _count_shared(self, key: str, limit: Limit) -> Decision | None:
        if not self._circuit.may_try():
            return None
        try:
            decision = self._shared.count(key, limit)
        except (RedisError, OSError) as error:
            self._circuit.failed()
            _log.warning("rate_limit_store_unavailable", error=type(error).__name__)
            return None
        self._circuit.succeeded()
        return decision


def count(rate_class: str, who: str, *, is_read: bool) -> Decision | None:
    """Count a request of `who` in that class; None where it is not limited.

    While Redis is away the reads (`is_read`: it changes nothing) of the class `default` and `picture` pass uncounted.
    """
    limit = find_limit(rate_class)
    if limit is None:
        return None
    passes_uncounted = is_read and rate_class in ("default", "picture")
    limiter = _limiter(settings.CACHE_URL, settings.RATE_LIMIT_TIMEOUT_SECONDS)
    return limiter.count(f"{rate_class}:{who}", limit, passes_uncounted=passes_uncounted)


@lru_cache(maxsize=8)
def _limiter(url: str, timeout_seconds: float) -> Limiter:
    # One for the process: its connections, its circuit and its own log serve all threads.
    return Limiter(url, timeout_seconds=timeout_seconds)
