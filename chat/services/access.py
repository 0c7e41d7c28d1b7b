"""Holding a conversation while something changes in it."""

import uuid

from accounts.models import User
from chat.errors import ReadOnlyError
from chat.models import Conversation
from chat.selectors import Access, get_access, visible_conversations
from common.errors import NotFoundError


def lock_conversation(user: User, conversation_id: uuid.UUID, *, needs: Access = Access.OWNER) -> Conversation:
    """Return the conversation, locked until the present transaction ends, for who may do there what `needs` may.

    `needs` is the owner or an editor. Raises `NotFoundError` for who may not even see it, `ReadOnlyError` for others.
    """
    # Its key is left alone, so that messages which refer to it need not wait.
    visible = visible_conversations(user).select_for_update(of=("self",), no_key=True)
    conversation = visible.filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFoundError
    access = get_access(user, conversation_id)
    if access is not Access.OWNER and (needs is Access.OWNER or not access.writes):
        raise ReadOnlyError
    return conversation
