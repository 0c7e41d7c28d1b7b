"""Waking the workers. The row is the queue of record, so a nudge that is lost costs time, never work."""

from typing import Any

import structlog
from celery import Task
from django.db import transaction

_log = structlog.get_logger(__name__)


def nudge(task: "Task[Any, Any]", *, after: float = 0.0, **arguments: Any) -> None:
    """Ask for a task once the present transaction is committed, `after` some seconds if need be.

    A broker that is away is logged; beat catches up.
    """

    def send() -> None:
        try:
            if after > 0:
                task.apply_async(kwargs=arguments, countdown=after)
            else:
                task.apply_async(kwargs=arguments)
        except Exception as error:
            _log.warning("nudge_failed", task=task.name, error=repr(error))

    transaction.on_commit(send, robust=True)
