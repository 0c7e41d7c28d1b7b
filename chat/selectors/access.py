"""Who may see a conversation, and what they may do there."""

import uuid
from enum import StrEnum

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from chat.models import Conversation, Participant, ParticipantRole
from common.errors import NotFoundError


class Access(StrEnum):
    """What somebody may do in a conversation: the owner all, an editor writes, a viewer reads."""

    OWNER = "owner"
    EDITOR = ParticipantRole.EDITOR.value
    VIEWER = ParticipantRole.VIEWER.value

    @property
    def writes(self) -> bool:
        return self is not Access.VIEWER


def visible_conversations(user: User) -> QuerySet[Conversation]:
    """Return the user's own conversations and those that they were let into, none that is deleted."""
    takes_part = Participant.objects.filter(conversation=OuterRef("pk"), user=user)
    return Conversation.objects.filter(Q(owner=user) | Exists(takes_part), deleted_at__isnull=True)


def may_follow(user: User, conversation_id: uuid.UUID) -> bool:
    """Say whether the user may see what happens in the conversation."""
    return visible_conversations(user).filter(pk=conversation_id).exists()


def may_add_to(user: User, conversation_id: uuid.UUID) -> bool:
    """Say whether the user may make thumbnails as part of it; an id that no conversation has groups them too."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None or conversation.owner_id == user.pk:
        return True
    return conversation.participants.filter(user=user, role=ParticipantRole.EDITOR).exists()


def get_access(user: User, conversation_id: uuid.UUID) -> Access:
    """Return what the user may do there. Raises `NotFoundError` when they may not even know of it."""
    role = Participant.objects.filter(conversation=OuterRef("pk"), user=user).values("role")
    found = (
        visible_conversations(user)
        .filter(pk=conversation_id)
        .annotate(role=Coalesce(role[:1], Value(""), output_field=CharField()))
        .values_list(F("owner_id"), "role")
        .first()
    )
    if found is None:
        raise NotFoundError
    owner_id, role_there = found
    return Access.OWNER if owner_id == user.pk else Access(role_there)
