"""Whether a kept search still holds: every change of the bank starts a new age."""

import uuid

import structlog
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

_KEY = "templates:age"
_SECONDS = 24 * 3600
_log = structlog.get_logger(__name__)


def bank_changed() -> None:
    """Let no search that was kept before this transaction's commit be answered any more.

    While the cache is away nothing is kept either; what it held before may be answered for its five minutes.
    """
    transaction.on_commit(_begin_new_age, robust=True)


def age_of_bank() -> str:
    """Return the present age. "" when the cache does not answer: nothing can be kept then, and nothing was."""
    try:
        found = cache.get(_KEY)
    except RedisError as error:
        _log.warning("cache_unavailable", error=type(error).__name__)
        return ""
    return str(found) if found is not None else _begin_new_age()


def _begin_new_age() -> str:
    age = uuid.uuid4().hex
    try:
        cache.set(_KEY, age, _SECONDS)
    except RedisError as error:
        _log.warning("cache_unavailable", error=type(error).__name__)
        return ""
    return age
