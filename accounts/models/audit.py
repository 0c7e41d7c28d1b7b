"""Who did what to whose account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from common.models import UUIDModel


class AuditEntry(UUIDModel):
    """Something that happened to an account. Kept for a year, and never changed.

    `actor` is None for what nobody signed in did. `action` is a dotted word such as `password.changed`. `details` is a
    flat JSON object without secrets. `ip_digest` is as `common.client_address.hashed_ip` makes it.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="audit_entries")
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(_("action"), max_length=60)
    details = models.JSONField(_("details"), default=dict, blank=True)
    ip_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="audit_entries_of_user"),
            models.Index(fields=["-created_at"], name="audit_entries_by_age"),
        ]

    def __str__(self) -> str:
        return self.action
