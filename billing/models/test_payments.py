"""What the gateway of test payments remembers, as a vendor would. Nothing but `billing.gateways.local` writes here.

Amounts are in minor units. References look like Stripe's: `pi_test_…`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LocalCustomer(models.Model):
    """Who pays. `card` is the test card of their next renewal, by its slug; empty before they paid anything."""

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    user_id = models.UUIDField(_("user"), db_index=True)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=300, blank=True, default="")
    card = models.CharField(_("test card"), max_length=24, blank=True, default="")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("test customer")
        verbose_name_plural = _("test customers")

    def __str__(self) -> str:
        return self.reference


class LocalPrice(models.Model):
    """A price. It never changes; another amount is another one, and the old one is not active any more."""

    reference = models.CharField(_("reference"), max_length=120, primary_key=True)
    slug = models.CharField(_("what it is of"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    interval = models.CharField(_("interval"), max_length=8, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("test price")
        verbose_name_plural = _("test prices")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(is_active=True), name="what_is_sold_has_one_active_test_price"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LocalPayment(models.Model):
    """A payment that was tried, with a test card."""

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    customer = models.ForeignKey(LocalCustomer, on_delete=models.PROTECT, related_name="payments")
    order_id = models.UUIDField(_("order"), null=True, blank=True)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    card = models.CharField(_("test card"), max_length=24)
    is_paid = models.BooleanField(_("paid"))
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("test payment")
        verbose_name_plural = _("test payments")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reference


class LocalRefund(models.Model):
    """Money sent back."""

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    payment = models.ForeignKey(LocalPayment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveIntegerField(_("amount"))
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("test refund")
        verbose_name_plural = _("test refunds")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="test_refunds_send_something_back"),
        ]

    def __str__(self) -> str:
        return self.reference


class LocalDispute(models.Model):
    """A payment that the cardholder's bank took back; there is one at most."""

    class Status(models.TextChoices):
        NEEDS_RESPONSE = "needs_response", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    payment = models.OneToOneField(LocalPayment, on_delete=models.PROTECT, related_name="dispute")
    amount = models.PositiveIntegerField(_("amount"))
    status = models.CharField(_("status"), max_length=24, choices=Status.choices, default=Status.NEEDS_RESPONSE)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("test dispute")
        verbose_name_plural = _("test disputes")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="test_disputes_are_about_money"),
        ]

    def __str__(self) -> str:
        return self.reference


class LocalSubscription(models.Model):
    """A subscription. Its periods are calendar months from `started_at`, in whole seconds.

    `renewed_at` is when the present period was really begun: before `period_start`, if somebody moved it on by hand.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Past due")
        CANCELED = "canceled", _("Canceled")

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    customer = models.ForeignKey(LocalCustomer, on_delete=models.PROTECT, related_name="subscriptions")
    price = models.ForeignKey(LocalPrice, on_delete=models.PROTECT, related_name="subscriptions")
    order_id = models.UUIDField(_("order"))
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.ACTIVE)
    started_at = models.DateTimeField(_("started"))
    period_start = models.DateTimeField(_("period begins"))
    period_end = models.DateTimeField(_("period ends"))
    renewed_at = models.DateTimeField(_("renewed"))
    cancels_at_period_end = models.BooleanField(_("ends with the period"), default=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("test subscription")
        verbose_name_plural = _("test subscriptions")
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["period_end"], condition=~Q(status="canceled"), name="test_subscriptions_by_renewal"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="canceled", ended_at__isnull=False)
                | ~Q(status="canceled") & Q(ended_at__isnull=True),
                name="test_subscriptions_end_when_canceled",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="periods_of_test_subscriptions_go_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LocalInvoice(models.Model):
    """An invoice of a subscription. Until it is paid it is tried again at `due_at`; without one it is given up.

    `lines` holds objects with `price`, `amount`, `is_proration`, `period_start`, `period_end` (ISO 8601).
    """

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    subscription = models.ForeignKey(LocalSubscription, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(_("number"), max_length=32, unique=True)
    billing_reason = models.CharField(_("billing reason"), max_length=40)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    lines = models.JSONField(_("lines"))
    payment = models.OneToOneField(
        LocalPayment, on_delete=models.PROTECT, null=True, blank=True, related_name="invoice"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("tried again"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("test invoice")
        verbose_name_plural = _("test invoices")
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(paid_at__isnull=True), name="test_invoices_to_try_again"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True, payment__isnull=True)
                | Q(paid_at__isnull=False) & (Q(payment__isnull=False) | Q(amount=0)),
                name="test_invoices_are_paid_by_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LocalCheckout(models.Model):
    """A checkout: of a price that is paid once, or of a subscription."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        COMPLETE = "complete", _("Complete")
        EXPIRED = "expired", _("Expired")

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    order_id = models.UUIDField(_("order"), unique=True)
    customer = models.ForeignKey(LocalCustomer, on_delete=models.PROTECT, related_name="checkouts")
    price = models.ForeignKey(LocalPrice, on_delete=models.PROTECT, related_name="checkouts")
    success_url = models.URLField(_("after paying"), max_length=2000)
    cancel_url = models.URLField(_("after giving up"), max_length=2000)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.OPEN)
    payment = models.OneToOneField(
        LocalPayment, on_delete=models.PROTECT, null=True, blank=True, related_name="checkout"
    )
    subscription = models.OneToOneField(
        LocalSubscription, on_delete=models.PROTECT, null=True, blank=True, related_name="checkout"
    )
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("test checkout")
        verbose_name_plural = _("test checkouts")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="complete") & (Q(payment__isnull=False) ^ Q(subscription__isnull=False))
                | ~Q(status="complete") & Q(payment__isnull=True, subscription__isnull=True),
                name="complete_test_checkouts_bought_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LocalRequest(models.Model):
    """A request that changed something: what was asked under a key, and the reference of what came of it."""

    key = models.CharField(_("key"), max_length=255, primary_key=True)
    asked = models.JSONField(_("asked"))
    answer = models.CharField(_("answer"), max_length=64, blank=True, default="")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("test request")
        verbose_name_plural = _("test requests")

    def __str__(self) -> str:
        return self.key


class LocalEvent(models.Model):
    """A webhook event and how far it got. The row is the queue: it is sent until it is taken.

    `body` is the text that is signed and sent; every attempt sends the same.
    """

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    type = models.CharField(_("type"), max_length=100)
    body = models.TextField(_("body"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True, default="")
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("test event")
        verbose_name_plural = _("test events")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(delivered_at__isnull=True), name="test_events_to_deliver"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.reference}"
