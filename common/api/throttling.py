"""Limits of the API: each view names its class, each request is counted once."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common.rate_limits import identity_of
from common.rate_limits.requests import SAFE_METHODS, is_counted, require_allowance

DEFAULT_CLASS = "default"
# Looking at what was drawn or uploaded is neither drawing nor uploading.
_COUNTS_WRITES_ONLY = ("generation", "upload")

# What the schema says of every answer.
RATE_LIMIT_HEADERS: dict[str, Any] = {
    "X-RateLimit-Limit": {
        "description": "How many requests of this kind may be sent in a minute.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "X-RateLimit-Remaining": {
        "description": "How many more may be sent now.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "X-RateLimit-Reset": {
        "description": "Seconds until one more may be sent: then the oldest of the last minute stops counting.",
        "schema": {"type": "integer", "minimum": 1},
    },
}


class RouteClassThrottle(BaseThrottle):
    """Counts by the `rate_class` of the view, for the user, the user's programs, or else the hashed address."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises `RateLimitError` when there were too many."""
        count_once(request, view)
        return True


def count_once(request: Request, view: Any) -> None:
    """Count a request, unless it was. Raises `RateLimitError` when there were too many.

    The framework looks at limits after sign-in and permissions; what fails there comes here by the exception handler,
    so that guessing tokens is limited too, by address.
    """
    if is_counted(request._request) or not _is_throttled(view):
        return
    rate_class = getattr(view, "rate_class", DEFAULT_CLASS)
    if rate_class in _COUNTS_WRITES_ONLY and request.method in SAFE_METHODS:
        rate_class = DEFAULT_CLASS
    # Not `request.user`: that would sign in, and fail, once more.
    user = getattr(request, "_user", None)
    is_program = user is not None and _api_key_of()(request) is not None
    require_allowance(request._request, rate_class, identity_of(request._request, user, is_program=is_program))


def _is_throttled(view: Any) -> bool:
    return RouteClassThrottle in getattr(view, "throttle_classes", ())


@lru_cache(maxsize=1)
def _api_key_of() -> Any:
    return import_string(settings.API_KEY_OF)
