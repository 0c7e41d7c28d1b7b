"""Keys for programs that act for a user."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.sign_in import DIGEST_LENGTH
from accounts.models.user import User
from common.models import UUIDModel

LONGEST_KEY_NAME = 60


class Scope(models.TextChoices):
    """What a key may do. Reading is safe methods, writing the others."""

    GENERATIONS_READ = "generations:read", _("See generations and algorithms")
    GENERATIONS_WRITE = "generations:write", _("Make and change generations; spends credits")
    TEMPLATES_READ = "templates:read", _("See templates")
    CHAT_READ = "chat:read", _("See conversations")
    CHAT_WRITE = "chat:write", _("Write in conversations; may spend credits")
    ACCOUNT_READ = "account:read", _("See the profile, credits and pictures")
    ACCOUNT_WRITE = "account:write", _("Change the profile and the pictures")


class ApiKey(UUIDModel):
    """A long-lived secret of a program: stored as a digest, told once, bounded by scopes and a spending cap.

    `prefix` is the part that may be shown, so that its owner recognises it. `monthly_cap` is credits a calendar month
    (UTC), None for no limit.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=LONGEST_KEY_NAME)
    prefix = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices))
    monthly_cap = models.PositiveIntegerField(_("monthly cap"), null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "-created_at"], name="api_keys_of_user")]
        constraints = [models.CheckConstraint(condition=~Q(scopes=[]), name="an_api_key_may_do_something")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
