"""What is read of conversations and of what staff tell everybody."""

from chat.selectors.access import Access, get_access, may_add_to, may_follow, visible_conversations
from chat.selectors.broadcasts import BroadcastSnapshot, current_broadcasts, describe_broadcast, find_broadcasts
from chat.selectors.conversations import ConversationRow, find_conversations, get_conversation
from chat.selectors.messages import MessagePages, MessageRow, find_rows, latest_rows
from chat.selectors.participants import find_participants
from chat.selectors.searching import LONGEST_QUERY, FoundRow, Piece, Question

__all__ = [
    "LONGEST_QUERY",
    "Access",
    "BroadcastSnapshot",
    "ConversationRow",
    "FoundRow",
    "MessagePages",
    "MessageRow",
    "Piece",
    "Question",
    "current_broadcasts",
    "describe_broadcast",
    "find_broadcasts",
    "find_conversations",
    "find_participants",
    "find_rows",
    "get_access",
    "get_conversation",
    "latest_rows",
    "may_add_to",
    "may_follow",
    "visible_conversations",
]
