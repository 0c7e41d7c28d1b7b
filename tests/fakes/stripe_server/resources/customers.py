"""Customers."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.problems import invalid
from tests.fakes.stripe_server.state import Row, State

_PLAIN = ("address", "description", "email", "name", "phone", "preferred_locales", "tax_exempt")


def create(state: State, asked: Asked) -> Row:
    """Keep a customer and tell it."""
    return add(state, metadata=metadata.given(asked), **_told(asked))


def add(state: State, **fields: object) -> Row:
    """Keep a customer, however it came about, and tell it."""
    row: Row = {
        "id": state.new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": state.now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": state.new_id("p")[2:10].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        **fields,
    }
    state.add(row)
    state.emit("customer.created", row)
    return row


def retrieve(state: State, _asked: Asked, customer_id: str) -> Row:
    """Return a customer; of a deleted one only that it was."""
    return state.get("customer", customer_id, in_path=True)


def get_usable(state: State, customer_id: str, *, param: str = "customer") -> Row:
    """Return a customer that can be used in a request. Raises a 400 for an unknown and for a deleted one."""
    row = state.get("customer", customer_id, param=param)
    if row.get("deleted"):
        raise invalid(f"No such customer: '{customer_id}'", param=param, code="resource_missing")
    return row


def update(state: State, asked: Asked, customer_id: str) -> Row:
    """Change a customer and tell it."""
    row = get_usable(state, customer_id, param="id")
    settings = dict(row["invoice_settings"])
    if "invoice_settings" in asked and "default_payment_method" in asked["invoice_settings"]:
        method_id = asked["invoice_settings"]["default_payment_method"]
        _check_attached(state, row, method_id)
        settings["default_payment_method"] = method_id or None
    return state.update(
        customer_id,
        "customer.updated",
        metadata=metadata.merged(row["metadata"], asked),
        invoice_settings=settings,
        **_told(asked),
    )


def list_all(state: State, asked: Asked) -> Row:
    """List customers."""
    rows = [row for row in state.all("customer") if not row.get("deleted")]
    return page(asked, rows, "/v1/customers", {"email": equal("email")})


def _check_attached(state: State, customer: Row, method_id: str) -> None:
    if method_id == "":
        return
    param = "invoice_settings[default_payment_method]"
    method = state.get("payment_method", method_id, param=param)
    if method["customer"] != customer["id"]:
        raise invalid(f"The customer does not have a payment method with the ID {method_id}.", param=param)


def _told(asked: Asked) -> Row:
    """The fields that are kept as they come; an empty string unsets one."""
    return {name: None if value == "" else value for name, value in asked.plain_of(*_PLAIN).items()}
