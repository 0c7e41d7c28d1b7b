"""Checkout sessions, as they are created and asked for. `checkout` is the customer who pays in one."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import Filter, equal, page
from tests.fakes.stripe_server.problems import StandInGapError, invalid
from tests.fakes.stripe_server.resources import checkout_parameters, subscriptions
from tests.fakes.stripe_server.state import Row, State, public

_ECHOED = (
    "allow_promotion_codes",
    "branding_settings",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "consent_collection",
    "customer_creation",
    "customer_email",
    "locale",
    "payment_method_collection",
    "payment_method_types",
    "phone_number_collection",
    "return_url",
    "saved_payment_method_options",
    "submit_type",
    "success_url",
    "tax_id_collection",
    "ui_mode",
)


def create(state: State, asked: Asked) -> Row:
    """Open a session for a payment or a subscription. Raises a 400 for one that no customer could complete."""
    mode = checkout_parameters.read_mode(asked)
    if "automatic_tax" in asked and asked["automatic_tax"]["enabled"]:
        raise StandInGapError("taxes")
    checkout_parameters.check_addresses(asked)
    customer = checkout_parameters.find_customer(state, asked)
    line_items = [
        checkout_parameters.build_line_item(state, item, mode) for item in checkout_parameters.read_items(asked)
    ]
    total = sum(item["amount_total"] for item in line_items)
    currency = line_items[0]["currency"]
    if any(item["currency"] != currency for item in line_items):
        raise invalid("You cannot combine currencies on a single Checkout Session.", param="line_items")
    trial_end = None
    if mode == "subscription" and "subscription_data" in asked:
        trial_end = subscriptions.trial_end_of(state, asked["subscription_data"])
    session_id = state.new_id("cs_test")
    is_hosted = asked.get("ui_mode", "hosted_page") == "hosted_page"
    row: Row = {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": total,
        "amount_total": 0 if trial_end else total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": None,
        "client_reference_id": None,
        "client_secret": None if is_hosted else f"{session_id}_secret_stand_in",
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": state.now,
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": checkout_parameters.read_custom_text(asked),
        "customer": customer["id"] if customer else None,
        "customer_account": None,
        "customer_creation": None if customer else ("always" if mode == "subscription" else "if_required"),
        "customer_details": checkout_parameters.build_customer_details(customer, asked),
        "customer_email": None,
        "discounts": [],
        "expires_at": checkout_parameters.read_expiry(state, asked),
        "invoice": None,
        "invoice_creation": checkout_parameters.read_invoice_creation(asked, mode),
        "livemode": False,
        "locale": None,
        "metadata": metadata.given(asked),
        "mode": mode,
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "always" if mode == "subscription" else "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": checkout_parameters.read_payment_method_options(asked),
        "payment_method_types": ["card"],
        "payment_status": "no_payment_required" if trial_end or not total else "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "return_url": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"https://checkout.stripe.com/c/pay/{session_id}" if is_hosted else None,
        "wallet_options": None,
        **asked.plain_of(*_ECHOED),
        "_line_items": line_items,
        "_needs_customer": checkout_parameters.needs_customer(asked),
        "_payment_intent_data": checkout_parameters.read_payment_intent_data(asked, mode),
        "_subscription_data": checkout_parameters.read_subscription_data(asked, mode),
        "_trial_end": trial_end,
    }
    return state.add(row)


def retrieve(state: State, _asked: Asked, session_id: str) -> Row:
    """Return a session."""
    return state.get("checkout.session", session_id, in_path=True)


def update(state: State, asked: Asked, session_id: str) -> Row:
    """Change the metadata of a session."""
    row = state.get("checkout.session", session_id, in_path=True)
    return state.change(session_id, metadata=metadata.merged(row["metadata"], asked))


def expire(state: State, _asked: Asked, session_id: str) -> Row:
    """Close an open session. Raises a 400 for any other."""
    row = state.get("checkout.session", session_id, in_path=True)
    if row["status"] != "open":
        raise invalid(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"{row['status']}."
        )
    return let_expire(state, session_id)


def let_expire(state: State, session_id: str) -> Row:
    """Close an open session and tell it."""
    row = state.change(session_id, status="expired", url=None)
    state.emit("checkout.session.expired", row)
    return row


def list_all(state: State, asked: Asked) -> Row:
    """List sessions."""
    filters: dict[str, Filter] = {
        "customer": equal("customer"),
        "customer_details": lambda row, wanted: (row["customer_details"] or {}).get("email") == wanted["email"],
        "payment_intent": equal("payment_intent"),
        "status": equal("status"),
        "subscription": equal("subscription"),
    }
    return page(asked, state.all("checkout.session"), "/v1/checkout/sessions", filters)


def line_items(state: State, asked: Asked, session_id: str) -> Row:
    """List what a session sells."""
    row = state.get("checkout.session", session_id, in_path=True)
    return page(asked, public(row["_line_items"]), f"/v1/checkout/sessions/{session_id}/line_items")
