"""Invoice payments: which payment intent pays which invoice."""

from typing import Any

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.listing import Filter, equal, page
from tests.fakes.stripe_server.state import Row, State


def retrieve(state: State, _asked: Asked, payment_id: str) -> Row:
    """Return an invoice payment."""
    return state.get("invoice_payment", payment_id, in_path=True)


def list_all(state: State, asked: Asked) -> Row:
    """List invoice payments."""
    filters: dict[str, Filter] = {"invoice": equal("invoice"), "payment": _is_by, "status": equal("status")}
    return page(asked, state.all("invoice_payment"), "/v1/invoice_payments", filters)


def _is_by(row: Row, payment: Any) -> bool:
    wanted = payment.plain()
    return {**row["payment"], **wanted} == row["payment"]
