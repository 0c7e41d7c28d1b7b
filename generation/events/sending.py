"""The thread that sends frames, one after the other, so that neither a drawing nor a request waits for Redis."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache


def sender() -> ThreadPoolExecutor:
    """Return this process's sender. A forked worker gets one of its own: threads don't survive a fork."""
    return _sender_of(os.getpid())


@lru_cache(maxsize=1)
def _sender_of(pid: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"frames-{pid}")
