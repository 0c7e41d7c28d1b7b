"""A cache that may be gone: what it holds can always be made again, so its failures are logged and passed over."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

Value = TypeVar("Value")
_log = structlog.get_logger(__name__)
_NOTHING = object()


def remembered(key: str, *, seconds: int, make: Callable[[], Value]) -> Value:
    """Return what is kept under the key, else make it and keep it for so many seconds."""
    found: Any = find(key, _NOTHING)
    if found is not _NOTHING:
        return found  # type: ignore[no-any-return]
    value = make()
    keep(key, value, seconds=seconds)
    return value


def find(key: str, default: Any = None) -> Any:
    """Return what is kept under the key, or the default, also when the cache does not answer."""
    try:
        return cache.get(key, default)
    except RedisError as error:
        _log.warning("cache_unavailable", error=type(error).__name__)
        return default


def keep(key: str, value: Any, *, seconds: int) -> None:
    """Keep a value, if the cache answers."""
    try:
        cache.set(key, value, seconds)
    except RedisError as error:
        _log.warning("cache_unavailable", error=type(error).__name__)
