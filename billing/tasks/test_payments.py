"""What the gateway of test payments does by itself. Where it isn't in use, nothing."""

from celery import shared_task

from billing.gateways.local.availability import is_available
from billing.gateways.local.delivery import deliver_next, is_anything_due
from billing.gateways.local.renewing import renew_what_is_due
from common.background import nudge

_MOST_EVENTS = 50


@shared_task
def deliver_test_webhooks() -> int:
    """Send the events that are due. Returns how many were taken.

    One that isn't taken ends the run: the endpoint may be away, and then each of them would wait for it.
    """
    if not is_available():
        return 0
    taken = 0
    while taken < _MOST_EVENTS and deliver_next():
        taken += 1
    if taken == _MOST_EVENTS and is_anything_due():
        nudge(deliver_test_webhooks)
    return taken


@shared_task
def renew_test_subscriptions() -> int:
    """Renew test subscriptions whose period is over, and try unpaid invoices again. Returns how many of both."""
    if not is_available():
        return 0
    renewed = renew_what_is_due()
    if renewed:
        nudge(deliver_test_webhooks)
    return renewed
