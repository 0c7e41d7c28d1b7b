"""Rows as the API shows them. `outputs` describes the same for the schema; tests hold both together."""

from typing import Any

from chat.models import Participant
from chat.selectors import ConversationRow, FoundRow, Question
from chat.services.posting import Posted
from generation.serializers.shapes import describe_created


def describe_conversation(row: ConversationRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "owner": {"id": str(row.owner_id), "username": row.owner_name},
        "role": row.role,
        "message_count": row.message_count,
        "participant_count": row.participant_count,
        "created_at": row.created_at.isoformat(),
        "last_message_at": row.last_message_at.isoformat(),
    }


def describe_posted(posted: Posted) -> dict[str, Any]:
    return {
        "message": posted.message,
        "reply": posted.reply,
        "generation": describe_created(posted.generation) if posted.generation else None,
    }


def describe_found(row: FoundRow, question: Question) -> dict[str, Any]:
    return {
        "conversation": {"id": str(row.conversation_id), "title": row.title},
        "message_id": str(row.id),
        "number": row.number,
        "author": row.author,
        "sender": {"id": str(row.sender_id), "username": row.sender_name} if row.sender_id else None,
        "excerpt": question.excerpt(row.content),
        "created_at": row.created_at.isoformat(),
    }


def describe_participant(participant: Participant) -> dict[str, Any]:
    return {
        "id": str(participant.pk),
        "user": {"id": str(participant.user_id), "username": participant.user.username},
        "role": participant.role,
        "created_at": participant.created_at.isoformat(),
    }
