"""Purchases at the gateway of test payments, without the rest of billing."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from billing.gateway import Checkout, CheckoutRequest, PriceWanted
from billing.gateways.local import LocalGateway
from billing.gateways.local.checkouts import pay_checkout
from billing.models import LocalEvent, LocalSubscription

PACK = PriceWanted(slug="pack-small", name="100 credits", amount=999, currency="usd", interval="")
BASIC = PriceWanted(slug="plan-basic", name="Basic", amount=1000, currency="usd", interval="month")
PRO = PriceWanted(slug="plan-pro", name="Pro", amount=3000, currency="usd", interval="month")


def price_of(wanted: PriceWanted) -> str:
    return LocalGateway().ensure_price(wanted, dry_run=False).price


def customer_for(user_id: UUID | None = None) -> str:
    user_id = user_id or uuid4()
    return LocalGateway().create_customer(
        user_id=user_id, email="sara@example.com", name="Sara", key=f"customer-{user_id}"
    )


def request_of(wanted: PriceWanted = PACK, **changes: Any) -> CheckoutRequest:
    fields: dict[str, Any] = {
        "order_id": uuid4(),
        "user_id": uuid4(),
        "mode": "subscription" if wanted.interval else "payment",
        "success_url": "http://localhost:8000/back",
        "cancel_url": "http://localhost:8000/back?cancelled=1",
        "expires_at": timezone.now() + timedelta(hours=2),
        **changes,
    }
    if "customer" not in fields:
        fields["customer"] = customer_for(fields["user_id"])
    if "price" not in fields:
        fields["price"] = price_of(wanted)
    return CheckoutRequest(**fields)


def begin(wanted: PriceWanted = PACK, **changes: Any) -> Checkout:
    return LocalGateway().begin_checkout(request_of(wanted, **changes))


def buy(wanted: PriceWanted = PACK, *, card: str = "works", **changes: Any) -> Checkout:
    """A checkout that is paid."""
    checkout = begin(wanted, **changes)
    pay_checkout(checkout.id, card_slug=card)
    return LocalGateway().get_checkout(checkout.id)


def subscribed(wanted: PriceWanted = BASIC, **changes: Any) -> LocalSubscription:
    """A subscription that is paid."""
    return LocalSubscription.objects.get(pk=buy(wanted, **changes).subscription_id)


def told() -> list[str]:
    """The types of all events, the oldest first."""
    return list(LocalEvent.objects.order_by("created_at").values_list("type", flat=True))


def about(event_type: str) -> Mapping[str, Any]:
    """What the one event of that type is about."""
    event = json.loads(LocalEvent.objects.get(type=event_type).body)
    found: Mapping[str, Any] = event["data"]["object"]
    return found


def forget_events() -> None:
    LocalEvent.objects.all().delete()
