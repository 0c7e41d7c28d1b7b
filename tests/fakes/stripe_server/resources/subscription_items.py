"""The items of subscriptions. The period is theirs: `current_period_start` and `current_period_end` stand here."""

from dataclasses import dataclass, field
from decimal import Decimal

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import page
from tests.fakes.stripe_server.problems import StandInGapError, invalid, missing_parameter
from tests.fakes.stripe_server.state import Row, State


@dataclass(frozen=True)
class Wanted:
    """A price that somebody subscribes to."""

    price: Row
    quantity: int = 1
    metadata: Row = field(default_factory=dict)


def read_wanted(state: State, asked: list[Asked]) -> list[Wanted]:
    """Return what the items of a new subscription ask for. Raises a 400."""
    items = []
    for item in asked:
        price = get_recurring_price(state, item)
        items.append(Wanted(price, _quantity(item, 1), metadata.given(item)))
    prices = [item.price["id"] for item in items]
    if len(set(prices)) < len(prices):
        raise invalid("Subscription Items can't use the same Price more than once.", param="items")
    return items


def get_recurring_price(state: State, asked: Asked) -> Row:
    """Return the price that an item asks for: active and recurring. Raises a 400."""
    if "price_data" in asked:
        raise StandInGapError(asked.param("price_data"))
    if "price" not in asked:
        raise missing_parameter(asked.param("price"))
    price = state.get("price", asked["price"], param=asked.param("price"))
    if not price["active"]:
        raise invalid(
            f"The price specified is inactive. This field only accepts active prices: {price['id']}.",
            param=asked.param("price"),
        )
    if price["type"] != "recurring":
        raise invalid(
            f"The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`: "
            f"{price['id']}.",
            param=asked.param("price"),
        )
    return price


def build(state: State, subscription_id: str, item: Wanted, *, start: int, end: int) -> Row:
    """Return a new item. It is kept in its subscription."""
    return {
        "id": state.new_id("si"),
        "object": "subscription_item",
        "billed_until": None,
        "billing_thresholds": None,
        "created": state.now,
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": item.metadata,
        "plan": plan_of(item.price),
        "price": item.price,
        "quantity": item.quantity,
        "subscription": subscription_id,
        "tax_rates": [],
    }


def read_change(state: State, subscription: Row, asked: list[Asked]) -> list[Row]:
    """Return the items of a subscription as a change of it would leave them. Raises a 400.

    An item without an id is one more: whoever forgets the id subscribes their customer twice.
    """
    items: dict[str, Row] = {item["id"]: item for item in subscription["items"]["data"]}
    first = next(iter(items.values()))
    for change in asked:
        if "id" in change:
            item = items.get(change["id"])
            if item is None:
                raise invalid(
                    f"No such subscription_item: '{change['id']}'", param=change.param("id"), code="resource_missing"
                )
            if change.get("deleted"):
                del items[item["id"]]
                continue
            items[item["id"]] = _changed(state, item, change)
        else:
            price = get_recurring_price(state, change)
            for item in items.values():
                if item["price"]["id"] == price["id"]:
                    raise invalid(
                        f"Cannot add multiple subscription items with the same plan: an existing Subscription Item, "
                        f"`{item['id']}`, is already using that Price `{price['id']}`.",
                        param=change.param("price"),
                    )
            row = build(
                state,
                subscription["id"],
                Wanted(price, _quantity(change, 1), metadata.given(change)),
                start=first["current_period_start"],
                end=first["current_period_end"],
            )
            items[row["id"]] = row
    if not items:
        raise invalid("A subscription must have at least one active plan.", param="items")
    return list(items.values())


def plan_of(price: Row) -> Row:
    """Return the price in the shape of the plans that came before prices."""
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": str(Decimal(price["unit_amount"])),
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": False,
        "metadata": price["metadata"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def list_all(state: State, asked: Asked) -> Row:
    """List the items of a subscription."""
    subscription = state.get("subscription", asked["subscription"], param="subscription")
    filters = {"subscription": lambda row, wanted_id: row["subscription"] == wanted_id}
    return page(asked, subscription["items"]["data"], "/v1/subscription_items", filters)


def _changed(state: State, item: Row, change: Asked) -> Row:
    price = get_recurring_price(state, change) if "price" in change else item["price"]
    return {
        **item,
        "metadata": metadata.merged(item["metadata"], change),
        "plan": plan_of(price),
        "price": price,
        "quantity": _quantity(change, item["quantity"]),
    }


def _quantity(asked: Asked, otherwise: int) -> int:
    quantity: int = asked.get("quantity", otherwise)
    if quantity < 1:
        raise invalid("This value must be greater than or equal to 1.", param=asked.param("quantity"))
    return quantity
