"""Subscriptions and their invoices, as last read from the gateway."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.catalogue import Gateway, Plan
from common.models import UUIDModel


class Subscription(UUIDModel):
    """A subscription. `plan` is what the next invoice asks for, `paid_plan` what the latest paid one paid for.

    The tier follows `paid_plan`: an upgrade counts once it is paid, a downgrade with the next period.
    """

    class Status(models.TextChoices):
        INCOMPLETE = "incomplete", _("Incomplete")
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Past due")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions")
    gateway = models.CharField(_("gateway"), max_length=8, choices=Gateway.choices)
    livemode = models.BooleanField(_("live mode"))
    reference = models.CharField(_("reference"), max_length=255, unique=True)
    customer_reference = models.CharField(_("customer"), max_length=255)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="subscriptions")
    paid_plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices)
    amount = models.PositiveIntegerField(_("monthly amount"), help_text=_("In minor units."))
    currency = models.CharField(_("currency"), max_length=3)
    period_start = models.DateTimeField(_("period began"), null=True, blank=True)
    period_end = models.DateTimeField(_("period ends"), null=True, blank=True)
    cancels_at_period_end = models.BooleanField(_("ends with the period"), default=False)
    past_due_since = models.DateTimeField(_("past due since"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    read_at = models.DateTimeField(_("last read"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False) | ~Q(status="ended") & Q(ended_at__isnull=True),
                name="ended_subscriptions_say_when",
            ),
            models.CheckConstraint(
                condition=Q(status="past_due", past_due_since__isnull=False)
                | ~Q(status="past_due") & Q(past_due_since__isnull=True),
                name="past_due_subscriptions_say_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.status}"


class Invoice(UUIDModel):
    """A paid invoice and the credits it brought. Amounts in minor units."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="invoices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invoices")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="invoices")
    reference = models.CharField(_("reference"), max_length=255, unique=True)
    number = models.CharField(_("number"), max_length=64, blank=True, default="")
    billing_reason = models.CharField(_("billing reason"), max_length=40)
    amount = models.PositiveIntegerField(_("paid"), help_text=_("In minor units."))
    currency = models.CharField(_("currency"), max_length=3)
    credits = models.PositiveIntegerField(_("credits"))
    period_start = models.DateTimeField(_("period began"))
    period_end = models.DateTimeField(_("period ends"))
    payment_id = models.CharField(_("payment"), max_length=255, null=True, blank=True, unique=True)
    page_url = models.URLField(_("page"), max_length=2000, blank=True, default="")
    pdf_url = models.URLField("PDF", max_length=2000, blank=True, default="")
    refunded_amount = models.PositiveIntegerField(_("refunded"), default=0, help_text=_("In minor units."))
    is_disputed = models.BooleanField(_("disputed"), default=False)
    paid_at = models.DateTimeField(_("paid"))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-paid_at"]
        indexes = [
            models.Index(fields=["user", "-paid_at"], name="invoices_of_user"),
            models.Index(fields=["subscription", "period_start"], name="invoices_of_subscription"),
        ]

    def __str__(self) -> str:
        return self.number or self.reference
