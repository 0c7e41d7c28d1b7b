"""Waking the workers. The row is the queue of record, so a nudge that is lost costs time, never work."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import structlog
from celery import Task
from django.conf import settings
from django.db import transaction

_log = structlog.get_logger(__name__)

# Nudges that may wait for a stalled broker; beyond them they are dropped, and beat catches up.
_MOST_WAITING = 1000
_waiting = threading.BoundedSemaphore(_MOST_WAITING)


def nudge(task: "Task[Any, Any]", *, after: float = 0.0, **arguments: Any) -> None:
    """Ask for a task once the present transaction is committed, `after` some seconds if need be.

    A broker that is away is logged; beat catches up. One that is stalled is waited for by a thread, not by a request.
    """

    def send() -> None:
        try:
            if after > 0:
                task.apply_async(kwargs=arguments, countdown=after)
            else:
                task.apply_async(kwargs=arguments)
        except Exception as error:
            _log.warning("nudge_failed", task=task.name, error=repr(error))

    def send_and_make_room() -> None:
        try:
            send()
        finally:
            _waiting.release()

    def hand_over() -> None:
        if task.app.conf.task_always_eager or not settings.NUDGES_IN_BACKGROUND:
            send()
        elif _waiting.acquire(blocking=False):
            _sender_of(os.getpid()).submit(send_and_make_room)
        else:
            _log.warning("nudge_dropped", task=task.name)

    transaction.on_commit(hand_over, robust=True)


@lru_cache(maxsize=1)
def _sender_of(pid: int) -> ThreadPoolExecutor:
    # By process: threads don't survive a fork.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"nudges-{pid}")
