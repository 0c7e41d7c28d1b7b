"""Addresses that show a thumbnail to anybody who has them."""

from base64 import urlsafe_b64encode

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from common.models import UUIDModel
from generation.models.generation import Generation

DIGEST_LENGTH = 64


class Share(UUIDModel):
    """A public address of a generation, until it expires or is revoked. A generation has one at a time.

    `digest` is that of `token`. `edit_digest` is that of a secret, told once, which lets whoever has it edit the
    document without signing in.
    """

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    edit_digest = models.CharField(max_length=DIGEST_LENGTH)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    view_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["generation"], condition=Q(revoked_at__isnull=True), name="a_generation_has_one_share_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="shares_by_expiry")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def token(self) -> str:
        """The secret of the address: 256 bits as 43 characters, out of the row's id and `SECRET_KEY`."""
        code = salted_hmac("generation.share", self.id.hex, algorithm="sha256").digest()
        return urlsafe_b64encode(code).rstrip(b"=").decode()
