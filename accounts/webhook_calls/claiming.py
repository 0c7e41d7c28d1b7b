"""Taking the next delivery, so that nobody else takes it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.functions import Now

from accounts.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint
from accounts.webhook_calls.payload import message_id
from common.encryption import UndecipherableError

# Longer than a call may take, with room for a machine that is busy.
LEASE_SECONDS = 60

# Endpoints that answered last time come first: those that hold us up wait for one another, not the others for them.
_CLAIM = """
    WITH picked AS MATERIALIZED (
        SELECT delivery.id FROM accounts_webhookdelivery AS delivery
        JOIN accounts_webhookendpoint AS endpoint ON endpoint.id = delivery.endpoint_id
        JOIN accounts_user AS who ON who.id = endpoint.user_id
        WHERE delivery.status = 'pending' AND delivery.next_attempt_at <= statement_timestamp()
            AND (delivery.lease_until IS NULL OR delivery.lease_until < statement_timestamp())
            AND endpoint.is_active AND who.is_active AND endpoint.user_id <> ALL(%(busy)s::uuid[])
        ORDER BY endpoint.failing_since IS NOT NULL, delivery.next_attempt_at
        LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED
    )
    UPDATE accounts_webhookdelivery AS delivery
    SET attempts = attempts + 1, lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
    FROM picked WHERE delivery.id = picked.id RETURNING delivery.*
"""


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours for `LEASE_SECONDS`. `attempt` counts from 1 and tells this claim from a later one.

    `secret` is None where it can't be read any more.
    """

    delivery_id: uuid.UUID
    endpoint_id: uuid.UUID
    user_id: uuid.UUID
    attempt: int
    message_id: str
    url: str
    secret: str | None
    body: bytes


def claim_next(*, busy: Collection[uuid.UUID] = ()) -> Claim | None:
    """Take the next delivery that is due; None when there is none, or only such of users who are `busy`.

    One call of a user at a time: somebody whose servers answer slowly takes one place of ours, not all of them.
    """
    found = WebhookDelivery.objects.raw(_CLAIM, {"busy": list(busy), "lease": LEASE_SECONDS})
    delivery = next(iter(found), None)
    if delivery is None:
        return None
    endpoint = WebhookEndpoint.objects.defer("secret").filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        return claim_next(busy=busy)  # deleted in between, and the delivery with it
    return Claim(
        delivery_id=delivery.pk,
        endpoint_id=endpoint.pk,
        user_id=endpoint.user_id,
        attempt=delivery.attempts,
        message_id=message_id(delivery),
        url=endpoint.url,
        secret=_secret_of(endpoint),
        body=delivery.payload.encode(),
    )


def is_anything_due() -> bool:
    """Whether there is something to call now."""
    due = WebhookDelivery.objects.filter(
        status=DeliveryStatus.PENDING,
        next_attempt_at__lte=Now(),
        endpoint__is_active=True,
        endpoint__user__is_active=True,
    )
    return due.filter(lease_until=None).exists()


def _secret_of(endpoint: WebhookEndpoint) -> str | None:
    try:
        return WebhookEndpoint.objects.values_list("secret", flat=True).filter(pk=endpoint.pk).first()
    except UndecipherableError:
        return None
