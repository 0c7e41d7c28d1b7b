"""A strict stand-in for Stripe: real HTTP, checked against the SDK's own types, with a test's hand on the world.

with stripe_server() as server:
    client = stripe.StripeClient(server.api_key, base_addresses={"api": server.url}, max_network_retries=2)
    session = client.v1.checkout.sessions.create({...})
    server.pay(session.id)
    server.deliver(webhook_url, secret="whsec_…", shuffle_seed=7)
"""

from tests.fakes.stripe_server.delivery import (
    Delivery,
    Post,
    altered,
    forged,
    from_the_future,
    signature,
    signed,
    stale,
    wrong_mode,
)
from tests.fakes.stripe_server.server import StripeServer, stripe_server

__all__ = [
    "Delivery",
    "Post",
    "StripeServer",
    "altered",
    "forged",
    "from_the_future",
    "signature",
    "signed",
    "stale",
    "stripe_server",
    "wrong_mode",
]
