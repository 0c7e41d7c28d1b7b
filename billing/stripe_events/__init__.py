"""Webhook events: taken in once, applied by a task, tried again, kept where they failed."""

from billing.stripe_events.applying import HANDLED, apply_event
from billing.stripe_events.queue import MOST_ATTEMPTS, apply_next, is_anything_due, receive, reset

__all__ = ["HANDLED", "MOST_ATTEMPTS", "apply_event", "apply_next", "is_anything_due", "receive", "reset"]
