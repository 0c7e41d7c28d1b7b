"""Prices: their amounts never change, and a lookup key belongs to one active price at most."""

from decimal import Decimal

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import StandInGapError, invalid, missing_parameter
from tests.fakes.stripe_server.resources import products, subscription_items
from tests.fakes.stripe_server.state import Row, State


def create(state: State, asked: Asked) -> Row:
    """Keep a price of a product, which may be created along with it."""
    return add(state, asked, lookup_key=_claimed_key(state, asked), metadata=metadata.given(asked))


def add(state: State, asked: Asked, *, product: str | None = None, **fields: object) -> Row:
    """Keep a price out of `asked`, which is a request for one or the `price_data` of another request.

    `product` is the id of its product where `asked` does not name it.
    """
    if asked.get("billing_scheme", "per_unit") != "per_unit":
        raise StandInGapError("prices in tiers")
    if "unit_amount" not in asked:
        raise missing_parameter(asked.param("unit_amount"))
    if asked["unit_amount"] < 0:
        raise invalid("Invalid non-negative integer", param=asked.param("unit_amount"))
    recurring = _recurring(asked)
    row: Row = {
        "id": state.new_id("price"),
        "object": "price",
        "active": asked.get("active", True),
        "billing_scheme": "per_unit",
        "created": state.now,
        "currency": _currency(asked),
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": asked.get("nickname"),
        "product": product or _product(state, asked),
        "recurring": recurring,
        "tax_behavior": asked.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": asked["unit_amount"],
        "unit_amount_decimal": str(Decimal(asked["unit_amount"])),
        **fields,
    }
    state.add(row)
    state.emit("price.created", row)
    return row


def retrieve(state: State, _asked: Asked, price_id: str) -> Row:
    """Return a price."""
    return state.get("price", price_id, in_path=True)


def update(state: State, asked: Asked, price_id: str) -> Row:
    """Change what may change of a price, and tell it."""
    row = state.get("price", price_id, in_path=True)
    fields = asked.plain_of("active", "nickname", "tax_behavior")
    if "lookup_key" in asked:
        fields["lookup_key"] = _claimed_key(state, asked, by=price_id)
    if fields.get("active") is False and _is_default(state, row):
        raise invalid("This price cannot be archived because it is the default price of its product.")
    return _update(state, price_id, metadata=metadata.merged(row["metadata"], asked), **fields)


def list_all(state: State, asked: Asked) -> Row:
    """List prices."""
    filters = {
        "active": equal("active"),
        "currency": equal("currency"),
        "lookup_keys": lambda row, keys: row["lookup_key"] in keys,
        "product": equal("product"),
        "recurring": lambda row, wanted: (
            bool(row["recurring"])
            and row["recurring"]
            == {
                **row["recurring"],
                **wanted.plain(),
            }
        ),
        "type": equal("type"),
    }
    return page(asked, state.all("price"), "/v1/prices", filters)


def _claimed_key(state: State, asked: Asked, *, by: str | None = None) -> str | None:
    """The lookup key, taken from the price that has it where the request says so. Raises a 400 otherwise."""
    key: str | None = asked.get("lookup_key")
    transfers = asked.get("transfer_lookup_key", False)
    holders = [row for row in state.all("price") if key and row["lookup_key"] == key and row["id"] != by]
    for holder in holders:
        if not transfers:
            raise invalid(
                f"A price (`{holder['id']}`) already uses that lookup key. To transfer the lookup key from it, set "
                "`transfer_lookup_key` to `true`.",
                param="lookup_key",
            )
        _update(state, holder["id"], lookup_key=None)
    return key


def _update(state: State, price_id: str, **fields: object) -> Row:
    """Change a price, also where it stands in subscriptions, and tell it."""
    price = state.update(price_id, "price.updated", **fields)
    for subscription in state.all("subscription"):
        items = subscription["items"]["data"]
        if any(item["price"]["id"] == price_id for item in items):
            changed = [_with_price(item, price) if item["price"]["id"] == price_id else item for item in items]
            state.change(subscription["id"], items={**subscription["items"], "data": changed})
    return price


def _with_price(item: Row, price: Row) -> Row:
    return {**item, "price": price, "plan": subscription_items.plan_of(price)}


def _currency(asked: Asked) -> str:
    currency: str = asked["currency"]
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency}.", param=asked.param("currency"))
    return currency.lower()


def _product(state: State, asked: Asked) -> str:
    if "product" in asked:
        product_id: str = asked["product"]
        return str(state.get("product", product_id, param=asked.param("product"))["id"])
    if "product_data" not in asked:
        raise missing_parameter(asked.param("product"))
    data = asked["product_data"]
    product = products.add(
        state, data.get("id"), metadata=metadata.given(data), **data.plain_of("active", "name", "description", "images")
    )
    return str(product["id"])


def _recurring(asked: Asked) -> Row | None:
    if "recurring" not in asked:
        return None
    recurring = asked["recurring"]
    if recurring.get("usage_type", "licensed") != "licensed":
        raise StandInGapError("metered prices")
    return {
        "interval": recurring["interval"],
        "interval_count": recurring.get("interval_count", 1),
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _is_default(state: State, price: Row) -> bool:
    product = state.row(price["product"])
    return bool(product["default_price"] == price["id"])
