from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


def check_stripe(**_: Any) -> list[checks.CheckMessage]:
    """What would take money and book nothing, or book what nobody paid."""
    if not settings.STRIPE_SECRET_KEY:
        return []
    found: list[checks.CheckMessage] = []
    if not settings.STRIPE_WEBHOOK_SECRETS:
        hint = "Set STRIPE_WEBHOOK_SECRETS, or payments are booked minutes later; see docs/operations.md."
        found.append(checks.Warning("Stripe has a key, and its webhooks have no secret.", hint=hint, id="billing.W001"))
    if settings.IS_PRODUCTION and "_test_" in settings.STRIPE_SECRET_KEY:
        found.append(checks.Warning("STRIPE_SECRET_KEY is a test key: nobody pays real money.", id="billing.W002"))
    return found


class BillingConfig(AppConfig):
    name = "billing"
    verbose_name = "Billing"

    def ready(self) -> None:
        """A deployment is asked for all that payments need."""
        checks.register(check_stripe, deploy=True)
