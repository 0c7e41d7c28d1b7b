"""Credits set aside."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.credit_accounts import CreditAccount, CreditLot


class Hold(models.Model):
    """Credits set aside for one piece of work. Its id is that work's id, so there can't be two.

    `note` says for people what the work is; it may hold words of theirs, so it stands here and not in the log, which
    can't be erased. A hold that nobody closed by `expires_at` is released.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held")
        CAPTURED = "captured", _("Captured")
        RELEASED = "released", _("Released")

    id = models.UUIDField(_("reference"), primary_key=True, editable=False)
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="holds", db_index=False)
    amount = models.BigIntegerField(_("amount"))
    captured = models.BigIntegerField(_("captured"), default=0)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.HELD)
    note = models.CharField(_("what for"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    expires_at = models.DateTimeField(_("released at the latest"))

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["account", "-created_at"], name="holds_of_account"),
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="open_holds_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="holds_are_not_negative"),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount")), name="no_more_is_captured_than_was_held"
            ),
            models.CheckConstraint(
                condition=Q(state="held", closed_at__isnull=True, captured=0)
                | Q(state="released", closed_at__isnull=False, captured=0)
                | Q(state="captured", closed_at__isnull=False),
                name="holds_are_open_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.amount}"


class HoldPart(models.Model):
    """How much of a hold stands on which lot."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="parts")
    lot = models.ForeignKey(CreditLot, on_delete=models.PROTECT, related_name="hold_parts")
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("part of a hold")
        verbose_name_plural = _("parts of holds")
        constraints = [
            models.UniqueConstraint(fields=["hold", "lot"], name="a_hold_stands_on_a_lot_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="parts_of_holds_are_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.amount}"
