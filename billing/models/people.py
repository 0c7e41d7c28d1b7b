"""Who brought whom, and what tells one person from another. Addresses and cards are kept as keyed digests only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import UUIDModel


class ReferralCode(models.Model):
    """The code a user gives away."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="referral_code"
    )
    code = models.CharField(_("code"), max_length=16, unique=True)

    class Meta:
        verbose_name = _("referral code")
        verbose_name_plural = _("referral codes")

    def __str__(self) -> str:
        return self.code


class Referral(models.Model):
    """Somebody who came by another's code. The referrer is rewarded once, after the first purchase."""

    newcomer = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="referral"
    )
    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referrals")
    created_at = models.DateTimeField(_("signed up"), auto_now_add=True)
    purchased_at = models.DateTimeField(_("first purchase"), null=True, blank=True)
    rewarded_at = models.DateTimeField(_("rewarded"), null=True, blank=True)
    refused = models.CharField(_("why not rewarded"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(newcomer=models.F("referrer")), name="nobody_refers_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.referrer_id} → {self.newcomer_id}"


class PersonTrace(UUIDModel):
    """Something by which a person may be known again. `digest` is keyed, so that it tells nothing by itself."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("Network address at sign-up")
        EMAIL = "email", _("Mailbox")
        CARD = "card", _("Card")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    digest = models.CharField(_("digest"), max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="traces")

    class Meta:
        verbose_name = _("trace of a person")
        verbose_name_plural = _("traces of people")
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest", "user"], name="traces_are_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"
