"""Writing down what came of a call: taken, to be tried again, or given up; and endpoints that are switched off."""

import random
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import AuditEntry, DeliveryStatus, WebhookDelivery, WebhookEndpoint
from accounts.webhook_calls.calling import GONE, Outcome
from accounts.webhook_calls.claiming import Claim
from common.tasks import send_mail_later

_log = structlog.get_logger(__name__)
# Seconds after each attempt that failed; after the one that follows the last wait it is given up. 23 hours together.
WAITS = (5, 5 * 60, 30 * 60, 2 * 3600, 4 * 3600, 8 * 3600, 8 * 3600)
# Many that failed together must not come back together.
_JITTER = 0.2
MOST_ATTEMPTS = len(WAITS) + 1
SWITCHED_OFF_AFTER = timedelta(days=5)
_BETWEEN_MAILS = timedelta(days=1)
_LONGEST_PROBLEM = 200


def end(claim: Claim, outcome: Outcome) -> None:
    """Keep the outcome, unless the delivery was given up or claimed anew meanwhile."""
    with transaction.atomic():
        # The endpoint first, as whoever changes or deletes it does: two who wait for each other would both fail.
        endpoints = WebhookEndpoint.objects.select_for_update(of=("self",), no_key=True).defer("secret")
        endpoint = endpoints.select_related("user").filter(pk=claim.endpoint_id).first()
        if endpoint is None or not _write(claim, outcome):
            _log.info("webhook_outcome_lost", delivery=str(claim.delivery_id), status_code=outcome.status_code)
            return
        if outcome.is_taken:
            WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(failing_since=None)
            return
        failing_since = endpoint.failing_since or timezone.now()
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=failing_since)
        if outcome.status_code == GONE or failing_since <= timezone.now() - SWITCHED_OFF_AFTER:
            _switch_off(endpoint, problem=outcome.problem)


def give_up_pending(endpoint: WebhookEndpoint) -> int:
    """Give up what still waits for an endpoint that is not called any more. Returns how many there were."""
    pending = WebhookDelivery.objects.filter(endpoint=endpoint, status=DeliveryStatus.PENDING)
    return pending.update(
        status=DeliveryStatus.FAILED, lease_until=None, problem="The endpoint was switched off before it was called."
    )


def _write(claim: Claim, outcome: Outcome) -> bool:
    ours = WebhookDelivery.objects.filter(pk=claim.delivery_id, status=DeliveryStatus.PENDING, attempts=claim.attempt)
    told = {
        "status_code": outcome.status_code,
        "problem": outcome.problem[:_LONGEST_PROBLEM],
        "lease_until": None,
    }
    if outcome.is_taken:
        return bool(ours.update(status=DeliveryStatus.DELIVERED, delivered_at=Now(), **told))
    if claim.attempt >= MOST_ATTEMPTS:
        return bool(ours.update(status=DeliveryStatus.FAILED, **told))
    return bool(ours.update(next_attempt_at=timezone.now() + _wait_after(claim.attempt), **told))


def _wait_after(attempt: int) -> timedelta:
    return timedelta(seconds=WAITS[attempt - 1] * random.uniform(1 - _JITTER, 1 + _JITTER))


def _switch_off(endpoint: WebhookEndpoint, *, problem: str) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_active=False)
    give_up_pending(endpoint)
    may_mail = _may_mail(endpoint)
    details = {"endpoint": str(endpoint.pk), "problem": problem}
    AuditEntry.objects.create(user=endpoint.user, action="webhook.switched_off", details=details)
    _log.warning("webhook_endpoint_switched_off", endpoint=str(endpoint.pk))
    if not may_mail:
        return
    send_mail_later(
        to=endpoint.user.email,
        subject=gettext("A webhook of yours was switched off"),
        template="accounts/mail/webhook_switched_off",
        context={
            "host": urlsplit(endpoint.url).hostname,
            "problem": problem,
            "link": settings.PUBLIC_URL + reverse("webhook", args=[endpoint.pk]),
        },
    )


def _may_mail(endpoint: WebhookEndpoint) -> bool:
    """Whether its owner is told by mail: at an address that is theirs, and not each time that somebody plays."""
    if not endpoint.user.is_verified:
        return False
    told = AuditEntry.objects.filter(
        user=endpoint.user, action="webhook.switched_off", created_at__gt=timezone.now() - _BETWEEN_MAILS
    )
    return not told.filter(details__endpoint=str(endpoint.pk)).exists()
