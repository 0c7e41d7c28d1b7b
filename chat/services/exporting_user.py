"""Somebody's conversations, for the archive of their account."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from accounts.services.exporting import as_json
from chat.models import Author, Conversation, Message

_AT_ONCE = 500


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """Each conversation of the user's own, then what they wrote in others'. Other people are not named."""
    for conversation in Conversation.objects.filter(owner=user, deleted_at=None).order_by("pk"):
        messages = Message.objects.filter(conversation=conversation).order_by("number")
        told = {
            "id": conversation.pk,
            "title": conversation.title,
            "created_at": conversation.created_at,
            "messages": [_told(message, user) for message in messages.iterator(chunk_size=_AT_ONCE)],
        }
        yield f"conversations/{conversation.created_at:%Y-%m-%d}-{conversation.pk}.json", as_json(told)
    elsewhere = Message.objects.filter(sender=user).exclude(conversation__owner=user).order_by("pk")
    yield (
        "conversations/in_others.json",
        as_json([_told(message, user) for message in elsewhere.iterator(chunk_size=_AT_ONCE)]),
    )


def _told(message: Message, user: User) -> dict[str, Any]:
    if message.author == Author.ASSISTANT:
        by = "assistant"
    else:
        by = "you" if message.sender_id == user.pk else "another participant"
    # What another person wrote is theirs.
    content = message.content if by != "another participant" else None
    return {
        "number": message.number,
        "at": message.created_at,
        "by": by,
        "content": content,
        "generation_id": message.generation_id,
    }
