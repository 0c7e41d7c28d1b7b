"""What the nightly look into the books found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import UUIDModel


class Reconciliation(UUIDModel):
    """One run: each figure by name. All are differences or leftovers, so each must be 0."""

    figures = models.JSONField(_("figures"))
    is_clean = models.BooleanField(_("clean"))
    seconds = models.FloatField(_("took"), help_text=_("Seconds"))

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {'clean' if self.is_clean else 'NOT CLEAN'}"
