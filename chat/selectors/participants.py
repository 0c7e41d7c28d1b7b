"""Whom the owner of a conversation let in."""

import uuid

from django.db.models import QuerySet

from chat.models import Participant


def find_participants(conversation_id: uuid.UUID) -> QuerySet[Participant]:
    """Return them in the order they came, each with its `user`; the owner is none of them."""
    return Participant.objects.filter(conversation=conversation_id).select_related("user").order_by("created_at", "pk")
