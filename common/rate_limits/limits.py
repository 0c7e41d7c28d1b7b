"""What is allowed, and what was decided."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limit:
    """At most `count` requests in any `seconds` on end."""

    count: int
    seconds: int


@dataclass(frozen=True)
class Decision:
    """Whether a request may pass, out of how many, how many more may, and in how many seconds the next slot frees."""

    is_allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


def find_limit(rate_class: str) -> Limit | None:
    """The limit of a class of requests, as `RATE_LIMITS` says; None where it says nothing, which is no limit."""
    found = settings.RATE_LIMITS.get(rate_class)
    return Limit(*found) if found else None
