"""Conversations, and who takes part in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from common.models import UUIDModel

LONGEST_TITLE = 120


class Conversation(UUIDModel):
    """A talk about thumbnails. Its generations bear its id as `conversation_id`.

    `last_message_at` orders lists. `message_count` is also the number of the latest message (`Message.number`).
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True, default="")
    message_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_message_at", "-id"]
        indexes = [
            models.Index(
                fields=["owner", "-last_message_at", "-id"],
                condition=Q(deleted_at__isnull=True),
                name="conversations_of_owner",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)  # staff are not shown what it is about


class ParticipantRole(models.TextChoices):
    """A viewer reads; an editor also writes, spending their own credits. The owner is no row of this table."""

    VIEWER = "viewer"
    EDITOR = "editor"


class Participant(UUIDModel):
    """Somebody whom the owner let into a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=8, choices=ParticipantRole, default=ParticipantRole.VIEWER)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="a_user_takes_part_once"),
            models.CheckConstraint(condition=Q(role__in=ParticipantRole.values), name="a_participant_has_a_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
