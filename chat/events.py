"""What those who follow a conversation are told. A lost frame does no harm: the rows are the truth."""

import uuid
from typing import Any, TypedDict

from django.db import transaction

from chat.models import Message
from chat.selectors import MessageRow, find_rows
from common.realtime import group_name, publish_soon
from generation.events import picture_url
from generation.serializers.shapes import preview_url


class Person(TypedDict):
    id: str
    username: str


class MessageGeneration(TypedDict):
    """What a message shows of its generation. The addresses are paths on this host that expire after hours."""

    id: str
    status: str
    thumbnail_url: str | None
    preview_url: str | None
    score: float | None


class MessageSnapshot(TypedDict):
    """A message as the API and the sockets show it. `revision` grows with each change; times are ISO-8601."""

    id: str
    conversation_id: str
    number: int
    author: str
    sender: Person | None
    content: str
    generation: MessageGeneration | None
    revision: int
    created_at: str
    updated_at: str


def describe_message(row: MessageRow) -> MessageSnapshot:
    """Return a message as everybody in its conversation may see it."""
    sender_of_it = Person(id=str(row.sender_id), username=row.sender_name or "") if row.sender_id else None
    return MessageSnapshot(
        id=str(row.id),
        conversation_id=str(row.conversation_id),
        number=row.number,
        author=row.author,
        sender=sender_of_it,
        content=row.content,
        generation=_generation_of(row),
        revision=row.revision,
        created_at=row.created_at.isoformat(),
        updated_at=row.updated_at.isoformat(),
    )


def announce_messages(event: str, message_ids: list[uuid.UUID]) -> list[MessageSnapshot]:
    """Publish `message_created` or `message_updated` for each once the present transaction is committed.

    Returns the messages, in the order of their numbers.
    """
    told = [describe_message(row) for row in find_rows(Message.objects.filter(pk__in=message_ids))]
    for message in told:
        _publish(message["conversation_id"], event, {**message})
    return told


def _publish(conversation_id: str, event: str, data: dict[str, Any]) -> None:
    def send() -> None:
        publish_soon(group_name("conversation", conversation_id), event, data)

    transaction.on_commit(send, robust=True)


def _generation_of(row: MessageRow) -> MessageGeneration | None:
    if row.generation_id is None or row.status is None:
        return None
    url = picture_url(row.thumbnail_id) if row.thumbnail_id else None
    return MessageGeneration(
        id=str(row.generation_id),
        status=row.status,
        thumbnail_url=url,
        preview_url=preview_url(url) if url else None,
        score=row.score,
    )
