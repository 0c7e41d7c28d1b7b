"""Webhook events, as they came. The row is the queue of record: a task takes what is due and applies it once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models.catalogue import Gateway


class StripeEvent(models.Model):
    """One event, kept whole. What it says is only a hint where to look: the object is read anew when it is applied."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        APPLIED = "applied", _("Applied")
        IGNORED = "ignored", _("Not ours to act on")
        FAILED = "failed", _("Failed")

    event_id = models.CharField(_("event"), max_length=255, primary_key=True)
    gateway = models.CharField(_("gateway"), max_length=8, choices=Gateway.choices)
    type = models.CharField(_("type"), max_length=100)
    livemode = models.BooleanField(_("live mode"))
    object_id = models.CharField(_("object"), max_length=255, blank=True, default="")
    payload = models.JSONField(_("payload"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True, default="")
    occurred_at = models.DateTimeField(_("occurred"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="received"), name="events_that_wait"),
            models.Index(fields=["object_id"], name="events_of_object"),
            models.Index(fields=["-received_at"], name="events_by_arrival"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False) | ~Q(state="applied"),
                name="applied_events_say_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
