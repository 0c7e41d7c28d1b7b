"""One group, as the sockets of this process follow it."""

import asyncio
from collections import deque
from typing import Protocol

from accounts.services.tickets import SocketSignIn
from chat.consumers.frames import Frame
from chat.consumers.subscriptions import Kind, Thing

# What may come between joining a group and reading the row, which takes some milliseconds.
_MOST_KEPT = 50


class Listener(Protocol):
    """A socket. None of these methods waits."""

    known: SocketSignIn
    following: set[Thing]

    def tell(self, frame: Frame) -> None: ...

    def close(self, code: int) -> None: ...


class Topic:
    """Who follows a group, and what of it they were told.

    `sequence` is the latest change of a generation that all followers were told; `owed` the one that its row had when
    it was last looked at. Those who follow a generation come in in two steps: what is published between joining and
    reading is kept for them until they were told the state, and comes after it.
    """

    __slots__ = ("_arriving", "_read_up_to", "followers", "is_joined", "is_over", "lock", "owed", "sequence", "thing")

    def __init__(self, thing: Thing | None) -> None:
        self.thing = thing
        self.lock = asyncio.Lock()
        self.is_joined = False
        self.is_over = False
        self.sequence = 0
        self.owed = 0
        self.followers: set[Listener] = set()
        self._arriving: dict[Listener, deque[Frame]] = {}
        self._read_up_to = 0

    @property
    def is_followed(self) -> bool:
        return bool(self.followers or self._arriving)

    def add(self, listener: Listener) -> None:
        """Take a follower in; one of a generation hears nothing yet."""
        if listener in self.followers:
            return
        if self.thing is not None and self.thing.kind is Kind.GENERATION:
            self._arriving.setdefault(listener, deque(maxlen=_MOST_KEPT))
        else:
            self.followers.add(listener)

    def let_in(self, listener: Listener, state: Frame) -> None:
        """Tell a follower the state, and what was published since it was read."""
        if not self.followers:  # who follows already may have missed what the newcomer read
            self.sequence = max(self.sequence, state.sequence)
            self.is_over = state.is_final
        self.followers.add(listener)
        listener.tell(state)
        for frame in self._arriving.pop(listener, ()):
            if frame.sequence > state.sequence:
                listener.tell(frame)

    def remove(self, listener: Listener) -> None:
        """Let a follower go."""
        self.followers.discard(listener)
        self._arriving.pop(listener, None)

    def tell(self, frame: Frame) -> None:
        """Tell all followers what was published, unless `catch_up` was faster."""
        if frame.is_snapshot:
            if frame.sequence < self._read_up_to or (frame.sequence == self._read_up_to and not frame.is_place):
                return
            self.sequence = max(self.sequence, frame.sequence)
            self.is_over = frame.is_final
        for listener in self.followers:
            listener.tell(frame)
        for kept in self._arriving.values():
            kept.append(frame)

    def catch_up(self, state: Frame) -> None:
        """Tell all followers a state that was read because the event of it was lost."""
        if state.sequence > self.sequence:
            self.tell(state)
            self._read_up_to = state.sequence
