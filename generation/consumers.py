"""The websocket at `/ws/`: one socket a client, many subscriptions, frames `{"event": name, "data": {…}}`.

A frame is a hint and the row is the truth. What comes through Redis may be lost or late; so each subscription starts
with the whole snapshot, read after joining the group, and `sequence` tells a client what it has seen.
"""

import asyncio
import json
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from asgiref.typing import ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, WebSocketScope
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from redis.exceptions import RedisError

from common.errors import ConflictError, DomainError, NotFoundError, ValidationFailedError
from common.realtime import group_name
from generation import selectors
from generation.authentication import SignIn, has_foreign_origin, is_still_signed_in, sign_in
from generation.events import event_name, snapshot

LARGEST_MESSAGE_BYTES = 64 * 1024
MESSAGES_PER_MINUTE = 100
LARGEST_SUBSCRIPTIONS = 100
SLOWEST_READ_SECONDS = 15.0

CLOSE_NOT_SIGNED_IN = 4401
CLOSE_TOO_MANY_MESSAGES = 1008
CLOSE_TOO_LARGE = 1009
CLOSE_TRY_AGAIN = 1013

_log = structlog.get_logger(__name__)


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One client's socket.

    It closes with 4401 when nobody is signed in (any more), 1008 above 100 messages a minute, 1009 above 64 KiB a
    message and 1013 when Redis is away; a foreign `Origin` is refused with 403 before it opens. A client that reads
    nothing for 15 s is dropped, since what it is owed would pile up here.
    """

    known: SignIn | None = None

    async def __call__(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        opening = await receive()
        if has_foreign_origin(scope):
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return
        self.known = await database_sync_to_async(sign_in)(scope)
        if self.known is None:
            await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
            await send({"type": "websocket.close", "code": CLOSE_NOT_SIGNED_IN, "reason": None})
            return
        # whoever is refused has cost Redis nothing; the others' opening is handed on
        await self._serve(scope, _handing_on(opening, receive), send)

    async def _serve(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        self.groups_joined: set[str] = set()
        self.message_times: deque[float] = deque()
        try:
            await super().__call__(scope, receive, send)
        except (RedisError, OSError):
            _log.warning("socket_lost_redis", exc_info=True)
            await self.close(CLOSE_TRY_AGAIN)
        finally:
            await self._leave_all()

    async def connect(self) -> None:
        await self.accept()
        if self.known is not None:
            await self._tell("connection:established", {"user_id": str(self.known.user.pk)})
            await self._join(group_name("user", self.known.user.pk))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.known is None:
            return
        if len((text_data or "").encode()) + len(bytes_data or b"") > LARGEST_MESSAGE_BYTES:
            await self.close(CLOSE_TOO_LARGE)
            return
        if not self._may_speak(time.monotonic()):
            await self.close(CLOSE_TOO_MANY_MESSAGES)
            return
        name = ""
        try:
            name, data = _parse(text_data)
            await self._action(name)(self.known, data)
        except DomainError as error:
            about = {"type": error.code, "message": error.message, "details": error.details, "about": name}
            await self._tell("error", about)

    async def forward(self, message: Mapping[str, Any]) -> None:
        """Pass on what `common.realtime.publish` sent to a group of this socket."""
        if message["event"] == "signed_out":
            await self._check_sign_in()
        else:
            await self._tell(message["event"], message["data"])

    def _action(self, name: str) -> Callable[[SignIn, Mapping[str, Any]], Awaitable[None]]:
        actions: dict[str, Callable[[SignIn, Mapping[str, Any]], Awaitable[None]]] = {
            "ping": self._pong,
            "subscribe_generation": self._follow_generation,
            "unsubscribe_generation": self._unfollow_generation,
            "subscribe_conversation": self._follow_conversation,
            "unsubscribe_conversation": self._unfollow_conversation,
        }
        if name not in actions:
            raise ValidationFailedError(fields={"event": f"Must be one of {', '.join(sorted(actions))}."})
        return actions[name]

    async def _pong(self, known: SignIn, data: Mapping[str, Any]) -> None:
        await self._tell("pong", {})

    async def _follow_generation(self, known: SignIn, data: Mapping[str, Any]) -> None:
        generation_id = _id_of(data, "generation_id")
        # asked before joining, so that not even one frame of somebody else's generation can slip through
        if not await database_sync_to_async(selectors.owns_generation)(known.user, generation_id):
            raise NotFoundError(details={"generation_id": str(generation_id)})
        await self._follow(group_name("generation", generation_id))
        event, state = await database_sync_to_async(_current_state)(known, generation_id)
        await self._tell("subscribed", {"generation_id": str(generation_id)})
        await self._tell(event, state)

    async def _unfollow_generation(self, known: SignIn, data: Mapping[str, Any]) -> None:
        generation_id = _id_of(data, "generation_id")
        await self._leave(group_name("generation", generation_id))
        await self._tell("unsubscribed", {"generation_id": str(generation_id)})

    async def _follow_conversation(self, known: SignIn, data: Mapping[str, Any]) -> None:
        conversation_id = _id_of(data, "conversation_id")
        if not await database_sync_to_async(selectors.owns_conversation)(known.user, conversation_id):
            raise NotFoundError(details={"conversation_id": str(conversation_id)})
        await self._follow(group_name("conversation", conversation_id))
        await self._tell("subscribed", {"conversation_id": str(conversation_id)})

    async def _unfollow_conversation(self, known: SignIn, data: Mapping[str, Any]) -> None:
        conversation_id = _id_of(data, "conversation_id")
        await self._leave(group_name("conversation", conversation_id))
        await self._tell("unsubscribed", {"conversation_id": str(conversation_id)})

    async def _follow(self, group: str) -> None:
        if group not in self.groups_joined and len(self.groups_joined) > LARGEST_SUBSCRIPTIONS:
            raise ConflictError("One socket follows so many things only.", details={"limit": LARGEST_SUBSCRIPTIONS})
        await self._join(group)

    async def _join(self, group: str) -> None:
        self.groups_joined.add(group)
        await self.channel_layer.group_add(group, self.channel_name)

    async def _leave(self, group: str) -> None:
        self.groups_joined.discard(group)
        await self.channel_layer.group_discard(group, self.channel_name)

    async def _leave_all(self) -> None:
        """Without this, frames for a socket that is gone pile up in the process for as long as it lives."""
        try:
            for group in list(self.groups_joined):
                await self._leave(group)
        except (RedisError, OSError):
            _log.warning("socket_left_groups_behind", groups=len(self.groups_joined))

    async def _check_sign_in(self) -> None:
        if self.known and not await database_sync_to_async(is_still_signed_in)(self.known):
            self.known = None
            await self.close(CLOSE_NOT_SIGNED_IN)

    async def _tell(self, event: str, data: Mapping[str, Any]) -> None:
        frame = json.dumps({"event": event, "data": data}, ensure_ascii=False, separators=(",", ":"))
        try:
            async with asyncio.timeout(SLOWEST_READ_SECONDS):
                await self.send(text_data=frame)
        except TimeoutError:
            _log.info("socket_dropped_for_not_reading")
            raise StopConsumer from None

    def _may_speak(self, now: float) -> bool:
        while self.message_times and self.message_times[0] <= now - 60:
            self.message_times.popleft()
        self.message_times.append(now)
        return len(self.message_times) <= MESSAGES_PER_MINUTE


def _handing_on(first: ASGIReceiveEvent, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """Return a `receive` that gives what was received already, and then the rest."""
    waiting = [first]

    async def receive_next() -> ASGIReceiveEvent:
        return waiting.pop() if waiting else await receive()

    return receive_next


def _current_state(known: SignIn, generation_id: uuid.UUID) -> tuple[str, dict[str, Any]]:
    generation = selectors.get_generation(known.user, generation_id)
    return event_name(generation), {**snapshot(generation)}


def _parse(text: str | None) -> tuple[str, Mapping[str, Any]]:
    """Read a client's frame. Raises `ValidationFailedError` for what is not `{"event": name, "data": {…}}`."""
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        raise ValidationFailedError("A message must be JSON text.") from None
    if not isinstance(frame, dict):
        raise ValidationFailedError("A message must be a JSON object.")
    name, data = frame.get("event"), frame.get("data", {})
    if not isinstance(name, str) or not isinstance(data, dict):
        raise ValidationFailedError('A message must look like {"event": "…", "data": {…}}.')
    return name, data


def _id_of(data: Mapping[str, Any], field: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(data.get(field)))
    except ValueError:
        raise ValidationFailedError(fields={field: "Must be a UUID."}) from None
