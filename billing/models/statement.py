"""A user's statement, line by line: a view over the log and the holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.models.credit_accounts import CreditAccount


class StatementLine(models.Model):
    """One line: a booked movement, credits held now, or credits that were held and returned.

    `amount` is what it changed. `held` is what the line's hold set aside, of which `charged` and `returned` say what
    became; all three are 0 for lines without one. `balance_after` is None where nothing was booked.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("Received")
        CAPTURE = "capture", _("Charged")
        EXPIRY = "expiry", _("Expired")
        ROLLOVER = "rollover", _("Rolled over")
        ADJUSTMENT = "adjustment", _("Adjusted")
        REFUND = "refund", _("Refunded")
        DISPUTE = "dispute", _("Disputed")
        REVERSAL = "reversal", _("Reversed")
        SETTLEMENT = "settlement", _("Debt settled")
        HELD = "held", _("Held")
        RETURNED = "returned", _("Returned")

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(CreditAccount, on_delete=models.DO_NOTHING, related_name="statement")
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    note = models.CharField(_("what for"), max_length=200)
    bucket = models.CharField(_("bucket"), max_length=16)
    amount = models.BigIntegerField(_("amount"))
    held = models.BigIntegerField(_("held"))
    charged = models.BigIntegerField(_("charged"))
    returned = models.BigIntegerField(_("returned"))
    balance_after = models.BigIntegerField(_("balance after"), null=True)
    expires_at = models.DateTimeField(_("expires"), null=True, help_text=_("When what was received expires."))
    reference = models.UUIDField(_("work"), null=True)

    class Meta:
        managed = False
        db_table = "billing_statement_line"
        verbose_name = _("statement line")
        verbose_name_plural = _("statement lines")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount:+d}"
