"""Webhook events: whose they are, and when they were sent."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import stripe
import structlog

from billing.gateway import Event

_log = structlog.get_logger(__name__)
# How far the signature's time may be from ours, either way.
TOLERANCE_SECONDS = 300


def verify_event(body: bytes, signature: str, secrets: Sequence[str]) -> Event:
    """Return the event of a raw body that is signed with one of the secrets; several let them be rotated.

    Raises `ValueError`, and logs the reason, for what is forged, older or further in the future than 300 s, or not an
    event. Nothing of the body is read before its signature fits.
    """
    try:
        _check_signature(body, signature, secrets)
        _check_time(signature)
        return _read(body)
    except ValueError as error:
        _log.warning("webhook_refused", reason=str(error))
        raise


def _check_signature(body: bytes, signature: str, secrets: Sequence[str]) -> None:
    if not secrets:
        raise ValueError("no signing secret is set")
    if not signature.isascii():
        raise ValueError("the signature is not readable")  # the SDK breaks on it, with a TypeError
    refusals = []
    for secret in secrets:
        try:
            # The age is looked at below: the SDK would let the future pass.
            stripe.WebhookSignature.verify_header(body, signature, secret, tolerance=None)
        except UnicodeDecodeError as error:
            raise ValueError("the body is not UTF-8") from error
        except stripe.SignatureVerificationError as error:
            refusals.append(error.user_message or "the signature does not fit")
        else:
            return
    raise ValueError(refusals[0])


def _check_time(signature: str) -> None:
    sent_at = next(int(part[2:]) for part in signature.split(",") if part.startswith("t="))
    age = time.time() - sent_at
    if age > TOLERANCE_SECONDS:
        raise ValueError("the signature is too old")
    if age < -TOLERANCE_SECONDS:
        raise ValueError("the signature is from the future")


def _read(body: bytes) -> Event:
    payload = json.loads(body)
    match payload:
        case {
            "object": "event",
            "id": str(event_id),
            "type": str(event_type),
            "livemode": bool(livemode),
            "created": int(created),
            "data": {"object": dict(about)},
        }:
            return Event(
                id=event_id,
                type=event_type,
                livemode=livemode,
                object_id=str(about.get("id", "")),  # a balance, say, has none
                created_at=_moment(created),
                payload=payload,
            )
    raise ValueError("the body is not an event")


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("the event's time is none") from error
