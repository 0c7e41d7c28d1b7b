"""Credits. The log of transactions is the truth, append-only and balanced (held by triggers); accounts are its sums."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.tiers import Tier
from common.models import UUIDModel


class CreditAccount(models.Model):
    """What a user has (`posted`) and how much of it is spoken for (`held`), in credits."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="credit_account"
    )
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, default=Tier.FREE)
    posted = models.BigIntegerField(_("posted"), default=0)
    held = models.BigIntegerField(_("held"), default=0)
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("credit account")
        verbose_name_plural = _("credit accounts")
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0), name="held_credits_are_not_negative"),
            models.CheckConstraint(condition=Q(posted__gte=F("held")), name="credits_held_are_there"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="credit_accounts_have_a_known_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.posted - self.held}"


class LedgerTransaction(UUIDModel):
    """One movement of credits, written once. `key` makes its repetition a no-op."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("Grant")
        CAPTURE = "capture", _("Capture")

    class Bucket(models.TextChoices):
        BONUS = "bonus", _("Bonus")
        PLAN = "plan", _("Plan")
        PACK = "pack", _("Pack")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    bucket = models.CharField(
        _("bucket"), max_length=16, choices=Bucket.choices, blank=True, default="", help_text=_("Of grants.")
    )

    class Meta:
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger transactions")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["grant", "capture"]), name="transactions_have_a_known_kind"),
            models.CheckConstraint(
                condition=Q(kind="grant", bucket__in=["bonus", "plan", "pack"]) | Q(bucket="") & ~Q(kind="grant"),
                name="grants_and_only_grants_have_a_bucket",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LedgerLeg(models.Model):
    """One side of a transaction. The amounts of a transaction's legs sum to zero."""

    class Book(models.TextChoices):
        USER = "user", _("User")
        ISSUED = "issued", _("Issued")
        SPENT = "spent", _("Spent")

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="legs")
    book = models.CharField(_("book"), max_length=16, choices=Book.choices)
    account = models.ForeignKey(
        CreditAccount, on_delete=models.PROTECT, related_name="legs", null=True, blank=True, db_index=False
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
                condition=Q(book="user", account__isnull=False) | Q(book__in=["issued", "spent"], account__isnull=True),
                name="legs_of_users_and_only_those_have_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.amount:+d}"


class Hold(models.Model):
    """Credits set aside for one piece of work. Its id is that work's id, so there can't be two."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        CAPTURED = "captured", _("Captured")
        RELEASED = "released", _("Released")

    id = models.UUIDField(_("reference"), primary_key=True, editable=False)
    account = models.ForeignKey(CreditAccount, on_delete=models.PROTECT, related_name="holds")
    amount = models.BigIntegerField(_("amount"))
    captured = models.BigIntegerField(_("captured"), default=0)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.HELD)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-created_at"]
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
