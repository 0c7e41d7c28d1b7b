"""The queue of events: their rows."""

import json
from datetime import timedelta

import structlog
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from billing.gateway import Event
from billing.models import StripeEvent
from billing.stripe_events.applying import apply_event

_log = structlog.get_logger(__name__)
State = StripeEvent.State
MOST_ATTEMPTS = 8
# An event whose worker died is tried again after so long; the gateway answers within a fraction of it.
_LEASE_SECONDS = 120
_LONGEST_PAUSE = timedelta(hours=1)


def receive(gateway_name: str, event: Event) -> bool:
    """Write an event down, once. Returns whether it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_stripeevent (event_id, gateway, type, livemode, object_id, payload, state, attempts,"
            " error, occurred_at, received_at, due_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, 'received', 0, '', %s, now(), now()) ON CONFLICT (event_id) DO NOTHING",
            [
                event.id,
                gateway_name,
                event.type,
                event.livemode,
                event.object_id,
                json.dumps(event.payload),
                event.created_at,
            ],
        )
        return int(cursor.rowcount) == 1


def is_anything_due() -> bool:
    """Whether an event waits to be applied now."""
    return StripeEvent.objects.filter(state=State.RECEIVED, due_at__lte=timezone.now()).exists()


def apply_next() -> bool:
    """Claim an event that is due and apply it. Returns whether there was one.

    What fails is told in its row and tried again, ever later; after `MOST_ATTEMPTS` it stays as failed until staff have
    it processed again.
    """
    event = _claim()
    if event is None:
        return False
    if event.attempts > MOST_ATTEMPTS:
        _mine(event).update(state=State.FAILED, error="Every process that applied it died.")
        return True
    try:
        is_ours = apply_event(event)
    except Exception as error:
        # Whatever it is, the row has to say so, and the next event must have its turn.
        _log.exception("event_not_applied", event_id=event.event_id, type=event.type, attempt=event.attempts)
        _note_failure(event, error)
        return True
    _mine(event).update(
        state=State.APPLIED if is_ours else State.IGNORED, applied_at=timezone.now() if is_ours else None, error=""
    )
    return True


def reset(event: StripeEvent) -> None:
    """Have an event applied anew, whatever became of it."""
    StripeEvent.objects.filter(pk=event.pk).update(
        state=State.RECEIVED, attempts=0, due_at=timezone.now(), error="", applied_at=None
    )


def _claim() -> StripeEvent | None:
    # Whoever dies at this event leaves it to the next one, once its lease is over; the attempt is counted by now.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_stripeevent SET attempts = attempts + 1, due_at = now() + make_interval(secs => %s)"
            " WHERE event_id = (SELECT event_id FROM billing_stripeevent WHERE state = 'received' AND due_at <= now()"
            " ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING event_id",
            [_LEASE_SECONDS],
        )
        claimed = cursor.fetchone()
    return StripeEvent.objects.get(pk=claimed[0]) if claimed else None


def _mine(event: StripeEvent) -> "QuerySet[StripeEvent]":
    """The row, as long as this attempt is the present one."""
    return StripeEvent.objects.filter(pk=event.pk, state=State.RECEIVED, attempts=event.attempts)


def _note_failure(event: StripeEvent, error: Exception) -> None:
    told = f"{type(error).__name__}: {error}"[:2000]
    if event.attempts >= MOST_ATTEMPTS:
        _mine(event).update(state=State.FAILED, error=told)
        return
    pause = min(_LONGEST_PAUSE, timedelta(seconds=5 * 3**event.attempts))
    _mine(event).update(due_at=timezone.now() + pause, error=told)
