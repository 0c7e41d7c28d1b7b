"""Doing something several times at the same moment, each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def together(count: int, action: Callable[[int], Answer], *, at_once: int | None = None) -> list[Answer | Exception]:
    """Run `action(index)` that many times, `at_once` of them starting together; answers or what was raised."""
    threads = at_once or count
    barrier = threading.Barrier(threads)
    started = threading.local()

    def run(index: int) -> Answer | Exception:
        if not getattr(started, "is_started", False):
            started.is_started = True
            connection.ensure_connection()
            barrier.wait(timeout=30)
        try:
            return action(index)
        except Exception as error:
            return error

    def close(_: int) -> None:
        barrier.wait(timeout=30)
        connection.close()

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(run, range(count)))
        list(pool.map(close, range(threads)))
    return answers


def fine(answers: list[Answer | Exception]) -> list[Answer]:
    """The answers, all of which there have to be: the first thing that was raised is raised again."""
    good = []
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
        good.append(answer)
    return good
