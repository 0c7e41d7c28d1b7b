"""The conversation around thumbnails, and what staff tell everybody."""

from chat.models.broadcast import Broadcast
from chat.models.conversation import Conversation, Participant, ParticipantRole
from chat.models.message import Author, Message

__all__ = ["Author", "Broadcast", "Conversation", "Message", "Participant", "ParticipantRole"]
