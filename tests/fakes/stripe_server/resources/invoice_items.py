"""Invoice items: what waits for the next invoice of a subscription."""

from decimal import Decimal

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.invoice_rows import Line
from tests.fakes.stripe_server.listing import Filter, equal, page
from tests.fakes.stripe_server.state import Row, State


def add(state: State, customer_id: str, line: Line) -> Row:
    """Let a line wait for the next invoice, and tell it."""
    item_id = state.new_id("ii")
    waiting = Line(**{**vars(line), "invoice_item_id": item_id})
    details = {"subscription": line.subscription_id, "subscription_item": line.item_id}
    row: Row = {
        "id": item_id,
        "object": "invoiceitem",
        "amount": line.amount,
        "currency": line.price["currency"],
        "customer": customer_id,
        "customer_account": None,
        "date": state.now,
        "description": line.description,
        "discountable": False,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "net_amount": line.amount,
        "parent": {"subscription_details": details, "type": "subscription_details"},
        "period": {"end": line.end, "start": line.start},
        "pricing": {
            "price_details": {"price": line.price["id"], "product": line.price["product"]},
            "type": "price_details",
            "unit_amount_decimal": str(Decimal(line.price["unit_amount"])),
        },
        "proration": line.is_proration,
        "proration_details": {"discount_amounts": []},
        "quantity": line.quantity,
        "quantity_decimal": str(line.quantity),
        "tax_rates": [],
        "test_clock": None,
        "_line": waiting,
    }
    state.add(row)
    state.emit("invoiceitem.created", row)
    return row


def list_all(state: State, asked: Asked) -> Row:
    """List invoice items."""
    filters: dict[str, Filter] = {
        "customer": equal("customer"),
        "invoice": equal("invoice"),
        "pending": lambda row, is_pending: (row["invoice"] is None) == is_pending,
    }
    return page(asked, state.all("invoiceitem"), "/v1/invoiceitems", filters)
