"""What users bought, and who they are to the gateway."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.catalogue import Gateway, Pack, Plan
from common.models import UUIDModel


class GatewayCustomer(UUIDModel):
    """A user as the gateway knows them; one for each gateway and mode."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gateway_customers")
    gateway = models.CharField(_("gateway"), max_length=8, choices=Gateway.choices)
    livemode = models.BooleanField(_("live mode"))
    reference = models.CharField(_("reference"), max_length=255)

    class Meta:
        verbose_name = _("gateway customer")
        verbose_name_plural = _("gateway customers")
        constraints = [
            models.UniqueConstraint(fields=["user", "gateway", "livemode"], name="users_are_one_customer_each"),
            models.UniqueConstraint(fields=["gateway", "reference"], name="gateway_customers_are_known_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Order(UUIDModel):
    """A checkout that was begun: of a pack, or of a plan. Amounts in minor units.

    What was agreed (`credits`, `amount`) is kept here, so that a later change of the catalogue changes nothing bought.
    """

    class Kind(models.TextChoices):
        PACK = "pack", _("Pack")
        PLAN = "plan", _("Plan")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Failed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    credits = models.PositiveIntegerField(_("credits"))
    amount = models.PositiveIntegerField(_("amount"), help_text=_("In minor units."))
    currency = models.CharField(_("currency"), max_length=3)
    gateway = models.CharField(_("gateway"), max_length=8, choices=Gateway.choices)
    livemode = models.BooleanField(_("live mode"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    session_id = models.CharField(_("checkout session"), max_length=255, null=True, blank=True, unique=True)
    checkout_url = models.URLField(_("checkout"), max_length=2000, blank=True, default="")
    payment_id = models.CharField(_("payment"), max_length=255, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    refunded_amount = models.PositiveIntegerField(_("refunded"), default=0, help_text=_("In minor units."))
    is_disputed = models.BooleanField(_("disputed"), default=False)
    ip_digest = models.CharField(_("address digest"), max_length=64, blank=True, default="")
    card_digest = models.CharField(_("card digest"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="orders_of_user"),
            models.Index(fields=["ip_digest", "-created_at"], name="orders_of_address"),
            models.Index(fields=["created_at"], condition=Q(state="open"), name="open_orders"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="pack", pack__isnull=False, plan__isnull=True)
                | Q(kind="plan", plan__isnull=False, pack__isnull=True),
                name="orders_are_of_a_pack_or_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | ~Q(state="paid") & Q(paid_at__isnull=True),
                name="paid_orders_say_when",
            ),
            models.CheckConstraint(condition=Q(refunded_amount__lte=F("amount")), name="no_more_is_refunded_than_paid"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="plan", state="open"), name="one_open_checkout_of_a_plan_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency} {self.state}"
