"""Doing one thing at a time where no transaction may be held open, since somebody else is waited for."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_POLL_SECONDS = 0.05


@contextmanager
def one_at_a_time(name: str, *, patience: float) -> Iterator[bool]:
    """Hold the lock of that name, over all processes, within the block. Yields False where it was not free in time.

    `patience` is in seconds. It is PostgreSQL's advisory lock of this thread's connection: whoever dies lets it go.
    """
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    until = time.monotonic() + patience
    while not (is_held := _ask("SELECT pg_try_advisory_lock(%s)", key)) and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
    try:
        yield is_held
    finally:
        if is_held:
            _ask("SELECT pg_advisory_unlock(%s)", key)


def _ask(sql: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return bool(cursor.fetchone()[0])
