"""One client's connection, whatever carries it: what it follows, what it is owed, what it may ask for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
from django.db import DatabaseError
from redis.exceptions import RedisError

from accounts.services.tickets import SocketSignIn
from chat.authentication import still_signed_in
from chat.consumers import process
from chat.consumers.codes import NOT_SIGNED_IN, RULES_BROKEN, TOO_MANY_SOCKETS, TRY_AGAIN
from chat.consumers.database import in_database
from chat.consumers.frames import Frame, error_frame, id_in
from chat.consumers.limits import MOST_SUBSCRIPTIONS, MessageCount
from chat.consumers.outbox import Outbox
from chat.consumers.subscriptions import Kind, Thing, present_state, require_right
from chat.consumers.switchboard import Switchboard, TooManySocketsError
from chat.selectors import current_broadcasts
from common.errors import ConflictError, DomainError, ValidationFailedError
from common.realtime import EVERYONE, group_name

SLOWEST_READ_SECONDS = 15.0
_ACTING_SECONDS = 10.0
_LEAVING_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Line(Protocol):
    """What carries frames to the client. `send` waits until there is room for more."""

    async def send(self, frame: Frame) -> None: ...


class Session:
    """A signed-in client. It is closed with a code of `chat.consumers.codes`, which `closed_with` tells.

    The carrier calls `open`, then `hear` with each message, `write` beside that until it returns, and `leave`.
    """

    __slots__ = ("_board", "_line", "_messages", "_outbox", "closed_with", "following", "known")

    def __init__(self, known: SocketSignIn, line: Line) -> None:
        self.known = known
        self.following: set[Thing] = set()
        self.closed_with: int | None = None
        self._line = line
        self._outbox = Outbox()
        self._messages = MessageCount()
        self._board: Switchboard | None = None

    async def open(self) -> None:
        """Take it in, and say so; or close it with `TOO_MANY_SOCKETS` or `TRY_AGAIN`."""
        try:
            self._board = await process.enter(self)
        except TooManySocketsError:
            self.close(TOO_MANY_SOCKETS)
            return
        await self._guarded(self._welcome)

    async def hear(self, read: Callable[[], tuple[str, Mapping[str, Any]]]) -> None:
        """Do what a message asks for, and say why not where that can't be; above the limit it closes.

        `read` returns the event's name and data, or raises a `DomainError`.
        """
        if self.closed_with is not None:
            return
        if not self._messages.allows_another():
            self.close(RULES_BROKEN)
            return

        async def act() -> None:
            name = ""
            try:
                name, data = read()
                await self._action(name)(data)
            except DomainError as error:
                self.tell(error_frame(error, about=name))

        await self._guarded(act)

    def tell(self, frame: Frame) -> None:
        """Owe the client a frame. One that is too far behind has to come again."""
        if self.closed_with is None and not self._outbox.put(frame):
            _log.info("socket_fell_behind")
            self.close(TRY_AGAIN)

    def close(self, code: int) -> None:
        """End it. What it is still owed is dropped."""
        if self.closed_with is None:
            self.closed_with = code
            self._outbox.close()

    async def write(self) -> None:
        """Send what the client is owed, until it is closed or does not read for 15 s."""
        while (frame := await self._outbox.next()) is not None:
            try:
                async with asyncio.timeout(SLOWEST_READ_SECONDS):
                    await self._line.send(frame)
            except TimeoutError:
                _log.info("socket_dropped_for_not_reading")
                self.close(TRY_AGAIN)

    async def leave(self) -> None:
        """Follow nothing any more."""
        self.close(TRY_AGAIN)
        board, self._board = self._board, None
        if board is None:
            return
        groups = [self._own_group, EVERYONE, *(thing.group for thing in self.following)]
        for group in groups:
            board.remove(group, self)
        try:
            async with asyncio.timeout(_LEAVING_SECONDS):
                for group in groups:
                    await board.leave_if_unfollowed(group)
        except (RedisError, OSError) as error:
            _log.warning("socket_left_groups_behind", error=repr(error))
        finally:
            await process.leave(self, board)

    @property
    def _own_group(self) -> str:
        return group_name("user", self.known.user_id)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with asyncio.timeout(_ACTING_SECONDS):
                await work()
        except (RedisError, OSError, DatabaseError) as error:
            _log.warning("socket_lost_its_server", error=repr(error))
            self.close(TRY_AGAIN)

    async def _welcome(self) -> None:
        board = self._connected()
        await board.follow(self._own_group, self)
        await board.follow(EVERYONE, self)
        greetings = await in_database(_greetings, self.known)  # asked now that no sign-out can be missed any more
        if not greetings:
            self.close(NOT_SIGNED_IN)
        for frame in greetings:
            self.tell(frame)

    def _action(self, name: str) -> Callable[[Mapping[str, Any]], Awaitable[None]]:
        actions: dict[str, Callable[[Mapping[str, Any]], Awaitable[None]]] = {
            "ping": self._pong,
            "subscribe_generation": lambda data: self._follow(_thing(Kind.GENERATION, data)),
            "unsubscribe_generation": lambda data: self._unfollow(_thing(Kind.GENERATION, data)),
            "subscribe_conversation": lambda data: self._follow(_thing(Kind.CONVERSATION, data)),
            "unsubscribe_conversation": lambda data: self._unfollow(_thing(Kind.CONVERSATION, data)),
        }
        if name not in actions:
            raise ValidationFailedError(fields={"event": f"Must be one of {', '.join(sorted(actions))}."})
        return actions[name]

    async def _pong(self, data: Mapping[str, Any]) -> None:
        self.tell(Frame("pong", {}))

    async def _follow(self, thing: Thing) -> None:
        """Join first and read second, so that nothing falls between."""
        if thing not in self.following and len(self.following) >= MOST_SUBSCRIPTIONS:
            raise ConflictError("One socket follows so many things only.", details={"limit": MOST_SUBSCRIPTIONS})
        # Asked before joining, so that not even one frame of somebody else's can slip through.
        await in_database(require_right, self.known, thing)
        board = self._connected()
        self.following.add(thing)
        topic = await board.follow(thing.group, self, thing=thing)
        try:
            state = await in_database(present_state, thing)
        except DomainError:
            await self._stop_following(thing)
            raise
        self.tell(Frame("subscribed", {thing.kind.field: str(thing.id)}))
        if state is not None:
            topic.let_in(self, state)

    async def _unfollow(self, thing: Thing) -> None:
        await self._stop_following(thing)
        self.tell(Frame("unsubscribed", {thing.kind.field: str(thing.id)}))

    async def _stop_following(self, thing: Thing) -> None:
        self.following.discard(thing)
        await self._connected().unfollow(thing.group, self)

    def _connected(self) -> Switchboard:
        if self._board is None:
            raise ConnectionResetError("The socket has left.")
        return self._board


def _greetings(known: SocketSignIn) -> list[Frame]:
    """Return what a newcomer is told; nothing when the sign-in does not hold any more."""
    if not still_signed_in([known]):
        return []
    established = Frame("connection:established", {"user_id": str(known.user_id)})
    return [established, *(Frame("broadcast", {**broadcast}) for broadcast in current_broadcasts())]


def _thing(kind: Kind, data: Mapping[str, Any]) -> Thing:
    return Thing(kind, id_in(data, kind.field))
