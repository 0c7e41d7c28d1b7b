"""Calls to the servers of API users."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from common.encryption import EncryptedTextField
from common.models import UUIDModel

LONGEST_URL = 500
LONGEST_DESCRIPTION = 100
# What an endpoint is tried out with. Nobody subscribes to it, so it is none of the choices.
PING = "ping"


class WebhookEvent(models.TextChoices):
    """What can be told. The names are those of the websocket."""

    GENERATION_COMPLETED = "generation_completed", _("A generation was completed")
    GENERATION_FAILED = "generation_failed", _("A generation failed")
    GENERATION_CANCELLED = "generation_cancelled", _("A generation was cancelled")


class WebhookEndpoint(UUIDModel):
    """An address of a user's own that is called when something happens. `secret` signs the calls."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="webhook_endpoints")
    url = models.URLField(_("address"), max_length=LONGEST_URL)
    description = models.CharField(_("description"), max_length=LONGEST_DESCRIPTION, blank=True, default="")
    events = ArrayField(models.CharField(max_length=40, choices=WebhookEvent.choices))
    secret = EncryptedTextField(help_text=_("Encrypted at rest."))
    is_active = models.BooleanField(_("active"), default=True)
    # When calls began to fail without one that succeeded since; an endpoint that fails for days is switched off.
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "-created_at"], name="webhook_endpoints_of_user")]
        constraints = [models.CheckConstraint(condition=~Q(events=[]), name="a_webhook_endpoint_hears_something")]

    def __str__(self) -> str:
        return self.url


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


class WebhookDelivery(UUIDModel):
    """One event for one endpoint: written with what it tells of, and called until it is taken or given up.

    `payload` is the body exactly as it is sent, so that a replay is the same. `status_code` and `problem` tell of the
    latest attempt. `lease_until` keeps two workers from calling at once.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40, choices=WebhookEvent.choices)
    payload = models.TextField()
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)
    replay_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replays")

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["endpoint", "-created_at"], name="deliveries_of_endpoint"),
            models.Index(fields=["next_attempt_at"], condition=Q(status="pending"), name="deliveries_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="deliveries_have_a_known_status")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.status}"
