"""Ctrl-C that lets the present piece of work end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_between_pieces() -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether SIGINT or SIGTERM came. A second SIGINT interrupts at once.

    Only a main thread can hear signals; elsewhere nothing ever stops.
    """
    came = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield came.is_set
        return

    def hear(number: int, frame: FrameType | None) -> None:
        if came.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        came.set()

    former = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came.is_set
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
