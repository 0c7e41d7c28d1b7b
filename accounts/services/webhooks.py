"""What a user's webhooks are told: events, pings and replays. What calls them is `accounts.webhook_calls`."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.errors import WebhookIsOffError
from accounts.models import DeliveryStatus, User, WebhookDelivery, WebhookEndpoint, WebhookEvent
from accounts.models.webhooks import PING
from accounts.selectors import get_webhook_delivery
from accounts.services.webhook_endpoints import locked_endpoint
from accounts.tasks import call_due_webhooks
from accounts.webhook_calls import written
from common.background import nudge

# Written out, since the ORM knows no FOR KEY SHARE: an endpoint that is deleted meanwhile would fail the foreign key
# at commit, and with it whatever the event tells of.
_LISTENING = """
    SELECT id FROM accounts_webhookendpoint WHERE user_id = %(user)s AND is_active AND %(event)s = ANY(events)
    FOR KEY SHARE
"""


def enqueue(user: User, event: WebhookEvent, data: Mapping[str, Any]) -> None:
    """Have every active endpoint of the user that hears this event called with it, once the transaction commits.

    Call it inside the transaction of what happened: both are kept, or neither. `data` is what JSON can say, UUIDs and
    times included. Where nobody listens it costs one query by index.
    """
    listening = WebhookEndpoint.objects.raw(_LISTENING, {"user": user.pk, "event": event.value})
    keys = [endpoint.pk for endpoint in listening]
    if not keys:
        return
    now = timezone.now()
    payload = written(event, data, at=now)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(endpoint_id=key, event=event, payload=payload, next_attempt_at=now) for key in keys
    )
    nudge(call_due_webhooks)


def send_ping(user: User, endpoint_id: uuid.UUID) -> WebhookDelivery:
    """Have an endpoint called with a `ping`; one that waits already is sent now instead.

    Raises `NotFoundError`, and `WebhookIsOffError`.
    """
    with transaction.atomic():
        endpoint = _active_endpoint(user, endpoint_id)
        waiting = _hastened(WebhookDelivery.objects.filter(endpoint=endpoint, event=PING))
        if waiting is not None:
            return waiting
        now = timezone.now()
        payload = written(PING, {"endpoint_id": endpoint.pk}, at=now)
        nudge(call_due_webhooks)
        return WebhookDelivery.objects.create(endpoint=endpoint, event=PING, payload=payload, next_attempt_at=now)


def replay(user: User, delivery_id: uuid.UUID) -> WebhookDelivery:
    """Have the same body sent again under the same `webhook-id`, and return the delivery that does so.

    That is a new one, unless the delivery or a replay of it still waits: then it is sent now. Raises `NotFoundError`,
    and `WebhookIsOffError`.
    """
    with transaction.atomic():
        endpoint = _active_endpoint(user, get_webhook_delivery(user, delivery_id).endpoint_id)
        delivery = get_webhook_delivery(user, delivery_id)  # again, for it may be gone since the endpoint was locked
        original = delivery.replay_of_id or delivery.pk
        waiting = _hastened(WebhookDelivery.objects.filter(Q(pk=original) | Q(replay_of=original)))
        if waiting is not None:
            return waiting
        nudge(call_due_webhooks)
        return WebhookDelivery.objects.create(
            endpoint=endpoint,
            event=delivery.event,
            payload=delivery.payload,
            next_attempt_at=timezone.now(),
            replay_of_id=original,
        )


def _active_endpoint(user: User, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    endpoint = locked_endpoint(user, endpoint_id)
    if not endpoint.is_active:
        raise WebhookIsOffError
    return endpoint


def _hastened(deliveries: "QuerySet[WebhookDelivery]") -> WebhookDelivery | None:
    """The one of them that waits, due now; None where none does."""
    waiting = deliveries.filter(status=DeliveryStatus.PENDING).order_by("pk").first()
    if waiting is not None:
        WebhookDelivery.objects.filter(pk=waiting.pk, status=DeliveryStatus.PENDING).update(next_attempt_at=Now())
        waiting.refresh_from_db()
        nudge(call_due_webhooks)
    return waiting
