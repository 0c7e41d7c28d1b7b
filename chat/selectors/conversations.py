"""Conversations as their lists show them, in one query each."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from chat.models import Conversation, Participant
from chat.selectors.access import Access, visible_conversations
from common.errors import NotFoundError


class ConversationRow(NamedTuple):
    """What a conversation shows to one user. `role` is what that user may do there, an `Access`."""

    id: uuid.UUID
    title: str
    owner_id: uuid.UUID
    owner_name: str
    role: str
    message_count: int
    participant_count: int
    created_at: datetime
    last_message_at: datetime


def find_conversations(user: User) -> "QuerySet[Conversation, tuple[Any, ...]]":
    """Return what the user may see, the one with the latest message first; each row makes a `ConversationRow`."""
    return _rows(user, visible_conversations(user)).order_by("-last_message_at", "-pk")


def get_conversation(user: User, conversation_id: uuid.UUID) -> ConversationRow:
    """Return one that the user may see. Raises `NotFoundError`."""
    found = _rows(user, visible_conversations(user).filter(pk=conversation_id)).first()
    if found is None:
        raise NotFoundError
    return ConversationRow._make(found)


def _rows(user: User, conversations: QuerySet[Conversation]) -> "QuerySet[Conversation, tuple[Any, ...]]":
    there = Participant.objects.filter(conversation=OuterRef("pk")).order_by()
    counted = there.values("conversation").annotate(count=Count("pk")).values("count")
    role = Case(
        When(owner=user, then=Value(Access.OWNER.value)),
        default=Subquery(there.filter(user=user).values("role")[:1]),
        output_field=CharField(),
    )
    return conversations.annotate(
        role=role, participant_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    ).values_list(
        "pk",
        "title",
        "owner_id",
        F("owner__username"),
        "role",
        "message_count",
        "participant_count",
        "created_at",
        "last_message_at",
    )
