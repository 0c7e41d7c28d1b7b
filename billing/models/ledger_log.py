"""The log: transactions and their legs. Append-only and balanced, both held by triggers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.credit_accounts import Bucket, CreditAccount, CreditLot
from billing.models.holds import Hold
from common.models import UUIDModel


class LedgerTransaction(UUIDModel):
    """One movement of one user's credits, written once. `key` makes its repetition a no-op.

    `amount` is what it changed for the user and `balance_after` what the user then had, held credits included and
    debts taken off; both are checked against the legs.
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

    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="transactions", db_index=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    bucket = models.CharField(_("bucket"), max_length=16, choices=Bucket.choices, blank=True, default="")
    amount = models.BigIntegerField(_("amount"))
    balance_after = models.BigIntegerField(_("balance after"))
    hold = models.ForeignKey(
        Hold, on_delete=models.PROTECT, related_name="transactions", null=True, blank=True, verbose_name=_("hold")
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="reversed_by", null=True, blank=True, verbose_name=_("reverses")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("author"),
        help_text=_("Who of the staff did it; empty for what happened by itself."),
    )

    class Meta:
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger transactions")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="transactions_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "grant",
                        "capture",
                        "expiry",
                        "rollover",
                        "adjustment",
                        "refund",
                        "dispute",
                        "reversal",
                        "settlement",
                    ]
                ),
                name="transactions_have_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(bucket__in=Bucket.values) | Q(bucket="") & ~Q(kind="grant"), name="grants_have_a_bucket"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses__isnull=True),
                name="reversals_and_only_those_reverse_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LedgerLeg(models.Model):
    """One side of a transaction. The amounts of a transaction's legs sum to zero."""

    class Book(models.TextChoices):
        USER = "user", _("User")
        DEBT = "debt", _("Debt")
        ISSUED = "issued", _("Issued")
        SPENT = "spent", _("Spent")
        EXPIRED = "expired", _("Expired")

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="legs")
    book = models.CharField(_("book"), max_length=16, choices=Book.choices)
    account = models.ForeignKey(
        CreditAccount, on_delete=models.PROTECT, related_name="legs", null=True, blank=True, db_index=False
    )
    lot = models.ForeignKey(
        CreditLot, on_delete=models.PROTECT, related_name="legs", null=True, blank=True, verbose_name=_("lot")
    )
    amount = models.BigIntegerField(_("amount"), help_text=_("Credits; positive into the book, negative out of it."))

    class Meta:
        verbose_name = _("ledger leg")
        verbose_name_plural = _("ledger legs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "-id"], name="legs_of_account")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="legs_move_something"),
            models.CheckConstraint(
                condition=Q(book="user", account__isnull=False, lot__isnull=False)
                | Q(book="debt", account__isnull=False, lot__isnull=True)
                | Q(book__in=["issued", "spent", "expired"], account__isnull=True, lot__isnull=True),
                name="legs_of_users_and_only_those_have_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.amount:+d}"
