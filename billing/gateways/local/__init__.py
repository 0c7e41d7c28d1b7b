"""Test payments: a gateway of our own, so that buying can be tried where no vendor is set up. No money moves.

It behaves as Stripe does, as far as `billing.gateway.PaymentGateway` goes: idempotent by key, prorating by the second,
telling what happens by signed webhooks. What only its own pages do (paying, disputing, renewing by hand) is in its
modules. It is never there in production.
"""

from billing.gateways.local.gateway import LocalGateway

__all__ = ["LocalGateway"]
