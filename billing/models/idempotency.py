"""Answers that are given again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """A request that spends, under the name its client gave it, and its answer once there is one.

    `started` with a `lease_until` in the past is one whose process died: the next request may go on with it.
    """

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        DONE = "done", _("Done")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(_("key"), max_length=255)
    route = models.CharField(_("route"), max_length=255)
    request_hash = models.CharField(_("SHA-256 of the request"), max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.STARTED)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    # Text, since PostgreSQL would put the fields of binary JSON into an order of its own.
    body = models.TextField(_("answer"), blank=True, default="")
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    lease_until = models.DateTimeField(_("lease"), null=True, blank=True)
    created_at = models.DateTimeField(_("first asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        indexes = [models.Index(fields=["created_at"], name="idempotency_keys_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="a_key_of_a_user_stands_for_one_request"),
            models.CheckConstraint(
                condition=Q(state="done", status__isnull=False) | Q(state="started", status__isnull=True),
                name="what_is_done_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
