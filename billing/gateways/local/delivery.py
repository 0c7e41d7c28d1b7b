"""Bringing events to the webhook endpoint, signed as Stripe signs them."""

import hmac
import time
from datetime import timedelta
from hashlib import sha256

import httpx
import structlog
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from billing.models import LocalEvent

_log = structlog.get_logger(__name__)
_ANSWER_SECONDS = 10.0
# An event whose deliverer died is sent again after so long.
_LEASE = timedelta(seconds=60)
_LONGEST_PAUSE = timedelta(hours=1)
_LARGEST_EXPONENT = 7


def deliver_next() -> bool:
    """Send the event that is due longest. Returns whether one was taken; False also where none is due.

    One that is not answered by 2xx is sent again, ever later, until it is.
    """
    event = _claim()
    if event is None:
        return False
    problem = _send(event)
    if not problem:
        LocalEvent.objects.filter(pk=event.pk).update(delivered_at=timezone.now(), error="")
        return True
    _log.warning("test_webhook_not_taken", event_id=event.pk, type=event.type, attempt=event.attempts, error=problem)
    pause = min(_LONGEST_PAUSE, timedelta(seconds=5 * 3 ** min(event.attempts, _LARGEST_EXPONENT)))
    still_mine = LocalEvent.objects.filter(pk=event.pk, attempts=event.attempts, delivered_at=None)
    still_mine.update(error=problem, due_at=timezone.now() + pause)
    return False


def is_anything_due() -> bool:
    """Whether an event waits to be sent now."""
    return LocalEvent.objects.filter(delivered_at=None, due_at__lte=timezone.now()).exists()


def signature_of(body: bytes, *, at: int) -> str:
    """The `Stripe-Signature` header of a body that is sent at that Unix time: HMAC-SHA256 over `<time>.<body>`."""
    key = settings.TEST_PAYMENTS_SECRET.encode()
    digest = hmac.new(key, f"{at}.".encode() + body, sha256).hexdigest()
    return f"t={at},v1={digest}"


def _claim() -> LocalEvent | None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_localevent SET attempts = attempts + 1, due_at = %s"
            " WHERE reference = (SELECT reference FROM billing_localevent WHERE delivered_at IS NULL"
            " AND due_at <= %s ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING reference",
            [now + _LEASE, now],
        )
        claimed = cursor.fetchone()
    return LocalEvent.objects.get(pk=claimed[0]) if claimed else None


def _send(event: LocalEvent) -> str:
    """Post an event. Returns what went wrong, "" if nothing did."""
    body = event.body.encode()
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature_of(body, at=int(time.time()))}
    try:
        # Our own address: no proxy of the environment stands before it.
        with httpx.Client(timeout=_ANSWER_SECONDS, trust_env=False) as client:
            answer = client.post(settings.PUBLIC_URL + reverse("stripe-webhook"), content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return "" if answer.is_success else f"answered {answer.status_code}"
