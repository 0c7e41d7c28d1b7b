"""What a socket is owed and has not been sent yet: bounded, with the newest progress in place of all before it."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from chat.consumers.frames import Frame

MOST_FRAMES = 500
MOST_CHARACTERS = 1024 * 1024


class Outbox:
    """The frames of one socket, in order.

    A snapshot of a generation takes the place of the hints of the same generation that still wait. Everything else
    stays: who falls so far behind that it would not fit is told to come again, and gets the present state then.
    """

    __slots__ = ("_characters", "_frames", "_is_closed", "_number", "_waiter")

    def __init__(self) -> None:
        self._frames: OrderedDict[Hashable, Frame] = OrderedDict()
        self._characters = 0
        self._number = 0
        self._is_closed = False
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._frames)

    def put(self, frame: Frame) -> bool:
        """Add a frame; False when it does not fit any more."""
        key: Hashable
        if frame.is_snapshot:
            self._take(frame.generation_id)
        if frame.is_hint:
            key = frame.generation_id
        else:
            self._number += 1
            key = self._number
        if len(self._frames) >= MOST_FRAMES or self._characters + len(frame.text) > MOST_CHARACTERS:
            return False
        self._frames[key] = frame
        self._characters += len(frame.text)
        self._wake()
        return True

    async def next(self) -> Frame | None:
        """Wait for a frame and take it; None once the outbox is closed. For one reader."""
        while not self._frames and not self._is_closed:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        if self._is_closed:
            return None
        _, frame = self._frames.popitem(last=False)
        self._characters -= len(frame.text)
        return frame

    def close(self) -> None:
        """Drop what waits, and end the reader."""
        self._is_closed = True
        self._frames.clear()
        self._characters = 0
        self._wake()

    def _take(self, key: Hashable) -> None:
        taken = self._frames.pop(key, None)
        if taken is not None:
            self._characters -= len(taken.text)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
