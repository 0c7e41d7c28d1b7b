"""What users have, in sums. The log of transactions is the truth; these rows are what it adds up to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.tiers import Tier
from common.models import UUIDModel


class Bucket(models.TextChoices):
    """Where credits came from."""

    BONUS = "bonus", _("Bonus")
    PLAN = "plan", _("Plan")
    PACK = "pack", _("Pack")


class CreditAccount(models.Model):
    """What a user has (`posted`), how much of it is spoken for (`held`), and what is owed after a dispute (`owed`).

    All three in credits. Whoever owes has nothing to spend; what comes in pays the debt first.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="credit_account"
    )
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, default=Tier.FREE)
    posted = models.BigIntegerField(_("posted"), default=0)
    held = models.BigIntegerField(_("held"), default=0)
    owed = models.BigIntegerField(_("owed"), default=0)
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    frozen_reason = models.CharField(_("why frozen"), max_length=200, blank=True, default="")
    monthly_cap = models.PositiveIntegerField(
        _("spending cap"), null=True, blank=True, help_text=_("Credits a calendar month (UTC), set by the user.")
    )
    low_balance_at = models.PositiveIntegerField(
        _("low-balance notice"), null=True, blank=True, default=5, help_text=_("At so many credits or fewer.")
    )
    low_balance_told_at = models.DateTimeField(_("told of the low balance"), null=True, blank=True)
    free_month_due_at = models.DateTimeField(
        _("next free credits"),
        null=True,
        blank=True,
        help_text=_("When the free plan brings its next monthly credits."),
    )
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("credit account")
        verbose_name_plural = _("credit accounts")
        indexes = [
            models.Index(fields=["free_month_due_at"], condition=Q(tier="free"), name="accounts_by_next_free_month"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0), name="held_credits_are_not_negative"),
            models.CheckConstraint(condition=Q(posted__gte=F("held")), name="credits_held_are_there"),
            models.CheckConstraint(condition=Q(owed__gte=0), name="owed_credits_are_not_negative"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="credit_accounts_have_a_known_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.posted - self.held - self.owed}"


class CreditLot(UUIDModel):
    """Credits that came together: of one bucket, expiring together. `posted` of those `granted` are left.

    After `expires_at` they can't be spent. They stay in the books until `kept_until`, since a renewal that is paid
    late still rolls them over; then they are booked away.
    """

    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="lots", db_index=False)
    bucket = models.CharField(_("bucket"), max_length=16, choices=Bucket.choices)
    opened_by = models.ForeignKey(
        "billing.LedgerTransaction", on_delete=models.PROTECT, related_name="lots", null=True, blank=True
    )
    granted = models.BigIntegerField(_("granted"))
    posted = models.BigIntegerField(_("left"))
    held = models.BigIntegerField(_("held"), default=0)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    kept_until = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        verbose_name = _("credit lot")
        verbose_name_plural = _("credit lots")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["account", "expires_at"], condition=Q(posted__gt=0), name="lots_with_credits_left"),
            models.Index(fields=["kept_until"], condition=Q(posted__gt=F("held")), name="lots_by_when_they_go"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0, posted__gte=F("held")), name="lots_hold_what_is_there"),
            models.CheckConstraint(condition=Q(granted__gte=F("posted")), name="lots_never_grow"),
            models.CheckConstraint(condition=Q(bucket__in=Bucket.values), name="lots_have_a_known_bucket"),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True, kept_until__isnull=True)
                | Q(expires_at__isnull=False, kept_until__isnull=False, kept_until__gte=F("expires_at")),
                name="lots_are_kept_until_they_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bucket} {self.posted}/{self.granted}"
