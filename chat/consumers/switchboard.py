"""One channel of this process for all of its sockets.

A channel of its own for each socket costs memory, an entry in Redis per subscription, and one decoding per socket of
each event. So the process joins a group once, for as long as any of its sockets follows it, and hands each event,
encoded once, to those that do.
"""

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from chat.consumers.frames import Frame
from chat.consumers.limits import most_sockets
from chat.consumers.subscriptions import Thing
from chat.consumers.topics import Listener, Topic
from common.realtime import group_name

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0

_log = structlog.get_logger(__name__)


class TooManySocketsError(Exception):
    """The user has as many sockets open as one may."""


class Switchboard:
    """Which sockets of this process follow what. It belongs to one event loop.

    `in_doubt` are sockets whose sign-in may have ended; `doubt` is set with the first of them.
    """

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.topics: dict[str, Topic] = {}
        self.in_doubt: set[Listener] = set()
        self.doubt = asyncio.Event()
        self._sockets_of: dict[uuid.UUID, int] = {}
        self._layer = get_channel_layer()
        self._channel = ""
        self._own_group = group_name("process", uuid.uuid4().hex)
        self._heartbeats_sent = 0
        self._heartbeats_heard = 0
        self._has_lost_redis = False

    def admit(self, listener: Listener) -> None:
        """Count a socket in. Raises `TooManySocketsError`."""
        user_id = listener.known.user_id
        if self._sockets_of.get(user_id, 0) >= most_sockets():
            raise TooManySocketsError
        self._sockets_of[user_id] = self._sockets_of.get(user_id, 0) + 1
        self.listeners.add(listener)

    def dismiss(self, listener: Listener) -> None:
        """Count it out."""
        self.listeners.discard(listener)
        self.in_doubt.discard(listener)
        user_id = listener.known.user_id
        self._sockets_of[user_id] -= 1
        if not self._sockets_of[user_id]:
            del self._sockets_of[user_id]

    async def follow(self, group: str, listener: Listener, *, thing: Thing | None = None) -> Topic:
        """Let a socket hear what is published to a group. Raises `RedisError` or `OSError`.

        Who follows a generation hears of it once `Topic.let_in` was called.
        """
        topic = self.topics.get(group)
        if topic is None:
            topic = self.topics[group] = Topic(thing)
        topic.add(listener)
        async with topic.lock:
            if not topic.is_joined:
                await self._join(group)
                topic.is_joined = True
        return topic

    async def unfollow(self, group: str, listener: Listener) -> None:
        """Let it hear no more of that. Raises `RedisError` or `OSError`."""
        self.remove(group, listener)
        await self.leave_if_unfollowed(group)

    def remove(self, group: str, listener: Listener) -> None:
        """Let it hear no more of that, here and now; `leave_if_unfollowed` should come after it."""
        if group in self.topics:
            self.topics[group].remove(listener)

    async def leave_if_unfollowed(self, group: str) -> None:
        """Leave the group when its last follower is gone. Raises `RedisError` or `OSError`."""
        topic = self.topics.get(group)
        if topic is None or topic.is_followed:
            return
        async with topic.lock:  # whoever follows meanwhile stands in the topic already, and joins after this
            if topic.is_followed or self.topics.get(group) is not topic:
                return
            topic.is_joined = False
            try:
                await self._layer.group_discard(group, self._channel)
            finally:
                if not topic.is_followed:
                    del self.topics[group]

    async def open(self) -> None:
        """Take the process's channel."""
        self._channel = await self._layer.new_channel()

    async def close(self) -> None:
        """Leave the group of the heartbeat. Raises `RedisError` or `OSError`."""
        await self._layer.group_discard(self._own_group, self._channel)

    async def beat(self) -> bool:
        """Send a heartbeat through Redis, and tell whether the one before it came back.

        When it did not, Redis was away, or it forgot who is in which group: it may restart while nobody notices.
        Raises `RedisError` or `OSError`.
        """
        is_well = self._heartbeats_heard == self._heartbeats_sent and not self._has_lost_redis
        self._has_lost_redis = True  # until it is through
        if self._heartbeats_sent == 0:
            await self._join(self._own_group)
        self._heartbeats_sent += 1
        data = {"number": self._heartbeats_sent}
        await self._layer.group_send(
            self._own_group, {"type": "forward", "group": self._own_group, "event": "heartbeat", "data": data}
        )
        self._has_lost_redis = not is_well
        return is_well

    async def join_anew(self) -> None:
        """Join every group again. Raises `RedisError` or `OSError`."""
        await self._join(self._own_group)
        for group, topic in list(self.topics.items()):
            async with topic.lock:
                if topic.is_followed:
                    await self._join(group)
                    topic.is_joined = True
        self._has_lost_redis = False

    async def listen(self) -> None:
        """Hand on what comes, until cancelled. While Redis is away, try again ever later."""
        pause = _FIRST_PAUSE
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except (RedisError, OSError) as error:
                _log.warning("sockets_hear_nothing", error=repr(error))
                self._has_lost_redis = True
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            else:
                pause = _FIRST_PAUSE
                self._hand_on(message)

    async def _join(self, group: str) -> None:
        await self._layer.group_add(group, self._channel)

    def _hand_on(self, message: Mapping[str, Any]) -> None:
        group, event = message["group"], message["event"]
        if group == self._own_group:
            self._heartbeats_heard = message["data"]["number"]
            return
        topic = self.topics.get(group)
        if topic is None:
            return
        if event == "signed_out":
            self.in_doubt |= topic.followers
            self.doubt.set()
        else:
            topic.tell(Frame(event, message["data"]))
