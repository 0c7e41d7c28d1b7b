"""Counting a request of HTTP, and saying so in its answer."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from common.errors import RateLimitError
from common.rate_limits.counting import count
from common.rate_limits.limits import Decision

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_COUNTED = "rate_limit_decision"


def is_counted(request: HttpRequest) -> bool:
    """Whether the request was counted already; it is counted once, whatever becomes of it."""
    return hasattr(request, _COUNTED)


def require_allowance(request: HttpRequest, rate_class: str, who: str) -> None:
    """Count the request. Raises `RateLimitError` when there were too many."""
    decision = count(rate_class, who, is_read=request.method in SAFE_METHODS)
    setattr(request, _COUNTED, decision)
    if decision is not None and not decision.is_allowed:
        raise RateLimitError(retry_after=decision.reset_seconds, limit=decision.limit)


def tell_limits(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set `X-RateLimit-*` on the answer to a counted request, and `Retry-After` where it was refused."""
    decision: Decision | Any = getattr(request, _COUNTED, None)
    if decision is None:
        return
    response.headers["X-RateLimit-Limit"] = str(decision.limit)
    response.headers["X-RateLimit-Remaining"] = str(decision.remaining)
    response.headers["X-RateLimit-Reset"] = str(decision.reset_seconds)
    if response.status_code == 429 and not decision.is_allowed:
        response.headers.setdefault("Retry-After", str(decision.reset_seconds))
