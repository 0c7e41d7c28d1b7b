"""A shop at the stand-in for Stripe: a customer, prices, and things that were bought."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.gateway import Checkout, CheckoutRequest, PriceWanted
from billing.stripe_gateway import StripeGateway
from tests.fakes.stripe_server import StripeServer

PRO = PriceWanted(slug="plan-pro", name="Routix Pro", amount=2999, currency="usd", interval="month")
BASIC = PriceWanted(slug="plan-basic", name="Routix Basic", amount=999, currency="usd", interval="month")
SMALL = PriceWanted(slug="pack-small", name="Routix 100 credits", amount=999, currency="usd", interval="")


def point_at(server: StripeServer, settings: Any) -> None:
    """Let Stripe be the stand-in."""
    settings.STRIPE_SECRET_KEY = server.api_key
    settings.STRIPE_BASE_URL = server.url
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_of_the_tests"]


@dataclass
class Shop:
    """One customer's dealings, through our gateway; what customers do themselves is done at the stand-in."""

    server: StripeServer
    gateway: StripeGateway = field(default_factory=StripeGateway)
    user_id: uuid.UUID = field(default_factory=uuid.uuid4)

    def __post_init__(self) -> None:
        self.customer = self.gateway.create_customer(
            user_id=self.user_id, email="jo@example.org", name="Jo Doe", key=f"customer-{self.user_id}"
        )

    @property
    def now(self) -> datetime:
        """By the stand-in's clock."""
        return datetime.fromtimestamp(self.server.now, tz=UTC)

    def price(self, wanted: PriceWanted) -> str:
        return self.gateway.ensure_price(wanted, dry_run=False).price

    def request(self, wanted: PriceWanted) -> CheckoutRequest:
        return CheckoutRequest(
            order_id=uuid.uuid4(),
            user_id=self.user_id,
            customer=self.customer,
            mode="subscription" if wanted.interval else "payment",
            price=self.price(wanted),
            success_url="https://routix.example/back?order=7",
            cancel_url="https://routix.example/back?order=7&cancelled=1",
            expires_at=self.now + timedelta(hours=2),
        )

    def open(self, wanted: PriceWanted) -> Checkout:
        return self.gateway.begin_checkout(self.request(wanted))

    def buy(self, wanted: PriceWanted, card: str = "pm_card_visa") -> Checkout:
        """A checkout that the customer completed."""
        checkout = self.open(wanted)
        self.server.pay(checkout.id, card)
        return self.gateway.get_checkout(checkout.id)

    def payment(self) -> str:
        """The payment of a pack."""
        return self.buy(SMALL).payment_id or ""

    def subscription(self, wanted: PriceWanted = BASIC) -> str:
        return self.buy(wanted).subscription_id or ""

    def charge_of(self, payment_id: str) -> str:
        charge: str = self.server.row(payment_id)["latest_charge"]
        return charge

    def asked(self, method: str, path: str) -> list[Any]:
        """What was asked of the stand-in at a path, the oldest first."""
        return [asked for asked in self.server.requests if (asked.method, asked.path) == (method, path)]
