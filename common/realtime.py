"""The only contact with the channel layer. A frame is a hint; the row is the truth."""

import asyncio
import os
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

_SECONDS = 1.0

_log = structlog.get_logger(__name__)


def group_name(kind: str, key: uuid.UUID | str) -> str:
    """The group of everybody who follows one thing: `generation` and its id, say."""
    return f"{kind}.{key}"


# Every open socket belongs to it.
EVERYONE = group_name("everyone", "all")


def publish(group: str, event: str, data: Mapping[str, Any]) -> None:
    """Send an event to a group. Best effort: a Redis that is dead, or silent for a second, is logged and fails nobody.

    What arrives is `{"type": "forward", "group", "event", "data"}`; a server process follows with one channel for all
    of its sockets, so the message itself says which group it is for.
    """
    message = {"type": "forward", "group": group, "event": event, "data": dict(data)}
    try:
        async_to_sync(_send)(group, message)
    except Exception as error:
        _log.warning("publish_failed", group=group, event_name=event, error=repr(error))


def publish_soon(group: str, event: str, data: Mapping[str, Any]) -> None:
    """Have this process's sender publish, one event after the other: no drawing and no request waits for Redis."""
    sender().submit(publish, group, event, data)


def sender() -> ThreadPoolExecutor:
    """Return the thread that sends. A forked worker gets one of its own: threads don't survive a fork."""
    return _sender_of(os.getpid())


@lru_cache(maxsize=1)
def _sender_of(pid: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"frames-{pid}")


async def _send(group: str, message: Mapping[str, Any]) -> None:
    async with asyncio.timeout(_SECONDS):
        await get_channel_layer().group_send(group, message)
