"""What staff tell everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import UUIDModel


class BroadcastLevel(models.TextChoices):
    INFO = "info"
    WARNING = "warning"


class Broadcast(UUIDModel):
    """A message to all who are there now, and to who opens a socket until it expires."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=120)
    message = models.CharField(max_length=1000)
    level = models.CharField(max_length=8, choices=BroadcastLevel, default=BroadcastLevel.INFO)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=BroadcastLevel.values), name="a_broadcast_has_a_known_level")
        ]
        indexes = [models.Index(fields=["expires_at"], name="broadcasts_by_expiry")]

    def __str__(self) -> str:
        return self.title
