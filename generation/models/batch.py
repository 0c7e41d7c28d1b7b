"""Several prompts at once."""

from django.conf import settings
from django.db import models

from common.models import UUIDModel


class Batch(UUIDModel):
    """What was asked for in one call. `asked` counts its items; those that were refused left no generation."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    asked = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="batches_of_owner")]

    def __str__(self) -> str:
        return f"{self.asked} prompts"
