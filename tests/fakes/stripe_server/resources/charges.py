"""Charges."""

from tests.fakes.stripe_server import metadata
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import equal, page
from tests.fakes.stripe_server.state import Row, State


def retrieve(state: State, _asked: Asked, charge_id: str) -> Row:
    """Return a charge."""
    return state.get("charge", charge_id, in_path=True)


def update(state: State, asked: Asked, charge_id: str) -> Row:
    """Change what a charge says about itself."""
    row = state.get("charge", charge_id, in_path=True)
    fields = asked.plain_of("description", "receipt_email")
    return state.update(charge_id, "charge.updated", metadata=metadata.merged(row["metadata"], asked), **fields)


def list_all(state: State, asked: Asked) -> Row:
    """List charges."""
    filters = {"customer": equal("customer"), "payment_intent": equal("payment_intent")}
    return page(asked, state.all("charge"), "/v1/charges", filters)
