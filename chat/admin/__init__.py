"""Conversations and broadcasts, for staff."""

from chat.admin.broadcasts import BroadcastAdmin
from chat.admin.conversations import ConversationAdmin

__all__ = ["BroadcastAdmin", "ConversationAdmin"]
