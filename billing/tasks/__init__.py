"""What workers do with money. Celery finds the tasks through these imports."""

from billing.tasks.books import reconcile_books
from billing.tasks.events import apply_stripe_events, settle_again
from billing.tasks.routine import delete_old_idempotency_keys, expire_credits, grant_free_credits, tell_low_balances
from billing.tasks.test_payments import deliver_test_webhooks, renew_test_subscriptions

__all__ = [
    "apply_stripe_events",
    "delete_old_idempotency_keys",
    "deliver_test_webhooks",
    "expire_credits",
    "grant_free_credits",
    "reconcile_books",
    "renew_test_subscriptions",
    "settle_again",
    "tell_low_balances",
]
