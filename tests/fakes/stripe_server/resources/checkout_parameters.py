"""What a request for a checkout session asks for, read and judged part by part."""

import time

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.problems import StandInGapError, invalid, missing_parameter
from tests.fakes.stripe_server.resources import customers, prices
from tests.fakes.stripe_server.state import Row, State

_SOONEST, _LATEST = 30 * 60, 24 * 3600
_LINE_ITEMS = 100


def read_mode(asked: Asked) -> str:
    """Return what the session is for. Raises a 400 for what does not go with that."""
    if "mode" not in asked:
        raise missing_parameter("mode")
    mode: str = asked["mode"]
    if mode == "setup":
        raise StandInGapError("checkout sessions that only keep a card")
    for name, only in (("payment_intent_data", "payment"), ("subscription_data", "subscription")):
        if name in asked and mode != only:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", param=name)
    if "customer_creation" in asked and mode != "payment":
        raise invalid("`customer_creation` can only be used in `payment` mode.", param="customer_creation")
    return mode


def check_addresses(asked: Asked) -> None:
    """Raise a 400 unless the customer can come back."""
    if asked.get("ui_mode", "hosted_page") == "hosted_page":
        if "success_url" not in asked:
            raise missing_parameter("success_url")
        if "return_url" in asked:
            raise invalid("`return_url` is not used in `hosted_page` mode.", param="return_url")
    for name in ("success_url", "cancel_url", "return_url"):
        if name in asked and not asked[name].startswith(("http://", "https://")):
            raise invalid("Not a valid URL", param=name, code="url_invalid")


def find_customer(state: State, asked: Asked) -> Row | None:
    """Return whose session it is, if anybody's. Raises a 400."""
    if "customer" in asked and "customer_email" in asked:
        raise invalid("You may only specify one of these parameters: customer, customer_email.", param="customer_email")
    if "customer" in asked and "customer_creation" in asked:
        raise invalid("`customer_creation` cannot be used with `customer`.", param="customer_creation")
    if "customer_update" in asked:
        if "customer" not in asked:
            raise invalid("`customer_update` can only be used with `customer`.", param="customer_update")
        asked["customer_update"].plain()
    return customers.get_usable(state, asked["customer"]) if "customer" in asked else None


def read_items(asked: Asked) -> list[Asked]:
    """Return what is to be sold: something, and not too much. Raises a 400."""
    items: list[Asked] = asked.get("line_items", [])
    if not items:
        raise missing_parameter("line_items")
    if len(items) > _LINE_ITEMS:
        raise invalid(f"You may have up to {_LINE_ITEMS} line items.", param="line_items")
    return items


def build_line_item(state: State, asked: Asked, mode: str) -> Row:
    """Return a line of the session. Raises a 400 for a price that does not go with the mode."""
    price = _price(state, asked)
    if mode == "payment" and price["type"] == "recurring":
        raise invalid(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices.",
            param="line_items",
        )
    if mode == "subscription" and price["type"] != "recurring":
        raise StandInGapError("one-time prices along with a subscription")
    quantity = asked.get("quantity")
    if quantity is None:
        raise invalid("Quantity is required. Add `quantity` to " + asked.at, param=asked.at)
    if quantity < 1:
        raise invalid("This value must be greater than or equal to 1.", param=asked.param("quantity"))
    amount = price["unit_amount"] * quantity
    return {
        "id": state.new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": state.row(price["product"])["name"],
        "metadata": metadata.given(asked),
        "price": price,
        "quantity": quantity,
    }


def _price(state: State, asked: Asked) -> Row:
    if "price" in asked:
        price = state.get("price", asked["price"], param=asked.param("price"))
        if not price["active"]:
            raise invalid(
                f"The price specified is inactive. This field only accepts active prices: {price['id']}.",
                param=asked.param("price"),
            )
        return price
    if "price_data" not in asked:
        raise missing_parameter(asked.param("price"))
    return prices.add(state, asked["price_data"], active=False)


def read_expiry(state: State, asked: Asked) -> int:
    """Return when the session closes, in seconds since the epoch. Raises a 400 for a time too soon or too late."""
    expires_at: int = asked.get("expires_at", state.now + _LATEST)
    # The client goes by its own clock, which this one may be ahead of, and has read it a moment earlier.
    if not any(now + _SOONEST - 1 <= expires_at <= now + _LATEST + 1 for now in (state.now, int(time.time()))):
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def build_customer_details(customer: Row | None, asked: Asked) -> Row | None:
    """Return what is known of the customer before they pay."""
    email = customer["email"] if customer else asked.get("customer_email")
    if email is None and customer is None:
        return None
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def read_invoice_creation(asked: Asked, mode: str) -> Row | None:
    """Return whether and how a payment brings an invoice. Raises a 400 for a subscription, which always does."""
    if mode == "subscription":
        if "invoice_creation" in asked:
            raise invalid("`invoice_creation` can only be used in `payment` mode.", param="invoice_creation")
        return None
    names = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")
    creation: Row = asked["invoice_creation"].plain() if "invoice_creation" in asked else {"enabled": False}
    data = {**dict.fromkeys(names), "metadata": {}, **creation.get("invoice_data", {})}
    return {"enabled": creation["enabled"], "invoice_data": data}


def needs_customer(asked: Asked) -> bool:
    """Return whether a guest has to become a customer: an invoice is somebody's, and so is a card that is kept."""
    creation = asked.get("invoice_creation", {"enabled": False})
    return creation["enabled"] or "setup_future_usage" in asked.get("payment_intent_data", {})


def read_custom_text(asked: Asked) -> Row:
    """Return the texts beside the buttons."""
    given = asked["custom_text"].plain() if "custom_text" in asked else {}
    names = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {**dict.fromkeys(names), **{name: text or None for name, text in given.items()}}


def read_payment_method_options(asked: Asked) -> Row:
    """Return the options of each means of payment."""
    given = asked["payment_method_options"].plain() if "payment_method_options" in asked else {}
    return {"card": {"request_three_d_secure": "automatic"}, **given}


def read_payment_intent_data(asked: Asked, mode: str) -> Row:
    """Return what the payment intent of the session will carry."""
    if mode != "payment" or "payment_intent_data" not in asked:
        return {"metadata": {}}
    data = asked["payment_intent_data"]
    plain = data.plain_of(
        "description", "receipt_email", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix"
    )
    return {**plain, "metadata": metadata.given(data)}


def read_subscription_data(asked: Asked, mode: str) -> Row:
    """Return what the subscription of the session will carry."""
    if mode != "subscription" or "subscription_data" not in asked:
        return {"metadata": {}}
    data = asked["subscription_data"]
    data.plain_of("proration_behavior")
    return {**data.plain_of("description"), "metadata": metadata.given(data)}
