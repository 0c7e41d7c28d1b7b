"""What staff brought in: the picture itself and what was measured in it. All of it is secret.

It stands apart from the template so that nothing that shows a template to others reads it by accident.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from templates_lib.models.template import Template


class PictureFormat(models.TextChoices):
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WEBP = "webp", "WebP"


class Original(models.Model):
    """A picture that was decoded and encoded anew by us, without metadata; never the bytes that were sent.

    `key` is where it lies in `common.storage.originals()`. `sent_sha256` is the digest of what was sent, `sha256` that
    of what is kept; each picture is kept once. `phash` is the perceptual hash, 64 bits as a signed number. `reading`
    is what `canvas.reading` measured, `{}` until then. `file_name` and `fetched_from` are as people gave them.
    """

    template = models.OneToOneField(Template, primary_key=True, on_delete=models.CASCADE, related_name="original")
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    sent_sha256 = models.CharField("SHA-256 as sent", max_length=64, db_index=True)
    format = models.CharField(max_length=8, choices=PictureFormat.choices)
    width = models.PositiveIntegerField(help_text="Pixels")
    height = models.PositiveIntegerField(help_text="Pixels")
    bytes = models.PositiveIntegerField()
    phash = models.BigIntegerField()
    file_name = models.CharField(max_length=255, blank=True)
    fetched_from = models.CharField(max_length=2000, blank=True)
    reading: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, bytes__gt=0), name="originals_are_not_empty"),
        ]

    def __str__(self) -> str:
        return f"original of {self.template_id}"
