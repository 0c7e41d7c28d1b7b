"""Beginning, naming and deleting conversations."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.sign_in import close_sockets
from chat.models import Conversation
from chat.services.access import lock_conversation
from chat.services.wording import clean_title
from common.errors import ValidationFailedError


def begin_conversation(user: User, *, title: str = "") -> Conversation:
    """Begin one. Without a title its first message names it. Raises `ValidationFailedError`."""
    return Conversation.objects.create(owner=user, title=_cleaned(title))


def rename_conversation(user: User, conversation_id: uuid.UUID, *, title: str) -> None:
    """Give it another title; its owner may. Raises `NotFoundError`, `ReadOnlyError` or `ValidationFailedError`."""
    named = _cleaned(title)
    if not named:
        raise ValidationFailedError(fields={"title": "A title has something to read."})
    with transaction.atomic():
        conversation = lock_conversation(user, conversation_id)
        conversation.title = named
        conversation.save(update_fields=["title"])


def delete_conversation(user: User, conversation_id: uuid.UUID) -> None:
    """Take it away from everybody in it; what was made there stays with who made it.

    Its owner may. Raises `NotFoundError`, a second time as well, or `ReadOnlyError`.
    """
    with transaction.atomic():
        conversation = lock_conversation(user, conversation_id)
        conversation.deleted_at = timezone.now()
        conversation.save(update_fields=["deleted_at"])
        for user_id in (conversation.owner_id, *conversation.participants.values_list("user_id", flat=True)):
            close_sockets(user_id)


def _cleaned(title: str) -> str:
    try:
        return clean_title(title)
    except ValueError as error:
        raise ValidationFailedError(fields={"title": str(error)}) from error
