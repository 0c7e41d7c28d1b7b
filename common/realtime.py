"""The only contact with the channel layer. A frame is a hint; the row is the truth."""

import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

_log = structlog.get_logger(__name__)


def group_name(kind: str, key: uuid.UUID | str) -> str:
    """The group of everybody who follows one thing: `generation` and its id, say."""
    return f"{kind}.{key}"


def publish(group: str, event: str, data: Mapping[str, Any]) -> None:
    """Send an event to a group. Best effort: a dead Redis is logged and fails nobody."""
    layer = get_channel_layer()
    try:
        async_to_sync(layer.group_send)(group, {"type": "forward", "event": event, "data": dict(data)})
    except Exception as error:
        _log.warning("publish_failed", group=group, event_name=event, error=repr(error))
