"""From an event to what it is about. The event says only where to look."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.models import StripeEvent
from billing.settlement import settle_payment, settle_session, settle_subscription


def apply_event(event: StripeEvent) -> bool:
    """Settle what the event is about. Returns whether it is about anything of ours."""
    for prefix, handle in HANDLED.items():
        if event.type == prefix or event.type.startswith(f"{prefix}."):
            return handle(event)
    return False


def _session(event: StripeEvent) -> bool:
    return settle_session(event.gateway, event.object_id) is not None


def _subscription(event: StripeEvent) -> bool:
    return settle_subscription(event.gateway, event.object_id) is not None


def _invoice(event: StripeEvent) -> bool:
    parent = _object(event).get("parent") or {}
    reference = _id(dict(parent.get("subscription_details") or {}).get("subscription"))
    return bool(reference) and settle_subscription(event.gateway, reference) is not None


def _payment(event: StripeEvent) -> bool:
    reference = _id(_object(event).get("payment_intent"))
    return bool(reference) and settle_payment(event.gateway, reference)


# By type, or by the words it begins with.
HANDLED: Mapping[str, Callable[[StripeEvent], bool]] = {
    "checkout.session": _session,
    "customer.subscription": _subscription,
    "invoice.paid": _invoice,
    "invoice.payment_failed": _invoice,
    "invoice.payment_action_required": _invoice,
    "refund": _payment,
    "charge.refunded": _payment,
    "charge.dispute": _payment,
}


def _object(event: StripeEvent) -> Mapping[str, Any]:
    found = dict(event.payload.get("data") or {}).get("object")
    return found if isinstance(found, dict) else {}


def _id(value: object) -> str:
    """A reference, whether it came as an id or as the whole object."""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""
