"""What was said."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from chat.models.conversation import Conversation
from chat.models.spelling import searched
from common.models import UUIDModel

LONGEST_MESSAGE = 4000


class Author(models.TextChoices):
    USER = "user"
    ASSISTANT = "assistant"


class Message(UUIDModel):
    """One thing that was said, in the order of `number`, which counts from 1 in each conversation.

    `sender` is None for the assistant and for who is erased. `generation` is what a user's message asked for, and what
    the assistant's message answers about; its state is read from its own row. `revision` grows with each change.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=9, choices=Author)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.TextField()
    generation = models.ForeignKey(
        "generation.Generation", null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["conversation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="messages_of_a_conversation_are_numbered"),
            models.CheckConstraint(condition=Q(author__in=Author.values), name="a_message_has_a_known_author"),
        ]
        indexes = [
            GinIndex(searched("content"), name="messages_by_spelling"),
            models.Index(fields=["generation"], condition=Q(generation__isnull=False), name="messages_of_generation"),
        ]

    def __str__(self) -> str:
        return self.content[:60]
