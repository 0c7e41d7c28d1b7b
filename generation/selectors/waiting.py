"""Waiting for a generation to end, without standing in anybody's way."""

import threading
import time
import uuid

from django.db import connection

from generation.models import FINAL_STATUSES, Generation

_POLL_SECONDS = 0.1
# A web process in production has four threads; one must stay free for those who do not wait.
_SEATS = threading.BoundedSemaphore(3)


def wait_for_end(generation_id: uuid.UUID, seconds: float) -> bool:
    """Wait until the generation has ended, at most so long; say whether it has.

    It polls the row and gives the connection back to its pool in between. Where too many wait already it answers at
    once.
    """
    if not _SEATS.acquire(blocking=False):
        return False
    try:
        deadline = time.monotonic() + seconds
        while not _has_ended(generation_id):
            if time.monotonic() + _POLL_SECONDS > deadline:
                return False
            lend_connection()
            time.sleep(_POLL_SECONDS)
        return True
    finally:
        _SEATS.release()


def _has_ended(generation_id: uuid.UUID) -> bool:
    return Generation.objects.filter(pk=generation_id, status__in=FINAL_STATUSES).exists()


def lend_connection() -> None:
    """Give the connection to the database back while this thread waits; the next query takes one again.

    Closing returns it to the pool. Without a pool it is this thread's own, and another one costs milliseconds."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()
