"""Stripe. The only code that imports its SDK."""

from billing.stripe_gateway.gateway import StripeGateway
from billing.stripe_gateway.signatures import verify_event

__all__ = ["StripeGateway", "verify_event"]
